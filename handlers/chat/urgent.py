"""Urgent calls: a consented tap that asks for somebody, carried until somebody has it.

Called by whatever conversation the tap was in; struck by the escalation; answered by staff.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import alerting
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import urgent as rule
from handlers.rules.urgent import News, Step
from storage import alerts, opened, outbox
from storage.database import Tx
from storage.enums import AlertKind, Class
from storage.records import Alert, Circle, PersonId


def call(
    tx: Tx,
    house: House,
    circle: Circle,
    person_id: PersonId,
    kind: AlertKind,
    detail: str | None,
    now: datetime,
) -> Alert:
    """Somebody asks for their partner: an alert of its own, told at once, at any hour.

    ``detail``: what they agreed to have said, as a code (``urgent.detail.CODE``). Whoever was told
    stands in ``alerts.told``. A conversation sets ``talk.told`` beside it.
    """
    alert = alerts.insert(tx, circle.id, kind, now, person_id=person_id, detail=detail)
    return carry_on(tx, house, circle, alert, now)


def carry_on(tx: Tx, house: House, circle: Circle, alert: Alert, now: datetime) -> Alert:
    """The next step of a call, when its time has come."""
    roster = alerting.roster(tx, circle, now)
    return carry(tx, alert, rule.decide(alert, roster, now, house.urgent), now)


def carry(
    tx: Tx, alert: Alert, step: Step | None, now: datetime, by: PersonId | None = None
) -> Alert:
    """Store what the rule decided, tell whom it says, and tell the truth to whoever asked."""
    if step is None:
        return alert
    facts: dict[str, object] = {"alert": alert.id}
    after = alerting.store(tx, alert, step.change, now, by)
    for person_id in step.change.tell:
        outbox.put(tx, person_id, Class.ALERT, Kind.URGENT, facts, now)
        alerts.tell(tx, alert.id, person_id, now)
    if step.news is not None:
        _tell(tx, alert, step.news, step.before, step.change.step, now)
    if step.news is News.TAKEN:
        for person_id in alerts.told(tx, alert.id):
            if person_id != by:
                outbox.put(tx, person_id, Class.ALERT, Kind.URGENT_TAKEN, facts, now)
    return after


def see(tx: Tx, alert: Alert, by: PersonId, now: datetime) -> bool:
    """Somebody reads what the call is about: whoever asked hears so, the first time that they do.

    Whether anybody is told.
    """
    first = opened.note(tx, alert.id, by, now)
    if not first or alert.state not in rule.WAITS:
        return False
    _tell(tx, alert, News.SEEN, by, alert.step, now)
    return True


def _tell(
    tx: Tx, alert: Alert, news: News, before: PersonId | None, step: int, now: datetime
) -> None:
    """The truth to whoever asked."""
    if alert.person_id is not None:
        facts: dict[str, object] = {
            "alert": alert.id,
            "news": news.value,
            "before": before,
            "step": step,
        }
        outbox.put(tx, alert.person_id, Class.ALERT, Kind.URGENT_NEWS, facts, now)
