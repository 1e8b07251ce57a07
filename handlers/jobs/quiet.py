"""Quiet participants: their partner hears of it once a silence, if that was agreed to.

A sign of life ends it, and nobody is told of that.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import alerting, occasions
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import programme, quiet, wall
from handlers.rules.alert import Change, Why
from storage import alerts, circles, outbox, people, rhythms, silences
from storage.database import Tx
from storage.enums import AlertKind, AlertState, Class
from storage.records import Alert, PersonId

_KIND = AlertKind.QUIET_PARTICIPANT


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """End the silences that are over, and tell of new ones; how many new ones there were."""
    for alert in alerts.of_kind(tx, _KIND):
        _look(tx, alert, now)
    found = silences.since(tx, now - quiet.SHORTEST, now, limit)
    for person_id in found:
        _tell(tx, house, person_id, now)
    return len(found)


def _look(tx: Tx, alert: Alert, now: datetime) -> None:
    circle = circles.get(tx, alert.circle_id)
    rhythm = rhythms.get(tx, circle.participant_id) if circle.participant_id else None
    told = rhythm is not None and rhythm.quiet_told_at is not None
    ended = alert.next_at is not None and now >= alert.next_at
    if ended or not told or not programme.running(circle, now):
        over = Change(AlertState.RESOLVED, alert.step, None, now, (), Why.CLOSED)
        alerting.store(tx, alert, over, now)


def _tell(tx: Tx, house: House, person_id: PersonId, now: datetime) -> None:
    person, rhythm = people.get(tx, person_id), rhythms.get(tx, person_id)
    if person is None or rhythm is None or not quiet.is_quiet(person, rhythm, now):
        return
    part = occasions.part(tx, person_id, now)
    if part is None or not part.participant or person.unreachable_since is not None:
        silences.told(tx, person_id, now)
        return
    partner = alerting.roster(tx, part.circle, now).partner
    if partner is None or not partner.reachable:
        return
    silences.told(tx, person_id, now)
    at = wall.next_within(now, partner.zone, house.alert.day_from, house.alert.day_to)
    # Said once and never repeated: it stands open until a sign of life, or the circle's end.
    opened = Change(AlertState.OPEN, 1, part.circle.ends_at, None, (), Why.FIRST)
    alert = alerts.insert(tx, part.circle.id, _KIND, now)
    alerting.store(tx, alert, opened, now)
    facts: dict[str, object] = {"alert": alert.id}
    outbox.put(tx, partner.person_id, Class.ALERT, Kind.QUIET, facts, now, not_before=at)
