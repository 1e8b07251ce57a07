"""Quiet participants: their partner hears of it once a silence, if that was agreed to.

A sign of life ends it, and nobody is told of that.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers.chat import alerting, occasions
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.chat.one_by_one import each, never_mind
from handlers.rules import programme, quiet, wall
from handlers.rules.alert import Change, Why
from storage import alerts, circles, outbox, people, rhythms, silences
from storage.database import Tx
from storage.enums import AlertKind, AlertState, Class
from storage.records import Alert, PersonId

_KIND = AlertKind.QUIET_PARTICIPANT


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """End the silences that are over, and tell of new ones; how many new ones there were."""
    each(tx, house, alerts.of_kind(tx, _KIND), partial(_look, tx, now), never_mind)
    found = silences.since(tx, now - quiet.SHORTEST, now, limit)
    each(tx, house, found, partial(_tell, tx, house, now), never_mind)
    return len(found)


def _look(tx: Tx, now: datetime, alert: Alert) -> None:
    circle = circles.get(tx, alert.circle_id)
    rhythm = rhythms.get(tx, circle.participant_id) if circle.participant_id else None
    told = rhythm is not None and rhythm.quiet_told_at is not None
    ended = alert.next_at is not None and now >= alert.next_at
    if ended or not told or not programme.running(circle, now):
        over = Change(AlertState.RESOLVED, alert.step, None, now, (), Why.CLOSED)
        alerting.store(tx, alert, over, now)


def _tell(tx: Tx, house: House, now: datetime, person_id: PersonId) -> None:
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
