"""The auditor's rules: what must hold of circles and their alerts at any time (reliability 6,
*Invariants*). A breach is a mistake of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules.cover import Cover
from storage.enums import AlertState
from storage.records import Alert, Circle

SLACK = timedelta(minutes=5)
"""What is due may wait so long for its sweep."""
NIGHT = timedelta(hours=13)
"""A notice that was handed over in the evening may wait so long for the morning."""


class Invariant(StrEnum):
    """What must hold."""

    I1 = "uncovered_circle_has_an_alert"
    I2 = "covered_circle_has_none"
    I3 = "live_alert_goes_on"
    I4 = "notice_reached_somebody"


@dataclass(frozen=True, slots=True)
class Breach:
    """What does not hold, by ids only."""

    invariant: Invariant
    circle_id: int
    alert_id: int | None = None


def alone(circle: Circle, cover: Cover, now: datetime) -> Breach | None:
    """I1: an uncovered circle whose time to undo it is over has an open alert."""
    late = cover.gap and cover.opens_at is not None and now > cover.opens_at + SLACK
    return Breach(Invariant.I1, circle.id) if late and not _looks_soon(circle, now) else None


def needless(
    alert: Alert, circle: Circle, cover: Cover, clear_for: timedelta, now: datetime
) -> Breach | None:
    """I2: a covered circle has no open alert, but for the hour in which it closes."""
    if cover.gap or (cover.watched and cover.held) or _looks_soon(circle, now):
        return None
    if alert.clear_since is not None and now <= alert.clear_since + clear_for + SLACK:
        return None
    return Breach(Invariant.I2, circle.id, alert.id)


def stuck(alert: Alert, now: datetime, *, held: bool) -> Breach | None:
    """I3: whatever lives has a next step, and it is not overdue; unless a break holds it."""
    if alert.next_at is None:
        return None if held else Breach(Invariant.I3, alert.circle_id, alert.id)
    overdue = now > alert.next_at + SLACK
    return Breach(Invariant.I3, alert.circle_id, alert.id) if overdue else None


def unheard(alert: Alert, *, heard: bool) -> Breach | None:
    """I4: what counts as told has reached somebody who can be reached."""
    told = alert.state is AlertState.NOTIFIED
    return Breach(Invariant.I4, alert.circle_id, alert.id) if told and not heard else None


def _looks_soon(circle: Circle, now: datetime) -> bool:
    """The watch is about to look, and has not had the time yet."""
    return circle.look_at is not None and now - SLACK <= circle.look_at <= now
