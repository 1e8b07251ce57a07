"""Ana goes before the planned day: whoever supports her reads what an ordinary quiet day says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from storage.enums import SeatState
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAY, HOUR, WEEK, circle_with_ben

Leaves = Callable[[Play], Awaitable[None]]
WALK = (
    ("my_places", ""),
    ("share_with", "0"),
    ("my_places", ""),
    ("rest_pick", "0"),
    ("rest_for", "week"),
    ("rest_back", ""),
    ("write_partner", ""),
)


async def stays(play: Play) -> None:
    """An ordinary quiet day."""


async def leaves(play: Play) -> None:
    await play.says(ANA, "/stop")
    await play.taps(ANA, "leave")
    await play.taps(ANA, "leave_yes")


async def deletes(play: Play) -> None:
    await play.says(ANA, "/delete")
    await play.taps(ANA, "delete_yes")


async def page(play: Play) -> str:
    """What stands on Ben's newest page, with its buttons."""
    screen = play.newest(BEN).screen
    return f"{screen.text} {[one.text for one in play.newest(BEN).buttons]}"


async def walk(play: Play) -> list[str]:
    """Ben's start page, his place, a break and back, and a line to Cora."""
    told = []
    for command in ("/start", "/stop", "/privacy", "/circle"):
        await play.says(BEN, command)
        told.append(await page(play))
    for verb, value in WALK:
        if verb in ("my_places", "write_partner"):
            await play.says(BEN, "/start")
        await play.taps(BEN, verb, value)
        told.append(await page(play))
    await play.says(BEN, "How is it going?")
    told.append(await play.taps(BEN, "line_send"))
    return told


async def life(play: Play, goes: Leaves, weeks: int = 13) -> list[str]:
    """All that Ben reads, from the third week to after the end."""
    await circle_with_ben(play)
    await play.turn(2 * WEEK)
    await play.hears(BEN)
    await goes(play)
    told = await walk(play)
    for _ in range(weeks * 7 - 14):
        await play.turn(DAY)
        told.append(await play.hears(BEN))
    await play.says(BEN, "/start")
    return [*told, await page(play)]


@pytest.mark.parametrize("weeks", [11, 13])
async def test_ben_reads_the_same_to_the_byte_when_ana_left(
    play: Play, beside: Play, weeks: int
) -> None:
    told = await life(play, leaves, weeks)
    assert told == await life(beside, stays, weeks)
    assert sum("A word about the time ahead" in one for one in told) == (1 if weeks == 11 else 2)


async def test_after_a_deletion_no_page_tells_of_it(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/start")
    before = await page(play)
    await deletes(play)
    await play.says(BEN, "/start")
    assert await page(play) == before
    told = await play.taps(BEN, "my_places")
    assert "in the circle of the person you support. Week 1 of 12." in told
    await play.says(BEN, "/stop")
    assert "You would leave the circle of the person you support." in await play.taps(BEN, "leave")
    assert "over" not in " ".join(shown.screen.text for shown in play.chats[BEN].values())


async def test_after_a_deletion_his_place_keeps_its_shape(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/start")
    await play.taps(BEN, "my_places")
    before = len(play.newest(BEN).buttons)
    await deletes(play)
    await play.says(BEN, "/start")
    await play.taps(BEN, "my_places")
    assert len(play.newest(BEN).buttons) == before
    told = await play.taps(BEN, "sharing")
    assert told.startswith("Nothing is shared: nobody sees your answers.")
    assert play.newest(BEN).buttons[0].text == "Cora"


async def test_nor_does_the_notice(play: Play) -> None:
    await circle_with_ben(play)
    await deletes(play)
    await play.turn(10 * WEEK + DAY)
    assert "A word about the time ahead, Ben" in await play.hears(BEN)
    told = await play.taps(BEN, "ending_see")
    assert told.startswith("The time of your circle ends on")


@pytest.mark.parametrize("goes", [leaves, deletes])
async def test_his_words_still_reach_cora_and_hers_him(play: Play, goes: Leaves) -> None:
    await circle_with_ben(play)
    await goes(play)
    await play.says(BEN, "/start")
    await play.taps(BEN, "write_partner")
    await play.says(BEN, "Hello")
    await play.taps(BEN, "line_send")
    await play.hears(CORA)
    assert "Hello" in await play.taps(CORA, "line_see")
    await play.taps(CORA, "line_reply")
    await play.says(CORA, "Good day")
    await play.taps(CORA, "line_send")
    await play.turn(timedelta(minutes=1))
    await play.hears(BEN)
    assert "Good day" in await play.taps(BEN, "line_see")


async def test_a_silent_ben_is_asked_as_ever_and_nobody_hears_of_a_gap(
    play: Play, beside: Play
) -> None:
    heard = []
    for one, goes in ((play, leaves), (beside, stays)):
        await circle_with_ben(one)
        await goes(one)
        told = []
        for _ in range(36):
            await one.turn(12 * HOUR)
            told.append(await one.hears(BEN))
        heard.append(told)
    assert heard[0] == heard[1]
    assert "still here" in " ".join(heard[0])
    assert "needs a look" not in await play.hears(CORA)


async def test_a_hello_that_he_was_asked_for_is_over_as_if_it_was_taken_back(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "hello")
    await play.taps(ANA, "hello_begin")
    await play.hears(BEN)
    await leaves(play)
    told = await play.taps(BEN, "hello_see")
    assert "circle" not in told


@pytest.mark.parametrize("state", [SeatState.WAITING, SeatState.ACTIVE])
async def test_once_the_planned_day_is_over_the_place_is_gone(play: Play, state: SeatState) -> None:
    await circle_with_ben(play, state)
    await leaves(play)
    await play.turn(12 * WEEK)
    await play.says(BEN, "/start")
    assert "my_places" not in [one.verb for one in play.newest(BEN).buttons]


async def test_a_longer_time_is_told_after_a_deletion_too(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(CORA, "/circle")
    for verb, value in (("circle_care", "0"), ("extend", ""), ("extend_by", "2")):
        await play.taps(CORA, verb, value)
    await play.turn(DAY)
    await play.hears(BEN)
    await deletes(play)
    told = await play.taps(BEN, "ending_see")
    assert "Your circle has more time now" in told


async def test_an_old_page_of_sharing_names_nobody_who_is_gone(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(BEN, "/start")
    await play.taps(BEN, "sharing")
    await deletes(play)
    told = await play.taps(BEN, "share_with", "0")
    assert "Ana" not in told
