"""A disk that hangs: it ends nothing, and whatever else ends the bot does so in time."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from bot.exits import ExitCode
from bot.practice_room.room import Room
from tests.bot.doors import settings_of
from tests.chaos.circle import in_short
from tests.chaos.conftest import Tell
from tests.chaos.disk_bot import HANGS, OwnBot, own_bot
from tests.chaos.table import Line
from tests.stories.operated import until

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform == "win32", reason="It is not run there."),
]
LONGEST = 60.0
"""Real seconds in which a process starts; how fast it ended is told."""


async def _stuck(room: Room, bot: OwnBot) -> None:
    """It polls; from the first thing that it sends on, no commit ends any more."""
    await until(lambda: room.history.of("setMyCommands"), within=LONGEST)
    bot.switch.write_text(HANGS)
    await room.phone("Ana").says("/help")
    await until(lambda: room.history.of("sendMessage"), within=LONGEST)


@pytest.mark.parametrize("how", ["it is told to", "Telegram refuses its token"])
async def test_a_bot_whose_disk_hangs_ends_in_time(
    tmp_path: Path, tell: Tell, long: bool, how: str
) -> None:
    in_short(long, how != "it is told to")
    refused = how == "Telegram refuses its token"
    async with Room.open() as room, own_bot(tmp_path, settings_of(room, tmp_path / "a.db")) as bot:
        if refused:
            room.faults.answer(401, method="sendMessage", count=None)
        await _stuck(room, bot)
        began = time.monotonic()
        code = await (bot.ends() if refused else bot.stop())
        took = time.monotonic() - began
        assert "ended_with_work_undone" in bot.lines
    held = code == (ExitCode.TOKEN if refused else ExitCode.FINE)
    tell(Line(f"F26 the disk hangs, and {how}", 1, held=held, remark=f"ended in {took:.1f} s"))
