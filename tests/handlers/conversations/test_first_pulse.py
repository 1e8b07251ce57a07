"""The first pulse of all, after the last screen of joining: one tap, typed, or not now."""

from __future__ import annotations

import pytest

from storage import checkins, circles
from storage.enums import CheckinKind, CheckinState, Dimension, Role
from storage.records import Checkin
from tests.handlers.conversations.test_joining import WAY
from tests.handlers.driver import Play
from tests.handlers.people import CORA, FAY, invited, staff


@pytest.fixture
async def arrived(play: Play) -> Play:
    """Fay came in as a participant just now."""
    await play.do(lambda tx: staff(tx, play.now))
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    await play.opens(FAY, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    for verb, value in WAY:
        await play.taps(FAY, verb, value)
    await play.says(FAY, "Fay")
    told = await play.taps(FAY, "rhythm_yes")
    assert told.endswith("how are you arriving today? Nobody sees it.")
    return play


async def newest(play: Play) -> Checkin | None:
    return await play.do(lambda tx: checkins.newest(tx, FAY))


async def test_nothing_is_open_before_it_is_answered(arrived: Play) -> None:
    assert await newest(arrived) is None
    assert "You're here, Fay" in await arrived.says(FAY, "/start")


async def test_one_tap_saves_it_and_the_second_changes_nothing(arrived: Play) -> None:
    under = arrived.with_button(FAY, "first_answer")
    assert "Saved" in await arrived.taps(FAY, "first_answer", "2", on=under)
    saved = await newest(arrived)
    assert saved is not None
    assert (saved.kind, saved.state) == (CheckinKind.PULSE, CheckinState.SAVED)
    await arrived.taps(FAY, "first_answer", "5", on=under)
    given = await arrived.do(lambda tx: checkins.answers(tx, saved.id))
    assert [int(one.temperature) for one in given.values()] == [2]


@pytest.mark.parametrize("said", ["4", "warm", "calidez"])
async def test_it_may_be_typed(arrived: Play, said: str) -> None:
    assert "Saved" in await arrived.says(FAY, said)


async def test_all_eight_may_be_typed_at_once(arrived: Play) -> None:
    assert "Saved" in await arrived.says(FAY, "2 3 3 1 4 3 2 3")
    saved = await newest(arrived)
    assert saved is not None
    given = await arrived.do(lambda tx: checkins.answers(tx, saved.id))
    assert len(given) == len(Dimension)


async def test_not_now_costs_nothing(arrived: Play) -> None:
    assert "any time" in await arrived.taps(FAY, "first_not_now")
    assert await newest(arrived) is None
    assert "can't answer that" in await arrived.says(FAY, "4")


async def test_whoever_began_all_eight_goes_on_there(arrived: Play) -> None:
    await arrived.says(FAY, "/checkin")
    assert "1 of 8" in await arrived.taps(FAY, "first_answer", "3")


async def test_a_typed_answer_takes_the_buttons_off_the_card(arrived: Play) -> None:
    card = arrived.with_button(FAY, "first_answer")
    await arrived.says(FAY, "4")
    assert arrived.chats[FAY][card.message_id].buttons == []
    assert "is closed" in await arrived.taps(FAY, "first_answer", "2", on=card)
    saved = await newest(arrived)
    assert saved is not None
    given = await arrived.do(lambda tx: checkins.answers(tx, saved.id))
    assert [int(one.temperature) for one in given.values()] == [4]


async def test_the_card_is_no_second_pulse_after_a_check_in(arrived: Play) -> None:
    card = arrived.with_button(FAY, "first_answer")
    await arrived.says(FAY, "/checkin")
    await arrived.says(FAY, "2 3 3 1 4 3 2 3")
    saved = await newest(arrived)
    assert "is closed" in await arrived.taps(FAY, "first_answer", "2", on=card)
    assert await newest(arrived) == saved
