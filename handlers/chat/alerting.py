"""Alerting: store what a rule decided about an alert, and put the notices that follow.

The same for a job and for a tap, so that an alert changes in one way only.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.chat import daytime, hours
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme
from handlers.rules.alert import AlertPolicy, Change, Duty, Roster
from handlers.rules.cover import Cover
from storage import alerts, circles, outbox, partner_hours, people, step_ins
from storage.database import Tx
from storage.enums import AlertKind, AlertState, Class, Role, StepInState
from storage.moments import micros
from storage.records import Alert, Circle, PersonId


def change(
    tx: Tx,
    alert: Alert,
    change: Change,
    cover: Cover,
    now: datetime,
    policy: AlertPolicy,
    by: PersonId | None = None,
) -> Alert:
    """Save a change of an alert and tell whoever it says; many at once become one message."""
    facts: dict[str, object] = {
        "alert": alert.id,
        "reason": cover.reason.value,
        "since": micros(cover.since),
    }
    after = store(tx, alert, change, now, by)
    at = change.tell_at or now
    for person_id in change.tell:
        alerts.tell(tx, alert.id, person_id, now)
        lately = alerts.told_lately(tx, person_id, now - policy.group_in)
        if len(lately) < policy.group_from:
            outbox.put(tx, person_id, Class.ALERT, Kind.ALERT, facts, now, not_before=at)
        else:
            _group(tx, person_id, now, at)
    return after


def _group(tx: Tx, person_id: PersonId, now: datetime, at: datetime) -> None:
    """One message for all that waits; its letter counts them when it goes."""
    outbox.replace_waiting(tx, person_id, Kind.ALERT, now)
    if not outbox.waits(tx, person_id, Kind.ALERT_GROUP):
        outbox.put(tx, person_id, Class.ALERT, Kind.ALERT_GROUP, {}, now, not_before=at)


def store(tx: Tx, alert: Alert, change: Change, now: datetime, by: PersonId | None = None) -> Alert:
    """Save a change; whoever it tells is the caller's to tell."""
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
    return after


def closed(tx: Tx, alert: Alert, circle: Circle, now: datetime, policy: AlertPolicy) -> None:
    """The alert is over: everybody who was told that it is open is told so, once, by day.

    A partner who stepped in has heard the answer already, or hears of the hand-back. When the
    circle's time is over, the goodbye says it.
    """
    if alert.state is AlertState.RESOLVED and not programme.over(circle, now):
        standing = step_ins.standing(tx, circle.id)
        agreed = standing is not None and standing.state is StepInState.AGREED
        for person_id in alerts.told(tx, alert.id):
            if agreed and person_id == circle.partner_id:
                continue
            facts: dict[str, object] = {
                "circle": circle.id,
                "code": circle.code,
                "alert": alert.id,
            }
            daytime.tell(tx, person_id, Kind.ALERT_CLOSED, facts, now, policy)


def mine(talk: Talk) -> tuple[Alert, Circle] | None:
    """The alert of the tapped message, for its partner, its backup and coordinators only."""
    facts = talk.row.facts if talk.row else {}
    listed = facts.get("alerts")
    number = facts.get("alert")
    if isinstance(listed, list) and talk.value and int(talk.value) < len(listed):
        number = listed[int(talk.value)]
    alert = alerts.get(talk.tx, int(str(number))) if number is not None else None
    circle = circles.get(talk.tx, alert.circle_id) if alert is not None else None
    if alert is None or circle is None or not _answers(talk, circle):
        talk.note("say.neutral")
        return None
    return alert, circle


def _answers(talk: Talk, circle: Circle) -> bool:
    staff = (circle.partner_id, circle.backup_id)
    return talk.id in staff or Role.COORDINATOR in people.roles(talk.tx, talk.id)


def roster_for(tx: Tx, circle: Circle, kind: AlertKind, now: datetime) -> Roster:
    """Who answers for an alert of this kind: without a partner it is the coordinators' at once."""
    full = roster(tx, circle, now)
    if kind is not AlertKind.NO_PARTNER:
        return full
    far = any(one.reachable for one in full.coordinators)
    return Roster(None, None if far else full.backup, full.coordinators)


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
