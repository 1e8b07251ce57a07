"""The auditor finds each broken invariant, and nothing in a sound house; and what it finds is
mended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.jobs import audit
from handlers.rules.audit import Invariant
from storage import alerts, circles, people
from storage.enums import AlertKind
from storage.moments import micros
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    gap,
)

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


async def found(play: Play) -> set[Invariant]:
    """What does not hold now."""
    breaches = await play.do(lambda tx: audit.find(tx, play.house, play.now))
    return {breach.invariant for breach in breaches}


async def run(play: Play, sql: str, **values: int) -> None:
    """Break something by hand."""
    await play.do(lambda tx: tx.run(sql, **values))


async def mended(play: Play) -> bool:
    """Whether everything holds once the auditor and the other jobs came by."""
    await play.do(lambda tx: audit.sweep(tx, play.house, play.now, 100))
    await play.strike()
    await play.hears(CORA)
    return await found(play) == set()


async def test_an_uncovered_circle_without_an_alert_is_found(play: Play) -> None:
    await gap(play)
    await run(play, "UPDATE alert SET state = 'resolved', next_at = NULL")
    await run(play, "UPDATE circle SET look_at = NULL")
    play.now += 6 * MINUTE
    assert await found(play) == {Invariant.I1}
    assert await mended(play)
    assert await play.do(lambda tx: alerts.live(tx, 1, AlertKind.NO_ACTIVE_SUPPORTER))


@pytest.mark.parametrize(("after", "broken"), [(5 * MINUTE, False), (5 * MINUTE + SECOND, True)])
async def test_the_watch_has_five_minutes(play: Play, after: timedelta, broken: bool) -> None:
    await circle_of_ana(play)
    play.now += 3 * DAY + after
    await run(play, "UPDATE circle SET look_at = NULL")
    assert (await found(play) == {Invariant.I1}) is broken


async def test_a_covered_circle_with_an_alert_is_found(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(HOUR)
    await play.do(lambda tx: alerts.insert(tx, 1, AlertKind.NO_ACTIVE_SUPPORTER, play.now))
    later = micros(play.now + DAY)
    await run(play, "UPDATE alert SET state = 'acknowledged', next_at = :at", at=later)
    assert await found(play) == {Invariant.I2}
    assert await mended(play)


@pytest.mark.parametrize(("overdue", "broken"), [(5 * MINUTE, False), (5 * MINUTE + SECOND, True)])
async def test_a_step_that_is_overdue_is_found(
    play: Play, overdue: timedelta, broken: bool
) -> None:
    await gap(play)
    await run(play, "UPDATE alert SET next_at = :at", at=micros(play.now - overdue))
    assert (await found(play) == {Invariant.I3}) is broken
    assert await mended(play)


async def test_an_alert_without_a_next_step_is_found(play: Play) -> None:
    await gap(play)
    await run(play, "UPDATE alert SET next_at = NULL")
    assert await found(play) == {Invariant.I3}
    assert await mended(play)


async def test_a_notice_that_reached_nobody_is_found(play: Play) -> None:
    await gap(play)
    assert await found(play) == set()
    await play.do(lambda tx: people.set_unreachable(tx, CORA, play.now))
    assert Invariant.I4 in await found(play)
    await play.do(lambda tx: audit.sweep(tx, play.house, play.now, 100))
    await play.strike()
    assert await found(play) == set()


@pytest.mark.parametrize(("after", "broken"), [(13 * HOUR, False), (13 * HOUR + SECOND, True)])
async def test_a_notice_that_never_arrived_is_found_after_a_night(
    play: Play, after: timedelta, broken: bool
) -> None:
    await circle_of_ana(play)
    await play.turn(3 * DAY)
    play.now += after
    assert (await found(play) == {Invariant.I4}) is broken


async def test_a_sound_house_has_nothing_to_find(play: Play) -> None:
    await circle_with_ben(play)
    for day in range(30):
        if day == 3:
            await play.member(BEN, "kicked")
        if day == 9:
            await play.member(BEN, "member")
        if day == 12:
            await play.do(lambda tx: circles.set_nobody(tx, 1, play.now, play.now))
            await play.member(ANA, "kicked")
        for _ in range(8):
            await play.turn(3 * HOUR)
            await play.hears(CORA)
            assert await play.do(lambda tx: audit.find(tx, play.house, play.now)) == ()
