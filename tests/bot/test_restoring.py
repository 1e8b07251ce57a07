"""A restore that is killed: whenever it happens, a whole database stands there, old or new."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

import pytest

from bot import keys, restoring
from bot.settings import load
from storage import people
from storage.database import Database
from tests.bot.broken import KEY, SOUND, written
from tests.bot.test_keeping import NOW, call, copied, name_in, named

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Processes are forked.")
MOMENTS = ("staged", "brought up", "ready", "folded", "kept", "replaced")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy with Ana in it, and a database with Bea."""
    (tmp_path / "copies").mkdir()
    config = written(tmp_path, f'{SOUND}[backup]\nfolder = "copies"\n')
    named(tmp_path / "circlekeeper.db", "Ana")
    return config


def killed_at(config: Path, copy: Path, moment: str) -> int:
    """Restore in a process that dies there; how it ended."""

    def reached(now: str) -> None:
        if now == moment:
            os._exit(9)

    pid = os.fork()
    if pid == 0:
        try:
            asyncio.run(restoring.restore(load(config), copy, NOW, reached))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_every_moment_that_the_source_names_is_tried() -> None:
    root = Path(__file__).parents[2]
    files = ("bot/restoring.py", "storage/backups.py", "storage/engines/sqlite_copy.py")
    named = [re.findall(r'\breached\("(.+?)"\)', (root / one).read_text()) for one in files]
    assert {moment for moments in named for moment in moments} == set(MOMENTS)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("clean", [True, False], ids=["closed", "killed"])
def test_killed_at_any_step_the_old_or_the_new_one_stands_there(
    config: Path, moment: str, clean: bool
) -> None:
    path, copy = config.parent / "circlekeeper.db", copied(config)
    named(path, "Bea")
    if not clean:
        _leave_a_log(path)
    assert killed_at(config, copy, moment) == 9
    assert name_in(path) == ("Ana" if moment == "replaced" else "Bea")
    # And once more, to its end.
    assert call("restore", copy, "--config", config).exit_code == 0
    assert name_in(path) == "Ana"
    assert not path.with_name(f"{path.name}-restore").exists()


def _leave_a_log(path: Path) -> None:
    """The last bot was killed: its last steps stand in the log only."""
    pid = os.fork()
    if pid == 0:
        try:
            asyncio.run(_write_and_die(path))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0


async def _write_and_die(path: Path) -> None:
    database = await Database.open(f"sqlite:///{path}", keyring=keys.keyring(keys.read(KEY)))
    await database.write(lambda tx: people.set_name(tx, 7, "Bea"))
    os._exit(0)


def test_a_damaged_database_with_a_log_is_kept_with_it(config: Path) -> None:
    path, copy = config.parent / "circlekeeper.db", copied(config)
    _leave_a_log(path)
    log = path.with_name(f"{path.name}-wal").read_bytes()
    path.write_bytes(b"x" * 8192)
    assert call("restore", copy, "--config", config).exit_code == 0
    kept = next(path.parent.glob("circlekeeper-v*.db"))
    beside = kept.with_name(f"{kept.name}-wal")
    assert beside.exists(), sorted(one.name for one in path.parent.iterdir())
    assert kept.read_bytes() == b"x" * 8192
    assert beside.read_bytes() == log
    assert name_in(path) == "Ana"
