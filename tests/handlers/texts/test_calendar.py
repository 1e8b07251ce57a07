"""Days, hours and lists are written as Unicode CLDR has them, by Babel's reading of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list

from handlers.texts import calendar
from storage.enums import Language

YEAR = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]
FULL = {Language.ENGLISH: "EEEE, MMMM d", Language.SPANISH: "EEEE d 'de' MMMM"}
BRIEF = {Language.ENGLISH: "EEE, MMM d", Language.SPANISH: "EEE d MMM"}


@pytest.mark.parametrize("language", Language)
def test_every_day_of_a_year(language: Language) -> None:
    for day in YEAR:
        assert calendar.full(day, language) == format_date(day, FULL[language], language.value)
        assert calendar.brief(day, language) == format_date(day, BRIEF[language], language.value)
        assert calendar.dated(day, language) == format_date(day, "long", language.value)


@pytest.mark.parametrize("language", Language)
def test_every_minute_of_a_day(language: Language) -> None:
    for minute in range(24 * 60):
        at = time(*divmod(minute, 60))
        assert calendar.hour(at, language) == format_time(at, "short", locale=language.value)


@pytest.mark.parametrize("language", Language)
def test_the_days_of_a_week(language: Language) -> None:
    names = get_day_names("wide", "format", locale=language.value)
    assert list(calendar.days(language)) == [names[day] for day in range(7)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("count", range(5))
def test_a_list(language: Language, count: int) -> None:
    items = ["uno", "dos", "tres", "cuatro"][:count]
    assert calendar.listed(items, language) == format_list(items, locale=language.value)
