"""Somebody about whom there is a row in every table that can hold one."""

from __future__ import annotations

from datetime import timedelta

from storage import checkins, expecting, outbox, people, rhythms, small_steps
from storage.database import Tx
from storage.enums import Class, Dimension, Expected, JoinStep, Pack, Temperature
from storage.moments import micros
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import CORA, MONDAY

WORDS = ("Kestrel note", "Kestrel step", "Kestrel goal", "Kestrel line", "Kestrel ask")
"""What they typed: words that stand nowhere else."""
AT = micros(MONDAY)
LATER = micros(MONDAY + timedelta(days=300))


async def lived(play: Play, person: PersonId, other: PersonId, circle: int) -> None:
    """All of it, in a circle where the other one is, too."""
    await play.do(lambda tx: _said(tx, person))
    await play.do(lambda tx: _shared(tx, person, other, circle))
    await play.do(lambda tx: _met(tx, person, other, circle))
    await play.do(lambda tx: _alerted(tx, person, other, circle))


def _row(tx: Tx, table: str, **values: object) -> int:
    """A row with these columns; its number, where the table has one."""
    number = tx.new_id(table)
    if table not in NO_NUMBER:
        values["id"] = number
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    tx.run(f"INSERT INTO {table} ({names}) VALUES ({places})", **values)  # noqa: S608
    return number


NO_NUMBER = frozenset(
    {"note", "tidy_message", "goal", "chat_wait", "weekly_note", "milestone", "partner_hours"}
    | {"alert_told"}
)


def _said(tx: Tx, person: PersonId) -> None:
    note, step, goal, _, asked = WORDS
    occasion = rhythms.claim(tx, person, MONDAY.date(), MONDAY)
    checkin = checkins.open_one(tx, person, occasion.id if occasion else None, MONDAY).id
    checkins.answer(tx, checkin, Dimension.SOCIAL, Temperature.COLD, Pack.TEMPERATURE, MONDAY)
    seal = tx.keyring.seal
    heavy = seal("3", where="checkin.heavy", row=checkin)
    tx.run("UPDATE checkin SET heavy = :heavy WHERE id = :id", heavy=heavy, id=checkin)
    sealed = seal(note, where="note.text.social", row=checkin)
    _row(tx, "note", checkin_id=checkin, dimension="social", text=sealed, written_at=AT)
    _row(tx, "tidy_message", person_id=person, message_id=1, checkin_id=checkin)
    small_steps.choose(tx, person, checkin, Dimension.SOCIAL, step, MONDAY)
    _row(tx, "goal", person_id=person, text=seal(goal, where="goal.text", row=person), set_at=AT)
    expecting.put(tx, person, Expected.LINE, {"text": asked}, None, MONDAY)
    _row(
        tx, "crisis_event", person_id=person, hour=AT, level="high", kind="abuse", rule="r",
        version=1,
    )  # fmt: skip
    _row(tx, "chat_wait", chat_id=person, until=AT)
    _row(tx, "inbox", bot_id=1, update_id=person, chat_id=person, state=1, received_at=AT)


def _shared(tx: Tx, person: PersonId, other: PersonId, circle: int) -> None:
    for subject, reader in ((person, other), (other, person)):
        grant = _row(
            tx, "sharing_grant", subject_id=subject, reader_id=reader, circle_id=circle,
            category="goal", dimension="", given_at=AT, lapses_at=LATER, language="en",
        )  # fmt: skip
        _row(tx, "disclosure", grant_id=grant, at=AT)
    _row(tx, "weekly_note", person_id=person, due_at=AT)
    for sender, reader in ((person, other), (other, person)):
        _row(tx, "line", circle_id=circle, from_id=sender, to_id=reader, sent_at=AT)
    about: dict[str, object] = {"circle": circle, "from": person}
    outbox.put(tx, other, Class.ALERT, "line", about, MONDAY, secret=WORDS[3])
    outbox.put(tx, person, Class.ALERT, "note", {"key": "say.done"}, MONDAY)


def _met(tx: Tx, person: PersonId, other: PersonId, circle: int) -> None:
    _row(tx, "milestone", circle_id=circle, kind="notice", person_id=person, at=AT)
    _row(tx, "partner_hours", person_id=person, days=1, wall_from="09:00", wall_to="17:00")
    link = _row(
        tx, "invitation", hash=b"kestrel", role="supporter", inviter_id=person, created_at=AT,
        expires_at=AT, used_at=AT, used_by=person,
    )  # fmt: skip
    people.set_joining(tx, person, link, JoinStep.NAME)
    for asks, sees in ((person, other), (other, person)):
        _row(
            tx, "contact_request", person_id=asks, language="en", asked_at=AT, seen_by=sees
        )  # fmt: skip
    _row(tx, "step_in", circle_id=circle, partner_id=CORA, state="ended", offered_at=AT)


def _alerted(tx: Tx, person: PersonId, other: PersonId, circle: int) -> None:
    alert = _row(
        tx, "alert", circle_id=circle, kind="danger", state="acknowledged", opened_at=AT,
        next_at=LATER, acknowledged_by=person, person_id=person,
    )  # fmt: skip
    _row(
        tx, "alert_change", alert_id=alert, at=AT, state="open", why="began", person_id=person
    )  # fmt: skip
    for told in {person, other, CORA}:
        _row(tx, "alert_told", alert_id=alert, person_id=told, at=AT)
