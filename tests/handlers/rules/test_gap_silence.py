"""Silence: it counts only after a question that was delivered, and two days without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.rules import gap
from handlers.rules.cover import Reason
from storage.enums import SeatState
from storage.records import Seat
from tests.handlers.rules.cast import DAY, FAY, HOUR, SECOND, START, circle, seat
from tests.handlers.rules.circles import ACTIVE, POLICY, WAITING, WENT, facts, gone, look


@pytest.mark.parametrize("state", [SeatState.ACTIVE, SeatState.QUIET])
@pytest.mark.parametrize(
    ("seen", "asked", "ends"),
    [
        pytest.param(-14 * DAY, timedelta(0), 48 * HOUR, id="asked when 14 days were over"),
        pytest.param(-30 * DAY, timedelta(0), 48 * HOUR, id="asked late: still 48 hours"),
        pytest.param(-10 * DAY, timedelta(0), 4 * DAY, id="asked early: not before 14 days"),
    ],
)
def test_a_silent_seat_counts_until_it_was_asked_and_waited_for(
    state: SeatState, seen: timedelta, asked: timedelta, ends: timedelta
) -> None:
    known = facts(seat(state, START, seen=WENT + seen, asked=WENT + asked))
    before = look(known, WENT + ends - SECOND)
    assert (before.active, before.look_at) == (True, WENT + ends)
    after = look(known, WENT + ends)
    assert (after.gap, after.reason) == (True, Reason.SILENT)
    assert after.opens_at == after.since == WENT + ends


def test_silence_alone_never_counts_without_a_delivered_question() -> None:
    assert look(facts(ACTIVE), WENT + 300 * DAY).active


@pytest.mark.parametrize("before", [SECOND, timedelta(0)])
def test_who_was_seen_since_the_question_has_answered_it(before: timedelta) -> None:
    answered = seat(SeatState.QUIET, START, seen=WENT, asked=WENT - before)
    assert look(facts(answered), WENT + 30 * DAY).active


def test_a_seat_that_was_never_seen_counts_from_its_beginning() -> None:
    unseen = seat(SeatState.ACTIVE, START, asked=START + 14 * DAY)
    assert look(facts(unseen), START + 16 * DAY - SECOND).active
    assert look(facts(unseen), START + 16 * DAY).gap


@pytest.mark.parametrize(
    ("now", "due", "look_at"),
    [
        pytest.param(14 * DAY - SECOND, False, 14 * DAY, id="a second before 14 days"),
        pytest.param(14 * DAY, True, 15 * DAY, id="14 days: ask, and see a day later"),
    ],
)
def test_still_here_is_asked_after_14_days(now: timedelta, due: bool, look_at: timedelta) -> None:
    known = facts(ACTIVE)
    assert gap.still_here_due(known, WENT + now, POLICY) == ((ACTIVE,) if due else ())
    assert look(known, WENT + now).look_at == WENT + look_at


@pytest.mark.parametrize(
    "silent",
    [
        pytest.param(replace(ACTIVE, still_here_at=WENT + DAY), id="asked already"),
        pytest.param(gone(SeatState.PAUSED), id="paused"),
        pytest.param(WAITING, id="waiting"),
    ],
)
def test_who_is_not_asked_still_here(silent: Seat) -> None:
    assert gap.still_here_due(facts(silent), WENT + 30 * DAY, POLICY) == ()


def test_nobody_is_asked_still_here_in_a_circle_that_is_over() -> None:
    over = facts(ACTIVE, of=circle(ends_at=WENT))
    assert gap.still_here_due(over, WENT + 30 * DAY, POLICY) == ()


def test_of_two_who_fell_silent_the_cover_ends_with_the_second() -> None:
    first = seat(SeatState.QUIET, seen=START, asked=WENT)
    second = seat(SeatState.QUIET, person=FAY, seen=START, asked=WENT + HOUR)
    known = facts(first, second)
    assert look(known, WENT + 47 * HOUR).look_at == WENT + 49 * HOUR
    assert look(known, WENT + 48 * HOUR).look_at == WENT + 49 * HOUR
    assert look(known, WENT + 49 * HOUR).since == WENT + 49 * HOUR
