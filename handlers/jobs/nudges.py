"""Due nudges: rhythms that are due become invitations, by the rule, one claim a local day."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import nudge
from storage import checkins, outbox, people, rhythms
from storage.database import Tx
from storage.enums import Class
from storage.records import Rhythm


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Decide about at most ``limit`` due rhythms; how many there were."""
    due = rhythms.due(tx, now, limit)
    for rhythm in due:
        _decide(tx, house, rhythm, now)
    return len(due)


def _decide(tx: Tx, house: House, rhythm: Rhythm, now: datetime) -> None:
    person = people.get(tx, rhythm.person_id)
    if person is None or rhythm.due_at is None:
        return
    decision = nudge.decide(
        rhythm,
        person.zone,
        rhythm.due_at,
        now,
        house.nudge,
        reachable=person.unreachable_since is None,
        joined=person.joined_at is not None and cover.takes_part(tx, person.id, now),
        open_checkin=checkins.current(tx, person.id) is not None,
    )
    rhythms.set_due(tx, person.id, decision.next_due)
    if isinstance(decision, nudge.Skip):
        return
    occasion = rhythms.claim(tx, person.id, decision.local_date, now)
    if occasion:
        outbox.put(
            tx,
            person.id,
            Class.NUDGE,
            Kind.NUDGE,
            {"occasion": occasion.id},
            now,
            not_after=decision.not_after,
        )
