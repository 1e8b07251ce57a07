"""The weekly note: once a week, at the person's own hour, on a day without a check-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from handlers.rules import wall
from handlers.rules.weekly import Standing, comes, decide, next_note
from storage.enums import SeatState
from storage.records import Circle, Rhythm, Seat
from tests.handlers.rules.cast import BEN, DAY, HOUR, NEW_YORK, START, circle, seat, utc

USUAL = (1, "18:00")
TUESDAYS = Rhythm(BEN, frozenset({1}), "18:00", None, full_day=1)
RUNNING = circle(ends_at=START + timedelta(weeks=12))
FRIDAY = utc("2026-10-02 22:00")
"""Six in the evening in New York."""


def places(*states: SeatState, on: Circle = RUNNING) -> tuple[tuple[Seat, Circle], ...]:
    return tuple((seat(state, seen=START), on) for state in states)


BEN_STANDS = Standing(places(SeatState.ACTIVE), TUESDAYS, reachable=True)


def test_it_comes_three_days_after_the_full_checkin() -> None:
    assert next_note(TUESDAYS, USUAL, NEW_YORK, START) == FRIDAY


def test_it_passes_days_of_checkins() -> None:
    busy = replace(TUESDAYS, days=frozenset({1, 4, 5}))
    assert next_note(busy, USUAL, NEW_YORK, START) == FRIDAY + 2 * DAY


def test_whoever_chose_every_day_has_it_anyway() -> None:
    daily = replace(TUESDAYS, days=wall.EVERY_DAY)
    assert next_note(daily, USUAL, NEW_YORK, START) == FRIDAY


def test_without_a_rhythm_the_usual_one_holds() -> None:
    assert next_note(None, USUAL, NEW_YORK, START) == FRIDAY


def test_it_keeps_its_wall_time_over_a_clock_change() -> None:
    after = next_note(TUESDAYS, USUAL, NEW_YORK, utc("2026-10-31 00:00"))
    assert after == utc("2026-11-06 23:00")


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (FRIDAY - timedelta(seconds=1), False),
        (FRIDAY, True),
        (FRIDAY + 2 * HOUR - timedelta(seconds=1), True),
        (FRIDAY + 2 * HOUR, False),
        (FRIDAY + 4 * DAY, False),
    ],
)
def test_only_in_its_hour_and_on_no_checkin_day(at: datetime, goes: bool) -> None:
    decision = decide(BEN_STANDS, USUAL, NEW_YORK, at)
    assert (decision.not_after is not None) is goes


def test_one_a_week() -> None:
    at, went = FRIDAY, []
    while at < START + timedelta(weeks=12):
        decision = decide(BEN_STANDS, USUAL, NEW_YORK, at)
        assert decision.next_due > at
        if decision.not_after:
            went.append(at)
        at = decision.next_due
    assert {after - before for before, after in pairwise(went)} <= {
        7 * DAY,
        7 * DAY + HOUR,
    }
    assert len(went) == 12


def test_after_an_outage_it_waits_for_the_own_hour() -> None:
    late = decide(BEN_STANDS, USUAL, NEW_YORK, FRIDAY + 9 * HOUR)
    assert (late.not_after, late.next_due) == (None, FRIDAY + DAY)
    caught_up = decide(BEN_STANDS, USUAL, NEW_YORK, FRIDAY + DAY)
    assert caught_up.not_after
    assert caught_up.next_due == FRIDAY + 7 * DAY


@pytest.mark.parametrize("state", SeatState)
def test_whoever_believes_to_have_a_place_gets_it(state: SeatState) -> None:
    """Which places those are is said elsewhere; only a break from the one place stops it."""
    standing = replace(BEN_STANDS, places=places(state))
    assert comes(standing, FRIDAY) is (state is not SeatState.PAUSED)


def test_a_break_from_one_circle_leaves_the_other() -> None:
    both = replace(BEN_STANDS, places=places(SeatState.PAUSED, SeatState.ACTIVE))
    assert comes(both, FRIDAY)


def test_a_break_ends() -> None:
    paused = replace(seat(SeatState.PAUSED, seen=START), paused_until=FRIDAY)
    standing = replace(BEN_STANDS, places=((paused, RUNNING),))
    assert not comes(standing, FRIDAY - DAY)
    assert comes(standing, FRIDAY)


@pytest.mark.parametrize(
    ("since", "until", "gets"),
    [
        (None, None, True),
        (START, None, False),
        (START, FRIDAY + DAY, False),
        (START, FRIDAY, True),
    ],
)
def test_the_readers_own_pause(since: datetime | None, until: datetime | None, gets: bool) -> None:
    rhythm = replace(TUESDAYS, paused_since=since, paused_until=until)
    assert comes(replace(BEN_STANDS, rhythm=rhythm), FRIDAY) is gets


def test_not_to_whom_nothing_arrives_and_not_after_the_end() -> None:
    assert not comes(replace(BEN_STANDS, reachable=False), FRIDAY)
    assert not comes(replace(BEN_STANDS, places=()), FRIDAY)
    ended = circle(ends_at=FRIDAY)
    assert not comes(replace(BEN_STANDS, places=places(SeatState.ACTIVE, on=ended)), FRIDAY)
