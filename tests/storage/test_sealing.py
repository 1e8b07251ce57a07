"""What people say and answer rests sealed, and why each other column may rest in the clear."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

import pytest

from handlers.rules.crisis.verdict import CrisisKind
from storage.enums import Dimension, HelloAnswer, StepState
from storage.seal import Keyring, padded
from storage.sealing import COLUMNS
from tests.storage.schema_map import columns, listed

IN_CLEAR = {
    "a number, of ours or of Telegram's, that ties rows together or finds them": """
        bot: id; canary: id; person: id; role: person_id; milestone: circle_id person_id;
        circle: id partner_id backup_id participant_id; partner_hours: person_id;
        seat: id circle_id supporter_id; step_in: id circle_id partner_id card;
        invitation: id circle_id seat_id inviter_id used_by; expecting: person_id row_id;
        joining: person_id invitation_id asked_row; contact_request: id person_id seen_by;
        rhythm: person_id; occasion: id person_id; answer: checkin_id;
        checkin: id person_id occasion_id asked_row;
        note: checkin_id; tidy_message: person_id message_id checkin_id; goal: person_id;
        small_step: id person_id checkin_id; sharing_grant: id subject_id reader_id circle_id;
        disclosure: id grant_id; weekly_note: person_id; line: id circle_id from_id to_id;
        hello: id circle_id card; hello_ask: hello_id seat_id; crisis_event: id person_id;
        alert: id circle_id acknowledged_by person_id; alert_change: id alert_id person_id;
        alert_told: alert_id person_id; inbox: id bot_id update_id chat_id;
        outbox: id person_id edits message_id; chat_wait: chat_id; tapped: row_id; ledger: id""",
    "a time: what is due is found by it, and what is old is forgotten by it": """
        bot: alive_at; person: agreed_at joined_at unreachable_since created_at adult_at;
        role: since; circle: opened_at starts_at ends_at look_at nobody_since ended_at;
        milestone: at; partner_hours: away_from away_until;
        seat: since seen_at still_here_at paused_until;
        step_in: offered_at contact_at answered_at;
        invitation: created_at expires_at used_at revoked_at asked_at; expecting: since;
        contact_request: asked_at; rhythm: due_at paused_since paused_until quiet_told_at
        quiet_since; occasion: local_date created_at reminded_on; checkin: opened_at closed_at;
        answer: answered_at; note: written_at; small_step: chosen_at settled_at; goal: set_at;
        sharing_grant: given_at lapses_at revoked_at; disclosure: at; weekly_note: due_at;
        line: sent_at; hello: asked_at next_at told_at; hello_ask: asked_at; crisis_event: hour;
        alert: opened_at next_at clear_since; alert_change: at;
        alert_told: at delivered_at opened_at; inbox: received_at done_at;
        outbox: created_at not_before not_after done_at;
        chat_wait: until; ledger: at""",
    "how somebody wants to be spoken with, and when: jobs look for it": """
        person: language zone pack new_messages tidy quiet_after; contact_request: language;
        partner_hours: days wall_from wall_to; rhythm: days wall full_day;
        sharing_grant: language""",
    "where a thing stands: rules and their sweeps decide by it and open nothing": """
        role: kind; milestone: kind; seat: state place; step_in: state; invitation: role;
        joining: step; expecting: what; occasion: state kind; checkin: state kind at wish;
        hello: state; alert: kind state step snoozes; alert_change: state why;
        inbox: state tries; outbox: class kind state tries repeat why; tapped: verb;
        weekly_note: idea; ledger: what""",
    "which of the eight was asked or is shown, in which words: never what was answered": """
        answer: dimension pack; note: dimension; sharing_grant: category dimension""",
    "what the gate found, never the words: whether and how to invite next is decided by it": """
        crisis_event: level kind rule version""",
    "names nobody: a code, a name of the bot's, a hash, a counter": """
        ids: name next; bot: username; person: last_message; circle: code; invitation: hash;
        ledger: mark""",
}
"""Why each may be read by whoever has the file and not the key; docs/decisions.md says what it
tells."""
WORDS: tuple[type[StrEnum], ...] = (Dimension, StepState, HelloAnswer, CrisisKind)


def test_every_column_is_sealed_or_says_here_why_not() -> None:
    sealed = [(one.table, one.name) for one in COLUMNS]
    named = Counter([*sealed, *listed(IN_CLEAR)])
    assert [one for one, times in named.items() if times > 1] == []
    assert set(named) == set(columns())


def test_what_is_sealed_is_a_blob() -> None:
    kinds = columns()
    assert {kinds[one.table, one.name] for one in COLUMNS} == {"BLOB"}


@pytest.mark.parametrize("words", WORDS)
def test_words_of_a_list_rest_as_long_as_each_other(words: type[StrEnum]) -> None:
    """A sealed value is as long as what it says: "done" and "changed_mind" must not differ."""
    keyring = Keyring({1: bytes(32)}, current=1)
    sealed = {word: keyring.seal(padded(word), where="a.b", row=1) for word in words}
    assert len({len(one) for one in sealed.values()}) == 1
    opened = {keyring.open_text(one, where="a.b", row=1) for one in sealed.values()}
    assert {one.rstrip() for one in opened} == set(words)
