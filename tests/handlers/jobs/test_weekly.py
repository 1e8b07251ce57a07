"""The sweep of weekly notes: they always come, once a week, until the end."""

from __future__ import annotations

import pytest

from storage import circles, rhythms, weekly_notes
from storage.enums import Class, SeatState
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    DAY,
    HOUR,
    WEEK,
    arrive,
    circle_of_ana,
    put,
    supporter_link,
)
from tests.handlers.shares import (
    FRIDAY_SIX,
    note_now,
    notes_of,
    removed,
    stage,
)


async def test_a_confirmed_place_begins_it(play: Play) -> None:
    circle = await circle_of_ana(play)
    _, seat = await supporter_link(play, circle)
    await play.do(lambda tx: arrive(tx, BEN, play.now))
    await play.do(lambda tx: circles.take_seat(tx, seat.id, BEN, play.now))
    await put(play, ANA, "seat_news", seat=seat.id)
    await play.hears(ANA)
    await play.taps(ANA, "seat_see")
    await play.taps(ANA, "seat_yes")
    assert await play.do(weekly_notes.next_due) == play.now + FRIDAY_SIX


async def test_each_week_another_idea(play: Play) -> None:
    await stage(play)
    ideas = [await note_now(play)]
    ideas += [await note_now(play, WEEK) for _ in range(3)]
    assert len(set(ideas)) == 4


async def test_silence_never_stops_it(play: Play) -> None:
    await stage(play)
    await play.turn(FRIDAY_SIX)
    for _ in range(11):
        await play.turn(WEEK)
    assert len(await notes_of(play, BEN)) == 12


async def test_a_removed_supporter_goes_on_getting_it(play: Play) -> None:
    circle = await stage(play)
    await removed(play, circle)
    await play.turn(FRIDAY_SIX)
    assert len(await notes_of(play, BEN)) == 1


@pytest.mark.parametrize("state", [SeatState.LEFT, SeatState.PAUSED])
async def test_leaving_and_the_readers_own_pause_stop_it(play: Play, state: SeatState) -> None:
    await stage(play)
    await play.do(lambda tx: circles.set_seat(tx, 1, state, play.now, only=(SeatState.ACTIVE,)))
    await play.turn(FRIDAY_SIX)
    assert await notes_of(play, BEN) == []


async def test_blocked_between_the_sweep_and_delivery(play: Play) -> None:
    await stage(play)
    await play.turn(FRIDAY_SIX)
    await play.member(BEN, "kicked")
    assert await play.hears(BEN) == ""


async def test_nothing_after_the_end(play: Play) -> None:
    await stage(play)
    await play.turn(12 * WEEK + FRIDAY_SIX)
    assert await notes_of(play, BEN) == []


async def test_after_an_outage_one_note_at_the_own_hour(play: Play) -> None:
    await stage(play)
    await play.turn(FRIDAY_SIX + 9 * HOUR)
    assert await notes_of(play, BEN) == []
    await play.turn(15 * HOUR)
    assert len(await notes_of(play, BEN)) == 1


async def test_it_is_no_occasion(play: Play) -> None:
    """It is as quiet as a nudge, takes no day of the rhythm, and nothing counts it."""
    await stage(play)
    await play.turn(FRIDAY_SIX)
    assert [row.klass for row in await notes_of(play, BEN)] == [Class.NUDGE]
    assert await play.do(lambda tx: tx.all("SELECT 1 FROM occasion WHERE person_id = 2")) == []


async def test_it_keeps_to_a_changed_rhythm(play: Play) -> None:
    await stage(play)
    due = play.now + DAY
    await play.do(lambda tx: rhythms.choose(tx, BEN, frozenset({4}), "20:00", due))
    await play.turn(FRIDAY_SIX)
    assert await notes_of(play, BEN) == []
    await play.turn(DAY + 2 * HOUR)
    assert len(await notes_of(play, BEN)) == 1
