"""Times as a person reads them: in their zone, in their language's form."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

from storage.enums import Language

_DAY = {Language.ENGLISH: "EEEE, MMMM d", Language.SPANISH: "EEEE d 'de' MMMM"}


def day(at: datetime, zone: str, language: Language) -> str:
    """ "Tuesday, November 3", in the reader's zone."""
    local = at.astimezone(ZoneInfo(zone))
    return format_date(local.date(), _DAY[language], locale=language.value)


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
