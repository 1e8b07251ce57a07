"""Which closing fits which answers, and what is said of last time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.checkin import ORDER
from handlers.rules.closing import Closing, Given, Mood, Trend, close
from storage.enums import Dimension, Pack, Temperature
from storage.records import Answer

FEELINGS, HOME, MONEY = ORDER[:3]


def said(text: str, pack: Pack = Pack.TEMPERATURE) -> Given:
    """Answers in the order of the questions; "-" is a skipped one."""
    return {
        part: Answer(Temperature(int(mark)), pack)
        for part, mark in zip(ORDER, text, strict=False)
        if mark != "-"
    }


def closing(now: str, last: str = "") -> Closing:
    return close(said(now), said(last))


@pytest.mark.parametrize(
    ("now", "mood"),
    [
        ("22222222", Mood.HARD),
        ("2-------", Mood.HARD),
        ("15555555", Mood.HARD),
        ("1-------", Mood.HARD),
        ("--1-----", Mood.HARD),
        ("23555555", Mood.MIXED),
        ("51111111", Mood.MIXED),
        ("-5-1----", Mood.MIXED),
        ("33333333", Mood.GOOD),
        ("55555555", Mood.GOOD),
        ("----3---", Mood.GOOD),
        ("--------", Mood.GOOD),
    ],
)
def test_the_mood_of_a_closing(now: str, mood: Mood) -> None:
    assert closing(now).mood is mood


@pytest.mark.parametrize(
    ("now", "many"), [("22222222", True), ("2222----", True), ("222-----", False), ("2", False)]
)
def test_many_places_are_at_least_four(now: str, many: bool) -> None:
    assert closing(now).many is many


@pytest.mark.parametrize(
    ("now", "warmest"),
    [
        ("24222222", (HOME,)),
        ("23322222", (HOME, MONEY)),
        ("55522222", ()),
        ("33333333", ()),
        ("22222222", ()),
        ("-4------", ()),
        ("14111111", (HOME,)),
    ],
)
def test_the_warmest_part_is_named_when_one_or_two_stand_out(
    now: str, warmest: tuple[Dimension, ...]
) -> None:
    assert closing(now).warmest == warmest


@given(st.text("12345-", min_size=1, max_size=8), st.text("12345-", max_size=8))
def test_nothing_under_the_middle_is_ever_called_warmest(now: str, last: str) -> None:
    given_now = said(now)
    warmest = close(given_now, said(last)).warmest
    assert all(given_now[one].temperature >= Temperature.IN_BETWEEN for one in warmest)


@pytest.mark.parametrize(
    ("now", "last", "trend"),
    [
        ("33333333", "", None),
        ("33333333", "44444444", Trend.SAME),
        ("44444444", "33333333", Trend.SAME),
        ("5-------", "3-------", None),
        ("53------", "35------", None),
        ("553-----", "335-----", None),
        ("55333333", "33333333", Trend.WARMER),
        ("33333311", "33333333", Trend.COLDER),
        ("3-------", "-3------", None),
    ],
)
def test_the_trend_is_against_ones_own_last_time(now: str, last: str, trend: Trend | None) -> None:
    assert closing(now, last).trend is trend


def test_one_step_is_the_same_and_two_are_a_change() -> None:
    assert closing("345", "333").moved == {MONEY: Trend.WARMER}
    assert closing("133", "353").moved == {FEELINGS: Trend.COLDER, HOME: Trend.COLDER}


def test_no_trend_crosses_a_change_of_words() -> None:
    found = close(said("55555555"), said("11111111", Pack.PLAIN))
    assert found.trend is None
    assert found.moved == {}


def test_the_coldest_parts_are_offered_first() -> None:
    assert closing("35142333").tend == (MONEY, ORDER[4])
    assert closing("5").tend == (FEELINGS,)


def test_cold_parts_are_named_coldest_first() -> None:
    assert closing("32133333").cold == (MONEY, HOME)
