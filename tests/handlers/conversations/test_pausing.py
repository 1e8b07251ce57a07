"""A pause: nothing is asked, until it ends by itself or the person is back."""

from __future__ import annotations

import pytest

from handlers.rules import pauses
from storage import rhythms
from storage.database import Tx
from storage.enums import OccasionState
from tests.handlers.driver import Play
from tests.handlers.people import ANA, DAN, DAY, HOUR, circle_of_ana

SIX = DAY + 8 * HOUR
"""From the Monday morning of the stage to Tuesday at six in the evening."""


async def paused(play: Play, length: str = "week") -> str:
    """Tuesday at six: Ana is invited, and pauses instead."""
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.hears(ANA)
    await play.taps(ANA, "pause")
    return await play.taps(ANA, "pause_for", length)


async def heard(play: Play, days: int) -> list[str]:
    """What comes unasked in so many days."""
    texts = []
    for _ in range(days):
        await play.turn(DAY)
        texts.append(await play.hears(ANA))
    return [text for text in texts if text]


async def holds(play: Play) -> bool:
    return pauses.holds(await play.do(lambda tx: rhythms.get(tx, ANA)), play.now)


async def test_a_dated_pause_says_when_it_ends(play: Play) -> None:
    assert "until Tuesday, November 10" in await paused(play)


async def test_paused_nothing_is_asked_and_the_rhythm_goes_on_without_a_word(play: Play) -> None:
    await paused(play)
    assert await heard(play, 6) == []
    (text,) = await heard(play, 1)
    assert "Eight short questions" in text
    assert "break" not in text


async def test_an_open_pause_lasts(play: Play) -> None:
    assert "until you are back" in await paused(play, "open")
    assert await heard(play, 40) == []


async def test_the_invitation_that_was_open_is_set_aside(play: Play) -> None:
    await paused(play)
    assert await play.do(_state) is OccasionState.SKIPPED


def _state(tx: Tx) -> OccasionState | None:
    occasion = rhythms.get_occasion(tx, 1)
    return occasion.state if occasion else None


async def test_looking_at_the_lengths_pauses_nothing(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.hears(ANA)
    assert "For how long?" in await play.taps(ANA, "pause")
    assert not await holds(play)


async def test_the_start_page_tells_of_it_and_leads_back(play: Play) -> None:
    await paused(play, "open")
    assert "taking a break" in await play.says(ANA, "/start")
    assert "come by again" in await play.taps(ANA, "come_back")
    assert not await holds(play)
    assert "taking a break" not in await play.says(ANA, "/start")


async def test_a_check_in_ends_a_pause(play: Play) -> None:
    await paused(play, "open")
    await play.says(ANA, "/checkin")
    assert await holds(play)
    await play.says(ANA, "3 3 3 3 3 3 3 3")
    assert not await holds(play)


@pytest.mark.parametrize("length", ["week", "fortnight", "open"])
async def test_the_same_pause_twice_is_the_same(play: Play, length: str) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.hears(ANA)
    await play.taps(ANA, "pause")
    page = play.with_button(ANA, "pause_for")
    first, before = await play.taps(ANA, "pause_for", length, on=page), await play.dump()
    assert await play.taps(ANA, "pause_for", length, on=page) == first
    assert await play.dump() == before


async def test_a_stranger_pauses_nothing(play: Play) -> None:
    await circle_of_ana(play)
    await play.turn(SIX)
    await play.hears(ANA)
    page = play.with_button(ANA, "pause")
    before = await play.dump()
    await play.presses(DAN, f"v1:{page.row.id}:pause_for.open", page.message_id)
    assert await play.dump() == before
