"""Alerting: store what a rule decided about an alert, and put the notices that follow.

The same for a job and for a tap, so that an alert changes in one way only.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.rules.alert import Change, Duty, Roster
from handlers.rules.cover import Cover
from storage import alerts, outbox, people
from storage.database import Tx
from storage.enums import AlertState, Class, Role
from storage.moments import micros
from storage.records import Alert, Circle, PersonId


def change(
    tx: Tx, alert: Alert, change: Change, cover: Cover, now: datetime, by: PersonId | None = None
) -> Alert:
    """Save a change of an alert and tell whoever it says; who was told hears of the end, too."""
    after = replace(
        alert,
        state=change.state,
        step=change.step,
        next_at=change.next_at,
        clear_since=change.clear_since,
        snoozes=change.snoozes,
        acknowledged_by=change.acknowledged_by,
    )
    alerts.save(tx, alert, after, change.why, by, now)
    facts: dict[str, object] = {
        "alert": alert.id,
        "reason": cover.reason.value,
        "since": micros(cover.since),
    }
    for person_id in change.tell:
        at = change.tell_at or now
        outbox.put(tx, person_id, Class.ALERT, Kind.ALERT, facts, now, not_before=at)
        alerts.tell(tx, alert.id, person_id, now)
    return after


def closed(tx: Tx, alert: Alert, circle: Circle, now: datetime) -> None:
    """The alert is over: everybody who was told that it is open is told so, once."""
    if alert.state is AlertState.RESOLVED:
        for person_id in alerts.told(tx, alert.id):
            facts: dict[str, object] = {"code": circle.code}
            outbox.put(tx, person_id, Class.ALERT, Kind.ALERT_CLOSED, facts, now)


def roster(tx: Tx, circle: Circle) -> Roster:
    """Who answers for the circle: its partner, the backup, then the coordinators."""
    return Roster(
        partner=_duty(tx, circle.partner_id),
        backup=_duty(tx, circle.backup_id),
        coordinators=tuple(
            Duty(one.id, one.zone, one.unreachable_since is None)
            for one in people.with_role(tx, Role.COORDINATOR)
        ),
    )


def _duty(tx: Tx, person_id: PersonId | None) -> Duty | None:
    person = people.get(tx, person_id) if person_id is not None else None
    return (
        None if person is None else Duty(person.id, person.zone, person.unreachable_since is None)
    )
