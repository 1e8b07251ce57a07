"""Cities: found by what people type, in either language, with accents or slips or without."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from handlers.texts import cities

NEW_YORK, MEXICO, ANGELES = "America/New_York", "America/Mexico_City", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("New York", NEW_YORK),
        ("nueva york", NEW_YORK),
        ("  NYC ", NEW_YORK),
        ("ciudad de méxico", MEXICO),
        ("Ciudad de Mexico", MEXICO),
        ("CDMX", MEXICO),
        ("los ángeles", ANGELES),
        ("Bogotá", "America/Bogota"),
        ("sevilla", "Europe/Madrid"),
        ("Londres", "Europe/London"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Katmandú", "Asia/Kathmandu"),
        ("Trenton", NEW_YORK),
    ],
)
def test_a_whole_name_is_one_city(typed: str, zone: str) -> None:
    found = cities.search(typed)
    assert [(one.zone, one.sure) for one in found] == [(zone, True)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mexico", MEXICO),
        ("México", MEXICO),
        ("españa", "Europe/Madrid"),
        ("Colombia", "America/Bogota"),
        ("usa", NEW_YORK),
        ("nueva yrok", NEW_YORK),
        ("chigaco", "America/Chicago"),
        ("i live in Chicago", "America/Chicago"),
        ("vivo en Guadalajara, Jalisco", MEXICO),
        ("los ang", ANGELES),
    ],
)
def test_what_is_nearly_a_city_offers_it_first(typed: str, first: str) -> None:
    found = cities.search(typed)
    assert found[0].zone == first
    assert not found[0].sure


@pytest.mark.parametrize("typed", ["san jose", "San José"])
def test_two_cities_of_one_name_are_told_apart(typed: str) -> None:
    found = cities.search(typed)
    assert [one.zone for one in found] == [ANGELES, "America/Costa_Rica"]
    assert len({one.en for one in found}) == len({one.es for one in found}) == 2


@pytest.mark.parametrize("typed", ["", "🙂", "xyzzy", "'; DROP", "a" * 4096, "%(city)s"])
def test_what_is_no_city_finds_none(typed: str) -> None:
    assert cities.search(typed) == ()


def test_every_city_has_a_zone_that_is_known_and_fits_on_a_button() -> None:
    assert {one.zone for one in cities.every()} <= available_timezones()
    assert max(len(name) for one in cities.every() for name in (one.en, one.es)) <= 28
