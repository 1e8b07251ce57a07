"""A goal in somebody's own words: kept, changed, forgotten, and nobody's unless it is shared."""

from __future__ import annotations

from storage import goals
from tests.handlers.driver import Play
from tests.handlers.people import ANA
from tests.handlers.shares import stage

WORDS = "Sleep through the night"


async def asked(play: Play) -> str:
    """The question for it, from the start page."""
    await play.says(ANA, "/start")
    await play.taps(ANA, "sharing")
    await play.taps(ANA, "goal")
    return await play.taps(ANA, "goal_write")


async def kept(play: Play) -> str:
    """Ana's goal as it is stored."""
    return await play.do(lambda tx: goals.get(tx, ANA))


async def test_a_goal_is_typed_and_nobody_sees_it(play: Play) -> None:
    await stage(play)
    assert "in your own words" in await asked(play)
    assert await play.says(ANA, f"  {WORDS}\n") == f"Your goal: {WORDS}\n\nNobody sees this."
    assert await kept(play) == WORDS


async def test_it_says_who_sees_it(play: Play) -> None:
    await stage(play, "goal")
    await asked(play)
    said = await play.says(ANA, WORDS)
    assert said == f"Your goal: {WORDS}\n\nYou share it with: Ben."


async def test_it_may_change_and_go(play: Play) -> None:
    await stage(play)
    await asked(play)
    await play.says(ANA, WORDS)
    await play.taps(ANA, "goal_write")
    await play.says(ANA, "100 % my own pace, {name} %(name)s <b>")
    assert await kept(play) == "100 % my own pace, {name} %(name)s <b>"
    await play.taps(ANA, "goal_forget")
    assert await kept(play) == ""


async def test_too_long_is_said_kindly_and_asked_again(play: Play) -> None:
    await stage(play)
    await asked(play)
    assert "more than I can keep" in await play.says(ANA, "a" * 4096)
    await play.says(ANA, WORDS)
    assert await kept(play) == WORDS


async def test_not_now_lets_the_question_go(play: Play) -> None:
    await stage(play)
    await asked(play)
    await play.taps(ANA, "goal")
    await play.says(ANA, WORDS)
    assert await kept(play) == ""
