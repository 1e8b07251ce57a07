"""The gap watch and the escalation, over real rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import alerts, circles, people, step_ins
from storage.database import Tx
from storage.enums import AlertKind, AlertState, SeatState, StepInState
from storage.moments import micros
from storage.records import Alert
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    WEEK,
    circle_of_ana,
    circle_with_ben,
    gap,
)
from tests.postgres import BOTH

pytestmark = BOTH

MINUTE = timedelta(minutes=1)


async def live(play: Play) -> Alert | None:
    """The alert that stands."""
    return await play.do(lambda tx: alerts.live(tx, 1, AlertKind.NO_ACTIVE_SUPPORTER))


async def test_a_new_circle_has_three_days_before_anybody_is_told(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(3 * DAY - MINUTE)
    assert await play.hears(CORA) == ""
    await play.turn(MINUTE)
    assert "needs a look" in await play.hears(CORA)


async def test_a_covered_circle_has_no_alert(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(5 * DAY)
    assert await live(play) is None


@pytest.mark.parametrize(
    ("state", "damping"),
    [(SeatState.LEFT, HOUR), (SeatState.UNREACHABLE, HOUR), (SeatState.PAUSED, DAY)],
)
async def test_who_goes_has_time_to_come_back(
    play: Play, state: SeatState, damping: timedelta
) -> None:
    _, seat = await circle_with_ben(play)
    await play.do(
        lambda tx: circles.set_seat(tx, seat.id, state, play.now, only=(SeatState.ACTIVE,))
    )
    await play.turn(damping - MINUTE)
    assert await play.hears(CORA) == ""
    await play.turn(MINUTE)
    assert "needs a look" in await play.hears(CORA)


async def test_who_comes_back_within_the_hour_is_nobodys_alert(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(MINUTE)
    await play.member(BEN, "kicked")
    await play.turn(30 * MINUTE)
    await play.member(BEN, "member")
    await play.turn(MINUTE)
    await play.turn(HOUR)
    assert await live(play) is None
    assert await play.hears(CORA) == ""


async def test_who_blocks_and_comes_back_again_and_again_is_told_of_in_the_end(
    play: Play,
) -> None:
    await circle_with_ben(play)
    await play.turn(MINUTE)
    for _ in range(2):
        await play.member(BEN, "kicked")
        await play.strike()
        await play.turn(55 * MINUTE)
        await play.member(BEN, "member")
        await play.turn(5 * MINUTE)
    await play.member(BEN, "kicked")
    await play.strike()
    assert "needs a look" in await play.hears(CORA)


async def test_the_sweep_twice_tells_once(play: Play) -> None:
    await gap(play)
    await play.strike()
    assert await play.hears(CORA) == ""


async def test_rounds_go_on_from_partner_to_backup_to_coordinator(play: Play) -> None:
    await gap(play)
    assert await play.hears(DEV) == await play.hears(EVE) == ""
    await play.turn(DAY)
    assert "needs a look" in await play.hears(DEV)
    assert await play.hears(EVE) == ""
    await play.turn(DAY)
    assert "needs a look" in await play.hears(EVE)


async def test_a_partner_out_of_reach_is_passed_over(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: people.set_unreachable(tx, CORA, play.now))
    await play.turn(3 * DAY)
    assert "needs a look" in await play.hears(DEV)


async def test_nobody_is_told_at_night(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: circles.look_at(tx, 1, play.now + 3 * DAY))
    await play.turn(3 * DAY + 11 * HOUR)
    assert await play.hears(CORA) == ""
    await play.turn(11 * HOUR)
    assert "needs a look" in await play.hears(CORA)


async def test_an_ended_circle_closes_its_alert(play: Play) -> None:
    await gap(play)
    await play.turn(12 * WEEK)
    assert await live(play) is None


def _agree(tx: Tx, play: Play) -> None:
    offer = step_ins.offer(tx, 1, CORA, play.now)
    assert offer is not None
    step_ins.move(tx, offer.id, StepInState.AGREED, play.now, only=(StepInState.OFFERED,))
    circles.touch(tx, ANA, play.now)


async def test_the_seat_is_handed_back_after_a_steady_hour(play: Play) -> None:
    _, seat = await circle_with_ben(play, SeatState.UNREACHABLE)
    await play.do(lambda tx: _agree(tx, play))
    await play.turn(MINUTE)
    await play.do(
        lambda tx: circles.set_seat(
            tx, seat.id, SeatState.ACTIVE, play.now, only=(SeatState.UNREACHABLE,)
        )
    )
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.turn(59 * MINUTE)
    assert await play.hears(CORA) == ""
    await play.turn(MINUTE)
    assert "has ended" in await play.hears(CORA)
    assert await play.hears(ANA) == "Something changed, no hurry."


async def test_the_hand_back_is_told_once(play: Play) -> None:
    await test_the_seat_is_handed_back_after_a_steady_hour(play)
    await play.turn(DAY)
    assert "has ended" not in await play.hears(CORA)


async def test_the_news_of_the_hand_back_is_dropped_when_it_is_not_true(play: Play) -> None:
    await circle_with_ben(play, SeatState.UNREACHABLE)
    await play.do(lambda tx: _agree(tx, play))
    await play.member(BEN, "kicked")
    await play.turn(MINUTE)
    await play.member(BEN, "member")
    await play.turn(HOUR)
    await play.member(BEN, "kicked")
    assert await play.hears(ANA) == ""


async def test_a_stepped_in_partner_ends_the_alert_at_once(play: Play) -> None:
    await gap(play)
    await play.do(lambda tx: _agree(tx, play))
    await play.turn(MINUTE)
    closed = await play.do(lambda tx: alerts.get(tx, 1))
    assert closed is not None
    assert closed.state is AlertState.RESOLVED


async def test_who_answers_after_a_long_silence_closes_the_gap(play: Play) -> None:
    circle, seat = await circle_with_ben(play)
    await play.turn(15 * DAY)
    await play.do(
        lambda tx: tx.run(
            "UPDATE seat SET still_here_at = :at WHERE id = :id",
            at=micros(play.now - 3 * DAY),
            id=seat.id,
        )
    )
    await play.do(lambda tx: circles.look_at(tx, circle.id, play.now))
    await play.strike()
    assert await live(play) is not None
    await play.says(BEN, "/start")
    await play.strike()
    alert = await live(play)
    assert alert is None or alert.clear_since == play.now


async def test_rounds_that_waited_for_an_outage_arrive_as_one(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(3 * DAY)
    await play.turn(DAY)
    await play.turn(DAY)
    assert (await play.hears(CORA)).count("needs a look") == 1
