"""Zones: what a clock shows at an instant, and what settles the rest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.rules import zones
from handlers.texts import cities
from storage.enums import Language

WINTER = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
SUMMER = datetime(2027, 7, 15, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("America/New_York", 10, 11),
        ("America/Phoenix", 8, 8),
        ("America/Mexico_City", 9, 9),
        ("Europe/Madrid", 16, 17),
        ("Asia/Kolkata", 20, 20),
        ("Asia/Kathmandu", 20, 20),
        ("America/St_Johns", 11, 12),
        ("Pacific/Kiritimati", 5, 5),
    ],
)
def test_a_clock_fits_its_zone_in_winter_and_in_summer(zone: str, winter: int, summer: int) -> None:
    for now, hour in ((WINTER, winter), (SUMMER, summer)):
        fits = [at for at in range(24) if zone in zones.with_hour(cities.zones(), at, now)]
        assert fits == [hour]


def test_the_hour_of_the_night_that_comes_twice_fits_both_rounds() -> None:
    for hour in (5, 6):
        now = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
        assert zones.with_hour(("America/New_York",), 1, now)


def test_one_city_stands_for_all_that_turn_their_clocks_alike() -> None:
    showing = zones.with_hour(cities.zones(), 8, WINTER)
    found = zones.one_per_rule(showing, WINTER)
    assert "America/Denver" in found
    assert "America/Phoenix" in found
    assert "America/Boise" not in found


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_whoever_lives_anywhere_finds_their_rule(now: datetime) -> None:
    for hour in range(24):
        assert len(zones.one_per_rule(zones.with_hour(cities.zones(), hour, now), now)) <= 10


@pytest.mark.parametrize("language", Language)
def test_ones_own_zone_and_the_programmes_come_first(language: Language) -> None:
    offered = zones.likely(language, "Europe/Berlin", "America/Chicago")
    assert offered[:2] == ("Europe/Berlin", "America/Chicago")
    assert len(offered) == len(set(offered)) == 6


def test_likely_hours_come_first_and_none_is_lost() -> None:
    hours = zones.hours_first(("America/New_York", "America/Chicago"), WINTER)
    assert hours[:2] == (9, 10)
    assert sorted(hours) == list(range(24))
