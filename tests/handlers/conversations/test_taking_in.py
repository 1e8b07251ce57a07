"""Nobody comes into a circle that is over; old links and taps change nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from storage import circles
from storage.enums import SeatState
from tests.handlers.conversations.test_early_end import leaves
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    DAN,
    DAY,
    FAY,
    HOUR,
    WEEK,
    circle_of_ana,
    circle_with_ben,
    put,
    seat_now,
    supporter_link,
)

Ends = Callable[[Play], Awaitable[None]]
NOTHING = "There is nothing for you to do here right now."


async def passes(play: Play) -> None:
    """The planned day comes, and nothing was done about it yet."""
    play.now += 13 * WEEK


ENDS = pytest.mark.parametrize("ends", [leaves, passes])


@ENDS
@pytest.mark.parametrize("command", ["/start", "/circle"])
async def test_an_old_page_makes_no_place(play: Play, ends: Ends, command: str) -> None:
    circle = await circle_of_ana(play)
    await play.says(ANA, command)
    old = play.newest(ANA)
    await ends(play)
    assert await play.taps(ANA, "invite_supporter", on=old) == NOTHING
    assert await play.do(lambda tx: len(circles.seats(tx, circle.id))) == 0


@ENDS
async def test_an_old_question_opens_no_place(play: Play, ends: Ends) -> None:
    _, seat = await circle_with_ben(play, SeatState.WAITING)
    await put(play, ANA, "seat_confirm", seat=seat.id)
    await play.hears(ANA)
    old = play.newest(ANA)
    await ends(play)
    assert await play.taps(ANA, "seat_yes", on=old) == NOTHING
    assert (await seat_now(play, seat)).state is SeatState.WAITING
    assert await play.hears(BEN) == ""


@ENDS
async def test_nor_is_the_question_asked_any_more(play: Play, ends: Ends) -> None:
    _, seat = await circle_with_ben(play, SeatState.WAITING)
    await put(play, ANA, "seat_news", seat=seat.id)
    await play.hears(ANA)
    news = play.newest(ANA)
    await play.says(ANA, "/circle")
    page = play.newest(ANA)
    await ends(play)
    assert await play.taps(ANA, "seat_see", on=news) == NOTHING
    assert await play.taps(ANA, "circle_person", "0", on=page) == NOTHING


@ENDS
async def test_a_link_into_it_is_like_a_dead_one(play: Play, ends: Ends) -> None:
    circle = await circle_of_ana(play)
    await ends(play)
    secret, _ = await supporter_link(play, circle)
    assert await play.opens(FAY, secret) == await play.opens(DAN, "")


async def test_whoever_is_on_the_way_in_gets_no_further(play: Play) -> None:
    circle = await circle_of_ana(play)
    assert circle.ends_at is not None
    play.now = circle.ends_at - HOUR
    secret, seat = await supporter_link(play, circle)
    assert "Hola" in await play.opens(FAY, secret)
    play.now += DAY
    assert "by an invitation" in await play.taps(FAY, "language", "en")
    assert (await seat_now(play, seat)).state is SeatState.INVITED
