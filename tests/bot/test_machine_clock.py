"""The machine's clock: it is believed as far as Telegram's agrees; a leap waits for its word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import ALONE, APART, SystemClock, differs, sure
from bot.practice_room.clock import RoomClock
from tests.bot.times import Machine, at

NOTHING = timedelta(0)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEAR = timedelta(seconds=APART)
LEAPS = [40 * DAY, -40 * DAY, 20_000 * DAY, 2 * NEAR, -2 * NEAR]


@pytest.fixture
def machine() -> Machine:
    """A machine with which Telegram agreed."""
    one = Machine()
    one.clock.told(at(NOTHING))
    assert (sure(one.clock), differs(one.clock)) == (True, False)
    return one


def test_a_start_is_sure_of_nothing_until_telegram_agrees() -> None:
    one = Machine()
    assert (sure(one.clock), differs(one.clock), one.shows()) == (False, False, NOTHING)
    one.clock.told(at(3 * MINUTE))
    assert (sure(one.clock), differs(one.clock), one.shows()) == (True, False, NOTHING)


@pytest.mark.parametrize("off", LEAPS)
def test_a_start_with_a_wrong_clock_goes_by_telegram_s(off: timedelta) -> None:
    one = Machine()
    one.clock.told(at(off))
    one.passes(HOUR)
    assert (sure(one.clock), differs(one.clock), one.shows()) == (False, True, off + HOUR)
    one.clock.told(at(off + HOUR))
    assert (sure(one.clock), one.shows()) == (False, off + HOUR)
    one.leaps(off)
    assert one.shows() == off + HOUR
    one.clock.told(at(off + HOUR))
    assert (sure(one.clock), differs(one.clock), one.shows()) == (True, False, off + HOUR)


@pytest.mark.parametrize("by", LEAPS)
def test_a_leap_and_back_is_never_shown(machine: Machine, by: timedelta) -> None:
    machine.passes(HOUR)
    machine.leaps(by)
    assert (sure(machine.clock), differs(machine.clock), machine.shows()) == (False, True, HOUR)
    machine.passes(MINUTE)
    machine.clock.told(at(HOUR + MINUTE))
    machine.passes(MINUTE)
    assert (sure(machine.clock), machine.shows()) == (False, HOUR + 2 * MINUTE)
    machine.leaps(-by)
    machine.clock.told(at(HOUR + 2 * MINUTE))
    assert (sure(machine.clock), machine.shows()) == (True, HOUR + 2 * MINUTE)


@pytest.mark.parametrize("by", LEAPS)
def test_a_leap_that_telegram_confirms_is_followed(machine: Machine, by: timedelta) -> None:
    machine.leaps(by)
    machine.clock.told(at(by))
    assert (sure(machine.clock), differs(machine.clock), machine.shows()) == (True, False, by)


@pytest.mark.parametrize("by", [NEAR, -NEAR, MINUTE])
def test_a_small_step_is_followed_at_once(machine: Machine, by: timedelta) -> None:
    machine.leaps(by)
    assert (sure(machine.clock), machine.shows()) == (True, by)


def test_an_answer_that_waited_while_the_process_stood_still_moves_nothing(
    machine: Machine,
) -> None:
    machine.passes(8 * HOUR)
    machine.clock.told(at(MINUTE))
    assert (sure(machine.clock), machine.shows()) == (False, 8 * HOUR)
    machine.passes(MINUTE)
    machine.clock.told(at(8 * HOUR + MINUTE))
    assert (sure(machine.clock), machine.shows()) == (True, 8 * HOUR + MINUTE)


def test_a_machine_that_stood_still_as_a_whole_goes_by_the_second_word(machine: Machine) -> None:
    """Both of its clocks stood, and nobody has set it yet."""
    machine.clock.told(at(8 * HOUR))
    assert machine.shows() == NOTHING
    machine.passes(MINUTE)
    machine.clock.told(at(8 * HOUR + MINUTE))
    assert (sure(machine.clock), machine.shows()) == (False, 8 * HOUR + MINUTE)


def test_where_telegram_shows_no_time_a_leap_is_believed_after_an_hour(machine: Machine) -> None:
    machine.leaps(30 * DAY)
    machine.clock.told(None)
    machine.passes(timedelta(seconds=ALONE - 1))
    machine.clock.told(None)
    assert not sure(machine.clock)
    machine.passes(timedelta(seconds=1))
    assert machine.shows() == HOUR
    machine.clock.told(None)
    assert (sure(machine.clock), machine.shows()) == (True, 30 * DAY + HOUR)


@pytest.mark.parametrize("away", [NOTHING, 2 * HOUR], ids=["in between", "after a break"])
def test_one_answer_without_a_time_outweighs_no_hour_of_others(
    machine: Machine, away: timedelta
) -> None:
    machine.leaps(40 * DAY)
    for _ in range(70):
        machine.passes(MINUTE)
        machine.clock.told(at(timedelta(seconds=machine.real)))
    machine.passes(away)
    machine.clock.told(None)
    assert (sure(machine.clock), machine.shows()) == (False, timedelta(seconds=machine.real))


def test_where_telegram_cannot_be_reached_no_leap_is_ever_believed(machine: Machine) -> None:
    machine.leaps(30 * DAY)
    machine.passes(10 * DAY)
    assert (sure(machine.clock), machine.shows()) == (False, 10 * DAY)


def test_a_clock_that_is_just_too_far_off_does_not_waver(machine: Machine) -> None:
    off = []
    for seconds in range(60):
        machine.passes(timedelta(seconds=1))
        machine.clock.told(at(NEAR + timedelta(seconds=seconds + seconds % 3)))
        off.append(round((machine.shows() - timedelta(seconds=seconds)) / NEAR))
    assert off == sorted(off)
    assert set(off) == {0, 1}


def test_a_room_s_clock_is_turned_on_purpose() -> None:
    clock = RoomClock()
    assert (sure(clock), differs(clock)) == (True, False)


def test_a_machine_s_own_clock_is_never_sure_by_itself() -> None:
    assert not sure(SystemClock())
