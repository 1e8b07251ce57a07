""" "Still here?": asked once, counted from its delivery, answered by any sign."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import people
from tests.handlers.driver import Play
from tests.handlers.people import BEN, CORA, DAY, HOUR, circle_with_ben, seat_now

QUESTION = "Hello, Ben. Are you still here?"


async def test_two_weeks_without_a_sign_bring_one_question(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(HOUR)
    await play.turn(14 * DAY - HOUR - timedelta(seconds=1))
    assert QUESTION not in await play.hears(BEN)
    await play.turn(timedelta(seconds=1))
    await play.strike()
    assert (await play.hears(BEN)).count(QUESTION) == 1
    await play.turn(DAY)
    assert QUESTION not in await play.hears(BEN)


async def test_silence_counts_from_the_delivery_and_not_before(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.turn(14 * DAY)
    assert (await seat_now(play, seat)).still_here_at is None
    await play.hears(BEN)
    assert (await seat_now(play, seat)).still_here_at == play.now
    await play.turn(2 * DAY - timedelta(seconds=1))
    assert "needs a look" not in await play.hears(CORA)
    await play.turn(timedelta(seconds=1))
    assert "needs a look" in await play.hears(CORA)


async def test_a_question_that_never_arrived_ends_nothing(play: Play) -> None:
    await circle_with_ben(play)
    for _ in range(40):
        await play.turn(DAY)
    assert "needs a look" not in await play.hears(CORA)


async def test_one_tap_answers(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.turn(14 * DAY)
    await play.hears(BEN)
    assert "Thank you" in await play.taps(BEN, "still_here")
    assert (await seat_now(play, seat)).still_here_at is None
    await play.turn(3 * DAY)
    assert "needs a look" not in await play.hears(CORA)


@pytest.mark.parametrize("word", ["yes", "/start", "hello there"])
async def test_any_word_answers(play: Play, word: str) -> None:
    _, seat = await circle_with_ben(play)
    await play.turn(14 * DAY)
    await play.hears(BEN)
    await play.says(BEN, word)
    assert (await seat_now(play, seat)).still_here_at is None


async def test_whoever_came_by_before_it_goes_is_not_asked(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(14 * DAY)
    play.now += HOUR
    await play.says(BEN, "/start")
    assert QUESTION not in await play.hears(BEN)


async def test_nobody_is_asked_at_night(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(14 * DAY + 12 * HOUR)
    assert QUESTION not in await play.hears(BEN)
    await play.turn(10 * HOUR)
    assert QUESTION in await play.hears(BEN)


async def test_whoever_cannot_be_reached_is_not_asked(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: people.set_unreachable(tx, BEN, play.now))
    await play.turn(14 * DAY)
    assert QUESTION not in await play.hears(BEN)


async def test_a_question_is_asked_once_more_when_the_first_got_lost(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(14 * DAY)
    await play.turn(13 * HOUR)
    assert QUESTION not in await play.hears(BEN)
    await play.turn(11 * HOUR)
    assert (await play.hears(BEN)).count(QUESTION) == 1
