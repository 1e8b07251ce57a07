"""Times as a person reads them: in their zone, in their language's form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import (
    format_date,
    format_time,
    get_day_names,
    get_timezone_location,
)

from storage.enums import Language

_DAY = {Language.ENGLISH: "EEEE, MMMM d", Language.SPANISH: "EEEE d 'de' MMMM"}
_SHORT = {Language.ENGLISH: "EEE, MMM d", Language.SPANISH: "EEE d MMM"}
_TO = {Language.ENGLISH: "to", Language.SPANISH: "a"}


def day(at: datetime, zone: str, language: Language) -> str:
    """ "Tuesday, November 3", in the reader's zone."""
    local = at.astimezone(ZoneInfo(zone))
    return format_date(local.date(), _DAY[language], locale=language.value)


def short_day(on: date, language: Language) -> str:
    """ "Mon, Nov 9" or "lun, 9 nov", for a button."""
    return format_date(on, _SHORT[language], locale=language.value)


def weekdays(days: Iterable[int], language: Language) -> str:
    """ "Monday to Friday" of days in a row, else "Monday, Wednesday"; Monday is 0."""
    names = get_day_names("wide", "format", locale=language.value)
    runs: list[list[int]] = []
    for one in sorted(days):
        if runs and runs[-1][-1] == one - 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(part for run in runs for part in _run(run, names, _TO[language]))


def _run(run: list[int], names: Mapping[int, str], to: str) -> list[str]:
    if len(run) > 2:
        return [f"{names[run[0]]} {to} {names[run[-1]]}"]
    return [names[one] for one in run]


def stamp(at: datetime, zone: str, language: Language) -> str:
    """ "November 3, 2026, 6:00 PM", in the reader's zone: for papers that are kept."""
    local = at.astimezone(ZoneInfo(zone))
    day = format_date(local.date(), "long", locale=language.value)
    return f"{day}, {format_time(local.time(), 'short', locale=language.value)}"


def hour(wall: str, language: Language) -> str:
    """ "6:00 PM" or "18:00", as the language writes it."""
    return format_time(time.fromisoformat(wall), "short", locale=language.value)


def clock(at: datetime, zone: str, language: Language) -> str:
    """ "10:20 AM" or "10:20", what clocks show there."""
    return format_time(at, "short", tzinfo=ZoneInfo(zone), locale=language.value)


def city(zone: str, language: Language) -> str:
    """ "New York" or "Nueva York" of America/New_York."""
    place = get_timezone_location(ZoneInfo(zone), locale=language.value, return_city=True)
    return place.rpartition("/")[2]


def weekday(at: datetime, zone: str, language: Language) -> str:
    """ "Tuesday", in the reader's zone."""
    return format_date(at.astimezone(ZoneInfo(zone)).date(), "EEEE", locale=language.value)
