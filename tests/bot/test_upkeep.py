"""Upkeep: copies from before a migration go, once two clocks agree that they had their time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.upkeep import Upkeep
from storage.engines import sqlite_tidy
from tests.bot.doors import MONDAY
from tests.bot.times import Machine


async def test_no_copy_goes_until_two_clocks_agree(app: App, tmp_path: Path) -> None:
    old = sqlite_tidy.copy_name(tmp_path / "doors.db", 1, MONDAY - timedelta(days=7))
    old.write_bytes(b"")
    machine = Machine()
    upkeep = Upkeep(app.database, machine.clock)
    await upkeep.tidy()
    assert old.exists()
    machine.clock.told(MONDAY)
    await upkeep.tidy()
    assert not old.exists()
