"""Times as a person reads them: in their zone, in their language's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.texts import calendar, zones
from storage.enums import Language

_TO = {Language.ENGLISH: "to", Language.SPANISH: "a"}


def day(at: datetime, zone: str, language: Language) -> str:
    """ "Tuesday, November 3", in the reader's zone."""
    return calendar.full(at.astimezone(ZoneInfo(zone)).date(), language)


def short_day(on: date, language: Language) -> str:
    """ "Mon, Nov 9" or "lun 9 nov", for a button."""
    return calendar.brief(on, language)


def weekdays(days: Iterable[int], language: Language) -> str:
    """ "Monday to Friday" of days in a row, else "Monday, Wednesday"; Monday is 0."""
    names = calendar.days(language)
    runs: list[list[int]] = []
    for one in sorted(days):
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(part for run in runs for part in _run(run, names, _TO[language]))


def _run(run: list[int], names: Sequence[str], to: str) -> list[str]:
    if len(run) > 2:
        return [f"{names[run[0]]} {to} {names[run[-1]]}"]
    return [names[one] for one in run]


def stamp(at: datetime, zone: str, language: Language) -> str:
    """ "November 3, 2026, 6:00 PM", in the reader's zone: for papers that are kept."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{calendar.dated(local.date(), language)}, {calendar.hour(local.time(), language)}"


def hour(wall: str, language: Language) -> str:
    """ "6:00 PM" or "18:00", as the language writes it."""
    return calendar.hour(time.fromisoformat(wall), language)


def clock(at: datetime, zone: str, language: Language) -> str:
    """ "10:20 AM" or "10:20", what clocks show there."""
    return calendar.hour(at.astimezone(ZoneInfo(zone)).time(), language)


def city(zone: str, language: Language) -> str:
    """ "New York" or "Nueva York" of America/New_York."""
    return zones.city(zone, language)


def weekday(at: datetime, zone: str, language: Language) -> str:
    """ "Tuesday", in the reader's zone."""
    return calendar.days(language)[at.astimezone(ZoneInfo(zone)).weekday()]
