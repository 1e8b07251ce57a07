"""Pauses: for how long somebody asked not to be asked anything, and whether that holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules import wall
from storage.records import Rhythm

_MIDNIGHT = "00:00"


class Length(StrEnum):
    """What the buttons offer."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    OPEN = "open"


_DAYS = {Length.WEEK: timedelta(days=7), Length.FORTNIGHT: timedelta(days=14)}


def until(length: Length, zone: str, now: datetime) -> datetime | None:
    """When it ends: as the day begins, so that the same day's hour counts again. None: open."""
    if length not in _DAYS:
        return None
    day = wall.local(now, zone).date() + _DAYS[length]
    return wall.instant(day, _MIDNIGHT, zone)


def holds(rhythm: Rhythm | None, now: datetime) -> bool:
    """Whether somebody is paused now."""
    if rhythm is None or rhythm.paused_since is None:
        return False
    return rhythm.paused_until is None or now < rhythm.paused_until


def is_over(rhythm: Rhythm, now: datetime) -> bool:
    """Whether a pause stands there that has come to its end."""
    return rhythm.paused_since is not None and not holds(rhythm, now)
