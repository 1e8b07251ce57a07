"""The gap watch and the escalation: two sweeps, one look at a circle.

The first visits circles whose cover may have changed, the second alerts whose next step is due.
Both gather facts, ask the rules, and store what they decided.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import alerting, urgent
from handlers.chat import cover as covers
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import alert as rule
from handlers.rules.cover import Cover
from storage import alerts, circles, outbox, step_ins
from storage.database import Tx
from storage.enums import AlertKind, Class, SeatState, StepInState
from storage.records import Circle

_KIND = AlertKind.NO_ACTIVE_SUPPORTER


def circles_due(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """The gap watch: look at circles whose cover may have changed; how many there were."""
    due = circles.to_look_at(tx, now, limit)
    for circle in due:
        cover = _look(tx, house, circle, now)
        back_at = _hand_back(tx, house, circle, cover, now)
        soonest = min((at for at in (cover.look_at, back_at) if at and at > now), default=None)
        circles.look_at(tx, circle.id, soonest)
    return len(due)


def alerts_due(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """The escalation: alerts whose next step is due; how many there were."""
    due = alerts.due(tx, now, limit)
    for alert in due:
        circle = circles.get(tx, alert.circle_id)
        if alert.person_id is not None:
            urgent.carry_on(tx, house, circle, alert, now)
        else:
            _look(tx, house, circle, now)
    return len(due)


def _look(tx: Tx, house: House, circle: Circle, now: datetime) -> Cover:
    """Bring the circle's alert in line with its cover."""
    cover = covers.look(tx, circle, now, house.gap)
    alert = alerts.live(tx, circle.id, _KIND)
    roster = alerting.roster(tx, circle, now)
    change = rule.decide(alert, cover, roster, now, house.alert)
    if change:
        alert = alert or alerts.insert(tx, circle.id, _KIND, now)
        alerting.closed(tx, alerting.change(tx, alert, change, cover, now), circle, now)
    return cover


def _hand_back(
    tx: Tx, house: House, circle: Circle, cover: Cover, now: datetime
) -> datetime | None:
    """End a step-in once a chosen supporter has been here for an hour; else when to look again."""
    standing = step_ins.standing(tx, circle.id)
    if standing is None or cover.by != "supporter" or circle.participant_id is None:
        return None
    active = [one for one in circles.seats(tx, circle.id) if one.state is SeatState.ACTIVE]
    seat = max(active, key=lambda one: one.since)
    steady_at = max(cover.since, seat.since) + house.alert.clear_for
    if now < steady_at:
        return steady_at
    live = (StepInState.OFFERED, StepInState.TALK_FIRST, StepInState.AGREED)
    step_ins.move(tx, standing.id, StepInState.ENDED, now, only=live)
    if standing.state is StepInState.AGREED:
        facts: dict[str, object] = {"code": circle.code}
        outbox.put(tx, standing.partner_id, Class.ALERT, Kind.HANDED_BACK, facts, now)
        seen: dict[str, object] = {"seat": seat.id}
        outbox.put(tx, circle.participant_id, Class.ALERT, Kind.BACK_NEWS, seen, now)
    return None
