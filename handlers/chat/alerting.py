"""Alerting: store what a rule decided about an alert, and put the notices that follow.

The same for a job and for a tap, so that an alert changes in one way only.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.chat import hours
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules.alert import Change, Duty, Roster
from handlers.rules.cover import Cover
from storage import alerts, circles, outbox, partner_hours, people
from storage.database import Tx
from storage.enums import AlertState, Class, Role
from storage.moments import micros
from storage.records import Alert, Circle, PersonId


def change(
    tx: Tx, alert: Alert, change: Change, cover: Cover, now: datetime, by: PersonId | None = None
) -> Alert:
    """Save a change of a gap's alert and tell whoever it says."""
    facts: dict[str, object] = {
        "alert": alert.id,
        "reason": cover.reason.value,
        "since": micros(cover.since),
    }
    return store(tx, alert, change, Kind.ALERT, facts, now, by)


def store(
    tx: Tx,
    alert: Alert,
    change: Change,
    kind: Kind,
    facts: dict[str, object],
    now: datetime,
    by: PersonId | None = None,
) -> Alert:
    """Save a change and tell whoever it says; who was told hears of the end, too."""
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
    for person_id in change.tell:
        at = change.tell_at or now
        outbox.put(tx, person_id, Class.ALERT, kind, facts, now, not_before=at)
        alerts.tell(tx, alert.id, person_id, now)
    return after


def closed(tx: Tx, alert: Alert, circle: Circle, now: datetime) -> None:
    """The alert is over: everybody who was told that it is open is told so, once."""
    if alert.state is AlertState.RESOLVED:
        for person_id in alerts.told(tx, alert.id):
            facts: dict[str, object] = {"code": circle.code}
            outbox.put(tx, person_id, Class.ALERT, Kind.ALERT_CLOSED, facts, now)


def mine(talk: Talk) -> tuple[Alert, Circle] | None:
    """The alert of the tapped message, for its partner, its backup and coordinators only."""
    number = talk.row.facts.get("alert") if talk.row else None
    alert = alerts.get(talk.tx, int(str(number))) if number is not None else None
    circle = circles.get(talk.tx, alert.circle_id) if alert is not None else None
    if alert is None or circle is None or not _answers(talk, circle):
        talk.note("say.neutral")
        return None
    return alert, circle


def _answers(talk: Talk, circle: Circle) -> bool:
    staff = (circle.partner_id, circle.backup_id)
    return talk.id in staff or Role.COORDINATOR in people.roles(talk.tx, talk.id)


def roster(tx: Tx, circle: Circle, now: datetime) -> Roster:
    """Who answers for the circle now: its partner unless away, the backup, the coordinators."""
    return Roster(
        partner=_duty(tx, circle.partner_id, now),
        backup=_duty(tx, circle.backup_id, now),
        coordinators=tuple(
            Duty(one.id, one.zone, one.unreachable_since is None)
            for one in people.with_role(tx, Role.COORDINATOR)
        ),
    )


def _duty(tx: Tx, person_id: PersonId | None, now: datetime) -> Duty | None:
    """Somebody on the roster; whoever is away is passed over."""
    person = people.get(tx, person_id) if person_id is not None else None
    if person is None or hours.away(partner_hours.get(tx, person.id), now):
        return None
    return Duty(person.id, person.zone, person.unreachable_since is None)
