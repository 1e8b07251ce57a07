"""Stopping: a pause, leaving one or all, and what the others then hear: next to nothing."""

from __future__ import annotations

import pytest

from storage import circles, grants, people
from storage.database import Tx
from storage.enums import Role, SeatState
from storage.records import PersonId, Seat
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    FAY,
    WEEK,
    arrive,
    circle_of_ana,
    circle_with_ben,
    put,
    seat_now,
    sit,
)
from tests.handlers.shares import give


async def elsewhere(play: Play, person: PersonId) -> Seat:
    """Somebody's seat in a circle of Fay's."""

    def step(tx: Tx) -> Seat:
        arrive(tx, FAY, play.now)
        other = circles.open_circle(tx, CORA, None, play.now)
        circles.start(tx, other.id, FAY, play.now, play.now + 12 * WEEK)
        return sit(tx, circles.get(tx, other.id), person, play.now)

    return await play.do(step)


async def verbs(play: Play, person: PersonId) -> list[str]:
    """The buttons of the newest message, without Help."""
    return [one.verb for one in play.newest(person).buttons if one.verb != "help"]


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        (ANA, ["pause", "leave", "delete", "home"]),
        (BEN, ["rest", "leave", "delete", "home"]),
        (CORA, ["hours", "delete", "home"]),
        (EVE, ["delete", "home"]),
    ],
)
async def test_each_is_offered_what_they_may_leave(
    play: Play, person: PersonId, offered: list[str]
) -> None:
    await circle_with_ben(play)
    await play.says(person, "/stop")
    assert await verbs(play, person) == offered


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (CORA, "To rest from your circles"),
        (DEV, "You look after no circle right now."),
        (EVE, "I write to you when a circle needs a look."),
    ],
)
async def test_who_works_here_reads_what_is_true_of_them(
    play: Play, person: PersonId, said: str
) -> None:
    await circle_of_ana(play)
    told = await play.says(person, "/stop")
    assert told.startswith(said)
    assert "no circle for you" not in told


async def test_a_coordinator_reads_of_deleting_only_when_somebody_else_can_take_over(
    play: Play,
) -> None:
    await circle_of_ana(play)
    assert "Before you go, somebody else takes over" in (told := await play.says(EVE, "/stop"))
    assert "You can delete" not in told
    await play.do(lambda tx: people.give_role(tx, DEV, Role.COORDINATOR, play.now))
    assert "You can delete what I keep about you" in await play.says(EVE, "/stop")


async def test_the_settings_lead_there(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    assert "for a while, or for good" in await play.taps(ANA, "stop")


async def test_a_stranger_reads_how_people_come_in(play: Play) -> None:
    assert await play.says(DAN, "/stop") == await play.says(DAN, "/start")


async def test_a_supporter_leaves_in_two_taps_and_keeps_their_own(play: Play) -> None:
    circle, seat = await circle_with_ben(play)
    await play.do(lambda tx: give(tx, ANA, BEN, circle.id, play.now, "goal"))
    await play.do(lambda tx: give(tx, BEN, ANA, circle.id, play.now, "goal"))
    await play.says(BEN, "/stop")
    assert "You would leave the circle of Ana" in await play.taps(BEN, "leave")
    assert (await seat_now(play, seat)).state is SeatState.ACTIVE
    asked = play.newest(BEN)
    for _ in range(2):
        assert "You've left the circle." in await play.taps(BEN, "leave_yes", on=asked)
    assert (await seat_now(play, seat)).state is SeatState.LEFT
    for person in (ANA, BEN):
        assert await play.do(lambda tx, p=person: grants.of_subject(tx, p, play.now)) == []  # type: ignore[misc]
    assert await play.hears(ANA) == ""


async def test_ana_learns_of_it_only_after_a_working_day(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/circle")
    await play.taps(BEN, "leave_pick", "0")
    await play.taps(BEN, "leave_yes")
    await play.strike()
    assert "Ben: here" in await play.says(ANA, "/circle")
    await play.turn(2 * DAY)
    assert "Something changed" in await play.hears(ANA)
    assert "Ben: not here now" in await play.says(ANA, "/circle")


async def test_with_two_circles_leaving_asks_which(play: Play) -> None:
    _, first = await circle_with_ben(play)
    second = await elsewhere(play, BEN)
    await play.says(BEN, "/stop")
    assert await play.taps(BEN, "leave") == "Which one would you like to leave?"
    await play.taps(BEN, "leave_pick", "1")
    await play.taps(BEN, "leave_yes")
    states = [(await seat_now(play, one)).state for one in (first, second)]
    assert states == [SeatState.ACTIVE, SeatState.LEFT]


async def test_or_all_of_them_with_ones_own(play: Play) -> None:
    circle = await circle_of_ana(play)
    seat = await elsewhere(play, ANA)
    await play.says(ANA, "/stop")
    await play.taps(ANA, "leave")
    told = await play.taps(ANA, "leave_pick", "all")
    assert "your circle ends today" in told
    assert "the circle of Fay" in told
    await play.taps(ANA, "leave_yes")
    assert (await seat_now(play, seat)).state is SeatState.LEFT
    assert (await play.do(lambda tx: circles.get(tx, circle.id))).ended_at == play.now


async def ana_leaves(play: Play) -> None:
    await play.says(ANA, "/stop")
    await play.taps(ANA, "leave")
    asked = play.newest(ANA)
    for _ in range(2):
        assert "You've left the circle." in await play.taps(ANA, "leave_yes", on=asked)


async def test_when_ana_leaves_cora_hears_one_line_and_ben_nothing_of_it(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(WEEK)
    for person in (ANA, BEN, CORA):
        await play.hears(person)
    await ana_leaves(play)
    assert await play.hears(CORA) == "Circle A1 has ended."
    assert await play.hears(BEN) == ""
    for _ in range(28):
        await play.turn(DAY)
        assert [await play.hears(person) for person in (ANA, CORA)] == ["", ""]


async def test_ben_hears_goodbye_on_the_day_that_was_planned(play: Play) -> None:
    await circle_with_ben(play)
    await ana_leaves(play)
    await play.turn(12 * WEEK + DAY)
    assert "A word about the time ahead, Ben" in await play.hears(BEN)
    assert "Thank you for the time you gave" in await play.taps(BEN, "ending_see")
    assert await play.hears(ANA) == ""


async def test_nor_is_the_end_silent_after_a_deletion(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/delete")
    await play.taps(ANA, "delete_yes")
    assert await play.hears(BEN) == ""
    await play.turn(12 * WEEK + DAY)
    assert "A word about the time ahead, Ben" in await play.hears(BEN)
    told = await play.taps(BEN, "ending_see")
    assert told.startswith("The time of your circle has come to its end.")


async def test_leaving_and_deleting_goes_on_to_the_question_before_it(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/stop")
    await play.taps(ANA, "delete")
    assert "delete_yes" in await verbs(play, ANA)


@pytest.mark.parametrize("person", [BEN, CORA, DAN])
async def test_nobody_leaves_for_ana(play: Play, person: PersonId) -> None:
    circle, seat = await circle_with_ben(play)
    await put(play, person, "leave_ask", own=circle.id, seats=[seat.id] if person != BEN else [])
    await play.hears(person)
    before = await play.dump()
    await play.taps(person, "leave_yes", on=play.newest(person))
    assert await play.dump() == before
