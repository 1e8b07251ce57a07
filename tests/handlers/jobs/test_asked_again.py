"""After an outage whoever may have answered in vain is asked once more, by day, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.jobs import alive
from storage import people, rhythms
from storage.database import Tx
from tests.handlers.conversations.test_joining import WAY
from tests.handlers.conversations.walking import asked, walk
from tests.handlers.driver import Play
from tests.handlers.jobs.test_alive import MINUTE, away, runs
from tests.handlers.people import ANA, DAY, FAY, HOUR, circle_of_ana, supporter_link

BACK = "I was away for a while, so here is the question once more, whenever it suits you."
ON_THE_WAY = "I was away for a while, and we can go on where we stopped, whenever it suits you."
SOON = 2 * MINUTE


async def in_the_middle(play: Play, answers: str = "454") -> None:
    """Ana has answered so many."""
    await asked(play)
    await runs(play)
    await walk(play, answers)


async def hears(play: Play, person: int = ANA, after: timedelta = SOON) -> str:
    """What somebody hears by then."""
    play.now += after
    return await play.hears(person)


@pytest.mark.parametrize("lasted", [3 * MINUTE, 10 * MINUTE, 2 * HOUR, DAY, 5 * DAY])
async def test_the_question_where_a_check_in_stands_is_asked_once_more(
    play: Play, lasted: timedelta
) -> None:
    await in_the_middle(play)
    old = play.newest(ANA).message_id
    await away(play, lasted)
    assert BACK not in await play.hears(ANA)
    told = await hears(play)
    assert told.startswith(BACK)
    assert "4 of 8." in told
    assert play.chats[ANA][old].buttons == []
    assert "5 of 8." in await play.taps(ANA, "answer", "3")
    await away(play, lasted)
    assert "5 of 8." in await hears(play)


async def test_two_minutes_away_lose_no_tap(play: Play) -> None:
    await in_the_middle(play)
    await away(play, timedelta(seconds=150))
    assert await hears(play) == ""


async def test_it_is_asked_a_third_time_by_no_outage(play: Play) -> None:
    await in_the_middle(play)
    for expected in (1, 0, 0):
        await away(play, HOUR)
        assert (await hears(play)).count(BACK) == expected


async def test_nobody_is_asked_at_night_and_one_night_is_not_two_messages(play: Play) -> None:
    await in_the_middle(play)
    await away(play, 14 * HOUR)
    await away(play, 30 * MINUTE)
    assert await hears(play) == ""
    assert (await hears(play, after=8 * HOUR)).count(BACK) == 1


async def test_what_was_typed_meanwhile_is_answered_and_nothing_asked_again(play: Play) -> None:
    await in_the_middle(play)
    await away(play, 2 * HOUR)
    assert "5 of 8." in await play.says(ANA, "3")
    assert await hears(play) == ""


async def test_whoever_said_later_is_left_alone(play: Play) -> None:
    await in_the_middle(play)
    await play.taps(ANA, "answer_later")
    await away(play, 2 * HOUR)
    assert await hears(play) == ""


async def test_a_question_that_stood_for_hours_is_not_asked_again_for_minutes(play: Play) -> None:
    await in_the_middle(play)
    await play.turn(3 * HOUR)
    await away(play, 10 * MINUTE)
    assert await hears(play) == ""


@pytest.mark.parametrize("why", ["paused", "unreachable", "over", "grave words"])
async def test_whoever_is_not_to_be_asked_is_not(play: Play, why: str) -> None:
    await in_the_middle(play)

    def step(tx: Tx) -> None:
        if why == "paused":
            rhythms.pause(tx, ANA, play.now, None)
        elif why == "unreachable":
            people.set_unreachable(tx, ANA, play.now)
        elif why == "over":
            tx.run("UPDATE circle SET ends_at = 1")

    await play.do(step)
    if why == "grave words":
        await play.says(ANA, "I want to kill myself")
    await away(play, 2 * HOUR)
    assert BACK not in await hears(play)


async def test_a_check_in_of_five_days_ago_stands_two_days_more(play: Play) -> None:
    await in_the_middle(play)
    await away(play, 5 * DAY)
    await hears(play)
    await play.turn(2 * DAY - HOUR)
    assert "5 of 8." in await play.taps(ANA, "answer", "3")


async def test_somebody_on_the_way_in_is_told_once_that_it_goes_on(play: Play) -> None:
    circle = await circle_of_ana(play)
    await runs(play)
    secret, _ = await supporter_link(play, circle)
    await play.opens(FAY, secret)
    await play.taps(FAY, "language", "en")
    await away(play, 20 * MINUTE)
    assert await hears(play, FAY) == ON_THE_WAY
    assert "I'm a program" in await play.taps(FAY, "join_back")
    await away(play, 20 * MINUTE)
    assert await hears(play, FAY) == ""


async def asked_for_the_name(play: Play) -> int:
    """Fay was asked for the name; where that stands."""
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await runs(play)
    await play.opens(FAY, secret)
    for verb, value in WAY:
        await play.taps(FAY, verb, value)
    return play.newest(FAY).message_id


async def test_on_the_way_in_only_the_newest_question_keeps_its_buttons(play: Play) -> None:
    old = await asked_for_the_name(play)
    await away(play, 20 * MINUTE)
    assert await hears(play, FAY) == ON_THE_WAY
    assert play.chats[FAY][old].buttons == []
    again = play.newest(FAY).message_id
    assert "Thank you, Fay" in await play.says(FAY, "Fay")
    assert play.chats[FAY][again].buttons == []


async def test_whoever_went_on_before_it_came_is_not_told(play: Play) -> None:
    old = await asked_for_the_name(play)
    await away(play, 20 * MINUTE)
    assert "Thank you, Fay" in await play.says(FAY, "Fay")
    assert play.chats[FAY][old].buttons == []
    assert await hears(play, FAY) == ""
    await away(play, 20 * MINUTE)
    assert await hears(play, FAY) == ON_THE_WAY


async def test_whoever_came_in_meanwhile_is_not_told(play: Play) -> None:
    circle = await circle_of_ana(play)
    await runs(play)
    secret, _ = await supporter_link(play, circle)
    await play.opens(FAY, secret)
    await away(play, 20 * MINUTE)
    await play.do(lambda tx: people.end_joining(tx, FAY))
    assert await hears(play, FAY) == ""


async def test_the_first_start_asks_nobody(play: Play) -> None:
    await asked(play)
    await play.do(lambda tx: people.remember_bot(tx, 99, "circle_bot"))
    await play.do(lambda tx: alive.back(tx, play.house, play.now + 3 * DAY))
    assert await hears(play) == ""


@pytest.mark.parametrize("goes_on", [False, True])
async def test_two_outages_of_one_night_are_one_word_in_the_morning(
    play: Play, goes_on: bool
) -> None:
    """The word for the morning is about where somebody stands after the second one, too."""
    play.now += 14 * HOUR  # Midnight in New York.
    await asked_for_the_name(play)
    await away(play, 5 * MINUTE)
    assert await hears(play, FAY) == ""
    if goes_on:
        assert "Thank you, Fay" in await play.says(FAY, "Fay")
    await away(play, 20 * MINUTE)
    assert await hears(play, FAY) == ""
    assert await hears(play, FAY, after=9 * HOUR) == ON_THE_WAY
