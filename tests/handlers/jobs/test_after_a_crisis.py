"""After words that were grave: nothing is asked that night, and what comes next comes gently."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import rhythms
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, DAY, HOUR, circle_of_ana, circle_with_ben

GRAVE = "I want to die"
GENTLE = "A quiet moment, Ana? No need to explain anything. Another day is fine, too."
SIX = DAY + 8 * HOUR
"""From the Monday morning of the stage to Tuesday at six in the evening."""


async def heard(play: Play, days: int) -> list[str]:
    """What comes to Ana on the next days, at her hour."""
    told = []
    for _ in range(days):
        await play.turn(DAY)
        told.append(await play.hears(ANA))
    return told


async def test_no_reminder_comes_the_day_after(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    assert "A quiet moment, Ana?" in await play.hears(ANA)
    play.now += HOUR
    await play.says(ANA, GRAVE)
    play.now -= HOUR
    told = await heard(play, 7)
    assert told[:6] == [""] * 6
    assert "Eight short questions" in told[6]


async def test_the_invitation_that_stands_may_still_be_taken(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.hears(ANA)
    await play.says(ANA, GRAVE)
    assert "1 of 8." in await play.taps(ANA, "nudge_start")


@pytest.mark.parametrize("before", [timedelta(minutes=5), 8 * HOUR, 14 * HOUR])
async def test_what_is_due_that_night_comes_gently_the_next_day(
    play: Play, before: timedelta
) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - before)
    await play.says(ANA, GRAVE)
    await play.turn(before)
    assert await play.hears(ANA) == ""
    assert await heard(play, 2) == [GENTLE, ""]


async def test_from_the_next_day_on_an_invitation_comes_gently(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - 23 * HOUR)
    await play.says(ANA, GRAVE)
    await play.turn(23 * HOUR)
    assert await play.hears(ANA) == GENTLE
    assert await heard(play, 1) == [""]


async def test_after_three_days_all_is_as_ever(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - DAY)
    await play.says(ANA, GRAVE)
    await play.do(lambda tx: rhythms.choose(tx, ANA, frozenset({4}), "18:00", play.now + 4 * DAY))
    assert await heard(play, 5) == [
        "",
        "",
        "",
        "A quiet moment, Ana? Eight short questions, whenever it suits.",
        "Ana, yesterday's invitation still stands. If today is not the day either, that is fine.",
    ]


async def test_what_they_put_off_before_does_not_come_that_night(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - 6 * HOUR)
    await play.do(lambda tx: rhythms.choose(tx, ANA, frozenset({1}), "12:00", play.now))
    await play.strike()
    await play.hears(ANA)
    await play.taps(ANA, "nudge_later")
    await play.says(ANA, GRAVE)
    await play.turn(4 * HOUR)
    assert await play.hears(ANA) == ""


async def test_what_they_put_off_after_it_comes_when_they_said(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.hears(ANA)
    await play.says(ANA, GRAVE)
    await play.taps(ANA, "nudge_tomorrow")
    assert await heard(play, 2) == [GENTLE, ""]


@pytest.mark.parametrize("words", ["my husband hits me", "my friend wants to kill himself"])
async def test_nothing_hints_at_what_is_not_theirs_alone(play: Play, words: str) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - 5 * HOUR)
    await play.says(ANA, words)
    await play.turn(5 * HOUR)
    assert await play.hears(ANA) == ""
    assert "Eight short questions" in (await heard(play, 1))[0]


async def test_a_low_word_changes_nothing(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - HOUR)
    await play.says(ANA, "I feel so hopeless")
    await play.turn(HOUR)
    assert "Eight short questions" in await play.hears(ANA)


async def test_a_supporter_is_left_alone_too(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(SIX - HOUR)
    await play.says(BEN, GRAVE)
    await play.turn(HOUR)
    assert "A quiet moment" not in await play.hears(BEN)
    await play.turn(DAY)
    assert "No need to explain anything" in await play.hears(BEN)
