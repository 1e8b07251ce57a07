"""The scenes: each is there within seconds, and its phones show what it promises."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.demo import Demo, hook
from bot.demo_scenes import CIRCLES, SCENES
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room

pytestmark = pytest.mark.proof
NAMES = [told.scene.name for told in SCENES]
SPANISH = ("hard_week", "es")
STEPS, CALLS = 20, 1_000
"""Steps of the clock and calls of the bot at most: seconds, on any machine of today."""
FIRST = {
    "week_two": ("Start", "Empezar"),
    "nothing": ("English", "English"),
    "hard_week": ("See it", "Ver"),
    "nobody": ("See it", "Ver"),
    "twelve": ("See it", "Ver"),
}
"""The first button of what waits on somebody's phone."""
WHOSE = {told.scene.name: told.scene.whose for told in SCENES}


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    """A demo in a room of its own, with the page's clock running."""
    async with Room.open() as room:
        one = Demo(room, tmp_path)
        hook(room, one)
        yield one
        assert room.complaints == []
        await one.stop()


def _phone(demo: Demo, name: str) -> Phone:
    return demo.room.phone(name)


@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in NAMES), SPANISH])
async def test_a_scene_is_there_in_seconds(demo: Demo, name: str, language: str) -> None:
    await demo.play(name, language)
    assert demo.room.clock.version <= STEPS
    assert len(demo.room.history.calls) <= CALLS
    assert _phone(demo, WHOSE[name]).buttons[0] == FIRST[name][language == "es"]
    assert {account.language for account in demo.room.world.accounts.values()} == {language}
    assert demo.room.hooks.scene == name


async def test_a_second_scene_begins_in_an_empty_room(demo: Demo) -> None:
    await demo.play("nobody", "en")
    before = set(demo.room.world.accounts)
    await demo.play("week_two", "en")
    assert not before & set(demo.room.world.accounts)
    assert [account.name for account in demo.room.world.accounts.values()] == [
        "Eve", "Cora", "Ana", "Ben",
    ]  # fmt: skip
    assert "needs a look" not in _phone(demo, "Cora").transcript()


async def test_in_a_hard_week_nobody_hears_what_was_answered(demo: Demo) -> None:
    await demo.play("hard_week", "en")
    assert "Nobody has seen this" in _phone(demo, "Ana").transcript()
    assert "A few words for you" in _phone(demo, "Cora").transcript()
    for name in ("Ben", "Cora", "Eve"):
        assert "ery cold" not in _phone(demo, name).newest.words


async def test_on_monday_morning_as_many_circles_need_a_look_as_the_page_says(demo: Demo) -> None:
    await demo.play("twelve", "en")
    now = demo.room.clock.now().astimezone(ZoneInfo("America/New_York"))
    assert (now.weekday(), now.hour) == (0, 10)
    found = re.findall(r"Circle (\w+) needs a look", _phone(demo, "Cora").transcript())
    assert sorted(found) == ["A1", "B2", "L11", "M12"]
    about = next(told.scene.about for told in SCENES if told.scene.name == "twelve")
    assert (len(CIRCLES), len(found)) == (12, 4)
    assert "four of her twelve circles" in about["en"]
    assert "cuatro de sus doce círculos" in about["es"]


async def test_every_jump_to_what_is_next_brings_something_to_a_phone(demo: Demo) -> None:
    await demo.play("week_two", "en")
    async with aiohttp.ClientSession() as session:
        for _ in range(6):
            async with session.post(f"{demo.room.url}/room/clock", json={"to": "next"}) as turned:
                assert (await turned.json())["came"]


def test_every_scene_is_told_in_both_languages() -> None:
    for told in SCENES:
        for said in (told.scene.title, told.scene.about):
            assert set(said) == {"en", "es"}
            assert all(said.values())
    assert set(FIRST) == set(NAMES)
