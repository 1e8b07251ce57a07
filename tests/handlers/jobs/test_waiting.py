"""Somebody said yes: the participant is asked again, once a day, three times, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import circles
from storage.enums import SeatState
from tests.handlers.driver import Play
from tests.handlers.people import ANA, DAY, HOUR, circle_with_ben

NEWS = "An answer for you, no hurry."
SECOND = timedelta(seconds=1)


async def waits(play: Play) -> None:
    """Ben said yes on Monday at ten."""
    await circle_with_ben(play, SeatState.WAITING)
    await play.strike()


@pytest.mark.parametrize(("after", "asked"), [(DAY - SECOND, False), (DAY, True)])
async def test_a_day_later_she_is_asked_again(play: Play, after: timedelta, asked: bool) -> None:
    await waits(play)
    await play.turn(after)
    assert (NEWS in await play.hears(ANA)) is asked


async def test_three_times_and_then_no_more(play: Play) -> None:
    await waits(play)
    heard = []
    for _ in range(7):
        await play.turn(DAY)
        heard.append((await play.hears(ANA)).count(NEWS))
    assert heard == [1, 1, 1, 0, 0, 0, 0]


async def test_what_she_has_answered_is_not_asked_again(play: Play) -> None:
    await waits(play)
    await play.turn(DAY)
    only = (SeatState.WAITING,)
    await play.do(lambda tx: circles.set_seat(tx, 1, SeatState.REMOVED, play.now, only=only))
    assert NEWS not in await play.hears(ANA)
    await play.turn(DAY)
    assert NEWS not in await play.hears(ANA)


async def test_she_is_not_asked_at_night(play: Play) -> None:
    await waits(play)
    await play.turn(DAY + 12 * HOUR)
    assert NEWS not in await play.hears(ANA)
    await play.turn(10 * HOUR)
    assert (await play.hears(ANA)).count(NEWS) == 1
