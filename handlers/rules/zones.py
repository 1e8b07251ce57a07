"""Zones: which of them fit what somebody's clock shows at an instant, and which are likely.

What a clock shows gives an offset only; whether it is turned in spring is settled by a city.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.rules import wall
from storage.enums import Language

_WEEK = timedelta(days=7)
_A_YEAR = 53
_LIKELY = {
    Language.ENGLISH: (
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Puerto_Rico",
    ),
    Language.SPANISH: (
        "America/New_York",
        "America/Mexico_City",
        "America/Bogota",
        "America/Puerto_Rico",
        "America/Los_Angeles",
        "Europe/Madrid",
    ),
}
_OFFERED = 6


def likely(language: Language, own: str, programme: str) -> tuple[str, ...]:
    """A few zones to offer first: the person's, the programme's, then the language's."""
    return tuple(dict.fromkeys((own, programme, *_LIKELY[language])))[:_OFFERED]


def hours_first(likely_zones: Iterable[str], now: datetime) -> tuple[int, ...]:
    """All 24 hours, those that clocks in likely zones show now before the rest."""
    first = sorted({wall.local(now, zone).hour for zone in likely_zones})
    return tuple(dict.fromkeys((*first, *range(24))))


def with_hour(zones: Iterable[str], hour: int, now: datetime) -> tuple[str, ...]:
    """The zones in which clocks now show this hour, whatever the minute."""
    return tuple(zone for zone in dict.fromkeys(zones) if wall.local(now, zone).hour == hour)


def one_per_rule(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    """The first of all zones whose clocks agree now and all through the coming year."""
    found: dict[tuple[timedelta | None, ...], str] = {}
    for zone in zones:
        rule = tuple(wall.local(now + n * _WEEK, zone).utcoffset() for n in range(_A_YEAR))
        found.setdefault(rule, zone)
    return tuple(found.values())
