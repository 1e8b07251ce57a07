"""What stands beside the database after something was deleted: nothing of it."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from storage import people
from storage.database import Database
from storage.engines import sqlite_tidy
from storage.enums import Language
from storage.seal import Keyring
from tests.handlers.people import MONDAY

CANARY = "Canary Canaryson"


async def named(database: Database) -> None:
    """Somebody with a name that can be searched for."""
    await database.write(lambda tx: people.welcome(tx, 7, Language.ENGLISH, "UTC", MONDAY))
    await database.write(lambda tx: people.set_name(tx, 7, CANARY))


def lies_about(folder: Path) -> list[str]:
    """The files in which the name can be found."""
    return [one.name for one in folder.iterdir() if CANARY.encode() in one.read_bytes()]


@pytest.fixture
async def plain(tmp_path: Path) -> Database:
    return await Database.open(f"sqlite:///{tmp_path}/c.db", keyring=Keyring.plain())


async def test_what_was_deleted_leaves_the_log_too(tmp_path: Path, plain: Database) -> None:
    await named(plain)
    await plain.write(lambda tx: tx.run("DELETE FROM person"))
    assert lies_about(tmp_path) == ["c.db-wal"]
    assert await plain.tidy(MONDAY)
    assert lies_about(tmp_path) == []
    await plain.close()


async def test_steps_go_on_while_it_is_tidied(tmp_path: Path, plain: Database) -> None:
    await named(plain)
    steps = [plain.write(lambda tx: people.set_name(tx, 7, CANARY)) for _ in range(50)]
    done = await asyncio.gather(
        plain.tidy(MONDAY), *steps, plain.read(lambda tx: people.get(tx, 7))
    )
    assert done[0]
    assert done[-1] is not None
    await plain.close()


async def test_a_reader_in_the_way_is_not_waited_for_long(tmp_path: Path, plain: Database) -> None:
    await named(plain)
    with sqlite3.connect(tmp_path / "c.db", isolation_level=None) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM person").fetchone()
        await plain.write(lambda tx: tx.run("DELETE FROM person"))
        assert not await plain._engine.tidy(MONDAY)
        other.execute("COMMIT")
    other.close()
    assert await plain.tidy(MONDAY)
    await plain.close()


async def test_a_closed_database_is_tidy(plain: Database) -> None:
    await plain.close()
    assert await plain.tidy(MONDAY)


def test_copies_have_their_time_and_nothing_else_goes(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    old = sqlite_tidy.copy_name(path, 1, MONDAY - timedelta(days=7))
    young = sqlite_tidy.copy_name(path, 1, MONDAY - timedelta(days=6))
    others = [tmp_path / name for name in ("c.db", "c-v1-mine.db", "b-v1-20200101T000000Z.db")]
    for file in (old, young, *others):
        file.touch()
    assert sqlite_tidy.drop_copies(path, MONDAY) == 1
    assert {one.name for one in tmp_path.iterdir()} == {one.name for one in (young, *others)}
