"""Links that one made: seen without names, taken back, made anew."""

from __future__ import annotations

import pytest

from storage import circles
from storage.enums import Role, SeatState
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    FAY,
    circle_of_ana,
    circle_with_ben,
    invitation_of,
    invited,
    seat_now,
    supporter_link,
)


async def open_page(play: Play, person: int) -> str:
    """The list of somebody's open links."""
    await play.says(person, "/circle" if person == ANA else "/start")
    return await play.taps(person, "links")


async def test_open_links_are_told_by_date_and_without_names(play: Play) -> None:
    await supporter_link(play, await circle_of_ana(play))
    told = await open_page(play, ANA)
    assert "1. Made on Monday, November 2, open until Monday, November 9." in told
    assert "http" not in told


async def test_a_link_that_was_taken_back_opens_nothing(play: Play) -> None:
    secret, seat = await supporter_link(play, await circle_of_ana(play))
    await open_page(play, ANA)
    assert "No link of yours" in await play.taps(ANA, "link_back", "0")
    assert (await seat_now(play, seat)).state is SeatState.REMOVED
    assert await play.opens(DAN, secret) == await play.opens(DAN, "")


async def test_whoever_is_on_the_way_in_by_it_hears_what_a_stranger_hears(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(FAY, secret)
    await open_page(play, ANA)
    await play.taps(ANA, "link_back", "0")
    assert "by an invitation" in await play.taps(FAY, "language", "en")


async def test_a_used_link_is_not_on_the_list_and_stays(play: Play) -> None:
    circle = await circle_of_ana(play)
    secret, seat = await supporter_link(play, circle)
    await open_page(play, ANA)
    page = play.newest(ANA)
    number = (await invitation_of(play, secret)).id
    await play.do(lambda tx: tx.run("UPDATE invitation SET used_at = 1 WHERE id = :i", i=number))
    await play.do(lambda tx: circles.take_seat(tx, seat.id, CORA, play.now))
    await play.taps(ANA, "link_back", "0", on=page)
    assert (await seat_now(play, seat)).state is SeatState.WAITING
    assert (await invitation_of(play, secret)).revoked_at is None


async def test_the_partner_sees_which_circle_a_link_is_for(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/start")
    await play.taps(CORA, "open_circle")
    assert "For circle B2, made on" in await open_page(play, CORA)


async def test_who_made_no_link_has_no_button(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/start")
    assert "links" not in [button.verb for button in play.newest(BEN).buttons]


async def test_a_seat_whose_link_expired_waits_for_nobody(play: Play) -> None:
    _, seat = await supporter_link(play, await circle_of_ana(play))
    await play.turn(8 * DAY)
    assert (await seat_now(play, seat)).state is SeatState.LEFT


async def test_the_partner_makes_the_link_of_a_circle_anew(play: Play) -> None:
    await circle_of_ana(play)
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    secret = await invited(play, Role.PARTICIPANT, circle, inviter=CORA)
    await play.turn(15 * DAY)
    await play.opens(DAN, secret)
    await play.taps(DAN, "ask_link")
    await play.hears(CORA)
    asked = play.newest(CORA)
    told = await play.taps(CORA, "link_again", on=asked)
    assert f"For the participant of circle {circle.code}" in told
    assert await play.taps(CORA, "link_again", on=asked) == "That is done already."


WAY = (("join_go_on", ""), ("join_agree", ""), ("read_back", "circle"), ("join_age", "older"))


@pytest.mark.parametrize("state", [SeatState.REMOVED, SeatState.LEFT])
async def test_who_was_refused_once_is_confirmed_like_anybody(play: Play, state: SeatState) -> None:
    circle, _ = await circle_with_ben(play, state)
    secret, _ = await supporter_link(play, circle)
    await play.opens(BEN, secret)
    # Whoever was taken out does not know of it: they said yes long ago, and are asked nothing.
    for verb, value in WAY if state is SeatState.LEFT else ():
        await play.taps(BEN, verb, value)
    assert "An answer for you" in await play.hears(ANA)
    assert "Ben says yes" in await play.taps(ANA, "seat_see")
