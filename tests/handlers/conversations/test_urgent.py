"""Somebody asks for their partner: everybody who answers, and what the one who asked hears."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.chat import urgent
from storage import alerts, circles, partner_hours
from storage.enums import AlertKind
from storage.records import Alert, PersonId
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
    circle_with_ben,
    offering,
    put,
)

QUARTER = timedelta(minutes=15)
TAPS = ["urgent_see", "urgent_got", "urgent_cannot"]


async def call(
    play: Play, by: PersonId = ANA, kind: AlertKind = AlertKind.ASKED_FOR_PARTNER
) -> Alert:
    """One consented tap."""
    return await play.do(
        lambda tx: urgent.call(tx, play.house, circles.get(tx, 1), by, kind, None, play.now)
    )


async def called(play: Play) -> None:
    """Ana asks, and Cora reads who it is."""
    await circle_with_ben(play)
    await call(play)
    assert await play.hears(CORA) == "Circle A1: somebody asks for you now. Tap for details."
    assert "Ana would like to hear from you now" in await play.taps(CORA, "urgent_see")


async def test_every_call_tells_anew_at_night_too(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(12 * HOUR)
    await play.hears(CORA)
    first, second = await call(play), await call(play)
    assert first.id != second.id
    assert (await play.hears(CORA)).count("somebody asks for you now") == 2


async def test_a_supporters_call_says_that_it_is_one(play: Play) -> None:
    await circle_with_ben(play)
    await call(play, BEN, AlertKind.DANGER)
    await play.hears(CORA)
    told = await play.taps(CORA, "urgent_see")
    assert "from a supporter: Ben asks for you. Ben or somebody else may be in danger." in told
    assert "Ana" not in told


async def test_who_asked_hears_who_saw_it_and_when(play: Play) -> None:
    await circle_with_ben(play)
    await call(play)
    await play.hears(CORA)
    notice = play.newest(CORA)
    for told in ("Cora saw this at 10:00", ""):
        await play.taps(CORA, "urgent_see", on=notice)
        assert told in await play.hears(ANA)
    assert len(play.chats[ANA]) == 1


async def test_who_asked_hears_who_takes_it(play: Play) -> None:
    await called(play)
    await play.hears(ANA)
    await play.turn(timedelta(minutes=5))
    assert "You have it." in await play.taps(CORA, "urgent_got")
    told = await play.hears(ANA)
    assert "Cora answered at 10:05\u202fAM: I've got this." in told
    await play.turn(DAY)
    assert await play.hears(DEV) == ""


async def test_everybody_who_opens_it_is_told_of_until_somebody_has_it(play: Play) -> None:
    await called(play)
    await play.turn(QUARTER)
    await play.hears(ANA)
    await play.hears(DEV)
    await play.taps(DEV, "urgent_see")
    assert "Dev saw this at 10:15" in await play.hears(ANA)
    await play.turn(QUARTER)
    await play.hears(EVE)
    await play.taps(DEV, "urgent_got")
    await play.hears(ANA)
    await play.taps(EVE, "urgent_see")
    assert await play.hears(ANA) == ""


async def test_fifteen_minutes_later_the_backup_is_told_and_ana_hears_the_truth(
    play: Play,
) -> None:
    await called(play)
    await play.turn(QUARTER - timedelta(seconds=1))
    assert await play.hears(DEV) == ""
    await play.turn(timedelta(seconds=1))
    assert "somebody asks for you now" in await play.hears(DEV)
    told = await play.hears(ANA)
    assert "Cora has seen it and has not answered yet. I have told Dev now" in told
    assert "988" in told
    assert [button.verb for button in play.newest(ANA).buttons] == ["help"]


async def test_who_did_not_open_it_has_not_seen_it(play: Play) -> None:
    await circle_with_ben(play)
    await call(play)
    await play.hears(CORA)
    await play.turn(QUARTER)
    assert "Cora has not seen it yet. I have told Dev now" in await play.hears(ANA)


async def test_the_coordinator_comes_last(play: Play) -> None:
    await called(play)
    await play.turn(QUARTER)
    await play.turn(QUARTER)
    assert "somebody asks for you now" in await play.hears(EVE)
    assert "Dev has not seen it yet" in await play.hears(ANA)


async def test_cannot_tells_the_backup_at_once(play: Play) -> None:
    await called(play)
    assert "thank you for saying so" in await play.taps(CORA, "urgent_cannot")
    assert "somebody asks for you now" in await play.hears(DEV)
    assert "Cora can't right now. I have told Dev" in await play.hears(ANA)


async def test_whoever_was_told_hears_that_somebody_took_it(play: Play) -> None:
    await called(play)
    details = play.newest(CORA)
    await play.turn(QUARTER)
    await play.hears(DEV)
    await play.taps(DEV, "urgent_see")
    await play.taps(DEV, "urgent_got")
    assert "somebody has taken this one" in await play.hears(CORA)
    assert "Dev has it." in await play.taps(CORA, "urgent_cannot", on=details)


async def test_bad_news_that_is_not_true_any_more_stays_unsaid(play: Play) -> None:
    await called(play)
    await play.turn(QUARTER)
    await play.taps(CORA, "urgent_got")
    told = await play.hears(ANA)
    assert "saw this" in told
    assert "not seen" not in told


async def test_who_is_away_is_passed_over_from_the_start(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: partner_hours.choose(tx, CORA, frozenset(range(5)), "09:00", "17:00"))
    await play.do(lambda tx: partner_hours.set_away(tx, CORA, play.now, play.now + DAY))
    await call(play)
    assert await play.hears(CORA) == ""
    assert "somebody asks for you now" in await play.hears(DEV)


@pytest.mark.parametrize("verb", TAPS)
async def test_each_tap_twice_says_and_does_the_same(play: Play, verb: str) -> None:
    await called(play)
    details = play.newest(CORA)
    first, before = await play.taps(CORA, verb, on=details), await play.dump()
    assert await play.taps(CORA, verb, on=details) == first
    assert await play.dump() == before


@pytest.mark.parametrize("verb", TAPS)
@pytest.mark.parametrize("person", [ANA, BEN, DAN])
async def test_nobody_else_answers_a_call(play: Play, person: PersonId, verb: str) -> None:
    await called(play)
    await put(play, person, offering(verb), **play.newest(CORA).row.facts)
    await play.hears(person)
    before = await play.dump()
    assert "nothing for you to do" in await play.taps(person, verb, on=play.newest(person))
    assert await play.dump() == before


async def test_a_call_is_no_gap_and_ends_quietly(play: Play) -> None:
    await called(play)
    await play.taps(CORA, "urgent_got")
    await play.turn(3 * DAY)
    assert await play.do(lambda tx: alerts.due(tx, play.now, 10)) == []
    assert await play.hears(CORA) == ""
