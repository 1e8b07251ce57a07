"""What somebody responsible does with an alert: each tap once, twice, late, and by others."""

from __future__ import annotations

import pytest

from handlers.chat.kinds import Kind
from storage import alerts, circles, people, step_ins
from storage.database import Tx
from storage.enums import AlertKind, AlertState, SeatState, StepInState
from storage.records import PersonId
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
    alert_now,
    gap,
    offering,
    put,
    sit,
)

TAPS = ["alert_see", "alert_have", "alert_offer", "alert_hand", "alert_snooze"]
NEUTRAL = "There is nothing for you to do here right now."


async def seen(play: Play) -> None:
    """Cora has the details of the gap before her."""
    await gap(play)
    assert "no active supporter since" in await play.taps(CORA, "alert_see")


async def resolved(play: Play) -> None:
    """Somebody is near again, and the hour to be sure of it is over."""
    circle = await play.do(lambda tx: circles.get(tx, 1))
    await play.do(lambda tx: sit(tx, circle, BEN, play.now))
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.turn(HOUR / 60)
    await play.turn(2 * HOUR)
    assert (await alert_now(play)).state is AlertState.RESOLVED


async def test_the_first_line_names_a_code_and_nothing_else(play: Play) -> None:
    await gap(play)
    assert play.newest(CORA).screen.text == "Circle A1 needs a look. Tap for details."


async def test_i_have_it_keeps_it_quiet_for_three_days(play: Play) -> None:
    await seen(play)
    assert "You have it." in await play.taps(CORA, "alert_have")
    await play.turn(2 * DAY)
    assert await play.hears(DEV) == ""
    await play.turn(DAY)
    assert "needs a look" in await play.hears(CORA)


async def test_offer_asks_the_participant_and_nothing_happens_yet(play: Play) -> None:
    await seen(play)
    assert "You have offered to step in" in await play.taps(CORA, "alert_offer")
    assert await play.hears(ANA) == "A question about your circle, no hurry."
    standing = await play.do(lambda tx: step_ins.standing(tx, 1))
    assert standing is not None
    assert standing.state is StepInState.OFFERED


async def test_hand_tells_the_backup(play: Play) -> None:
    await seen(play)
    assert "Dev gets this now" in await play.taps(CORA, "alert_hand")
    assert "needs a look" in await play.hears(DEV)


async def test_snooze_waits_a_day(play: Play) -> None:
    await gap(play)
    await play.turn(12 * HOUR)
    await play.taps(CORA, "alert_see")
    assert "tomorrow" in await play.taps(CORA, "alert_snooze")
    await play.turn(23 * HOUR)
    assert await play.hears(CORA) == ""


async def test_the_third_snooze_is_refused_kindly(play: Play) -> None:
    await seen(play)
    details = play.newest(CORA)
    for _ in range(2):
        await play.turn(12 * HOUR)
        assert "ask again tomorrow" in await play.taps(CORA, "alert_snooze", on=details)
    await play.turn(12 * HOUR)
    assert "put off twice already" in await play.taps(CORA, "alert_snooze", on=details)


async def test_two_quick_taps_on_the_last_snooze_say_the_same(play: Play) -> None:
    await seen(play)
    details = play.newest(CORA)
    await play.turn(12 * HOUR)
    await play.taps(CORA, "alert_snooze", on=details)
    await play.turn(12 * HOUR)
    first = await play.taps(CORA, "alert_snooze", on=details)
    assert await play.taps(CORA, "alert_snooze", on=details) == first


@pytest.mark.parametrize("verb", TAPS)
async def test_each_tap_twice_says_and_does_the_same(play: Play, verb: str) -> None:
    await seen(play)
    await play.turn(12 * HOUR)
    details = play.newest(CORA)
    first, before = await play.taps(CORA, verb, on=details), await play.dump()
    assert await play.taps(CORA, verb, on=details) == first
    assert await play.dump() == before


@pytest.mark.parametrize("verb", TAPS)
@pytest.mark.parametrize("person", [ANA, DAN])
async def test_each_tap_by_somebody_else_changes_nothing(
    play: Play, person: PersonId, verb: str
) -> None:
    await seen(play)
    await put(play, person, offering(verb), **play.newest(CORA).row.facts)
    await play.hears(person)
    before = await play.dump()
    assert await play.taps(person, verb, on=play.newest(person)) == NEUTRAL
    assert "had its time" in await play.taps(person, verb, on=play.newest(CORA))
    assert await play.dump() == before


@pytest.mark.parametrize("verb", TAPS)
async def test_each_tap_after_the_end_says_that_it_is_looked_after(play: Play, verb: str) -> None:
    await gap(play)
    notice = play.newest(CORA)
    await play.taps(CORA, "alert_see")
    under = notice if verb == "alert_see" else play.newest(CORA)
    await resolved(play)
    before = await play.dump()
    assert "A1 is looked after" in await play.taps(CORA, verb, on=under)
    assert await play.dump() == before


