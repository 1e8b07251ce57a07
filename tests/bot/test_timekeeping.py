"""Timekeeping: the dates of answers are looked at now and then, and a wrong clock is told."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.app import App
from bot.clock import differs, sure
from bot.practice_room.room import Room
from bot.timekeeping import EVERY, Timekeeper, listen
from bot.transport import Transport
from tests.bot.doors import MONDAY, bot_of
from tests.bot.logged import heard
from tests.bot.times import Machine, at

NOTHING, HOUR, DAY = timedelta(0), timedelta(hours=1), timedelta(days=1)


class Listening:
    """A machine, and who hears what Telegram says to it."""

    def __init__(self) -> None:
        self.machine = Machine()
        self.keeper = Timekeeper(self.machine.clock, lambda: self.machine.real)

    def hears(self, after: float = EVERY, off: timedelta = NOTHING) -> None:
        """An answer comes so many seconds later, with the right date, or one that is so far off."""
        self.machine.passes(timedelta(seconds=after))
        theirs = at(timedelta(seconds=self.machine.real) + off)
        self.keeper.heard(format_datetime(theirs, usegmt=True))


@pytest.fixture
def listening() -> Listening:
    return Listening()


async def test_telegram_s_answers_are_heard(room: Room) -> None:
    machine, transport = Machine(), Transport()
    listen(transport, machine.clock)
    await transport.initialize()
    assert not sure(machine.clock)
    await bot_of(room, transport).initialize()
    await transport.shutdown()
    assert sure(machine.clock)


async def test_refusals_say_nothing_about_the_time(room: Room) -> None:
    """A gateway on the way may send them, with a clock of its own."""
    machine, transport = Machine(), Transport()
    listen(transport, machine.clock)
    await transport.initialize()
    room.faults.answer(502)
    status, _ = await transport.call(f"{room.url}/bot{room.token}/getMe", b"{}", 5.0)
    await transport.shutdown()
    assert (status, sure(machine.clock)) == (502, False)


async def test_a_room_s_clock_is_held_against_nothing(app: App) -> None:
    transport = Transport()
    listen(transport, app.clock)
    assert transport.dated is bool


def test_while_all_agree_it_is_looked_at_once_a_minute(listening: Listening) -> None:
    listening.hears()
    listening.hears(after=1, off=DAY)
    assert sure(listening.machine.clock)
    listening.hears(off=DAY)
    assert not sure(listening.machine.clock)


def test_after_a_leap_the_next_answer_is_looked_at(listening: Listening) -> None:
    listening.hears()
    listening.machine.leaps(DAY)
    assert differs(listening.machine.clock)
    listening.hears(after=1, off=DAY)
    assert sure(listening.machine.clock)


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "yesterday",
        "Mon, 99 Foo 2026 25:61:61 GMT",
        f"Mon, 23 Nov 2026 15:{'9' * 30}:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "\x00",
    ],
)
def test_what_is_no_date_says_nothing(listening: Listening, date: str | None) -> None:
    with heard() as log:
        listening.keeper.heard(date)
    assert not sure(listening.machine.clock)
    assert not differs(listening.machine.clock)
    assert log.getvalue() == ""


def test_a_date_of_no_zone_is_utc(listening: Listening) -> None:
    listening.keeper.heard(f"{MONDAY:%a, %d %b %Y %H:%M:%S} -0000")
    assert sure(listening.machine.clock)


def test_a_wrong_clock_is_told_once_an_hour_and_when_it_is_right_again(
    listening: Listening,
) -> None:
    listening.hears()
    listening.machine.leaps(40 * DAY)
    with heard() as log:
        for _ in range(90):
            listening.hears()
        listening.machine.leaps(-40 * DAY)
        listening.hears()
    lines = log.getvalue().splitlines()
    assert [line.count("clock_differs") for line in lines] == [1, 1, 0]
    assert "2026-04-11 09:03:00+00:00" in lines[0]
    assert "2026-03-02 09:03:00+00:00" in lines[0]
    assert "clock_agrees" in lines[2]


def test_a_leap_that_nobody_confirms_is_told_too(listening: Listening) -> None:
    listening.hears()
    listening.machine.leaps(40 * DAY)
    with heard() as log:
        for _ in range(2):
            listening.keeper.heard(None)
    assert log.getvalue().count("clock_differs") == 1


def test_one_answer_that_waited_for_long_is_not_told(listening: Listening) -> None:
    """As in a machine that slept: it comes first when that wakes up."""
    listening.hears()
    listening.machine.leaps(8 * HOUR)
    with heard() as log:
        listening.hears(after=1)
        listening.hears(after=1, off=8 * HOUR)
    assert log.getvalue() == ""
    assert sure(listening.machine.clock)


def test_what_is_said_to_agree_may_be_gone_by(listening: Listening) -> None:
    """Set back to what is near, but not as near as a clock must be that was off."""
    listening.machine.leaps(timedelta(minutes=11))
    with heard() as log:
        for _ in range(5):
            listening.hears()
        listening.machine.leaps(-timedelta(minutes=4))
        for _ in range(5):
            listening.hears()
        assert "clock_agrees" not in log.getvalue()
        listening.machine.leaps(-timedelta(minutes=4))
        listening.hears()
    assert "clock_agrees" in log.getvalue()
    assert sure(listening.machine.clock)
