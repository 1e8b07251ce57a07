"""A break of 90 days: the partner is asked once to look in, and only while it holds."""

from __future__ import annotations

from functools import partial

import pytest

from storage import circles, programmes, rhythms
from storage.database import Tx
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAY, HOUR, WEEK, circle_with_ben

WORD = "A word about circle A1, no hurry."
LONG = 90 * DAY


@pytest.fixture(autouse=True)
async def resting(play: Play) -> None:
    """Ana rests from now on, in a circle that lasts a year."""
    circle, _ = await circle_with_ben(play)

    def step(tx: Tx) -> None:
        programmes.extend(tx, circle.id, play.now + 52 * WEEK, play.now)
        rhythms.pause(tx, ANA, play.now, None)
        circles.touch(tx, ANA, play.now)

    await play.do(step)
    await play.strike()


async def heard(play: Play) -> int:
    """How often Cora hears of it now."""
    return (await play.hears(CORA)).count(WORD)


async def test_after_ninety_days_the_partner_hears_of_it_once(play: Play) -> None:
    await play.turn(LONG - HOUR / 60)
    assert await heard(play) == 0
    await play.turn(HOUR / 60)
    assert await heard(play) == 1
    for _ in range(30):
        await play.turn(DAY)
    assert await heard(play) == 0
    assert "break" not in await play.hears(BEN)


async def test_whoever_is_back_by_then_is_no_matter(play: Play) -> None:
    await play.turn(LONG)
    await play.do(partial(rhythms.resume, person_id=ANA))
    assert await heard(play) == 0


async def test_another_long_break_is_asked_about_anew(play: Play) -> None:
    await play.turn(LONG)
    assert await heard(play) == 1
    await play.do(partial(rhythms.resume, person_id=ANA))
    await play.turn(DAY)
    await play.do(partial(rhythms.pause, person_id=ANA, now=play.now, until=None))
    await play.do(partial(circles.touch, person_id=ANA, now=play.now))
    await play.strike()
    await play.turn(LONG)
    assert await heard(play) == 1
