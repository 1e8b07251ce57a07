"""The nudge sweep: each local day once, whatever the clock does, and nobody who takes no part."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers import routes
from handlers.rules import wall
from storage import checkins, circles, outbox, people, rhythms
from storage.database import Tx
from storage.enums import Class, SeatState
from storage.records import Row
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    HOUR,
    arrive,
    circle_of_ana,
    circle_with_ben,
    sit,
)

NEW_YORK = "America/New_York"
SIX = DAY + 8 * HOUR
"""From the Monday morning of the stage to Tuesday at six in the evening."""


async def nudges(play: Play, person: int = ANA) -> list[Row]:
    """Every invitation that was ever put for somebody."""

    def step(tx: Tx) -> list[Row]:
        rows = tx.all(
            "SELECT id FROM outbox WHERE class = :klass AND person_id = :id ORDER BY id",
            klass=int(Class.NUDGE),
            id=person,
        )
        found = [outbox.get(tx, row["id"]) for row in rows]
        return [row for row in found if row is not None]

    return await play.do(step)


async def test_the_sweep_twice_invites_once(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.strike()
    assert len(await nudges(play)) == 1


async def test_a_day_that_is_taken_is_not_taken_again(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    # A clock that was set back makes the same evening due again.
    await play.do(lambda tx: rhythms.set_due(tx, ANA, play.now))
    await play.strike()
    assert len(await nudges(play)) == 1


async def test_not_before_its_hour(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX - timedelta(seconds=1))
    assert await nudges(play) == []


async def test_next_week_again(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    for _ in range(7):
        await play.turn(DAY)
    facts = [row.facts["what"] for row in await nudges(play)]
    assert facts == ["new", "reminder", "new"]


async def test_an_evening_that_passed_a_moment_ago_is_not_lost_after_a_week_away(
    play: Play,
) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.turn(7 * DAY + HOUR)
    await play.strike()
    assert len(await nudges(play)) == 2
    await play.strike()
    assert len(await nudges(play)) == 2


async def test_nobody_is_invited_before_the_circle_begins(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET starts_at = NULL, ends_at = NULL"))
    await play.turn(SIX)
    assert await nudges(play) == []


async def test_both_parts_are_one_rhythm_with_the_cap_of_the_participant(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: _ana_supports_ben(tx, play.now))
    await play.do(lambda tx: rhythms.choose(tx, ANA, frozenset({1, 3}), "18:00", play.now))
    await play.turn(SIX)
    for _ in range(3):
        await play.turn(DAY)
    assert {row.facts["supporter"] for row in await nudges(play)} == {False}


def _ana_supports_ben(tx: Tx, now: datetime) -> None:
    arrive(tx, BEN, now)
    other = circles.open_circle(tx, CORA, None, now)
    circles.start(tx, other.id, BEN, now, now + 84 * DAY)
    sit(tx, circles.get(tx, other.id), ANA, now)


async def test_a_month_away_is_caught_up_with_one_invitation_at_most(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX + 28 * DAY - HOUR)
    await play.strike()
    assert await nudges(play) == []
    await play.turn(HOUR)
    assert len(await nudges(play)) == 1


async def test_an_invitation_that_comes_too_late_is_dropped(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    play.now += 4 * HOUR
    assert await play.hears(ANA) == ""


async def test_nobody_in_the_middle_of_a_check_in_is_invited_to_one(play: Play) -> None:
    await circle_of_ana(play)
    play.now += DAY
    await play.do(lambda tx: checkins.open_one(tx, ANA, None, play.now))
    await play.turn(8 * HOUR)
    assert await nudges(play) == []


async def test_nobody_out_of_reach_is_invited(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: people.set_unreachable(tx, ANA, play.now))
    await play.turn(SIX)
    assert await nudges(play) == []


@pytest.mark.parametrize("state", [SeatState.ACTIVE, SeatState.QUIET])
async def test_a_supporter_is_invited_too(play: Play, state: SeatState) -> None:
    await circle_with_ben(play, state)
    await play.turn(SIX)
    assert "A quiet moment, Ben?" in await play.hears(BEN)


@pytest.mark.parametrize("state", [SeatState.WAITING, SeatState.PAUSED, SeatState.LEFT])
async def test_who_has_no_place_is_not_invited(play: Play, state: SeatState) -> None:
    await circle_with_ben(play, state)
    await play.turn(SIX)
    assert await nudges(play, BEN) == []


async def test_a_removal_is_told_to_nobody_not_even_by_silence(play: Play) -> None:
    await circle_with_ben(play, SeatState.REMOVED)
    await play.turn(SIX)
    assert len(await nudges(play, BEN)) == 1


async def test_nobody_is_invited_once_the_circle_has_ended(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(12 * 7 * DAY)
    before = len(await nudges(play)), len(await nudges(play, BEN))
    await play.turn(2 * 7 * DAY)
    assert (len(await nudges(play)), len(await nudges(play, BEN))) == before


async def test_more_than_the_limit_is_done_in_turns(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    assert circle.participant_id == ANA
    play.now += SIX
    sweep = next(job.sweep for job in _jobs() if job.name == "nudges")
    counts = [await play.do(lambda tx: sweep(tx, play.house, play.now, 1)) for _ in range(3)]
    assert counts == [1, 1, 0]


def _jobs() -> tuple[routes.Job, ...]:
    return routes.JOBS


CHANGES = [
    pytest.param(datetime(2026, 10, 31, 4, tzinfo=UTC), "01:30", id="autumn: half past one twice"),
    pytest.param(datetime(2027, 3, 13, 5, tzinfo=UTC), "02:30", id="spring: no half past two"),
]


@pytest.mark.parametrize(("start", "hour"), CHANGES)
async def test_each_local_day_once_when_the_clocks_change(
    play: Play, start: datetime, hour: str
) -> None:
    play.now = start
    await circle_of_ana(play)
    first = wall.next_wall(wall.EVERY_DAY, hour, NEW_YORK, play.now).at
    await play.do(lambda tx: rhythms.choose(tx, ANA, wall.EVERY_DAY, hour, first))
    for _ in range(4 * 72):
        await play.turn(timedelta(minutes=15))
    days = [wall.local(row.created_at, NEW_YORK).date() for row in await nudges(play)]
    assert len(days) == len(set(days)) == 3
