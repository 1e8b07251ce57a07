"""Making a database file, opening it, and finding it again."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from storage.database import Database
from storage.seal import Keyring
from tests.storage.small import (
    ON_SQLITE,
    add_shelf,
    open_small,
    rights,
    run_python,
    scripts,
    shelves,
)

FORGETS = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from storage.seal import Keyring

async def main():
    url, sql = sys.argv[1:]
    database = await Database.open(url, keyring=Keyring.plain(), scripts=Path(sql))
    await database.write(lambda tx: tx.run("INSERT INTO shelf (id, books) VALUES (1, 0)"))
    print("written")

asyncio.run(main())
"""


async def test_a_new_file_is_ours_at_the_newest_version_and_private(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x434B5052,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    assert rights(file) == 0o600


async def test_every_file_beside_it_is_private_too(file: Path) -> None:
    database = await open_small(file)
    await database.write(lambda tx: add_shelf(tx, 2))
    beside = {path.name: rights(path) & 0o077 for path in file.parent.glob("small.db*")}
    await database.close()
    assert {"small.db-wal", "small.db-shm"} < set(beside)
    assert set(beside.values()) == {0}


@ON_SQLITE
async def test_it_is_opened_as_the_design_wants(small: Database) -> None:
    names = "journal_mode synchronous foreign_keys secure_delete wal_autocheckpoint temp_store"
    wanted = ["wal", 2, 1, 1, 20000, 2]
    for run in (small.write, small.read):
        found = await run(lambda tx: [tx.all(f"PRAGMA {name}")[0][name] for name in names.split()])
        assert found == wanted


async def test_what_was_written_is_there_when_it_is_opened_again(file: Path) -> None:
    database = await open_small(file)
    assert await database.read(shelves) == [1]
    assert (database.version, database.description) == (1, str(file))
    await database.close()


async def test_several_who_create_it_at_once_share_one(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    databases = await asyncio.gather(*(open_small(path) for _ in range(4)))
    for number, database in enumerate(databases):
        await database.write(partial(add_shelf, shelf=number))
    for database in databases:
        assert await database.read(shelves) == [0, 1, 2, 3]
        await database.close()


async def test_a_killed_creation_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "small.db-new").write_bytes(b"half")
    database = await open_small(tmp_path / "small.db")
    await database.close()
    assert not (tmp_path / "small.db-new").exists()


async def test_a_relative_url_is_relative_to_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sql = scripts(tmp_path / "sql")
    database = await Database.open("sqlite:///a b%.db", keyring=Keyring.plain(), scripts=sql)
    await database.close()
    assert (tmp_path / "a b%.db").exists()


async def test_a_process_that_forgets_to_close_still_ends(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    code, said = await run_python(FORGETS, f"sqlite:///{path}", scripts(tmp_path / "sql"))
    assert (code, said) == (0, "written\n")
    database = await open_small(path)
    assert await database.read(shelves) == [1]
    await database.close()
