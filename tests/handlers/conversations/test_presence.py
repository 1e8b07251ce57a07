"""Blocked, and let back in: seats follow, and the gap watch looks at the circle at once."""

from __future__ import annotations

from storage import circles, people
from storage.enums import SeatState
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, DAN, DAY, HOUR, circle_with_ben, seat_now


async def test_who_blocks_the_bot_is_unreachable_and_told_nothing(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    assert await play.member(BEN, "kicked") == ""
    assert (await seat_now(play, seat)).state is SeatState.UNREACHABLE
    assert await play.hears(BEN) == ""


async def test_the_circle_is_looked_at_at_once(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: circles.look_at(tx, circle.id, play.now + DAY))
    await play.member(BEN, "kicked")
    assert (await play.do(lambda tx: circles.get(tx, circle.id))).look_at == play.now


async def test_a_participant_who_blocks_has_their_circle_looked_at(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: circles.look_at(tx, circle.id, None))
    await play.member(ANA, "kicked")
    assert (await play.do(lambda tx: circles.get(tx, circle.id))).look_at == play.now


async def test_who_lets_it_back_in_is_reachable_again_without_a_word(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.member(BEN, "kicked")
    assert await play.member(BEN, "member") == ""
    assert (await seat_now(play, seat)).state is SeatState.ACTIVE


async def test_any_sign_of_life_makes_somebody_reachable(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await play.member(BEN, "kicked")
    await play.says(BEN, "/help")
    assert (await seat_now(play, seat)).state is SeatState.ACTIVE


async def test_blocking_twice_keeps_the_first_time(play: Play) -> None:
    await circle_with_ben(play)
    await play.member(BEN, "kicked")
    first = await play.do(lambda tx: people.get(tx, BEN))
    play.now += HOUR
    await play.member(BEN, "kicked")
    assert await play.do(lambda tx: people.get(tx, BEN)) == first


async def test_a_paused_seat_stays_paused(play: Play) -> None:
    _, seat = await circle_with_ben(play, SeatState.PAUSED)
    await play.member(BEN, "kicked")
    await play.member(BEN, "member")
    assert (await seat_now(play, seat)).state is SeatState.PAUSED


async def test_a_waiting_seat_stays_waiting(play: Play) -> None:
    _, seat = await circle_with_ben(play, SeatState.WAITING)
    await play.member(BEN, "kicked")
    assert (await seat_now(play, seat)).state is SeatState.WAITING


async def test_a_stranger_who_blocks_leaves_no_trace(play: Play) -> None:
    before = await play.dump()
    await play.member(DAN, "kicked")
    await play.member(DAN, "member")
    assert await play.dump() == before


async def test_any_update_of_a_supporter_counts_as_seen(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    play.now += 3 * DAY
    await play.says(BEN, "hello")
    assert (await seat_now(play, seat)).seen_at == play.now
