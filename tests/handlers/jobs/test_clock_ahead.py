"""A clock that was a month ahead, and is right again: nobody waits for the days that it made up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.chat.kinds import Kind
from handlers.jobs import alive
from storage import circles, hellos, outbox, rhythms, weekly_notes
from storage.database import Tx
from storage.enums import Class
from storage.moments import micros
from storage.records import Circle, Seat
from tests.handlers.driver import Play
from tests.handlers.jobs.test_alive import away, runs
from tests.handlers.people import ANA, BEN, CORA, DAY, HOUR, circle_with_ben

TUESDAY = datetime(2026, 11, 3, 23, tzinfo=UTC)
"""Six in New York, when Ana is invited."""
WAITS = {
    "rhythm.due_at": "SELECT max(due_at) AS at FROM rhythm",
    "weekly_note.due_at": "SELECT max(due_at) AS at FROM weekly_note",
    "circle.look_at": "SELECT max(look_at) AS at FROM circle",
    "alert.next_at": "SELECT max(next_at) AS at FROM alert",
    "hello.next_at": "SELECT max(next_at) AS at FROM hello",
    "outbox.not_before": "SELECT max(not_before) AS at FROM outbox WHERE state = 0",
}
PASSED = {
    "seat.seen_at": "SELECT max(seen_at) AS at FROM seat",
    "seat.since": "SELECT max(since) AS at FROM seat",
    "alert_told.at": "SELECT max(at) AS at FROM alert_told",
    "hello.asked_at": "SELECT max(asked_at) AS at FROM hello",
}
SILENCE = {
    "seen": "SELECT max(seen_at) AS at FROM seat",
    "asked": "SELECT max(still_here_at) AS at FROM seat",
}


async def latest(play: Play, asked: dict[str, str]) -> dict[str, int]:
    """The latest instant in each of these; each has one."""

    def look(tx: Tx) -> dict[str, int]:
        return {name: int(tx.all(sql)[0]["at"]) for name, sql in asked.items()}

    return await play.do(look)


def _put_off(tx: Tx, circle: Circle, seat: Seat, now: datetime) -> None:
    """A hello and a notice wait, and the only supporter has just left."""
    hellos.begin(tx, circle.id, now)
    tx.run("UPDATE hello SET next_at = :at", at=micros(now + DAY))
    later = now + DAY
    outbox.put(tx, CORA, Class.ALERT, Kind.NOTE, {}, now, not_before=later, not_after=later + DAY)
    left = "UPDATE seat SET state = 'left', since = :now WHERE id = :id"
    tx.run(left, now=micros(now - HOUR), id=seat.id)
    circles.look_at(tx, circle.id, now)


@pytest.fixture
async def right(play: Play) -> datetime:
    """What time it is, after a while in which it seemed a month later."""
    circle, seat = await circle_with_ben(play)
    await runs(play)
    await play.do(lambda tx: weekly_notes.begin(tx, BEN, play.now + DAY))
    now = play.now
    await away(play, 30 * DAY)
    ahead = play.now
    await play.do(lambda tx: _put_off(tx, circle, seat, ahead))
    await play.strike()
    waits = await latest(play, WAITS)
    assert min(waits.values()) >= micros(ahead), waits
    play.now = now
    await play.do(lambda tx: alive.back(tx, play.house, now, ahead))
    return now


async def test_what_was_put_off_to_days_that_were_made_up_is_due_soon(
    play: Play, right: datetime
) -> None:
    soon = micros(right + 8 * DAY)
    found = await latest(play, WAITS)
    assert {name: at for name, at in found.items() if at > soon} == {}


async def test_what_passed_on_days_that_were_made_up_is_not_still_to_come(
    play: Play, right: datetime
) -> None:
    found = await latest(play, PASSED)
    assert {name: at for name, at in found.items() if at > micros(right)} == {}


async def test_a_silence_goes_on_where_it_was(play: Play) -> None:
    """The leap forward was an outage, which gave the silence back, as if it were of those days."""
    await circle_with_ben(play)
    await runs(play)
    began = play.now
    asked = "UPDATE seat SET seen_at = :seen, still_here_at = :asked"
    seen_at, asked_at = micros(began - 16 * DAY), micros(began - 47 * HOUR)
    await play.do(lambda tx: tx.run(asked, seen=seen_at, asked=asked_at))
    await away(play, 30 * DAY)
    ahead = play.now
    assert min((await latest(play, SILENCE)).values()) > micros(began)
    play.now = began
    await play.do(lambda tx: alive.back(tx, play.house, began, ahead))
    assert await latest(play, SILENCE) == {"seen": seen_at, "asked": asked_at}


async def test_people_are_invited_and_alerts_go_on(play: Play, right: datetime) -> None:
    await play.hears(CORA)
    await play.turn(TUESDAY - right)
    assert "A quiet moment, Ana?" in await play.hears(ANA)
    await play.turn(DAY)
    assert "needs a look" in await play.hears(CORA)


async def test_an_invitation_of_a_day_that_was_made_up_keeps_no_other_away(
    play: Play, right: datetime
) -> None:
    made_up = (right + 30 * DAY).date()
    await play.do(lambda tx: rhythms.claim(tx, ANA, made_up, right))
    await play.turn(TUESDAY - right)
    assert "A quiet moment, Ana?" in await play.hears(ANA)
