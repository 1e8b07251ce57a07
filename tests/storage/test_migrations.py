"""From an older file to the newest version: copied first, whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import database as module
from storage.database import Database, Held, Refused
from storage.engines.scripts import Scripts, bare, statements
from storage.engines.sqlite_start import migrate
from storage.seal import Keyring
from tests.storage.small import SCHEMA, add_book, add_shelf, run_python, scripts, shelves

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
REBUILD = """
CREATE TABLE shelf_new (id INTEGER PRIMARY KEY, books INTEGER NOT NULL, name TEXT);
INSERT INTO shelf_new (id, books) SELECT id, books FROM shelf;
DROP TABLE shelf;
ALTER TABLE shelf_new RENAME TO shelf;
"""
KILLED = """
import asyncio, os, sys
from pathlib import Path
from storage.database import Database
from storage.seal import Keyring

url, sql, moment, count = sys.argv[1:]
heard = []

def seam(what):
    heard.append(what)
    if heard.count(moment) == int(count):
        os.kill(os.getpid(), 9)

asyncio.run(Database.open(url, keyring=Keyring.plain(), scripts=Path(sql), seam=seam))
"""


async def open_with(
    tmp_path: Path, *migrations: str, migrate: bool = True, hold: bool = False
) -> Database:
    return await Database.open(
        f"sqlite:///{tmp_path}/small.db",
        keyring=Keyring.plain(),
        scripts=scripts(tmp_path / "sql", *migrations),
        now=lambda: NOW,
        migrate=migrate,
        hold=hold,
    )


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """A folder with a database of version 1: one shelf, one book on it."""
    database = await open_with(tmp_path)
    await database.write(lambda tx: (add_shelf(tx, 1), add_book(tx, 1, b"text")))
    await database.close()
    return tmp_path


def version(file: Path) -> int:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


async def test_an_older_file_is_copied_then_migrated(old: Path) -> None:
    database = await open_with(old, "CREATE TABLE two (id INTEGER);", "DROP TABLE two;")
    assert (database.version, await database.read(shelves)) == (3, [1])
    await database.close()
    copy = old / "small-v1-20261122T083000Z.db"
    assert (version(old / "small.db"), version(copy)) == (3, 1)
    assert copy.stat().st_mode & 0o077 == 0


async def test_the_copy_opens_as_a_database(old: Path) -> None:
    await (await open_with(old, REBUILD)).close()
    (old / "small-v1-20261122T083000Z.db").replace(old / "small.db")
    (old / "sql/migrations/0002_step.sql").unlink()
    database = await open_with(old)
    assert await database.read(shelves) == [1]
    await database.close()


async def test_rebuilding_a_table_keeps_the_rows_that_point_to_it(old: Path) -> None:
    database = await open_with(old, REBUILD)
    assert await database.read(lambda tx: len(tx.all("SELECT id FROM book"))) == 1
    with pytest.raises(sqlite3.IntegrityError):  # and foreign keys count again
        await database.write(lambda tx: add_book(tx, 99))
    await database.close()


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM shelf; INSERT INTO nowhere VALUES (1);", "no such table: nowhere"),
        ("DELETE FROM shelf;", "rows in book that point nowhere"),
        ("DELETE FROM shelf; COMMIT;", "ends its transaction by itself"),
    ],
)
async def test_a_migration_that_fails_is_named(old: Path, sql: str, why: str) -> None:
    with pytest.raises(Refused, match=f"stays at version 1: migrating it failed.*{why}"):
        await open_with(old, sql)


async def test_a_migration_that_fails_leaves_no_trace_of_itself(old: Path) -> None:
    with pytest.raises(Refused, match="stays at version 2"):
        await open_with(old, "CREATE TABLE two (id INTEGER);", "DELETE FROM shelf; NONSENSE;")
    (old / "sql/migrations/0003_step.sql").unlink()
    database = await open_with(old, "CREATE TABLE two (id INTEGER);")
    assert await database.read(shelves) == [1]
    await database.close()


async def test_an_older_file_is_refused_when_nobody_asked_to_migrate(old: Path) -> None:
    with pytest.raises(Refused, match="of version 1 and must be brought to 2 first"):
        await open_with(old, REBUILD, migrate=False)
    assert version(old / "small.db") == 1


async def test_nobody_migrates_beside_a_running_process(old: Path) -> None:
    running = await open_with(old, hold=True)
    with pytest.raises(Held):
        await open_with(old, REBUILD)
    await running.close()
    assert version(old / "small.db") == 1


async def test_a_failed_migration_gives_the_lease_back(old: Path) -> None:
    with pytest.raises(Refused) as caught:
        await open_with(old, "NONSENSE;", hold=True)
    await (await open_with(old, REBUILD, hold=True)).close()
    assert "stays at version 1" in str(caught.value)


@pytest.mark.parametrize(
    ("moment", "count", "left"),
    [("migrating", 1, 1), ("migrating", 4, 1), ("migrated", 1, 2), ("migrating", 5, 2)],
)
async def test_a_kill_leaves_the_old_or_the_new(
    old: Path, moment: str, count: int, left: int
) -> None:
    sql = scripts(old / "sql", REBUILD, "DELETE FROM book;")
    url = f"sqlite:///{old}/small.db"
    assert (await run_python(KILLED, url, sql, moment, count))[0] == -9
    assert version(old / "small.db") == left
    database = await open_with(old, REBUILD, "DELETE FROM book;")
    assert await database.read(shelves) == [1]
    await database.close()


def test_statements_end_where_sqlite_says() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT ';'; SELECT 2; END;"
    script = f"-- one; two\nSELECT ';' /* ; */ ;\n;\n{trigger}\n-- the end;"
    assert [bare(each) for each in statements(script)] == ["SELECT ';' ;", trigger]


def test_a_script_that_breaks_off_is_not_run() -> None:
    with pytest.raises(ValueError, match="has no end"):
        list(statements("SELECT 1; SELECT 2"))


@pytest.mark.parametrize("name", ["0003_gap.sql", "0001_twice.sql", "second.sql"])
def test_migrations_are_numbered_without_gaps(tmp_path: Path, name: str) -> None:
    scripts(tmp_path)
    (tmp_path / "migrations" / name).write_text("SELECT 1;")
    with pytest.raises(ValueError, match=r"numbered|named"):
        Scripts.read(tmp_path)


def shape(file: Path) -> list[tuple[str, str, str, str]]:
    """What a database is made of, whatever the spaces and comments."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2"
        ).fetchall()
    return [(kind, name, table, bare(sql).replace(" ", "")) for kind, name, table, sql in rows]


async def test_the_schema_and_all_migrations_from_nothing_are_the_same(tmp_path: Path) -> None:
    with contextlib.closing(
        sqlite3.connect(tmp_path / "migrated.db", isolation_level=None)
    ) as connection:
        migrate(connection, Scripts.read(module.SCRIPTS), module.no_seam)
    database = await Database.open(f"sqlite:///{tmp_path}/fresh.db", keyring=Keyring.plain())
    await database.close()
    assert shape(tmp_path / "migrated.db") == shape(tmp_path / "fresh.db")


def test_that_comparison_sees_a_difference(tmp_path: Path) -> None:
    for name, more in (("one", ""), ("two", "CREATE INDEX book_shelf ON book (shelf_id);")):
        with contextlib.closing(sqlite3.connect(tmp_path / name)) as connection:
            connection.executescript(SCHEMA + more)
    assert shape(tmp_path / "one") != shape(tmp_path / "two")
