"""I have nobody right now: heard at once, said truly, taken back with one tap."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from handlers.chat.kinds import Kind
from storage import circles, partner_hours, people
from storage.enums import SeatState
from storage.records import Circle, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    offering,
    put,
    sit,
)

MINUTE = timedelta(minutes=1)


async def says_nobody(play: Play) -> str:
    """Ana taps it on her start page."""
    await play.says(ANA, "/start")
    return await play.taps(ANA, "nobody")


async def circle_now(play: Play) -> Circle:
    return await play.do(lambda tx: circles.get(tx, 1))


async def test_it_opens_the_gap_at_once(play: Play) -> None:
    await circle_of_ana(play)
    told = await says_nobody(play)
    assert "I'm telling Cora now. Cora may offer to be near for a while." in told
    await play.turn(timedelta(seconds=20))
    assert "needs a look" in await play.hears(CORA)
    assert "says there is nobody right now" in await play.taps(CORA, "alert_see")


async def test_it_beats_a_seat_that_somebody_holds(play: Play) -> None:
    await circle_with_ben(play)
    await put(play, ANA, Kind.HOME)
    await play.hears(ANA)
    await play.taps(ANA, "nobody", on=play.newest(ANA))
    await play.turn(MINUTE)
    assert "needs a look" in await play.hears(CORA)


async def test_at_night_it_says_when_somebody_hears(play: Play) -> None:
    await circle_of_ana(play)
    play.now += 12 * HOUR
    told = await says_nobody(play)
    assert "I'll tell Cora on Tuesday, November 3 at 8:00" in told
    await play.turn(MINUTE)
    assert await play.hears(CORA) == ""


async def test_what_the_partner_knows_is_said_so(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(3 * DAY)
    await play.hears(CORA)
    assert "Cora knows already" in await says_nobody(play)


async def test_while_the_partner_is_away_the_backup_hears(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: partner_hours.choose(tx, CORA, frozenset({0}), "09:00", "17:00"))
    await play.do(lambda tx: partner_hours.set_away(tx, CORA, play.now, play.now + DAY))
    told = await says_nobody(play)
    assert "I'm telling Dev now." in told
    assert "Cora" not in told


async def test_when_nobody_can_be_told_it_is_said_so(play: Play) -> None:
    await circle_of_ana(play)
    for person in (CORA, DEV, EVE):
        await play.do(partial(people.set_unreachable, person_id=person, now=play.now))
    assert "can't reach anybody right now" in await says_nobody(play)


async def test_it_is_heard_during_a_break(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(
        lambda tx: tx.run("UPDATE rhythm SET paused_since = :at WHERE person_id = 1", at=1)
    )
    await says_nobody(play)
    await play.turn(MINUTE)
    assert "needs a look" in await play.hears(CORA)


async def test_somebody_is_here_again_takes_it_back(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: circles.set_nobody(tx, 1, play.now, play.now))
    await play.turn(MINUTE)
    await play.hears(CORA)
    await play.says(ANA, "/start")
    assert "taken it back" in await play.taps(ANA, "somebody")
    await play.turn(MINUTE)
    await play.turn(HOUR)
    assert "looked after again" in await play.hears(CORA)


async def test_a_new_seat_takes_it_back(play: Play) -> None:
    circle = await circle_of_ana(play)
    await says_nobody(play)
    seat = await play.do(lambda tx: sit(tx, circle, BEN, play.now, SeatState.WAITING))
    await put(play, ANA, Kind.SEAT_CONFIRM, seat=seat.id)
    await play.hears(ANA)
    await play.taps(ANA, "seat_yes")
    assert (await circle_now(play)).nobody_since is None


async def test_the_start_page_offers_it_to_whoever_is_alone(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/start")
    assert "nobody" not in [button.verb for button in play.newest(ANA).buttons]
    await play.says(BEN, "/start")
    assert "nobody" not in [button.verb for button in play.newest(BEN).buttons]


@pytest.mark.parametrize("verb", ["nobody", "somebody"])
async def test_twice_is_once(play: Play, verb: str) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: circles.set_nobody(tx, 1, play.now - DAY, play.now))
    await play.says(ANA, "/start")
    page = play.newest(ANA)
    first, before = await play.taps(ANA, verb, on=page), await play.dump()
    assert await play.taps(ANA, verb, on=page) == first
    assert await play.dump() == before


@pytest.mark.parametrize("verb", ["nobody", "somebody"])
@pytest.mark.parametrize("person", [BEN, CORA, DAN])
async def test_nobody_else_says_it_for_her(play: Play, person: PersonId, verb: str) -> None:
    await circle_with_ben(play)
    await put(play, person, offering(verb), known=False, hears=0, at=None, partner=0)
    await play.hears(person)
    before = await play.dump()
    assert "nothing for you to do" in await play.taps(person, verb, on=play.newest(person))
    assert await play.dump() == before
