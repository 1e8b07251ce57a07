"""What the participant learns of a change: after the partner had a working day, once, if true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.chat.kinds import Kind
from storage import circles, partner_hours, people
from storage.database import Tx
from storage.enums import SeatState
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    FAY,
    HOUR,
    WEEK,
    arrive,
    circle_with_ben,
    put,
    sit,
)

NEWS = "Something changed, no hurry."
END_OF_TUESDAY = DAY + 7 * HOUR
"""From Monday at ten to Tuesday at five."""
SECOND = timedelta(seconds=1)


async def goes(play: Play, state: SeatState) -> None:
    """Ben goes, on Monday at ten."""
    await circle_with_ben(play)
    await moves(play, state)


async def moves(play: Play, state: SeatState) -> None:
    """Ben's seat changes now."""
    await play.do(lambda tx: circles.set_seat(tx, 1, state, play.now, only=tuple(SeatState)))
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.strike()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SeatState.PAUSED, "Ben is taking a break. I don't know why."),
        (SeatState.LEFT, "Ben has stepped back for now. I don't know why."),
        (SeatState.UNREACHABLE, "Ben has stepped back for now. I don't know why."),
    ],
)
async def test_it_is_told_at_the_end_of_the_partners_next_working_day(
    play: Play, state: SeatState, words: str
) -> None:
    await goes(play, state)
    await play.turn(END_OF_TUESDAY - SECOND)
    assert await play.hears(ANA) == ""
    await play.turn(SECOND)
    assert await play.hears(ANA) == NEWS
    assert await play.taps(ANA, "change_see") == words


async def test_the_partners_own_days_count(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: partner_hours.choose(tx, CORA, frozenset({3}), "09:00", "12:00"))
    await moves(play, SeatState.LEFT)
    await play.turn(3 * DAY + 2 * HOUR - SECOND)
    assert await play.hears(ANA) == ""
    await play.turn(SECOND)
    assert await play.hears(ANA) == NEWS


async def test_her_own_night_is_not_disturbed(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: people.set_zone(tx, ANA, "Europe/Madrid"))
    await moves(play, SeatState.PAUSED)
    await play.turn(END_OF_TUESDAY)
    assert await play.hears(ANA) == ""
    await play.turn(9 * HOUR)
    assert await play.hears(ANA) == NEWS
    await play.turn(20 * HOUR)
    await moves(play, SeatState.ACTIVE)
    assert await play.hears(ANA) == ""
    await play.turn(5 * HOUR)
    assert await play.hears(ANA) == NEWS


async def test_a_removal_was_her_own_choice(play: Play) -> None:
    await goes(play, SeatState.REMOVED)
    await play.turn(9 * DAY)
    assert await play.hears(ANA) == ""


async def test_what_is_undone_by_then_is_never_said(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    await play.turn(HOUR)
    await moves(play, SeatState.ACTIVE)
    await play.turn(9 * DAY)
    assert await play.hears(ANA) == ""


async def test_who_was_said_to_be_away_is_said_to_be_back(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    await play.turn(2 * DAY)
    await play.hears(ANA)
    await moves(play, SeatState.ACTIVE)
    assert await play.hears(ANA) == NEWS
    assert "Ben is here again." in await play.taps(ANA, "back_see")
    await play.turn(2 * DAY)
    assert await play.hears(ANA) == ""


async def test_who_is_back_after_a_step_in_is_told_once_it_is_steady(play: Play) -> None:
    await goes(play, SeatState.UNREACHABLE)
    await play.turn(2 * DAY)
    await play.hears(CORA)
    await play.taps(CORA, "alert_see")
    await play.taps(CORA, "alert_offer")
    await play.hears(ANA)
    await play.taps(ANA, "offer_see")
    await play.taps(ANA, "offer_yes")
    await moves(play, SeatState.ACTIVE)
    assert await play.hears(ANA) == ""
    await play.turn(2 * HOUR)
    assert await play.hears(ANA) == NEWS
    assert "Ben is here again." in await play.taps(ANA, "back_see")


async def test_it_is_told_once(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    for _ in range(3):
        await play.turn(DAY)
        await play.do(lambda tx: circles.touch(tx, ANA, play.now))
    assert (await play.hears(ANA)).count(NEWS) == 1


async def test_a_late_tap_says_nothing_that_is_not_true(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    await play.turn(2 * DAY)
    await play.hears(ANA)
    await moves(play, SeatState.ACTIVE)
    assert "nothing for you to do" in await play.taps(ANA, "change_see")


async def test_nobody_else_reads_it(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    row = await put(play, BEN, Kind.CHANGE_NEWS, seat=1, state="paused", since=0)
    assert "nothing for you" in await play.presses(BEN, f"v1:{row.id}:change_see", 1)


async def test_who_hears_it_may_write_to_the_partner(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    await play.turn(2 * DAY)
    await play.hears(ANA)
    await play.taps(ANA, "change_see")
    texts = [button.text for button in play.newest(ANA).buttons]
    assert texts == ["Write to Cora", "Invite someone", "Okay"]
    assert "tell Cora" in await play.taps(ANA, "write_partner")


async def test_with_two_partners_the_next_screen_asks_for_which(play: Play) -> None:
    await goes(play, SeatState.PAUSED)
    await play.do(lambda tx: _elsewhere(tx, play))
    await play.turn(2 * DAY)
    await play.hears(ANA)
    await play.taps(ANA, "change_see")
    assert play.newest(ANA).buttons[0].text == "Write a few words"
    assert "Whom would you like" in await play.taps(ANA, "write_partner")


def _elsewhere(tx: Tx, play: Play) -> None:
    """Ana supports Fay, whose partner is Dev."""
    arrive(tx, FAY, play.now)
    other = circles.open_circle(tx, DEV, None, play.now)
    circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
    sit(tx, circles.get(tx, other.id), ANA, play.now)
