"""Zones and countries are named as Unicode CLDR names them, by Babel's reading of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from zoneinfo import available_timezones

import pytest

from handlers.texts import zones
from storage.enums import Language
from tests.handlers.texts import cldr

ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH


@pytest.mark.parametrize(
    ("name", "by_babel"), [("zones.toml", cldr.zones), ("countries.toml", cldr.countries)]
)
def test_the_files_are_as_babel_has_them(name: str, by_babel: Callable[[], str]) -> None:
    written = files("handlers.texts").joinpath(name).read_text("utf-8")
    assert written == by_babel(), "python -m tests.handlers.texts.cldr writes them anew"


def test_every_zone_has_a_city() -> None:
    assert all(
        zones.city(name, language) for name in available_timezones() for language in Language
    )


@pytest.mark.parametrize(
    ("zone", "english", "spanish"),
    [
        ("Asia/Kathmandu", "Kathmandu", "Katmandú"),
        ("US/Eastern", "New York", "Nueva York"),
        ("Europe/Berlin", "Berlin", "Berlín"),
        ("Mars/Olympus_Mons", "Olympus Mons", "Olympus Mons"),
    ],
)
def test_a_city_is_named_in_both_languages(zone: str, english: str, spanish: str) -> None:
    assert (zones.city(zone, ENGLISH), zones.city(zone, SPANISH)) == (english, spanish)
