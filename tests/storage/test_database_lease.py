"""One process runs on a database; others may still look and write beside it."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database, Held
from storage.seal import Keyring
from tests.storage.small import add_shelf, scripts, shelves

SINCE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HOLDER = """
import asyncio, sys, time
from pathlib import Path
from storage.database import Database
from storage.seal import Keyring

async def main():
    url, sql = sys.argv[1:]
    await Database.open(url, keyring=Keyring.plain(), scripts=Path(sql), hold=True)
    print("held", flush=True)
    time.sleep(60)

asyncio.run(main())
"""


async def open_small(folder: Path, name: str = "small", *, hold: bool = True) -> Database:
    return await Database.open(
        f"sqlite:///{folder}/{name}.db",
        keyring=Keyring.plain(),
        scripts=scripts(folder / "sql"),
        hold=hold,
        now=lambda: SINCE,
    )


async def test_who_comes_second_hears_who_holds_it_and_since_when(tmp_path: Path) -> None:
    first = await open_small(tmp_path)
    with pytest.raises(Held) as caught:
        await open_small(tmp_path)
    assert (caught.value.pid, caught.value.since) == (os.getpid(), SINCE)
    assert str(caught.value) == (
        f"{tmp_path}/small.db is in use by process {os.getpid()} since 2026-11-22 08:30 UTC."
    )
    await first.close()


async def test_a_refused_second_does_not_disturb_the_first(tmp_path: Path) -> None:
    first = await open_small(tmp_path)
    for _ in range(2):
        with pytest.raises(Held):
            await open_small(tmp_path)
    assert await first.write(lambda tx: add_shelf(tx, 1)) == 1
    await first.close()


async def test_closing_gives_it_back(tmp_path: Path) -> None:
    for _ in range(2):
        database = await open_small(tmp_path)
        await database.close()


async def test_two_databases_are_held_side_by_side(tmp_path: Path) -> None:
    first, second = await open_small(tmp_path, "one"), await open_small(tmp_path, "two")
    await first.close()
    await second.close()


async def test_a_second_name_for_the_same_file_is_the_same_file(tmp_path: Path) -> None:
    first = await open_small(tmp_path)
    (tmp_path / "other.db").symlink_to("small.db")
    with pytest.raises(Held):
        await open_small(tmp_path, "other")
    await first.close()


async def test_a_command_writes_beside_who_holds_it(tmp_path: Path) -> None:
    running = await open_small(tmp_path)
    command = await open_small(tmp_path, hold=False)
    await command.write(lambda tx: add_shelf(tx, 1))
    await command.close()
    assert await running.read(shelves) == [1]
    await running.close()


async def test_the_lease_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    await (await open_small(tmp_path)).close()
    holder = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLDER,
        f"sqlite:///{tmp_path}/small.db",
        str(tmp_path / "sql"),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(Held) as caught:
        await open_small(tmp_path)
    assert caught.value.pid == holder.pid
    holder.kill()
    await holder.communicate()
    await (await open_small(tmp_path)).close()
