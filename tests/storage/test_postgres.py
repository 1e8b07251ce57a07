"""PostgreSQL alone: a connection that goes, a server that goes, an address that tells no secret."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import psycopg
import pytest

from storage.database import Database, Refused, Tx, Unavailable
from storage.seal import Keyring
from tests.postgres import Server
from tests.storage.cut_wire import Cut, Wire
from tests.storage.small import add_shelf, scripts, shelf, shelves, together

OTHERS = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def engine() -> str:
    return "postgresql"


def kills(server: Server, url: str) -> int:
    """End every connection to this database but our own; how many there were."""
    return int(server.ask(OTHERS, url)[0][0])


async def test_a_connection_that_was_killed_is_made_again(
    small: Database, postgres: Server, url: str
) -> None:
    assert await small.write(shelf(1)) == 1
    assert kills(postgres, url) == 3
    assert await small.write(shelf(2)) == 2
    assert await small.read(shelves) == [1, 2]


async def test_a_step_whose_connection_is_killed_is_run_again_whole(
    small: Database, postgres: Server, url: str
) -> None:
    runs: list[int] = []

    def step(tx: Tx) -> int:
        runs.append(add_shelf(tx, 1))
        if len(runs) < 5:
            kills(postgres, url)
        return add_shelf(tx, 2)

    assert await small.write(step) == 2
    assert (len(runs), await small.read(shelves)) == (5, [1, 2])


async def test_a_step_is_given_up_after_five_times(
    small: Database, postgres: Server, url: str
) -> None:
    runs: list[int] = []

    def step(tx: Tx) -> int:
        runs.append(add_shelf(tx, 1))
        kills(postgres, url)
        return add_shelf(tx, 2)

    _, answer, third = await together(small, shelf(3), step, shelf(4))
    assert isinstance(answer, Unavailable)
    assert answer.kind == "io"
    assert (third, len(runs)) == (4, 6)  # once among its neighbours, five times alone
    assert await small.read(shelves) == [3, 4]


async def test_a_reading_step_is_run_again_too(small: Database, postgres: Server, url: str) -> None:
    await small.write(shelf(1))
    runs: list[int] = []

    def look(tx: Tx) -> list[int]:
        if not runs:
            runs.append(kills(postgres, url))
        return shelves(tx)

    assert await small.read(look) == [1]


@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize("done", [True, False])
async def test_a_commit_that_nobody_answered_counts_once(
    url: str, postgres: Server, tmp_path: Path, steps: int, done: bool
) -> None:
    async with Wire.to(postgres) as wire:
        database = await open_small(wire.url(url), tmp_path)
        wire.cuts = Cut.AFTER if done else Cut.BEFORE
        numbers = list(range(steps))
        assert await together(database, *map(shelf, numbers)) == numbers
        assert wire.cut
        assert await database.read(shelves) == numbers
        await database.close()


async def test_two_transactions_that_meet_are_run_again(small: Database) -> None:
    failures = [psycopg.errors.SerializationFailure(), psycopg.errors.DeadlockDetected()]

    def step(tx: Tx) -> int:
        if failures:
            code = failures.pop().sqlstate
            tx.run(f"DO $$ BEGIN RAISE SQLSTATE '{code}'; END $$")
        return add_shelf(tx, 1)

    assert await small.write(step) == 1


async def test_a_step_that_hides_an_error_fails_loudly(small: Database) -> None:
    def hides(tx: Tx) -> None:
        try:
            add_shelf(tx, 1)
        except psycopg.Error:
            return

    first, second = await together(small, shelf(1), shelf(2))
    assert (first, second) == (1, 2)
    third, fourth = await together(small, hides, shelf(3))
    assert isinstance(third, RuntimeError)
    assert (fourth, await small.read(shelves)) == (3, [1, 2, 3])


async def test_somebody_else_who_writes_all_the_time_is_unavailable_and_then_over(
    small: Database, url: str
) -> None:
    lock = "SELECT pg_advisory_xact_lock(%s::int4, hashtext(current_schema()))"
    with psycopg.connect(url) as other:
        other.execute(lock, (int.from_bytes(b"CKPR", "big") + 1,))
        async with asyncio.timeout(20):  # a whole group waits only once
            results = await together(small, *map(shelf, range(200)))
    assert {type(one) for one in results} == {Unavailable}
    assert await small.write(shelf(1)) == 1


async def test_who_looks_while_the_server_is_away_waits_as_long_as_who_writes(
    small: Database, postgres: Server
) -> None:
    """With all their patience, once."""
    took = []
    await asyncio.to_thread(postgres.stop, "immediate")
    try:
        for ask in (small.write(shelf(1)), small.read(shelves)):
            since = time.monotonic()
            with pytest.raises(Unavailable):
                await ask
            took.append(time.monotonic() - since)
    finally:
        await asyncio.to_thread(postgres.start)
    assert took[1] < 3 * took[0]
    assert await small.read(shelves) == []


async def test_yes_and_no_are_numbers(small: Database) -> None:
    await small.write(lambda tx: tx.run("INSERT INTO shelf VALUES (1, :b)", b=True))
    assert await small.read(lambda tx: tx.all("SELECT * FROM shelf")) == [{"id": 1, "books": 1}]


async def open_small(url: str, folder: Path) -> Database:
    sql = scripts(folder / "sql")
    return await Database.open(url, keyring=Keyring.plain(), scripts=sql, patience=0.3)


async def refusal(url: str, folder: Path) -> str:
    with pytest.raises(Refused) as caught:
        await open_small(url, folder)
    return str(caught.value)


async def test_a_server_that_is_away_is_told_without_the_password(tmp_path: Path) -> None:
    url = "postgresql://ana:s3cret@127.0.0.1:1/circles"
    said = await refusal(url, tmp_path)
    assert said.startswith("PostgreSQL database circles on 127.0.0.1:1 does not let us in: ")
    assert "s3cret" not in said


@pytest.mark.parametrize("rest", ["//[s3cret", "//h/db?s3cret=1", "//ana:s3cret@h"])
async def test_an_address_that_makes_no_sense_is_not_repeated(rest: str, tmp_path: Path) -> None:
    said = await refusal(f"postgresql:{rest}", tmp_path)
    assert "postgresql://user@host/database" in said
    assert "s3cret" not in said


async def test_a_database_of_another_program_is_left_alone(
    url: str, postgres: Server, tmp_path: Path
) -> None:
    postgres.ask("CREATE TABLE theirs (id bigint)", url)
    assert "is a database of another program" in await refusal(url, tmp_path)
    assert postgres.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", url) == [(1,)]


async def test_no_copy_is_made(small: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is copied by pg_dump"):
        await small.copy(tmp_path / "copy")
    assert await small.whole()
