"""A programme's time, at both sides of every boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules import programme
from handlers.rules.programme import Phase, ProgrammePolicy
from tests.handlers.rules.cast import DAY, SECOND, START, circle

WEEK = 7 * DAY
TWELVE = circle(ends_at=START + 12 * WEEK)


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (START - SECOND, 0),
        (START, 1),
        (START + WEEK - SECOND, 1),
        (START + WEEK, 2),
        (START + 12 * WEEK - SECOND, 12),
    ],
)
def test_the_week_is_counted_from_one(at: datetime, week: int) -> None:
    assert programme.week(TWELVE, at) == week


@pytest.mark.parametrize(
    ("lasts", "weeks"), [(WEEK, 1), (WEEK + DAY, 2), (12 * WEEK, 12), (12 * WEEK + DAY, 13)]
)
def test_a_begun_week_counts_whole(lasts: timedelta, weeks: int) -> None:
    assert programme.weeks(circle(ends_at=START + lasts)) == weeks


@pytest.mark.parametrize(
    ("week", "phase"),
    [(1, "first"), (4, "first"), (5, "middle"), (8, "middle"), (9, "last"), (14, "last")],
)
def test_twelve_weeks_have_three_phases_of_four(week: int, phase: str) -> None:
    assert programme.phase(TWELVE, START + (week - 1) * WEEK) is Phase(phase)


def test_another_length_has_thirds_of_its_own() -> None:
    six = circle(ends_at=START + 6 * WEEK)
    phases = [programme.phase(six, START + week * WEEK) for week in range(6)]
    assert phases == [Phase.FIRST] * 2 + [Phase.MIDDLE] * 2 + [Phase.LAST] * 2


@pytest.mark.parametrize(
    ("ends", "later"),
    [
        (datetime(2027, 3, 8, 15, tzinfo=UTC), datetime(2027, 3, 22, 14, tzinfo=UTC)),
        (datetime(2027, 11, 1, 14, tzinfo=UTC), datetime(2027, 11, 15, 15, tzinfo=UTC)),
        (datetime(2027, 6, 7, 14, tzinfo=UTC), datetime(2027, 6, 21, 14, tzinfo=UTC)),
    ],
)
def test_more_weeks_keep_the_hour_and_are_so_many(ends: datetime, later: datetime) -> None:
    assert programme.longer(ends, 2, "America/New_York") == later
    start = ends - 12 * WEEK
    assert programme.weeks(circle(starts_at=start, ends_at=later)) == 14


def test_notice_comes_two_weeks_before_the_end() -> None:
    assert programme.notice_at(TWELVE, ProgrammePolicy()) == START + 10 * WEEK
    short = circle(ends_at=START + WEEK)
    assert programme.notice_at(short, ProgrammePolicy()) == START
    assert programme.notice_at(circle(), ProgrammePolicy()) is None


@pytest.mark.parametrize(
    ("at", "running", "over"),
    [
        (START - SECOND, False, False),
        (START, True, False),
        (START + 12 * WEEK - SECOND, True, False),
        (START + 12 * WEEK, False, True),
    ],
)
def test_it_runs_from_its_start_to_its_end(at: datetime, running: bool, over: bool) -> None:
    assert (programme.running(TWELVE, at), programme.over(TWELVE, at)) == (running, over)


def test_what_was_ended_before_is_over() -> None:
    left = replace(TWELVE, ended_at=START + DAY)
    assert not programme.over(left, START + DAY - SECOND)
    assert programme.over(left, START + DAY)
    assert not programme.running(left, START + DAY)


def test_a_circle_that_nobody_joined_has_no_time() -> None:
    waiting = circle(starts_at=None)
    assert (programme.week(waiting, START), programme.weeks(waiting)) == (0, 0)
    assert not programme.running(waiting, START)


@pytest.mark.parametrize(
    ("starts", "lasts", "zone", "ends"),
    [
        ("2026-09-14T14:00", 12 * WEEK, "America/New_York", "2026-12-07T15:00"),
        ("2027-01-11T15:00", 12 * WEEK, "America/New_York", "2027-04-05T14:00"),
        ("2026-09-14T14:00", 12 * WEEK, "America/Phoenix", "2026-12-07T14:00"),
        ("2026-09-14T14:00", timedelta(minutes=90), "America/New_York", "2026-09-14T15:30"),
    ],
)
def test_an_end_keeps_the_hour_of_their_clocks(
    starts: str, lasts: timedelta, zone: str, ends: str
) -> None:
    at, end = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (starts, ends))
    assert programme.after(at, lasts, zone) == end
    assert programme.weeks(circle(starts_at=at, ends_at=end)) == max(1, lasts // WEEK)
