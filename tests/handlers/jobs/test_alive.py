"""What passes while the bot is away is nobody's silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.jobs import alive
from storage import people, still_here
from storage.database import Tx
from tests.handlers.driver import Play
from tests.handlers.people import BEN, DAY, HOUR, circle_with_ben, seat_now

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("away", "given_back"),
    [(10 * MINUTE, timedelta(0)), (11 * MINUTE, 11 * MINUTE), (5 * DAY, 5 * DAY)],
)
async def test_time_away_is_given_back_to_whoever_was_asked(
    play: Play, away: timedelta, given_back: timedelta
) -> None:
    _, seat = await circle_with_ben(play)

    def step(tx: Tx) -> None:
        people.remember_bot(tx, 99, "circle_bot")
        still_here.asked(tx, BEN, play.now)
        alive.sweep(tx, play.house, play.now, 100)
        assert alive.started(tx, play.now + away) == away

    await play.do(step)
    assert (await seat_now(play, seat)).still_here_at == play.now + given_back


async def test_the_first_start_gives_nothing(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: people.remember_bot(tx, 99, "circle_bot"))
    assert await play.do(lambda tx: alive.started(tx, play.now + HOUR)) == timedelta(0)
