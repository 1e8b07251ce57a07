"""Due weekly notes: one a week to each supporter, whatever is shared and whatever is not."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import sharing
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.chat.one_by_one import AGAIN, each
from handlers.rules import weekly
from storage import outbox, people, weekly_notes
from storage.database import Tx
from storage.enums import Class
from storage.records import WeeklyNote


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Decide about at most ``limit`` due notes; how many there were."""
    due = weekly_notes.due(tx, now, limit)
    each(
        tx, house, due, lambda note: _decide(tx, house, note, now),
        later=lambda note: weekly_notes.move(tx, note.person_id, now + AGAIN, note.idea),
    )  # fmt: skip
    return len(due)


def _decide(tx: Tx, house: House, note: WeeklyNote, now: datetime) -> None:
    person = people.get(tx, note.person_id)
    zone = person.zone if person else house.programme.zone
    usual = (house.programme.day, house.programme.wall)
    decision = weekly.decide(sharing.standing(tx, note.person_id), usual, zone, now)
    if decision.not_after is None:
        weekly_notes.move(tx, note.person_id, decision.next_due, note.idea)
        return
    weekly_notes.move(tx, note.person_id, decision.next_due, note.idea + 1)
    outbox.put(
        tx,
        note.person_id,
        Class.NUDGE,
        Kind.WEEKLY,
        {"idea": note.idea},
        now,
        not_after=decision.not_after,
    )
