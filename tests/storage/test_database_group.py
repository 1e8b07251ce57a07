"""Steps that share a commit: each still fails alone."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from storage.database import GROUP, Database, Tx
from storage.seal import Keyring
from tests.storage.small import (
    ON_SQLITE,
    REFUSALS,
    add_book,
    add_shelf,
    scripts,
    shelf,
    shelves,
    together,
)

OR_ROLLBACK = "INSERT OR ROLLBACK INTO shelf (id, books) VALUES (1, 0)"


@pytest.mark.parametrize(("steps", "commits"), [(1, 1), (GROUP, 1), (GROUP + 1, 2)])
async def test_steps_that_wait_share_a_commit(tmp_path: Path, steps: int, commits: int) -> None:
    heard: list[str] = []
    database = await Database.open(
        f"sqlite:///{tmp_path}/small.db",
        keyring=Keyring.plain(),
        scripts=scripts(tmp_path / "sql"),
        seam=heard.append,
    )
    assert await together(database, *map(shelf, range(steps))) == list(range(steps))
    await database.close()
    heard = [moment for moment in heard if moment != "statement"]
    assert heard == ["commit", "committed"] * commits


async def test_a_failing_step_in_a_group_fails_alone_and_leaves_nothing(small: Database) -> None:
    def fails(tx: Tx) -> None:
        add_shelf(tx, 2)
        raise LookupError("mine")

    first, second, third = await together(small, shelf(1), fails, shelf(3))
    assert (first, third) == (1, 3)
    assert isinstance(second, LookupError)
    assert await small.read(shelves) == [1, 3]


@ON_SQLITE
async def test_when_the_engine_rolls_back_all_the_others_still_happen_once(
    small: Database,
) -> None:
    await small.write(shelf(1))
    results = await together(small, shelf(2), lambda tx: tx.run(OR_ROLLBACK), shelf(3))
    assert (results[0], results[2]) == (2, 3)
    assert type(results[1]) is sqlite3.IntegrityError
    assert await small.read(shelves) == [1, 2, 3]


@ON_SQLITE
async def test_a_trigger_that_rolls_back_all_hits_only_its_caller(small: Database) -> None:
    await small.write(
        lambda tx: tx.run(
            "CREATE TRIGGER no_nine BEFORE INSERT ON shelf WHEN new.id = 9 "
            "BEGIN SELECT RAISE(ROLLBACK, 'no nine'); END"
        )
    )
    first, second, third = await together(small, shelf(1), shelf(9), shelf(3))
    assert (first, third) == (1, 3)
    assert isinstance(second, REFUSALS)
    assert await small.read(shelves) == [1, 3]


@ON_SQLITE
@pytest.mark.parametrize("neighbours", [0, 1])
async def test_a_step_that_goes_on_after_its_transaction_ended_fails_loudly(
    small: Database, neighbours: int
) -> None:
    def swallows(tx: Tx) -> None:
        try:
            tx.run(OR_ROLLBACK)
        except sqlite3.IntegrityError:
            add_shelf(tx, 5)

    await small.write(shelf(1))
    first, *others = await together(small, swallows, *map(shelf, range(2, 2 + neighbours)))
    assert isinstance(first, RuntimeError)
    assert await small.read(shelves) == [1, *others]


@ON_SQLITE
async def test_a_step_that_hides_the_end_of_its_transaction_fails_loudly(small: Database) -> None:
    def hides(tx: Tx) -> None:
        try:
            tx.run(OR_ROLLBACK)
        except sqlite3.IntegrityError:
            return

    await small.write(shelf(1))
    first, second = await together(small, hides, shelf(2))
    assert isinstance(first, RuntimeError)
    assert second == 2


@pytest.mark.parametrize("sql", ["COMMIT", " rollback;", "/* now */ BEGIN", "-- so\nRELEASE step"])
async def test_a_step_may_not_end_its_transaction(small: Database, sql: str) -> None:
    first, second = await together(small, lambda tx: tx.run(sql), shelf(2))
    assert isinstance(first, RuntimeError)
    assert second == 2


async def test_a_commit_that_fails_once_fails_nobody(tmp_path: Path) -> None:
    failures = iter([sqlite3.OperationalError("once")])

    def seam(moment: str) -> None:
        if moment == "commit" and (error := next(failures, None)):
            raise error

    database = await Database.open(
        f"sqlite:///{tmp_path}/small.db",
        keyring=Keyring.plain(),
        scripts=scripts(tmp_path / "sql"),
        seam=seam,
    )
    assert await together(database, shelf(1), shelf(2)) == [1, 2]
    assert await database.read(shelves) == [1, 2]
    await database.close()


async def test_who_makes_the_commit_fail_fails_alone(small: Database) -> None:
    lost = partial(add_book, shelf=99)  # a deferred foreign key: only the commit finds it
    first, second, third = await together(small, shelf(1), lost, shelf(3))
    assert (first, third) == (1, 3)
    assert isinstance(second, REFUSALS)
    assert await small.read(lambda tx: len(tx.all("SELECT id FROM book"))) == 0


async def test_who_stumbled_only_over_a_guilty_neighbour_succeeds(small: Database) -> None:
    def guilty(tx: Tx) -> None:
        add_shelf(tx, 5)
        add_book(tx, shelf=99)

    first, second = await together(small, guilty, shelf(5))
    assert isinstance(first, REFUSALS)
    assert second == 5


async def test_a_cancelled_waiters_write_stands_and_neighbours_get_their_own(
    small: Database,
) -> None:
    tasks = [asyncio.create_task(small.write(shelf(number))) for number in (1, 2, 3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert (results[0], results[2]) == (1, 3)
    assert isinstance(results[1], asyncio.CancelledError)
    assert await small.read(shelves) == [1, 2, 3]


@pytest.mark.parametrize(
    ("engine", "visits"), [("sqlite", 10_000), ("postgresql", 1_000)], indirect=["engine"]
)
async def test_thousands_of_mixed_steps_agree_with_a_model(small: Database, visits: int) -> None:
    dice = random.Random(8)
    model = [0] * 10
    for number in range(10):
        await small.write(shelf(number))

    def put(tx: Tx, number: int, fails: bool) -> int:
        tx.run("UPDATE shelf SET books = books + 1 WHERE id = :id", id=number)
        if fails:
            raise LookupError
        return number

    async def visit() -> None:
        number, fate = dice.randrange(10), dice.random()
        model[number] += fate >= 0.2
        task = asyncio.create_task(small.write(partial(put, number=number, fails=fate < 0.2)))
        await asyncio.sleep(0)
        if fate > 0.9:
            task.cancel()
        (result,) = await asyncio.gather(task, return_exceptions=True)
        wanted = LookupError if fate < 0.2 else asyncio.CancelledError if fate > 0.9 else int
        assert isinstance(result, wanted)

    await asyncio.gather(*(visit() for _ in range(visits)))
    rows = await small.read(lambda tx: tx.all("SELECT books FROM shelf ORDER BY id"))
    assert [row["books"] for row in rows] == model
