"""The auditor: every five minutes, does everything hold? What does not is reported and mended."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover as covers
from handlers.chat.context import House
from handlers.chat.one_by_one import each
from handlers.rules import audit as rule
from handlers.rules.audit import Breach, Invariant
from storage import audits, circles
from storage.database import Tx
from storage.records import Alert, Circle


def find(tx: Tx, house: House, now: datetime) -> tuple[Breach, ...]:
    """Everything that does not hold now; nothing is changed."""
    circles_, alerts = audits.may_be_alone(tx, now), audits.live(tx)
    found = [
        *each(tx, house, circles_, lambda one: _alone(tx, house, one, now), _unseen),
        *each(tx, house, alerts, lambda one: _of_alert(tx, house, one, now), _unseen),
    ]
    return tuple(breach for breaches in found for breach in breaches)


def _unseen(_one: object) -> list[Breach]:
    """It could not be looked at, and that was told."""
    return []


def _alone(tx: Tx, house: House, circle: Circle, now: datetime) -> list[Breach]:
    breach = rule.alone(circle, covers.look(tx, circle, now, house.gap), now)
    return [breach] if breach is not None else []


def _of_alert(tx: Tx, house: House, alert: Alert, now: datetime) -> list[Breach]:
    circle = circles.get(tx, alert.circle_id)
    looks = {} if alert.person_id else covers.looks(tx, circle, now, house.gap)
    cover = looks.get(alert.kind)
    held = cover is not None and cover.held
    found = [
        rule.stuck(alert, now, held=held),
        rule.unheard(alert, heard=audits.heard(tx, alert.id, now - rule.NIGHT)),
    ]
    if cover is not None:
        found.append(rule.needless(alert, circle, cover, house.alert.clear_for, now))
    return [breach for breach in found if breach is not None]


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Mend what can be: the watch looks at the circle, the escalation at the alert."""
    breaches = find(tx, house, now)[:limit]
    for breach in breaches:
        circles.look_at(tx, breach.circle_id, now)
        if breach.alert_id is not None and breach.invariant is not Invariant.I2:
            audits.hasten(tx, breach.alert_id, now)
    return 0
