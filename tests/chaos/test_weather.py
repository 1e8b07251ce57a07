"""The weather of weeks: a seed makes the same again, and only what it did is excused."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.chaos.weather import AWAY, KILLED, Weather
from tests.chaos.weeks import Lived, Spell
from tests.chaos.weeks_check import excused
from tests.simulation.owner import Finding, Owner

MONDAY = datetime(2026, 9, 28, 14, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANA = Owner("Ana", "participant", "UTC", hour=18)


def weeks(seed: int, hours: int = 12 * 7 * 24) -> list[tuple[int, str]]:
    """When there was trouble, and which."""
    weather = Weather(Random(seed), 24 * HOUR)
    found = [(hour, weather.now(MONDAY + hour * HOUR)) for hour in range(hours)]
    return [(hour, kind) for hour, kind in found if kind is not None]


def test_a_seed_makes_the_same_weather_again_and_another_seed_another() -> None:
    assert weeks(1) == weeks(1) != weeks(2)


def test_twelve_weeks_bring_every_sort_of_trouble() -> None:
    kinds = Counter(kind for _, kind in weeks(1))
    assert 50 < kinds.total() < 120
    assert len(kinds) == 6
    assert min(kinds[KILLED], kinds[AWAY]) > 5


def lived(*spells: Spell) -> Lived:
    return Lived((), Counter(), spells, 0, 0, timedelta(0), (), 0, Path(), MONDAY, 0.0)


@pytest.mark.parametrize(
    ("what", "after"),
    [
        ("alert at night", HOUR),
        ("invited at another hour", HOUR),
        ("reminded of what was answered", DAY),
        ("weekly note 6 days after another", 7 * DAY),
    ],
)
def test_only_trouble_at_its_time_excuses_what_came(what: str, after: timedelta) -> None:
    at = MONDAY + timedelta(days=20, hours=5)
    found = Finding(ANA, at, what)
    assert excused(found, lived((at - after - HOUR / 2, at - after)))
    assert not excused(found, lived((at - after - 2 * DAY, at - after - DAY)))
    assert not excused(found, lived((at + DAY, at + 2 * DAY)))


def test_trouble_excuses_no_other_finding() -> None:
    found = Finding(ANA, MONDAY, "invitation in a pause")
    assert not excused(found, lived((MONDAY - 30 * DAY, MONDAY)))
