"""One damaged value: whatever else is due goes on, and a name that does not open is said as "…"."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from handlers.chat.one_by_one import AGAIN, each
from handlers.jobs import audit
from storage import circles, people, rhythms
from storage.database import Tx, Unavailable
from storage.enums import SeatState
from storage.records import Circle, PersonId
from storage.seal import Keyring
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    FAY,
    HOUR,
    WEEK,
    arrive,
    circle_of_ana,
    circle_with_ben,
)
from tests.postgres import BOTH
from tests.storage.small import DAMAGED

pytestmark = BOTH

NOWHERE = "Europe/Nowhere"


def listening(play: Play) -> list[Exception]:
    """Whatever cannot be decided is told here, and does not fail the test."""
    told: list[Exception] = []
    play.house = replace(play.house, undecided=told.append)
    return told


async def damage_names(play: Play) -> None:
    """Nobody's name opens any more."""
    await play.do(lambda tx: tx.run("UPDATE person SET name = :name", name=DAMAGED))


def circle_of_fay(play: Play, tx: Tx) -> Circle:
    """A second circle, which Dev carries, as old as Ana's."""
    arrive(tx, FAY, play.now)
    circle = circles.open_circle(tx, DEV, None, play.now)
    circles.start(tx, circle.id, FAY, play.now, play.now + 12 * WEEK)
    circles.look_at(tx, circle.id, play.now)
    return circles.get(tx, circle.id)


async def lose(play: Play, person: PersonId) -> None:
    """Whatever has to do with somebody's hours cannot be decided any more."""
    await play.do(lambda tx: people.set_zone(tx, person, NOWHERE))


async def test_nothing_is_decided_by_a_name(play: Play) -> None:
    await circle_with_ben(play)
    await damage_names(play)
    keyring, opened = await play.do(lambda tx: tx.keyring), list[str]()
    assert isinstance(keyring, Keyring)
    keyring.unreadable = opened.append
    for _ in range(30):
        await play.turn(DAY)
    assert opened == []
    await play.says(ANA, "/start")
    assert "person.name" in opened


async def test_an_alert_is_told_and_shown_without_a_name(play: Play) -> None:
    await circle_of_ana(play)
    await damage_names(play)
    await play.turn(3 * DAY)
    assert "needs a look" in await play.hears(CORA)
    assert "has had no active supporter" in await play.taps(CORA, "alert_see")
    assert "… gets this now" in await play.taps(CORA, "alert_hand")
    assert "needs a look" in await play.hears(DEV)


async def test_whoever_has_no_name_is_invited_and_answered_all_the_same(play: Play) -> None:
    await circle_with_ben(play)
    await damage_names(play)
    await play.turn(DAY + 8 * HOUR)
    assert await play.hears(ANA)
    assert await play.hears(BEN)
    assert "…" in await play.says(ANA, "/settings")


async def test_a_circle_that_cannot_be_decided_about_holds_up_no_other(play: Play) -> None:
    ana = await circle_of_ana(play)
    fay = await play.do(partial(circle_of_fay, play))
    told = listening(play)
    await lose(play, CORA)
    await play.turn(3 * DAY)
    assert told
    assert "needs a look" in await play.hears(DEV)
    after = [await play.do(partial(circles.get, circle_id=one.id)) for one in (ana, fay)]
    assert after[0].look_at == play.now + AGAIN != after[1].look_at


async def test_what_fails_beside_an_alert_does_not_hold_it_up(play: Play) -> None:
    circle, seat = await circle_with_ben(play)
    told = listening(play)
    await lose(play, ANA)
    away = SeatState.LEFT
    await play.do(lambda tx: circles.set_seat(tx, seat.id, away, play.now, only=(seat.state,)))
    await play.turn(HOUR)
    assert "needs a look" in await play.hears(CORA)
    assert told
    after = await play.do(lambda tx: circles.get(tx, circle.id))
    assert after.look_at is not None


@pytest.mark.parametrize("lost", [ANA, BEN])
async def test_somebody_who_cannot_be_invited_holds_up_nobody(play: Play, lost: PersonId) -> None:
    await circle_with_ben(play)
    told = listening(play)
    await lose(play, lost)
    await play.turn(DAY + 8 * HOUR)
    assert told
    assert await play.hears(BEN if lost is ANA else ANA)
    rhythm = await play.do(lambda tx: rhythms.get(tx, lost))
    assert rhythm is not None
    assert rhythm.due_at == play.now + AGAIN


async def test_what_failed_is_undone_and_what_the_engine_cannot_do_is_not_told(play: Play) -> None:
    told = listening(play)

    def decide(tx: Tx, number: int) -> str:
        arrive(tx, PersonId(number), play.now)
        if number == 2:
            raise LookupError
        return "done"

    def step(tx: Tx) -> list[str]:
        return each(tx, play.house, (1, 2, 3), partial(decide, tx), later=lambda _: "later")

    assert await play.do(step) == ["done", "later", "done"]
    assert [type(one) for one in told] == [LookupError]
    assert sorted(await play.do(people.arrived)) == [1, 3]

    def away(_thing: int) -> str:
        raise Unavailable("locked")

    with pytest.raises(Unavailable):
        await play.do(lambda tx: each(tx, play.house, (1,), away, later=lambda _: "later"))
    assert len(told) == 1


async def test_the_auditor_looks_at_the_others(play: Play) -> None:
    ana = await circle_of_ana(play)
    fay = await play.do(partial(circle_of_fay, play))
    told = listening(play)
    for one in (ana, fay):
        await play.do(partial(circles.look_at, circle_id=one.id, at=None))
    sql = "UPDATE rhythm SET paused_since = 1, paused_until = :never WHERE person_id = :id"
    await play.do(lambda tx: tx.run(sql, never=2**62, id=ANA))
    play.now += 4 * DAY
    found = await play.database.read(lambda tx: audit.find(tx, play.house, play.now))
    assert [one.circle_id for one in found] == [fay.id]
    assert told
