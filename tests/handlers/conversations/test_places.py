"""A supporter's places: a break from one or all, coming back, and what a removed one never sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import circles, own_data, places
from storage.database import Tx
from storage.enums import SeatState
from storage.records import PersonId, Seat
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    FAY,
    WEEK,
    arrive,
    circle_with_ben,
    offering,
    put,
    seat_now,
    sit,
)

SECOND = timedelta(seconds=1)


async def two_circles(play: Play) -> tuple[Seat, Seat]:
    """Ben's seat with Ana, and the one with Fay."""
    _, first = await circle_with_ben(play)

    def step(tx: Tx) -> Seat:
        arrive(tx, FAY, play.now)
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
        return sit(tx, circles.get(tx, other.id), BEN, play.now)

    return first, await play.do(step)


async def states(play: Play, *seats: Seat) -> list[SeatState]:
    return [(await seat_now(play, one)).state for one in seats]


@pytest.mark.parametrize(("length", "days"), [("week", 7), ("fortnight", 14), ("month", 30)])
async def test_a_break_begins_and_ends_with_its_day(play: Play, length: str, days: int) -> None:
    _, seat = await circle_with_ben(play)
    assert "the circle of Ana. Week 1 of 12." in await play.says(BEN, "/circle")
    await play.taps(BEN, "rest_pick", "0")
    assert "Your break goes on until" in await play.taps(BEN, "rest_for", length)
    until = (await seat_now(play, seat)).paused_until
    assert until is not None
    assert timedelta(days=days - 1) < until - play.now <= timedelta(days=days)
    await play.turn(until - play.now - SECOND)
    assert await states(play, seat) == [SeatState.PAUSED]
    await play.turn(SECOND)
    assert await states(play, seat) == [SeatState.ACTIVE]
    assert (await seat_now(play, seat)).seen_at == play.now
    assert await play.hears(BEN) == ""


async def test_an_open_break_lasts_until_they_are_back(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.says(BEN, "/circle")
    await play.taps(BEN, "rest_pick", "0")
    await play.taps(BEN, "rest_for", "open")
    await play.turn(8 * WEEK)
    assert await states(play, seat) == [SeatState.PAUSED]
    assert "until you are back" in await play.says(BEN, "/circle")
    assert "Your place is as it was" in await play.taps(BEN, "rest_back")
    assert await states(play, seat) == [SeatState.ACTIVE]


async def test_the_gap_rule_sees_the_break(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/circle")
    await play.taps(BEN, "rest_pick", "0")
    await play.taps(BEN, "rest_for", "week")
    await play.turn(2 * DAY)
    assert "Circle A1 needs a look" in await play.hears(CORA)


async def test_with_two_circles_a_break_asks_which(play: Play) -> None:
    seats = await two_circles(play)
    await play.says(BEN, "/circle")
    assert [one.text for one in play.newest(BEN).buttons][:2] == ["Ana", "Fay"]
    assert await play.taps(BEN, "rest") == "From which circle would you like a break?"
    await play.taps(BEN, "rest_pick", "1")
    await play.taps(BEN, "rest_for", "open")
    assert await states(play, *seats) == [SeatState.ACTIVE, SeatState.PAUSED]


async def test_or_from_all_at_once(play: Play) -> None:
    seats = await two_circles(play)
    await play.says(BEN, "/circle")
    await play.taps(BEN, "rest")
    assert "the circle of Ana, Fay" in await play.taps(BEN, "rest_pick", "all")
    await play.taps(BEN, "rest_for", "open")
    assert await states(play, *seats) == [SeatState.PAUSED] * 2
    await play.taps(BEN, "rest_back")
    assert await states(play, *seats) == [SeatState.ACTIVE] * 2


@pytest.mark.parametrize("removed", [False, True])
async def test_a_break_reads_the_same_in_a_file_of_ones_own(play: Play, removed: bool) -> None:
    _, seat = await circle_with_ben(play)
    seen, until = play.now, play.now + DAY
    await play.do(lambda tx: places.pause(tx, seat.id, play.now, until))
    if removed:
        await play.do(lambda tx: places.remove(tx, seat.id, play.now))
    assert await kept(play) == [{"state": "paused", "seen_at": seen, "paused_until": until}]
    await play.turn(DAY)
    assert await kept(play) == [{"state": "open", "seen_at": play.now, "paused_until": None}]


async def kept(play: Play) -> object:
    """What Ben's own file says of his places."""

    def step(tx: Tx) -> object:
        return own_data.gather(tx, BEN)["places"]

    return await play.do(step)


WALK = (
    ("my_places", ""),
    ("rest_pick", "0"),
    ("rest_for", "open"),
    ("home", ""),
    ("my_places", ""),
    ("share_with", "0"),
)


async def walk(play: Play) -> list[str]:
    """What Ben reads on a walk through his place, a break, a month, and back."""
    told = [await play.says(BEN, "/start")]
    for verb, value in WALK:
        told.append(await play.taps(BEN, verb, value))
        told.append(str([one.text for one in play.newest(BEN).buttons]))
    for _ in range(4):
        await play.turn(WEEK)
        told.append(await play.hears(BEN))
    told += [await play.says(BEN, "/circle"), await play.taps(BEN, "rest_back")]
    for _ in range(8):
        await play.turn(DAY)
        told.append(await play.hears(BEN))
    return [*told, await play.says(BEN, "/circle")]


async def life_of(play: Play, *, resting: bool, removed: bool) -> list[str]:
    """What Ben reads after Ana took him out, or did not; from a break, or not."""
    _, seat = await circle_with_ben(play)
    if resting:
        await play.do(lambda tx: places.pause(tx, seat.id, play.now, play.now + 3 * DAY))
    if removed:
        await play.do(lambda tx: places.remove(tx, seat.id, play.now))
    if not resting:
        return await walk(play)
    await play.says(BEN, "/start")
    told = await play.taps(BEN, "my_places")
    return [told, await play.taps(BEN, "rest_back"), *await walk(play)]


@pytest.mark.parametrize("resting", [False, True])
async def test_whoever_was_taken_out_reads_the_same_to_the_byte(
    play: Play, beside: Play, resting: bool
) -> None:
    told = await life_of(play, resting=resting, removed=False)
    assert told == await life_of(beside, resting=resting, removed=True)


@pytest.mark.parametrize(("verb", "value"), [("rest_pick", "0"), ("rest_for", "open")])
@pytest.mark.parametrize("person", [ANA, CORA, DAN])
async def test_nobody_else_takes_a_break_for_ben(
    play: Play, person: PersonId, verb: str, value: str
) -> None:
    _, seat = await circle_with_ben(play)
    await put(play, person, offering(verb), seats=[seat.id], seat=seat.id)
    await play.hears(person)
    before = await play.dump()
    told = await play.taps(person, verb, value, on=play.newest(person))
    assert told == "There is nothing for you to do here right now."
    assert await play.dump() == before
