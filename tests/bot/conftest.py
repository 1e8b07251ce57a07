"""What every test of this floor begins with: a key and no other setting outside, its own log."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import App
from bot.practice_room.room import Room
from tests.bot.broken import KEY
from tests.bot.doors import doors, still_room
from tests.bot.logged import log_as_before


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("CIRCLEKEEPER__")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CIRCLEKEEPER__KEYS__KEY", KEY)


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    with log_as_before():
        yield


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A room whose clock stands."""
    async with still_room() as opened:
        yield opened


@pytest.fixture
async def app(room: Room, tmp_path: Path) -> AsyncIterator[App]:
    """A wired bot that runs nothing: every step is the test's."""
    async with doors(room, tmp_path) as wired:
        yield wired
        await wired.delivery.stop()
