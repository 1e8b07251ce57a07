"""Marks: results are kept together, in order, and one that fails spoils no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.marks import Marks
from storage.database import Database, Tx
from storage.seal import Keyring
from tests.storage.small import add_shelf, scripts, shelves
from tests.storage.test_database_trouble import locked


async def small(folder: Path) -> Database:
    """A database that notices soon that it is locked."""
    return await Database.open(
        f"sqlite:///{folder}/small.db",
        keyring=Keyring.plain(),
        scripts=scripts(folder / "sql"),
        patience=0.02,
    )


def shelf(number: int) -> Callable[[Tx], None]:
    """A mark."""

    def mark(tx: Tx) -> None:
        add_shelf(tx, number)

    return mark


async def test_results_of_a_moment_share_one_step(tmp_path: Path) -> None:
    database = await small(tmp_path)
    kept: list[None] = []
    marks = Marks(database, lambda: kept.append(None))
    for number in range(1, 101):
        marks.add(shelf(number))
    await marks.flushed()
    assert await database.read(shelves) == list(range(1, 101))
    assert len(kept) == 1
    await database.close()


async def test_whoever_waits_for_a_result_waits_for_no_others(tmp_path: Path) -> None:
    database = await small(tmp_path)
    marks = Marks(database, lambda: None, every=3600)
    for number in (1, 2):
        marks.add(shelf(number))
        await asyncio.wait_for(marks.flushed(), 20)
    assert await database.read(shelves) == [1, 2]
    await database.close()


async def test_results_wait_while_the_database_is_away(tmp_path: Path) -> None:
    database = await small(tmp_path)
    marks = Marks(database, lambda: None, away=0.02)
    with locked(tmp_path / "small.db"):
        marks.add(shelf(1))
        await asyncio.sleep(0.1)
        marks.add(shelf(2))
    await marks.flushed()
    assert await database.read(shelves) == [1, 2]
    await database.close()


async def test_a_result_that_cannot_be_kept_spoils_no_other(tmp_path: Path) -> None:
    database = await small(tmp_path)
    marks = Marks(database, lambda: None)
    for number in (1, 2, 2, 3):
        marks.add(shelf(number))
    await marks.flushed()
    assert await database.read(shelves) == [1, 2, 3]
    marks.add(shelf(4))
    await marks.flushed()
    assert await database.read(shelves) == [1, 2, 3, 4]
    await database.close()
