"""Hellos: one every two waking hours, told after four, never at night, in the given order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import wall
from handlers.rules.hello import Candidate, HelloPolicy, may_answer, plan, somebody, waking
from storage.enums import HelloState, SeatState
from storage.records import CircleId, Hello, SeatId
from tests.handlers.rules.cast import DAY, HOUR, MADRID, MINUTE, NEW_YORK, SECOND, seat, utc

POLICY = HelloPolicy()
TOKYO = "Asia/Tokyo"
ZONES = (NEW_YORK, MADRID, TOKYO, "Australia/Lord_Howe", "America/Sao_Paulo", "UTC")
NOON = utc("2026-10-06 16:00")
"""Tuesday noon in New York, 18:00 in Madrid, one at night in Tokyo."""
BEN, FAY = Candidate(SeatId(1), NEW_YORK), Candidate(SeatId(2), NEW_YORK)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001
    lambda at: utc(at.strftime("%Y-%m-%d %H:%M"))
)


def hello(asked_at: datetime = NOON, told_at: datetime | None = None) -> Hello:
    return Hello(1, CircleId(7), HelloState.ASKING, asked_at, asked_at, told_at, None)


@pytest.mark.parametrize(
    ("start", "much", "expected"),
    [
        pytest.param("2026-10-06 16:00", 2 * HOUR, "2026-10-06 18:00", id="by day"),
        pytest.param("2026-10-07 00:00", HOUR - SECOND, "2026-10-07 00:59:59", id="just awake"),
        pytest.param("2026-10-07 00:00", HOUR, "2026-10-07 12:00", id="night begins: the morning"),
        pytest.param("2026-10-07 00:00", 2 * HOUR, "2026-10-07 13:00", id="over night"),
        pytest.param("2026-10-07 05:00", 2 * HOUR, "2026-10-07 14:00", id="from the night"),
        pytest.param("2026-10-07 05:00", 0 * HOUR, "2026-10-07 12:00", id="nothing, at night"),
        pytest.param("2026-10-31 23:00", 4 * HOUR, "2026-11-01 15:00", id="the clocks go back"),
        pytest.param("2027-03-14 00:00", 4 * HOUR, "2027-03-14 14:00", id="the clocks go forward"),
        pytest.param("2026-10-06 16:00", 15 * HOUR, "2026-10-07 18:00", id="more than a day"),
    ],
)
def test_waking_hours(start: str, much: timedelta, expected: str) -> None:
    assert waking(utc(start), much, NEW_YORK, POLICY) == utc(expected)


@given(at=moments, zone=st.sampled_from(ZONES), minutes=st.integers(0, 3000))
def test_waking_time_ends_in_waking_hours_and_never_early(
    at: datetime, zone: str, minutes: int
) -> None:
    much = timedelta(minutes=minutes)
    found = waking(at, much, zone, POLICY)
    assert found >= at + much
    assert wall.within(found, zone, POLICY.wake_from, POLICY.wake_to)
    assert waking(at, much + MINUTE, zone, POLICY) > found


def test_by_day_the_first_is_asked_at_once_until_night() -> None:
    found = plan(hello(), None, [BEN, FAY], NEW_YORK, NOON, POLICY)
    assert (found.ask, found.not_after) == (BEN.seat_id, utc("2026-10-07 01:00"))
    assert not found.tell
    assert found.next_at == NOON + 2 * HOUR


@pytest.mark.parametrize(("late", "asked"), [(-SECOND, None), (0 * HOUR, FAY.seat_id)])
def test_the_next_after_two_waking_hours(late: timedelta, asked: SeatId | None) -> None:
    found = plan(hello(), NOON, [FAY], NEW_YORK, NOON + 2 * HOUR + late, POLICY)
    assert found.ask == asked


@pytest.mark.parametrize(("late", "told"), [(-SECOND, False), (0 * HOUR, True)])
def test_told_after_four_waking_hours(late: timedelta, told: bool) -> None:
    found = plan(hello(), NOON, [], NEW_YORK, NOON + 4 * HOUR + late, POLICY)
    assert found.tell is told
    assert found.state is (HelloState.UNANSWERED if told else HelloState.ASKING)


def test_told_once() -> None:
    found = plan(hello(told_at=NOON + 4 * HOUR), NOON, [], NEW_YORK, NOON + 5 * HOUR, POLICY)
    assert not found.tell
    assert found.next_at is None


def test_with_nobody_to_ask_it_waits_as_long_as_ever() -> None:
    found = plan(hello(), None, [], NEW_YORK, NOON, POLICY)
    assert (found.ask, found.tell, found.next_at) == (None, False, NOON + 4 * HOUR)


def test_at_night_nobody_is_asked_before_the_morning() -> None:
    night = utc("2026-10-07 04:00")
    found = plan(hello(night), None, [BEN], NEW_YORK, night, POLICY)
    assert (found.ask, found.next_at) == (None, utc("2026-10-07 12:00"))


def test_who_is_awake_is_asked_before_who_sleeps() -> None:
    asleep = Candidate(SeatId(3), TOKYO)
    found = plan(hello(), None, [asleep, FAY], NEW_YORK, NOON, POLICY)
    assert found.ask == FAY.seat_id


def test_late_at_night_after_an_outage_the_ask_waits_for_the_morning() -> None:
    night = utc("2026-10-07 03:00")
    found = plan(hello(), NOON, [FAY], NEW_YORK, night, POLICY)
    assert found.ask is None
    assert found.next_at == utc("2026-10-07 12:00")


def test_after_a_day_nobody_new_is_asked() -> None:
    asked = hello(told_at=NOON + 4 * HOUR)
    found = plan(asked, NOON, [FAY], NEW_YORK, NOON + DAY, POLICY)
    assert (found.ask, found.next_at) == (None, None)


@given(
    at=moments,
    zones=st.lists(st.sampled_from(ZONES), max_size=6),
    own=st.sampled_from(ZONES),
    late=st.integers(0, 90),
)
def test_a_whole_hello_asks_each_once_apart_and_awake(
    at: datetime, zones: list[str], own: str, late: int
) -> None:
    waiting = [Candidate(SeatId(number), zone) for number, zone in enumerate(zones)]
    one, told = hello(at), 0
    last: datetime | None = None
    now: datetime | None = at
    while now is not None:
        found = plan(one, last, waiting, own, now, POLICY)
        told += found.tell
        one = replace(one, told_at=now if found.tell else one.told_at)
        if found.ask is not None:
            asked = next(two for two in waiting if two.seat_id == found.ask)
            assert wall.within(now, asked.zone, POLICY.wake_from, POLICY.wake_to)
            assert last is None or now >= waking(last, POLICY.every, asked.zone, POLICY)
            assert now < at + POLICY.lasts
            waiting.remove(asked)
            last = now
        assert found.next_at is None or found.next_at > now
        now = found.next_at + timedelta(minutes=late) if found.next_at else None
    assert told == 1


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (SeatState.INVITED, False),
        (SeatState.WAITING, False),
        (SeatState.ACTIVE, True),
        (SeatState.QUIET, True),
        (SeatState.PAUSED, True),
        (SeatState.UNREACHABLE, True),
        (SeatState.LEFT, True),
        (SeatState.REMOVED, False),
    ],
)
def test_asking_is_offered_alike_whatever_the_others_do(state: SeatState, offered: bool) -> None:
    assert somebody([seat(state, NOON)], NOON, POLICY) is offered


@pytest.mark.parametrize(("late", "offered"), [(-SECOND, True), (0 * HOUR, False)])
def test_who_left_counts_for_a_week(late: timedelta, offered: bool) -> None:
    assert somebody([seat(SeatState.LEFT, NOON)], NOON + 7 * DAY + late, POLICY) is offered


@pytest.mark.parametrize(
    ("state", "held", "after", "may"),
    [
        (HelloState.ASKING, SeatState.ACTIVE, DAY - SECOND, True),
        (HelloState.ASKING, SeatState.ACTIVE, DAY, False),
        (HelloState.UNANSWERED, SeatState.ACTIVE, HOUR, True),
        (HelloState.ANSWERED, SeatState.PAUSED, HOUR, True),
        (HelloState.STOPPED, SeatState.ACTIVE, HOUR, False),
        (HelloState.ASKING, SeatState.LEFT, HOUR, False),
        (HelloState.ASKING, SeatState.REMOVED, HOUR, False),
    ],
)
def test_an_ask_stands_for_a_day(
    state: HelloState, held: SeatState, after: timedelta, may: bool
) -> None:
    asked = replace(hello(), state=state)
    assert may_answer(asked, seat(held, NOON), NOON, NOON + after, POLICY) is may
