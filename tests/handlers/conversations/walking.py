"""Walking through check-ins in tests: answer all, and look at what is kept."""

from __future__ import annotations

from datetime import timedelta

from handlers.rules.checkin import ORDER
from storage import checkins
from storage.database import Tx
from storage.enums import CheckinState
from storage.records import Checkin, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, circle_of_ana

GOOD, MIXED, HARD = "44344543", "23144352", "21122112"


async def asked(play: Play) -> None:
    """Ana, in her circle, with the first question before her."""
    await circle_of_ana(play)
    assert "Your feelings" in await play.says(ANA, "/checkin")


async def walk(play: Play, places: str, person: PersonId = ANA) -> str:
    """Tap an answer after the other; "-" skips. Gives the last answer of the bot."""
    told = ""
    for mark in places:
        skips = mark == "-"
        told = await play.taps(person, "answer_skip" if skips else "answer", "" if skips else mark)
    return told


async def saved(play: Play, places: str, person: PersonId = ANA) -> str:
    """A whole check-in, a week after the last; the closing."""
    play.now += timedelta(days=7)
    await play.says(person, "/checkin")
    return await walk(play, places, person)


async def kept(play: Play, number: int = 1) -> str:
    """The answers of a check-in as the tests write them: "23-4..."."""
    given = await play.do(lambda tx: checkins.answers(tx, number))
    return "".join(f"{given[one].temperature:d}" if one in given else "-" for one in ORDER)


def _found(tx: Tx, number: int) -> Checkin:
    checkin = checkins.get(tx, number)
    assert checkin is not None
    return checkin


async def found(play: Play, number: int = 1) -> Checkin:
    """A check-in as it is stored."""
    return await play.do(lambda tx: _found(tx, number))


async def state(play: Play, number: int = 1) -> CheckinState:
    """Where a check-in stands."""
    return (await found(play, number)).state
