"""A long break: after so many days of it the participant's partner is asked once to look in."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import daytime
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import pauses, programme
from storage import milestones, rhythms
from storage.database import Tx
from storage.moments import micros
from storage.records import Circle


def ask(tx: Tx, house: House, circle: Circle, now: datetime) -> datetime | None:
    """Ask when it is due, once a break; when to look again."""
    centre = circle.participant_id
    rhythm = rhythms.get(tx, centre) if centre is not None else None
    if rhythm is None or rhythm.paused_since is None or not pauses.holds(rhythm, now):
        return None
    due = rhythm.paused_since + house.gap.break_asked
    if now < due or not programme.running(circle, now):
        return due
    since, partner = micros(rhythm.paused_since), circle.partner_id
    if milestones.first(tx, circle.id, f"long-break-{since}", partner, now):
        days = house.gap.break_asked.days
        facts: dict[str, object] = {"circle": circle.id, "since": since, "days": days}
        daytime.tell(tx, partner, Kind.LONG_BREAK, facts, now, house.alert)
    return None
