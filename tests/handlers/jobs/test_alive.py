"""What passes while the bot is away is nobody's silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.jobs import alive
from storage import circles, expecting, hellos, people, rhythms, still_here
from storage.database import Tx
from storage.enums import Expected, OccasionState
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAY, HOUR, circle_with_ben, seat_now

MINUTE = timedelta(minutes=1)
HALF_MINUTE = timedelta(seconds=30)


async def runs(play: Play) -> None:
    """The bot has a name and says that it is there."""
    await play.do(lambda tx: people.remember_bot(tx, 99, "circle_bot"))
    await play.do(lambda tx: alive.sweep(tx, play.house, play.now, 100))


async def away(play: Play, lasted: timedelta) -> None:
    """It is stopped, and starts again after so long."""
    await play.do(lambda tx: alive.sweep(tx, play.house, play.now, 100))
    play.now += lasted
    outage = await play.do(lambda tx: alive.back(tx, play.house, play.now))
    assert outage.lasted == lasted
    await play.strike()


@pytest.mark.parametrize(
    ("lasted", "given_back"),
    [(10 * MINUTE, timedelta(0)), (11 * MINUTE, 11 * MINUTE), (5 * DAY, 5 * DAY)],
)
async def test_time_away_is_given_back_to_whoever_was_asked(
    play: Play, lasted: timedelta, given_back: timedelta
) -> None:
    _, seat = await circle_with_ben(play)
    began = play.now
    await runs(play)
    await play.do(lambda tx: still_here.asked(tx, BEN, play.now))
    await away(play, lasted)
    now = await seat_now(play, seat)
    assert (now.seen_at, now.still_here_at) == (began + given_back, began + given_back)


async def test_the_first_start_gives_nothing(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: people.remember_bot(tx, 99, "circle_bot"))
    outage = await play.do(lambda tx: alive.back(tx, play.house, play.now + HOUR))
    assert outage.lasted == timedelta(0)


async def test_two_weeks_of_silence_do_not_count_an_outage(play: Play) -> None:
    await circle_with_ben(play)
    await runs(play)
    await play.turn(10 * DAY)
    await away(play, 5 * DAY)
    assert "still here?" not in await play.hears(BEN)
    await play.turn(4 * DAY - HOUR)
    assert "still here?" not in await play.hears(BEN)
    await play.turn(HOUR)
    assert "still here?" in await play.hears(BEN)


async def test_whoever_was_seen_since_is_left_as_they_are(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await runs(play)
    play.now += 3 * HOUR
    await play.do(lambda tx: still_here.saw(tx, BEN, play.now))
    await play.do(lambda tx: alive.back(tx, play.house, play.now))
    assert (await seat_now(play, seat)).seen_at == play.now


async def test_a_silence_that_was_whole_before_stays_whole(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await runs(play)
    await play.turn(14 * DAY)
    await play.hears(BEN)
    await play.turn(2 * DAY)
    assert "needs a look" in await play.hears(CORA)
    await away(play, 5 * DAY)
    await play.turn(2 * HOUR)
    assert "looked after again" not in await play.hears(CORA)
    assert (await play.do(lambda tx: circles.seats(tx, circle.id)))[0].still_here_at


async def test_a_hello_goes_on_as_much_later(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await runs(play)
    began = play.now
    hello = await play.do(lambda tx: hellos.begin(tx, circle.id, play.now))
    assert hello
    await away(play, 2 * DAY)
    assert "small ask for today" in await play.hears(BEN)
    assert "Nobody has been able" not in await play.hears(ANA)
    now = await play.do(lambda tx: hellos.get(tx, hello.id))
    assert now is not None
    assert now.asked_at == began + 2 * DAY


async def test_what_was_being_typed_is_still_expected(play: Play) -> None:
    await circle_with_ben(play)
    await runs(play)
    await play.do(lambda tx: expecting.put(tx, ANA, Expected.GOAL, {}, None, play.now))
    await away(play, 5 * HOUR)
    assert await play.do(lambda tx: expecting.get(tx, ANA, play.now + HOUR - MINUTE))
    assert await play.do(lambda tx: expecting.get(tx, ANA, play.now + HOUR)) is None


@pytest.mark.parametrize(
    ("lasted", "state"),
    [(DAY - HALF_MINUTE, OccasionState.ASKED), (DAY, OccasionState.SKIPPED)],
)
async def test_an_invitation_of_a_long_outage_counts_as_unanswered_for_nobody(
    play: Play, lasted: timedelta, state: OccasionState
) -> None:
    await circle_with_ben(play)
    await runs(play)
    await play.do(lambda tx: rhythms.claim(tx, ANA, play.now.date(), play.now))
    play.now += lasted
    await play.do(lambda tx: alive.back(tx, play.house, play.now))

    def newest(tx: Tx) -> OccasionState:
        return rhythms.newest(tx, ANA, 1)[0].state

    assert await play.do(newest) is state
