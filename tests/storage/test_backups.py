"""Copies: whole while others write, private, named only when they are whole, and gone in time."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import backups, outbox, people
from storage.database import Database, Refused, Tx
from storage.enums import Class, Language
from storage.seal import Keyring
from tests.handlers.people import MONDAY
from tests.storage.small import ON_SQLITE, rights

KEY = bytes(range(32))
LARGE = "x" * 20_000


def say(tx: Tx) -> None:
    """One more row; its number and the counter move together or not at all."""
    outbox.put(tx, 7, Class.REPLY, "note", {"key": LARGE}, MONDAY)


def said(tx: Tx, times: int) -> None:
    """Many of them."""
    for _ in range(times):
        say(tx)


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return [one.name for one in folder.iterdir()]


def looked_at(file: Path) -> tuple[str, int, int]:
    """Whether a copy is whole, its newest row, and what its counter says."""
    with closing(sqlite3.connect(file)) as bare:
        whole = bare.execute("PRAGMA integrity_check").fetchone()[0]
        newest = bare.execute("SELECT max(id) FROM outbox").fetchone()[0]
        [counter] = bare.execute("SELECT next FROM ids WHERE name = 'outbox'").fetchone()
    return whole, newest, counter


async def writing(database: Database, stop: asyncio.Event) -> list[float]:
    """200 steps a second; how long each waited."""
    waited = []
    while not stop.is_set():
        since = time.perf_counter()
        await database.write(say)
        waited.append(time.perf_counter() - since)
        await asyncio.sleep(max(0.0, 0.005 - waited[-1]))
    return waited


@pytest.fixture
async def sealed(tmp_path: Path) -> Database:
    """A database with a key, and somebody in it."""
    keyring = Keyring({3: KEY}, current=3)
    opened = await Database.open(f"sqlite:///{tmp_path}/c.db", keyring=keyring)
    await opened.write(lambda tx: people.welcome(tx, 7, Language.ENGLISH, "UTC", MONDAY))
    await opened.write(lambda tx: people.set_name(tx, 7, "Canary"))
    return opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


@ON_SQLITE
async def test_a_copy_is_whole_while_200_writes_a_second_go_on(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    await database.write(lambda tx: said(tx, 1500))
    stop = asyncio.Event()
    writer = asyncio.create_task(writing(database, stop))
    await asyncio.sleep(0.1)
    path, copies = tmp_path / "fresh.db", []
    for number in range(3):
        at = MONDAY + timedelta(seconds=number)
        copies.append((await backups.make(database, path, folder, at)).file)
    stop.set()
    waited = await writer
    found = [looked_at(file) for file in copies]
    assert all(whole == "ok" and counter == newest + 1 for whole, newest, counter in found)
    assert [one[1] for one in found] == sorted({one[1] for one in found})
    assert len(waited) > 20
    assert max(waited) < 2.0


async def test_it_is_private_sealed_and_says_what_it_needs(
    sealed: Database, folder: Path, tmp_path: Path
) -> None:
    made = await backups.make(sealed, tmp_path / "c.db", folder, MONDAY)
    await sealed.close()
    assert made.file == folder / "c-20261102T150000Z.db"
    assert (rights(made.file), made.keys, made.counts["person"]) == (0o600, (3,), 1)
    assert names(folder) == [made.file.name]
    data = made.file.read_bytes()
    assert (b"Canary" in data, KEY in data) == (False, False)


@ON_SQLITE
async def test_what_does_not_hold_together_gets_no_name(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "fresh.db")) as bare, bare:
        bare.execute("INSERT INTO answer VALUES (77, 'x', x'00', '', 0)")
    with pytest.raises(Refused, match="is damaged"):
        await backups.make(database, tmp_path / "fresh.db", folder, MONDAY)
    assert names(folder) == []


@ON_SQLITE
async def test_two_at_once_do_not_meet(database: Database, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    made = await asyncio.gather(
        *(backups.make(database, path, folder, MONDAY) for _ in range(2)), return_exceptions=True
    )
    told = [str(one) for one in made if isinstance(one, Refused)]
    assert len(told) <= 1
    assert all("another copy is being made" in one for one in told)
    assert looked_at_whole(folder / "fresh-20261102T150000Z.db")


def looked_at_whole(file: Path) -> bool:
    """Whether the pages hold together."""
    with closing(sqlite3.connect(file)) as bare:
        return bool(bare.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


@ON_SQLITE
async def test_a_copy_that_nobody_waits_for_ends_soon(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    await database.write(lambda tx: said(tx, 3000))
    path = tmp_path / "fresh.db"
    copying = asyncio.create_task(backups.make(database, path, folder, MONDAY))
    await asyncio.sleep(0.02)
    copying.cancel()
    await asyncio.gather(copying, return_exceptions=True)
    assert not [one for one in names(folder) if one.endswith(".db")]


MAKES = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from storage import backups
from storage.database import Database
from storage.seal import Keyring

async def main():
    path, folder = map(Path, sys.argv[1:3])
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain())
    print("ready", flush=True)
    at = datetime.now(UTC) + timedelta(hours=int(sys.argv[3]))
    while True:
        at += timedelta(seconds=1)
        await backups.make(database, path, folder, at)

asyncio.run(main())
"""


@ON_SQLITE
async def test_a_kill_at_any_instant_leaves_no_half_copy_under_a_name(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    await database.write(lambda tx: said(tx, 300))
    path = tmp_path / "fresh.db"
    for hour, wait in enumerate((0.005, 0.02, 0.05, 0.11)):
        process = await _maker(path, folder, hour)
        await asyncio.sleep(wait)
        process.kill()
        await process.wait()
    assert all(looked_at_whole(one) for _, one in backups.kept(path, folder))
    later = MONDAY + timedelta(days=365)
    backups.drop(path, folder, 1000, later)
    assert not [one for one in names(folder) if backups.PART in one]


async def _maker(path: Path, folder: Path, hour: int) -> asyncio.subprocess.Process:
    """A process that makes one copy after another, under names of an hour of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", MAKES, str(path), str(folder), str(hour)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


def test_the_newest_are_kept_and_none_too_long(folder: Path) -> None:
    path = Path("/srv/c.db")
    ages = [timedelta(days=n) for n in (0, 1, 2, 3, 31)]
    files = [folder / f"c-{MONDAY - age:%Y%m%dT%H%M%SZ}.db" for age in ages]
    others = [
        folder / name for name in ("c.db", "c-v1-20200101T000000Z.db", "d-20200101T000000Z.db")
    ]
    for file in (*files, *others):
        file.touch()
    assert backups.drop(path, folder, 3, MONDAY) == 2
    assert {one.name for one in folder.iterdir()} == {one.name for one in (*files[:3], *others)}
    assert backups.drop(path, folder, 3, MONDAY + timedelta(days=40)) == 3
    assert backups.kept(path, folder) == []
