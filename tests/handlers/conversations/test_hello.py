"""A hello: asked one after another, answered by a tap, and nobody hears of a "not today"."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import circles, hellos, people, rhythms
from storage.database import Tx
from storage.enums import HelloState, Language, SeatState
from storage.records import Circle, Hello, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    FAY,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    put,
    sit,
)  # fmt: skip

ASK = "A small ask for today, if you can."
NOBODY_YET = (
    "About what you asked me for, no hurry. Nobody has been able to answer yet. That says something"
    " about busy days, nothing about you.\n\nShall I ask Cora? If nobody takes it, I ask the next"
    " person on the team. They read: 'Ana would like to hear from you now.'"
)
SECOND = timedelta(seconds=1)


async def wish(play: Play) -> str:
    """Ana asks for a hello."""
    await play.says(ANA, "/start")
    await play.taps(ANA, "hello")
    return await play.taps(ANA, "hello_begin")


async def two_near(play: Play) -> Circle:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))
    return circle


async def state(play: Play, number: int = 1) -> Hello:
    found = await play.do(lambda tx: hellos.get(tx, number))
    assert found is not None
    return found


async def test_ana_asks_ben_calls(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/start")
    assert "They read: 'Ana would like a hello." in await play.taps(ANA, "hello")
    assert await play.hears(BEN) == ""
    assert "I'm asking" in await play.taps(ANA, "hello_begin")
    assert await play.hears(BEN) == ASK
    assert "Ana would like a hello. Nothing to fix" in await play.taps(BEN, "hello_see")
    told = await play.taps(BEN, "hello_answer", "call")
    assert told == "Thank you. Ana reads: 'Ben says: I'll call today.'"
    assert (await play.hears(ANA)).startswith("An answer for you.")
    assert await play.taps(ANA, "hello_heard") == "Ben says: I'll call today."


async def test_one_after_another_two_waking_hours_apart(play: Play) -> None:
    await two_near(play)
    await wish(play)
    assert (await play.hears(BEN), await play.hears(FAY)) == (ASK, "")
    await play.turn(2 * HOUR - SECOND)
    assert await play.hears(FAY) == ""
    await play.turn(SECOND)
    assert await play.hears(FAY) == ASK


async def test_the_order_is_the_participants(play: Play) -> None:
    await two_near(play)
    await play.do(lambda tx: tx.run("UPDATE seat SET place = 5 WHERE supporter_id = :id", id=BEN))
    await wish(play)
    assert (await play.hears(BEN), await play.hears(FAY)) == ("", ASK)


@pytest.mark.parametrize("to", [SeatState.PAUSED, SeatState.UNREACHABLE, SeatState.LEFT])
async def test_who_is_not_here_is_passed_over_at_once(play: Play, to: SeatState) -> None:
    circle, seat = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))
    only = (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, seat.id, to, play.now, only=only))
    await wish(play)
    assert (await play.hears(BEN), await play.hears(FAY)) == ("", ASK)


async def test_whoever_takes_a_break_is_passed_over(play: Play) -> None:
    await two_near(play)
    await play.do(lambda tx: rhythms.pause(tx, BEN, play.now, play.now + 7 * DAY))
    await wish(play)
    assert (await play.hears(BEN), await play.hears(FAY)) == ("", ASK)


async def test_a_supporter_of_many_is_asked_three_times_a_day(play: Play) -> None:
    circle, seat = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))

    def earlier(tx: Tx) -> None:
        for _ in range(3):
            other = circles.open_circle(tx, DEV, None, play.now)
            hello = hellos.begin(tx, other.id, play.now)
            assert hello
            hellos.asked(tx, hello.id, seat.id, play.now)
            hellos.save(tx, hello.id, HelloState.STOPPED, None, None)

    await play.do(earlier)
    await wish(play)
    assert (await play.hears(BEN), await play.hears(FAY)) == ("", ASK)


async def test_in_spanish(play: Play) -> None:
    await circle_with_ben(play)
    for person in (ANA, BEN):
        await play.do(lambda tx, who=person: people.set_language(tx, who, Language.SPANISH))  # type: ignore[misc]
    assert "Estoy preguntando" in await wish(play)
    assert await play.hears(BEN) == "Algo pequeño para hoy, si puedes."
    assert "Ana quisiera un saludo" in await play.taps(BEN, "hello_see")
    assert "Ben dice: hoy te llamo." in await play.taps(BEN, "hello_answer", "call")
    assert (await play.hears(ANA)).startswith("Una respuesta para ti.")


async def test_not_today_costs_nothing_and_nobody_hears_of_it(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await play.hears(BEN)
    assert "Nobody hears of it" in await play.taps(BEN, "hello_answer", "not_today")
    await play.turn(4 * HOUR - SECOND)
    assert await play.hears(ANA) == ""


async def no_answer(play: Play) -> str:
    """Four waking hours later."""
    await play.turn(4 * HOUR)
    return f"{await play.hears(ANA)} {await play.taps(ANA, 'hello_yet')}"


async def test_not_today_is_written_down_nowhere(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await play.hears(BEN)
    before = (await play.dump())["hello_ask"]
    await play.taps(BEN, "hello_answer", "not_today")
    assert (await play.dump())["hello_ask"] == before


@pytest.mark.parametrize("what", ["nothing", "not_today", "paused", "left", "unreachable"])
async def test_after_four_hours_ana_is_told_the_same_whatever_the_others_do(
    play: Play, what: str
) -> None:
    _, seat = await circle_with_ben(play)
    if what in ("paused", "left", "unreachable"):
        to, only = SeatState(what), (SeatState.ACTIVE,)
        await play.do(lambda tx: circles.set_seat(tx, seat.id, to, play.now, only=only))
    assert (await wish(play)).startswith("I'm asking, one person after another.")
    await play.hears(BEN)
    if what == "not_today":
        await play.taps(BEN, "hello_answer", what)
    assert await no_answer(play) == NOBODY_YET


async def test_cora_is_asked_by_a_tap_and_not_before(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await no_answer(play)
    assert await play.hears(CORA) == ""
    page = play.newest(ANA)
    assert "I have asked Cora" in await play.taps(ANA, "hello_partner", on=page)
    assert "asked already" in await play.taps(ANA, "hello_partner", on=page)
    assert (await play.hears(CORA)).count("somebody asks for you now") == 1


async def test_a_yes_after_the_telling_still_arrives(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await play.hears(BEN)
    await play.turn(4 * HOUR)
    assert (await state(play)).state is HelloState.UNANSWERED
    await play.hears(ANA)
    await play.taps(BEN, "hello_see")
    await play.taps(BEN, "hello_answer", "call")
    assert (await play.hears(ANA)).startswith("An answer for you.")
    assert await play.taps(ANA, "hello_yet") == "Ben says: I'll call today."


async def test_two_say_yes_and_each_is_told_once(play: Play) -> None:
    await two_near(play)
    await wish(play)
    await play.hears(BEN)
    await play.turn(2 * HOUR)
    await play.hears(FAY)
    for person, said in ((BEN, "call"), (FAY, "write")):
        await play.taps(person, "hello_see")
        page = play.newest(person)
        await play.taps(person, "hello_answer", said, on=page)
        await play.taps(person, "hello_answer", said, on=page)
    assert (await play.hears(ANA)).count("An answer for you.") == 2


async def test_after_a_yes_nobody_else_is_asked_or_told(play: Play) -> None:
    await two_near(play)
    await wish(play)
    await play.hears(BEN)
    await play.taps(BEN, "hello_see")
    await play.taps(BEN, "hello_answer", "write")
    await play.hears(ANA)
    await play.turn(5 * HOUR)
    assert (await play.hears(FAY), await play.hears(ANA)) == ("", "")


async def test_a_yes_stays_a_yes_and_not_today_may_become_one(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await play.hears(BEN)
    await play.taps(BEN, "hello_see")
    page = play.newest(BEN)
    await play.taps(BEN, "hello_answer", "not_today", on=page)
    assert "I'll write today" in await play.taps(BEN, "hello_answer", "write", on=page)
    assert "I'll write today" in await play.taps(BEN, "hello_answer", "not_today", on=page)


async def test_taken_back_the_ask_is_settled_and_nobody_is_asked(play: Play) -> None:
    await two_near(play)
    await wish(play)
    await play.hears(BEN)
    assert "I ask nobody else" in await play.taps(ANA, "hello_back")
    assert "That is settled" in await play.taps(BEN, "hello_see")
    await play.turn(5 * HOUR)
    assert (await play.hears(FAY), await play.hears(ANA)) == ("", "")


async def test_taken_back_before_it_was_delivered_it_is_not_said(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await play.taps(ANA, "hello_back")
    assert await play.hears(BEN) == ""


async def test_once_somebody_answered_there_is_nothing_to_take_back(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    asking = play.newest(ANA)
    await play.hears(BEN)
    await play.taps(BEN, "hello_see")
    await play.taps(BEN, "hello_answer", "call")
    assert "Somebody has answered." in await play.hears(ANA)
    now = play.chats[ANA][asking.message_id]
    assert [one.verb for one in now.buttons] == ["home", "help"]
    assert "answered already" in await play.taps(ANA, "hello_back", on=asking)


async def test_what_is_asked_in_that_message_by_now_stays(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "hello")
    confirm = play.newest(ANA)
    await play.taps(ANA, "hello_begin")
    await play.taps(ANA, "home", on=confirm)  # two quick taps: Ask for me, and Not now
    await play.taps(ANA, "check_in")
    question = play.newest(ANA)
    await play.hears(BEN)
    await play.taps(BEN, "hello_see")
    await play.taps(BEN, "hello_answer", "call")
    assert "An answer for you." in await play.hears(ANA)
    assert question.message_id == confirm.message_id
    assert play.chats[ANA][question.message_id] == question


async def test_two_quick_taps_ask_once(play: Play) -> None:
    await two_near(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "hello")
    page = play.newest(ANA)
    first = await play.taps(ANA, "hello_begin", on=page)
    assert await play.taps(ANA, "hello_begin", on=page) == first
    await play.taps(ANA, "hello_back")
    assert "done already" in await play.taps(ANA, "hello_begin", on=page)
    assert await play.do(lambda tx: hellos.live(tx, 1)) is None


async def test_three_a_day_and_again_tomorrow(play: Play) -> None:
    await circle_with_ben(play)
    for _ in range(3):
        assert "I'm asking" in await wish(play)
        await play.taps(ANA, "hello_back")
    await play.says(ANA, "/start")
    assert "three times a day" in await play.taps(ANA, "hello")
    assert "write_partner" in [one.verb for one in play.newest(ANA).buttons]
    await play.turn(DAY)
    assert "I'm asking" in await wish(play)


async def test_with_nobody_in_the_circle_it_says_so_and_offers_cora(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    assert "nobody in your circle" in await play.taps(ANA, "hello")
    verbs = [one.verb for one in play.newest(ANA).buttons]
    assert verbs == ["hello_partner", "write_partner", "home", "help"]
    assert "I have asked Cora" in await play.taps(ANA, "hello_partner")


async def test_at_night_nobody_is_woken(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(13 * HOUR)
    await play.hears(BEN)
    await wish(play)
    assert await play.hears(BEN) == ""
    await play.turn(9 * HOUR)
    assert ASK in await play.hears(BEN)


async def test_an_ask_that_waits_until_night_is_not_said(play: Play) -> None:
    await circle_with_ben(play)
    await wish(play)
    await play.turn(11 * HOUR)
    assert ASK not in await play.hears(BEN)


@pytest.mark.parametrize("verb", ["hello_see", "hello_answer"])
async def test_who_was_removed_finds_it_settled(play: Play, verb: str) -> None:
    _, seat = await circle_with_ben(play)
    await wish(play)
    await play.hears(BEN)
    only = (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, seat.id, SeatState.REMOVED, play.now, only=only))
    value = "not_today" if verb == "hello_answer" else ""
    assert "That is settled" in await play.taps(BEN, verb, value)


@pytest.mark.parametrize("person", [ANA, CORA, DEV, FAY, DAN])
async def test_nobody_else_answers_for_ben(play: Play, person: PersonId) -> None:
    _, seat = await circle_with_ben(play)
    await wish(play)
    await play.do(lambda tx: people.welcome(tx, person, Language.ENGLISH, "UTC", play.now))
    await put(play, person, "hello_details", hello=1, seat=seat.id)
    await play.hears(person)
    before = await play.dump()
    told = await play.taps(person, "hello_answer", "call", on=play.newest(person))
    assert "nothing for you to do" in told
    assert await play.dump() == before


async def test_the_circle_ends_and_nobody_is_asked_any_more(play: Play) -> None:
    await two_near(play)
    await wish(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET ends_at = 1"))
    await play.turn(2 * HOUR)
    assert await play.hears(FAY) == ""
    assert (await state(play)).state is HelloState.STOPPED
