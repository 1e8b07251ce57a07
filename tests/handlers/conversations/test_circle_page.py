"""The participant's circle: who is there in a word each, the order, and taking somebody out."""

from __future__ import annotations

import pytest

from storage import circles, grants, places
from storage.database import Tx
from storage.enums import SeatState
from storage.records import Circle, PersonId, Seat
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    EVE,
    FAY,
    HOUR,
    NAMES,
    WEEK,
    circle_of_ana,
    circle_with_ben,
    put,
    seat_now,
    sit,
    supporter_link,
)
from tests.handlers.shares import give


async def three(play: Play) -> tuple[Circle, list[Seat]]:
    """Ben, Fay and Eve near Ana, in this order."""
    circle = await circle_of_ana(play)

    def step(tx: Tx) -> list[Seat]:
        return [sit(tx, circle, one, play.now) for one in (BEN, FAY, EVE)]

    return circle, await play.do(step)


async def page_of(play: Play, name: str) -> str:
    """Somebody's page, from Ana's circle."""
    await play.says(ANA, "/circle")
    button = next(one for one in play.newest(ANA).buttons if one.text == name)
    return await play.taps(ANA, button.verb, button.value)


async def test_it_shows_the_week_and_everybody_in_a_word(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now, SeatState.WAITING))
    await play.turn(2 * WEEK)
    await supporter_link(play, circle)
    told = await play.says(ANA, "/circle")
    assert "Week 3 of 12." in told
    assert "Ben: here\nFay: waits for your yes\nSomebody you invited" in told


@pytest.mark.parametrize(("weeks", "said"), [(0, "first"), (4, "middle"), (8, "last")])
async def test_it_says_the_phase_in_plain_words(play: Play, weeks: int, said: str) -> None:
    await circle_with_ben(play)
    play.now += weeks * WEEK
    told = await play.says(ANA, "/circle")
    assert told.startswith(f"Your circle. Week {weeks + 1} of 12. These {said} weeks are for")


async def test_a_break_is_read_once_the_partner_had_a_day_to_say_it(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.do(lambda tx: places.pause(tx, seat.id, play.now, None))
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.strike()
    await play.turn(DAY)
    await play.hears(ANA)
    assert "Ben: here" in await play.says(ANA, "/circle")
    await play.turn(7 * HOUR)
    await play.hears(ANA)
    assert "Ben: taking a break" in await play.says(ANA, "/circle")
    assert "Here: Ben" not in await play.says(ANA, "/start")


async def test_whoever_waits_is_asked_about_from_here(play: Play) -> None:
    await circle_with_ben(play, SeatState.WAITING)
    assert "Is this the person you chose?" in await page_of(play, "Ben")
    assert "Ben has a place" in await play.taps(ANA, "seat_yes")


async def test_the_order_moves_one_step_and_a_second_tap_changes_nothing(play: Play) -> None:
    _, seats = await three(play)
    await page_of(play, "Eve")
    shown = play.newest(ANA)
    for _ in range(2):
        told = await play.taps(ANA, "seat_put", "1", on=shown)
        assert "Eve is number 2 of 3" in told
    order = [(await seat_now(play, one)).place for one in seats]
    assert sorted(order) == [order[0], order[2], order[1]]


async def test_a_new_person_comes_last(play: Play) -> None:
    circle, _ = await three(play)
    await page_of(play, "Fay")
    await play.taps(ANA, "seat_put", "0")
    await play.do(lambda tx: sit(tx, circle, DAN, play.now))
    await play.says(ANA, "/circle")
    names = [one.text for one in play.newest(ANA).buttons if one.verb == "circle_person"]
    assert names == ["Fay", "Ben", "Eve", NAMES[DAN]]


async def test_what_is_shared_is_one_tap_from_the_person(play: Play) -> None:
    await circle_with_ben(play)
    await page_of(play, "Ben")
    assert (await play.taps(ANA, "share_with", "0")).startswith("Ben sees nothing")


async def test_taking_out_takes_two_taps_and_ends_what_is_shared(play: Play) -> None:
    circle, seat = await circle_with_ben(play)
    await play.do(lambda tx: give(tx, ANA, BEN, circle.id, play.now, "goal"))
    await page_of(play, "Ben")
    assert "Ben is told nothing" in await play.taps(ANA, "seat_remove")
    assert (await seat_now(play, seat)).state is SeatState.ACTIVE
    asked = play.newest(ANA)
    for _ in range(2):
        assert "Ben" not in await play.taps(ANA, "seat_remove_yes", on=asked)
    assert (await seat_now(play, seat)).state is SeatState.REMOVED
    assert await play.do(lambda tx: grants.of_subject(tx, ANA, play.now)) == []
    assert await play.hears(BEN) == ""


async def test_whoever_left_only_goes_from_the_page(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.do(lambda tx: places.leave(tx, seat.id, play.now))
    await play.do(lambda tx: places.remove(tx, seat.id, play.now))
    gone = await seat_now(play, seat)
    assert (gone.state, gone.supporter_id) == (SeatState.LEFT, None)


async def test_whoever_comes_back_by_a_new_link_has_one_place(play: Play) -> None:
    circle, seat = await circle_with_ben(play)
    await play.do(lambda tx: places.remove(tx, seat.id, play.now))
    await play.do(lambda tx: sit(tx, circle, BEN, play.now, SeatState.WAITING))
    await page_of(play, "Ben")
    await play.taps(ANA, "seat_yes")
    assert "the circle of Ana" in await play.says(BEN, "/circle")
    assert (await seat_now(play, seat)).supporter_id is None


@pytest.mark.parametrize("verb", ["circle_person", "seat_put", "seat_remove", "seat_remove_yes"])
@pytest.mark.parametrize("person", [BEN, CORA, DAN])
async def test_nobody_else_touches_a_seat(play: Play, person: PersonId, verb: str) -> None:
    circle, seat = await circle_with_ben(play)
    kind = {"circle_person": "my_circle", "seat_remove_yes": "remove_ask"}.get(
        verb, "circle_person"
    )
    facts = {"circle": circle.id, "seat": seat.id, "seats": [seat.id], "people": []}
    await put(play, person, kind, **facts)
    await play.hears(person)
    before = await play.dump()
    value = "0" if verb in ("circle_person", "seat_put") else ""
    told = await play.taps(person, verb, value, on=play.newest(person))
    assert told == "There is nothing for you to do here right now."
    assert await play.dump() == before


async def test_once_it_is_over_it_says_only_that(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(12 * WEEK)
    assert "The time of your circle is over" in await play.says(ANA, "/circle")
    assert {one.verb for one in play.newest(ANA).buttons} == {"home", "help"}


async def test_in_spanish(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "setting", "language")
    await play.taps(ANA, "set_language", "es")
    assert "Ben: está aquí" in await play.says(ANA, "/circulo")