async def test_the_backup_cannot_offer_in_the_partners_place(play: Play) -> None:
    await seen(play)
    await play.taps(CORA, "alert_hand")
    await play.hears(DEV)
    await put(play, DEV, Kind.ALERT_DETAILS, **play.newest(DEV).row.facts)
    await play.hears(DEV)
    told = await play.taps(DEV, "alert_offer", on=play.newest(DEV))
    assert "no active supporter" in told
    assert await play.do(lambda tx: step_ins.standing(tx, 1)) is None


async def test_the_backup_may_take_it(play: Play) -> None:
    await gap(play)
    notice = play.newest(CORA)
    await play.taps(CORA, "alert_see")
    await play.taps(CORA, "alert_hand")
    await play.hears(DEV)
    await play.taps(DEV, "alert_see")
    assert "You have it." in await play.taps(DEV, "alert_have")
    assert "Dev has it." in await play.taps(CORA, "alert_see", on=notice)


async def test_the_coordinator_may_look(play: Play) -> None:
    await gap(play)
    for _ in range(2):
        await play.turn(DAY)
    assert "needs a look" in await play.hears(EVE)
    assert "Nobody has been invited" in await play.taps(EVE, "alert_see")


async def test_a_backup_out_of_reach_is_not_offered(play: Play) -> None:
    await gap(play)
    await play.do(lambda tx: people.set_unreachable(tx, DEV, play.now))
    await play.taps(CORA, "alert_see")
    assert "alert_hand" not in [button.verb for button in play.newest(CORA).buttons]
    told = await play.taps(CORA, "alert_hand", on=play.newest(CORA))
    assert "Dev gets this" not in told


async def test_handing_over_what_the_backup_has_says_so_still(play: Play) -> None:
    await seen(play)
    details = play.newest(CORA)
    await play.taps(CORA, "alert_hand", on=details)
    await play.hears(DEV)
    await play.taps(DEV, "alert_have", on=play.newest(DEV))
    assert "Dev gets this now" in await play.taps(CORA, "alert_hand", on=details)


async def test_the_details_are_those_of_today(play: Play) -> None:
    circle, _ = await gap(play)
    await play.do(lambda tx: circles.add_seat(tx, circle.id, play.now))
    assert "has not answered yet" in await play.taps(CORA, "alert_see")


async def test_while_somebody_is_near_again_there_is_nothing_to_do(play: Play) -> None:
    circle, _ = await gap(play)
    await play.do(lambda tx: sit(tx, circle, BEN, play.now))
    assert "A1 is looked after" in await play.taps(CORA, "alert_see")


async def test_who_was_told_is_told_of_the_end_once(play: Play) -> None:
    await gap(play)
    await resolved(play)
    assert await play.hears(CORA) == "Circle A1 is looked after again."
    await play.turn(DAY)
    assert await play.hears(CORA) == ""


async def test_the_end_is_told_by_day(play: Play) -> None:
    await gap(play)
    await play.turn(13 * HOUR)
    await resolved(play)
    assert await play.hears(CORA) == ""
    await play.turn(8 * HOUR)
    assert await play.hears(CORA) == "Circle A1 is looked after again."


async def test_an_end_that_was_none_stays_unsaid(play: Play) -> None:
    await gap(play)
    await play.turn(13 * HOUR)
    await resolved(play)
    await play.do(
        lambda tx: circles.set_seat(tx, 1, SeatState.PAUSED, play.now, only=(SeatState.ACTIVE,))
    )
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.turn(8 * HOUR)
    assert await play.hears(CORA) == ""


async def test_who_was_not_told_hears_nothing_of_the_end(play: Play) -> None:
    await gap(play)
    await resolved(play)
    assert await play.hears(DEV) == await play.hears(EVE) == ""


def _lapsed(tx: Tx, play: Play) -> None:
    """A step-in whose ten days are over, and the gap that is open again."""
    offer = step_ins.offer(tx, 1, CORA, play.now)
    assert offer is not None
    step_ins.move(tx, offer.id, StepInState.AGREED, play.now, only=(StepInState.OFFERED,))
    circles.look_at(tx, 1, play.now)


async def test_after_ten_days_the_partner_may_offer_again(play: Play) -> None:
    await gap(play)
    await play.do(lambda tx: _lapsed(tx, play))
    await play.turn(HOUR / 60)
    await play.turn(10 * DAY)
    await play.turn(HOUR)
    assert "needs a look" in await play.hears(CORA)
    assert "You can offer" in await play.taps(CORA, "alert_see")
    assert "You have offered" in await play.taps(CORA, "alert_offer")
    assert "A question about your circle" in await play.hears(ANA)


async def test_a_second_gap_is_a_new_alert(play: Play) -> None:
    await gap(play)
    await resolved(play)
    await play.do(
        lambda tx: circles.set_seat(tx, 1, SeatState.PAUSED, play.now, only=(SeatState.ACTIVE,))
    )
    await play.do(lambda tx: circles.touch(tx, BEN, play.now))
    await play.turn(HOUR / 60)
    live = await play.do(lambda tx: alerts.live(tx, 1, AlertKind.NO_ACTIVE_SUPPORTER))
    assert live is not None
    assert live.id == 2
