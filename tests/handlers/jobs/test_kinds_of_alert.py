"""Alerts beside the gap, many at once, and a participant's break."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import alerts, circles, partner_hours, people
from storage.database import Tx
from storage.enums import AlertKind, AlertState, Language
from storage.moments import micros
from storage.records import Alert, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    gap,
    staff,
)

MINUTE = timedelta(minutes=1)


async def live(play: Play, kind: AlertKind) -> Alert | None:
    """The alert of this kind that stands."""
    return await play.do(lambda tx: alerts.live(tx, 1, kind))


async def lose(play: Play, person: PersonId) -> None:
    """Somebody blocks the bot."""
    await play.member(person, "kicked")
    await play.strike()


async def test_a_participant_out_of_reach_is_told_of_after_three_days(play: Play) -> None:
    await circle_with_ben(play)
    await lose(play, ANA)
    await play.turn(3 * DAY - MINUTE)
    assert await play.hears(CORA) == ""
    await play.turn(MINUTE)
    assert "needs a look" in await play.hears(CORA)
    told = await play.taps(CORA, "alert_see")
    assert "have not reached the person in the middle of A1" in told
    assert "alert_offer" not in [button.verb for button in play.newest(CORA).buttons]


async def test_it_is_never_merged_with_the_gap(play: Play) -> None:
    await circle_of_ana(play)
    await lose(play, ANA)
    await play.turn(3 * DAY)
    assert await live(play, AlertKind.PARTICIPANT_UNREACHABLE) is not None
    assert await live(play, AlertKind.NO_ACTIVE_SUPPORTER) is not None
    assert (await play.hears(CORA)).count("needs a look") == 2


async def test_a_participant_who_is_back_ends_it(play: Play) -> None:
    await circle_with_ben(play)
    await lose(play, ANA)
    await play.turn(3 * DAY)
    await play.hears(CORA)
    await play.member(ANA, "member")
    await play.strike()
    await play.turn(HOUR)
    assert await live(play, AlertKind.PARTICIPANT_UNREACHABLE) is None
    assert "looked after again" in await play.hears(CORA)


async def test_a_circle_whose_partner_is_out_of_reach_is_the_coordinators_at_once(
    play: Play,
) -> None:
    await circle_with_ben(play)
    await lose(play, CORA)
    await play.turn(HOUR - MINUTE)
    assert await play.hears(EVE) == ""
    await play.turn(MINUTE)
    assert "needs a look" in await play.hears(EVE)
    assert await play.hears(DEV) == ""
    assert "have not reached the partner of A1" in await play.taps(EVE, "alert_see")


async def test_while_the_partner_is_away_a_gap_goes_to_the_backup(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: partner_hours.choose(tx, CORA, frozenset({0}), "09:00", "17:00"))
    await play.do(lambda tx: partner_hours.set_away(tx, CORA, play.now, play.now + 9 * DAY))
    await play.turn(3 * DAY)
    assert await play.hears(CORA) == ""
    assert "needs a look" in await play.hears(DEV)


def _pause(tx: Tx, at: int | None, until: int | None = None) -> None:
    tx.run(
        "UPDATE rhythm SET paused_since = :at, paused_until = :until WHERE person_id = :ana",
        at=at,
        until=until,
        ana=ANA,
    )
    circles.look_at(tx, 1, circles.get(tx, 1).opened_at)


async def test_a_break_of_the_participant_holds_an_open_alert(play: Play) -> None:
    await gap(play)
    await play.do(lambda tx: _pause(tx, micros(play.now)))
    await play.strike()
    for _ in range(5):
        await play.turn(DAY)
        assert await play.hears(CORA) == await play.hears(DEV) == ""
    held = await live(play, AlertKind.NO_ACTIVE_SUPPORTER)
    assert held is not None
    assert held.next_at is None


@pytest.mark.parametrize(("shift", "told"), [(-MINUTE, False), (timedelta(0), True)])
async def test_it_is_looked_at_anew_when_the_break_is_over(
    play: Play, shift: timedelta, told: bool
) -> None:
    await gap(play)
    until = play.now + 7 * DAY
    await play.do(lambda tx: _pause(tx, micros(play.now), micros(until)))
    await play.strike()
    await play.turn(7 * DAY + shift)
    await play.strike()
    assert ("needs a look" in await play.hears(CORA)) is told


async def test_nothing_opens_during_a_break(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: _pause(tx, micros(play.now)))
    await play.turn(9 * DAY)
    assert await play.hears(CORA) == ""


def _circles(tx: Tx, play: Play, count: int) -> None:
    staff(tx, play.now)
    for number in range(count):
        person = PersonId(100 + number)
        people.welcome(tx, person, Language.ENGLISH, "UTC", play.now)
        circle = circles.open_circle(tx, CORA, DEV, play.now)
        circles.start(tx, circle.id, person, play.now, play.now + 84 * DAY)


@pytest.mark.parametrize(("count", "grouped"), [(4, False), (5, True), (12, True)])
async def test_many_at_once_become_one_message(play: Play, count: int, grouped: bool) -> None:
    await play.do(lambda tx: _circles(tx, play, count))
    await play.turn(3 * DAY)
    told = await play.hears(CORA)
    assert (told == f"{count} circles need a look. Tap for details.") is grouped
    assert told.count("look.") == (1 if grouped else count)


async def test_the_circles_behind_one_message_are_shown_one_by_one(play: Play) -> None:
    await play.do(lambda tx: _circles(tx, play, 5))
    await play.turn(3 * DAY)
    await play.hears(CORA)
    await play.taps(CORA, "alert_list")
    codes = [button.text for button in play.newest(CORA).buttons]
    assert codes == ["A1", "B2", "C3", "D4", "E5"]
    assert "C3 has had no active supporter" in await play.taps(CORA, "alert_one", "2")
    assert "You have it." in await play.taps(CORA, "alert_have")


async def test_a_circle_that_opens_again_and_again_suggests_a_call(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(MINUTE)
    notices = 0
    for _ in range(4):
        await lose(play, BEN)
        await play.turn(2 * HOUR)
        notices += (await play.hears(CORA)).count("needs a look")
        await play.member(BEN, "member")
        await play.strike()
        await play.turn(HOUR)
        await play.hears(CORA)
    assert notices == 3
    await lose(play, BEN)
    await play.turn(20 * HOUR)
    assert "needs a look" in await play.hears(CORA)
    assert "A call may do more than messages" in await play.taps(CORA, "alert_see")


async def test_notices_that_arrived_are_written_down(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(3 * DAY)

    def delivered(tx: Tx) -> object:
        row = tx.one("SELECT delivered_at FROM alert_told WHERE person_id = :id", id=CORA)
        return row["delivered_at"] if row else "nobody"

    assert await play.do(delivered) is None
    await play.hears(CORA)
    assert await play.do(delivered) == micros(play.now)
    alert = await live(play, AlertKind.NO_ACTIVE_SUPPORTER)
    assert alert is not None
    assert alert.state is AlertState.NOTIFIED
