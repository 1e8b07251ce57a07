"""A supporter's pause from invitations rests in their places, and ends with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.chat.kinds import Kind
from storage import circles, places
from storage.database import Tx
from storage.enums import SeatState
from storage.records import Seat
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAY, circle_with_ben, put, seat_now

HOUR = timedelta(hours=1)


@pytest.fixture
async def seat(play: Play) -> Seat:
    """Ben's seat in Ana's circle."""
    _, found = await circle_with_ben(play)
    return found


async def pause(play: Play, length: str = "week") -> str:
    """Ben pauses, as from an invitation."""
    await put(play, BEN, Kind.PAUSE, supports=True)
    await play.hears(BEN)
    return await play.taps(BEN, "pause_for", length)


async def state(play: Play, seat: Seat) -> SeatState:
    return (await seat_now(play, seat)).state


async def test_the_question_says_what_it_means_in_the_circle(play: Play, seat: Seat) -> None:
    await put(play, BEN, Kind.PAUSE, supports=True)
    assert "you then count as taking a break" in await play.hears(BEN)
    await put(play, ANA, Kind.PAUSE)
    assert "break" not in await play.hears(ANA)
    assert await state(play, seat) is SeatState.ACTIVE


async def test_a_pause_rests_in_the_place_until_he_is_back(play: Play, seat: Seat) -> None:
    await pause(play, "open")
    assert await state(play, seat) is SeatState.PAUSED
    await play.turn(20 * DAY)
    assert "Still here" not in await play.hears(BEN)
    assert await state(play, seat) is SeatState.PAUSED
    await play.taps(BEN, "come_back")
    assert await state(play, seat) is SeatState.ACTIVE


async def test_a_dated_pause_ends_by_itself(play: Play, seat: Seat) -> None:
    await pause(play)
    await play.turn(6 * DAY)
    assert await state(play, seat) is SeatState.PAUSED
    await play.turn(2 * DAY)
    assert await state(play, seat) is SeatState.ACTIVE


async def test_a_longer_pause_is_the_same_one(play: Play, seat: Seat) -> None:
    await pause(play)
    began = (await seat_now(play, seat)).since
    play.now += DAY
    await pause(play, "open")
    now = await seat_now(play, seat)
    assert (now.since, now.paused_until) == (began, None)


async def test_the_partner_hears_when_nobody_else_is_near(play: Play, seat: Seat) -> None:
    await play.turn(HOUR)
    await pause(play, "open")
    assert await state(play, seat) is SeatState.PAUSED
    await play.turn(HOUR)
    await play.turn(2 * DAY)
    assert "needs a look" in await play.hears(CORA)


async def test_a_break_from_one_circle_goes_on(play: Play, seat: Seat) -> None:
    await play.do(lambda tx: places.pause(tx, seat.id, play.now, None))
    play.now += HOUR
    await pause(play)
    play.now += HOUR
    await play.taps(BEN, "come_back")
    assert await state(play, seat) is SeatState.PAUSED


async def test_a_seat_that_was_taken_away_reads_as_one_that_was_not(play: Play, seat: Seat) -> None:
    def rests(tx: Tx) -> bool:
        found = circles.get_seat(tx, seat.id)
        return found is not None and found.paused_until is not None

    await play.do(lambda tx: places.remove(tx, seat.id, play.now))
    await pause(play, "open")
    assert await play.do(rests)
    await play.taps(BEN, "come_back")
    assert not await play.do(rests)
    assert await state(play, seat) is SeatState.REMOVED
