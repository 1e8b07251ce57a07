"""The map of the export is whole: each column is handed out, or says here why not."""

from __future__ import annotations

from collections.abc import Iterable

from storage.own_data import PARTS
from storage.own_fields import Part
from tests.storage.schema_map import Named, columns, listed

NOT_HANDED_OUT = {
    "about nobody: what the bot knows of itself, and hashes from which nobody is found": """
        ids: name next; bot: id username alive_at; canary: id word; ledger: id at what mark;
        invitation: hash""",
    "the person, who is the reader": """
        role: person_id; milestone: person_id; partner_hours: person_id; step_in: partner_id;
        invitation: inviter_id used_by; joining: person_id; expecting: person_id;
        contact_request: person_id; rhythm: person_id; occasion: person_id; checkin: person_id;
        tidy_message: person_id; small_step: person_id; goal: person_id; weekly_note: person_id;
        sharing_grant: subject_id; line: from_id; seat: supporter_id; circle: participant_id;
        crisis_event: person_id; alert: person_id; alert_change: person_id;
        alert_told: person_id; inbox: chat_id; outbox: person_id; chat_wait: chat_id""",
    "a number that only ties rows together, or to a message in the chat": """
        circle: id; milestone: circle_id; seat: id circle_id; step_in: id circle_id card;
        invitation: id circle_id seat_id; joining: invitation_id asked_row; expecting: row_id;
        contact_request: id; occasion: id; checkin: id occasion_id asked_row; answer: checkin_id;
        note: checkin_id; tidy_message: message_id checkin_id; small_step: id checkin_id;
        sharing_grant: circle_id; disclosure: id; line: id circle_id; hello: id circle_id card;
        hello_ask: hello_id seat_id; crisis_event: id; alert: id circle_id;
        alert_change: id alert_id; alert_told: alert_id; inbox: id bot_id update_id;
        outbox: id edits message_id; tapped: row_id; person: last_message""",
    "somebody else: who reads what, who was asked, who took it, whose words these are": """
        sharing_grant: reader_id; line: to_id; contact_request: seen_by;
        alert: acknowledged_by""",
    "it would tell on somebody else, or too early: who went, who is left, what is told next": """
        seat: since place; hello: next_at; milestone: kind at; circle: look_at;
        invitation: asked_at""",
    "what became of a call or an alert: others did that, and said so when it was theirs to say": """
        alert: state next_at step snoozes clear_since; alert_change: state why""",
    "gone before a file can be sent: whoever asks for one is here and in reach": """
        person: unreachable_since; seat: still_here_at; chat_wait: until""",
    "how the bot works through what came and what it says; the words stand in the chat": """
        inbox: state tries done_at; tapped: verb; checkin: wish;
        outbox: class kind state not_before not_after tries repeat why""",
}


def handed_out(parts: Iterable[Part] = PARTS) -> list[Named]:
    """Every column of the map."""
    found: list[Named] = []
    for part in parts:
        found += [(part.table, column) for column, _ in part.fields.values()]
        found += [(part.table, column) for column in part.looks]
        found += handed_out(part.inside)
    return found


def test_every_column_is_handed_out_or_says_here_why_not() -> None:
    kept = listed(NOT_HANDED_OUT)
    assert [one for one in kept if kept.count(one) > 1] == []
    assert set(kept) & set(handed_out()) == set()
    assert {*kept, *handed_out()} == set(columns())


def test_every_list_has_a_name_of_its_own() -> None:
    names = [part.key for part in PARTS]
    assert len(set(names)) == len(names)
