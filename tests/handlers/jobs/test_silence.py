""" "Still here?": asked once, counted from its delivery, answered by any sign."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from storage import people, places, rhythms
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAY, HOUR, circle_with_ben, seat_now

STRIDE = 3 * HOUR
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


@pytest.mark.parametrize("gone", [STRIDE, 14 * DAY + STRIDE], ids=["before", "after the question"])
async def test_whoever_was_taken_out_is_asked_as_before(
    play: Play, beside: Play, gone: timedelta
) -> None:
    heard = [await _heard(play, gone), await _heard(beside, None)]
    assert sum(QUESTION in said for said in heard[0]) == 2
    assert heard[0] == heard[1]


async def test_a_pause_of_ana_is_not_to_be_read_from_what_ben_is_asked(
    play: Play, beside: Play
) -> None:
    heard = [await _heard(play, None, rests=True), await _heard(beside, None)]
    assert sum(QUESTION in said for said in heard[0]) == 2
    assert heard[0] == heard[1]
    assert "needs a look" not in await play.hears(CORA)
    assert "needs a look" in await beside.hears(CORA)


async def test_his_silence_counts_once_she_is_back(play: Play) -> None:
    await _heard(play, None, rests=True)
    await play.says(ANA, "/start")
    await play.taps(ANA, "come_back")
    await play.strike()
    assert "needs a look" in await play.hears(CORA)


async def _heard(play: Play, gone: timedelta | None, *, rests: bool = False) -> list[str]:
    """What Ben hears in five weeks in which he writes once; his place is taken, or Ana rests."""
    _, seat = await circle_with_ben(play)
    if rests:
        await play.do(partial(rhythms.pause, person_id=ANA, now=play.now, until=None))
    heard = []
    for stride in range(36 * DAY // STRIDE):
        await play.turn(STRIDE)
        if stride * STRIDE == gone:
            await play.do(partial(places.remove, seat_id=seat.id, now=play.now))
        if stride * STRIDE == 17 * DAY:
            await play.says(BEN, "hello")
        heard.append(await play.hears(BEN))
    return heard
