"""Locked, full, broken: later, not lost. And what readers see meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.database import Database, Tx, Unavailable
from tests.storage.small import ON_SQLITE, add_book, add_shelf, shelves

BIG = b"x" * 100_000


def limit(pages: int) -> Callable[[Tx], object]:
    """A step after which the database may not grow beyond so many pages."""
    return lambda tx: tx.all(f"PRAGMA max_page_count = {pages}")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Somebody else writes all the time."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


@ON_SQLITE
async def test_a_full_disk_is_unavailable_until_there_is_space(small: Database) -> None:
    await small.write(lambda tx: add_shelf(tx, 1))
    await small.write(limit(10))
    with pytest.raises(Unavailable) as caught:
        await small.write(lambda tx: add_book(tx, 1, BIG))
    assert caught.value.kind == "full"
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    await small.write(limit(10_000))
    assert await small.write(lambda tx: add_book(tx, 1, BIG)) > 0


@ON_SQLITE
async def test_what_still_fits_is_kept_when_a_neighbour_fills_the_disk(small: Database) -> None:
    await small.write(limit(10))
    steps: list[Callable[[Tx], object]] = [
        lambda tx: add_shelf(tx, 1),
        lambda tx: (add_shelf(tx, 2), add_book(tx, 2, BIG)),
        lambda tx: add_shelf(tx, 3),
    ]
    results = await asyncio.gather(*map(small.write, steps), return_exceptions=True)
    assert (results[0], results[2]) == (1, 3)
    assert isinstance(results[1], Unavailable)
    assert await small.read(shelves) == [1, 3]


@ON_SQLITE
async def test_a_disk_that_refuses_is_unavailable_until_it_works_again(small: Database) -> None:
    await small.write(lambda tx: add_shelf(tx, 1))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, hard))
    try:
        with pytest.raises(Unavailable) as caught:
            await small.write(lambda tx: add_book(tx, 1, 2 * BIG))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.kind == "io"
    assert await small.write(lambda tx: add_book(tx, 1, 2 * BIG)) > 0


@ON_SQLITE
async def test_a_lock_that_lasts_is_unavailable_and_then_over(
    small: Database, tmp_path: Path
) -> None:
    with locked(tmp_path / "small.db"), pytest.raises(Unavailable) as caught:
        await small.write(lambda tx: add_shelf(tx, 1))
    assert caught.value.kind == "locked"
    assert await small.write(lambda tx: add_shelf(tx, 1)) == 1


@ON_SQLITE
async def test_a_whole_group_waits_for_a_lock_only_once(small: Database, tmp_path: Path) -> None:
    with locked(tmp_path / "small.db"):
        async with asyncio.timeout(5):  # one by one it would take 60
            results = await asyncio.gather(
                *(small.write(shelves) for _ in range(200)), return_exceptions=True
            )
    assert all(isinstance(result, Unavailable) for result in results)


@ON_SQLITE
async def test_readers_go_on_while_somebody_else_writes(small: Database, tmp_path: Path) -> None:
    await small.write(lambda tx: add_shelf(tx, 1))
    with locked(tmp_path / "small.db"):
        assert await small.read(shelves) == [1]


async def test_readers_see_only_what_is_committed(small: Database) -> None:
    written, looked = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        add_shelf(tx, 1)
        written.set()
        looked.wait(5)

    write = asyncio.create_task(small.write(slow))
    await asyncio.to_thread(written.wait, 5)
    assert await small.read(shelves) == []
    looked.set()
    await write
    assert await small.read(shelves) == [1]


async def test_a_reader_sees_one_state_from_its_first_look_to_its_last(small: Database) -> None:
    looked, written = threading.Event(), threading.Event()

    def twice(tx: Tx) -> tuple[list[int], list[int]]:
        before = shelves(tx)
        looked.set()
        written.wait(5)
        return before, shelves(tx)

    read = asyncio.create_task(small.read(twice))
    await asyncio.to_thread(looked.wait, 5)
    await small.write(lambda tx: add_shelf(tx, 1))
    written.set()
    assert await read == ([], [])


@ON_SQLITE
async def test_a_reader_cannot_write(small: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await small.read(lambda tx: add_shelf(tx, 1))
    assert await small.read(shelves) == []


@ON_SQLITE
async def test_what_is_unavailable_tells_nothing_of_anybody(
    small: Database, tmp_path: Path
) -> None:
    with locked(tmp_path / "small.db"), pytest.raises(Unavailable) as caught:
        await small.write(lambda tx: add_book(tx, 1, b"Ana's words"))
    assert str(caught.value) == "somebody else has locked the database"
