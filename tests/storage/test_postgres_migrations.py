"""From an older database to the newest version on PostgreSQL: whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import database as module
from storage.database import Database, Held, Refused
from storage.engines import postgres_start
from storage.engines.postgres_link import Address
from storage.engines.scripts import Scripts
from storage.seal import Keyring
from tests.postgres import Server
from tests.storage.small import REFUSALS, add_book, add_shelf, run_python, scripts, shelves
from tests.storage.test_migrations import KILLED, REBUILD

SHAPE = """
    SELECT 'column', table_name, column_name, data_type || is_nullable
        || coalesce(column_default, '') FROM information_schema.columns
        WHERE table_schema = 'public'
    UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass::text, '', pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""


@pytest.fixture
def engine() -> str:
    return "postgresql"


async def open_with(url: str, folder: Path, *migrations: str, **more: Any) -> Database:
    sql = scripts(folder / "sql", *migrations)
    return await Database.open(url, keyring=Keyring.plain(), scripts=sql, **more)


@pytest.fixture
async def old(url: str, tmp_path: Path) -> str:
    """A database of version 1: one shelf, one book on it."""
    database = await open_with(url, tmp_path)
    await database.write(lambda tx: (add_shelf(tx, 1), add_book(tx, 1, b"text")))
    await database.close()
    return url


def version(server: Server, url: str) -> int:
    return int(server.ask("SELECT version FROM circlekeeper", url)[0][0])


async def test_an_older_one_is_migrated(old: str, tmp_path: Path) -> None:
    database = await open_with(old, tmp_path, "CREATE TABLE two (id INTEGER);", "DROP TABLE two;")
    assert (database.version, await database.read(shelves)) == (3, [1])
    await database.close()


async def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(old: str, tmp_path: Path) -> None:
    database = await open_with(old, tmp_path, REBUILD)
    assert await database.read(lambda tx: len(tx.all("SELECT id FROM book"))) == 1
    with pytest.raises(REFUSALS):  # and references count again
        await database.write(lambda tx: add_book(tx, 99))
    await database.write(lambda tx: tx.run("DELETE FROM shelf"))
    assert await database.read(lambda tx: tx.all("SELECT id FROM book")) == []
    await database.close()


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM shelf; INSERT INTO nowhere VALUES (1);", "nowhere"),
        ("DELETE FROM shelf;", "rows in book that point nowhere"),
        ("DELETE FROM shelf; COMMIT;", "ends its transaction by itself"),
    ],
)
async def test_a_migration_that_fails_is_named_and_leaves_nothing(
    old: str, tmp_path: Path, sql: str, why: str
) -> None:
    with pytest.raises(Refused, match=f"stays at version 1: migrating it failed.*{why}"):
        await open_with(old, tmp_path, sql)
    (tmp_path / "sql/migrations/0002_step.sql").unlink()
    database = await open_with(old, tmp_path)
    assert await database.read(shelves) == [1]
    await database.close()


async def test_an_older_one_is_refused_when_nobody_asked_to_migrate(
    old: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="of version 1 and must be brought to 2 first"):
        await open_with(old, tmp_path, REBUILD, migrate=False)


async def test_a_newer_one_is_refused(old: str, tmp_path: Path, postgres: Server) -> None:
    postgres.ask("UPDATE circlekeeper SET version = 9", old)
    with pytest.raises(Refused, match=r"written by a newer version.*is 9, known here is 1"):
        await open_with(old, tmp_path)


async def test_nobody_migrates_beside_a_running_process(old: str, tmp_path: Path) -> None:
    running = await open_with(old, tmp_path, hold=True)
    with pytest.raises(Held, match="in use by process"):
        await open_with(old, tmp_path, REBUILD)
    await running.close()
    await (await open_with(old, tmp_path, REBUILD)).close()


@pytest.mark.parametrize(("moment", "count", "left"), [("migrating", 4, 1), ("migrated", 1, 2)])
async def test_a_kill_leaves_the_old_or_the_new(
    old: str, tmp_path: Path, postgres: Server, moment: str, count: int, left: int
) -> None:
    sql = scripts(tmp_path / "sql", REBUILD, "DELETE FROM book;")
    assert (await run_python(KILLED, old, sql, moment, count))[0] == -9
    assert version(postgres, old) == left
    database = await open_with(old, tmp_path, REBUILD, "DELETE FROM book;")
    assert await database.read(shelves) == [1]
    await database.close()


@pytest.fixture
def other(postgres: Server) -> Iterator[str]:
    """A second database."""
    url = postgres.fresh()
    yield url
    postgres.drop(url)


async def test_the_schema_and_all_migrations_from_nothing_are_the_same(
    url: str, other: str, postgres: Server
) -> None:
    connection = Address.read(url).connect(1.0)
    postgres_start.create(connection, Scripts("", ()))
    connection.close()
    for one in (url, other):
        await (await Database.open(one, keyring=Keyring.plain())).close()
    assert version(postgres, url) == Scripts.read(module.SCRIPTS).version
    assert sorted(postgres.ask(SHAPE, url)) == sorted(postgres.ask(SHAPE, other))


async def test_that_comparison_sees_a_difference(old: str, postgres: Server) -> None:
    before = sorted(postgres.ask(SHAPE, old))
    with psycopg.connect(old, autocommit=True) as connection:
        connection.execute("ALTER TABLE book DROP CONSTRAINT book_shelf_id_fkey")
    assert sorted(postgres.ask(SHAPE, old)) != before
