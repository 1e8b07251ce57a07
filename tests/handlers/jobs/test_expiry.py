"""Expiry: links close, half-done check-ins are kept, old rows go; nothing younger is touched."""

from __future__ import annotations

from datetime import timedelta

from storage import checkins, expecting, inbox, outbox, people, rhythms
from storage.database import Tx
from storage.enums import CheckinState, Expected
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    DAY,
    FAY,
    HOUR,
    circle_of_ana,
    invitation_of,
    put,
    supporter_link,
)


async def test_a_link_closes_when_its_time_is_over(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.turn(7 * DAY - HOUR)
    assert (await invitation_of(play, secret)).revoked_at is None
    await play.turn(HOUR)
    assert (await invitation_of(play, secret)).revoked_at == play.now


async def test_a_half_done_check_in_is_kept_after_two_days(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    await play.turn(47 * HOUR)
    assert (await play.do(lambda tx: checkins.current(tx, ANA))) is not None
    await play.turn(HOUR)
    kept = await play.do(lambda tx: checkins.get(tx, 1))
    assert kept is not None
    assert kept.state is CheckinState.KEPT


async def test_a_button_works_for_thirty_days(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    await play.turn(29 * DAY)
    assert "Your feelings" in await play.taps(ANA, "check_in")


async def test_after_thirty_days_a_button_gets_kind_words(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    start = play.newest(ANA)
    await play.turn(30 * DAY + HOUR)
    assert "nothing is lost" in await play.taps(ANA, "check_in", on=start)


async def test_what_still_waits_is_never_forgotten(play: Play) -> None:
    await circle_of_ana(play)
    row = await put(play, ANA, "note", key="say.done")
    await play.turn(60 * DAY)
    assert await play.do(lambda tx: outbox.get(tx, row.id)) is not None


def _handle(tx: Tx, play: Play) -> None:
    for update in inbox.store(tx, 1, [(5, ANA, b"{}")], play.now):
        inbox.done(tx, update, play.now)


async def test_a_handled_update_is_known_for_a_week(play: Play) -> None:
    await play.do(lambda tx: _handle(tx, play))
    await play.turn(7 * DAY - timedelta(minutes=1))
    again = await play.do(lambda tx: inbox.store(tx, 1, [(5, ANA, b"{}")], play.now))
    assert again == []


async def test_after_a_week_its_number_may_come_again(play: Play) -> None:
    await play.do(lambda tx: _handle(tx, play))
    await play.turn(7 * DAY + timedelta(minutes=1))
    again = await play.do(lambda tx: inbox.store(tx, 1, [(5, ANA, b"{}")], play.now))
    assert len(again) == 1


async def test_who_looked_at_a_link_and_never_came_in_is_forgotten(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(FAY, secret)
    await play.turn(14 * DAY)
    assert await play.do(lambda tx: people.get(tx, FAY)) is not None
    await play.turn(HOUR)
    assert await play.do(lambda tx: people.get(tx, FAY)) is None
    assert await play.do(lambda tx: people.get(tx, ANA)) is not None


async def test_whoever_stopped_with_a_rhythm_half_chosen_is_forgotten_whole(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(FAY, secret)
    due = play.now + DAY
    await play.do(lambda tx: rhythms.choose(tx, FAY, frozenset({1}), "10:00", due))
    await play.do(lambda tx: expecting.put(tx, FAY, Expected.CITY, {}, None, play.now))
    await play.turn(14 * DAY + HOUR)
    assert await play.do(lambda tx: people.get(tx, FAY)) is None
    assert await play.do(lambda tx: rhythms.get(tx, FAY)) is None
