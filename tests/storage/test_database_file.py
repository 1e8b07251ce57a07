"""Which files are opened, and which are refused with one plain sentence and left as they are."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from storage.database import Database, Refused
from storage.seal import Keyring
from tests.storage.small import add_book, add_shelf, run_python, scripts, shelves

NOBODY = 65534
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


async def open_small(path: Path) -> Database:
    sql = scripts(path.parent / "sql") if os.geteuid() != NOBODY else path.parent / "sql"
    return await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), scripts=sql)


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def change_rights(path: Path, mode: int) -> None:
    path.chmod(mode)


async def refusal(path: Path) -> str:
    """The sentence with which a file is refused; the file stays as it was, to the byte."""
    before = content(path)
    with pytest.raises(Refused) as caught:
        await open_small(path)
    assert content(path) == before
    return str(caught.value)


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A closed database of about a hundred pages, with one shelf."""
    path = tmp_path / "small.db"
    database = await open_small(path)
    await database.write(lambda tx: add_shelf(tx, 1))
    await database.write(lambda tx: [add_book(tx, 1, b"x" * 1000) for _ in range(400)])
    await database.close()
    return path


@pytest.fixture
def ordinary() -> Iterator[Path]:
    """A folder for this test, in which this process has the rights of an ordinary user."""
    folder = Path(tempfile.mkdtemp())
    scripts(folder / "sql")
    user = os.geteuid()
    if user == 0:  # root may write anything, whatever the rights say
        shutil.chown(folder, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(user)
    folder.chmod(0o700)
    shutil.rmtree(folder)


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


async def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "small.db")
    connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()
    (tmp_path / "small.db").chmod(0o600)
    assert "another program" in await refusal(tmp_path / "small.db")
    assert not (tmp_path / "small.db-lock").exists()


async def test_a_newer_database_is_refused(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    assert "newer version of this program (its version is 9" in await refusal(file)


@pytest.mark.parametrize("place", [0, 4096 + 8, 20 * 4096])
async def test_a_damaged_file_is_refused(file: Path, place: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(place)
        opened.write(b"\xff" * 4096)
    assert "is damaged or is not a database" in await refusal(file)


@pytest.mark.parametrize("size", [1, 50, 5000, 3 * 4096])
async def test_a_truncated_file_is_refused(file: Path, size: int) -> None:
    os.truncate(file, size)
    assert "is damaged or is not a database" in await refusal(file)


async def test_an_empty_file_is_refused_not_filled(file: Path) -> None:
    os.truncate(file, 0)
    assert "is empty" in await refusal(file)


async def test_a_log_without_its_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "small.db-wal").write_bytes(b"log")
    assert "is gone but its log small.db-wal is there" in await refusal(tmp_path / "small.db")
    assert not (tmp_path / "small.db").exists()


async def test_a_file_that_everybody_can_read_is_refused(file: Path) -> None:
    change_rights(file, 0o604)
    assert f"chmod o= {file}" in await refusal(file)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
async def test_a_file_of_another_user_is_refused(file: Path) -> None:
    os.chown(file, NOBODY, NOBODY)
    assert "belongs to user 65534, and this is user 0" in await refusal(file)


async def test_a_file_that_cannot_be_written_is_refused(ordinary: Path) -> None:
    await (await open_small(ordinary / "small.db")).close()
    change_rights(ordinary / "small.db", 0o400)
    assert "small.db cannot be written by this user" in await refusal(ordinary / "small.db")


@pytest.mark.parametrize("exists", [True, False])
async def test_a_folder_that_cannot_be_written_is_refused(ordinary: Path, exists: bool) -> None:
    if exists:
        await (await open_small(ordinary / "small.db")).close()
    change_rights(ordinary, 0o500)
    assert f"The folder {ordinary} cannot be written" in await refusal(ordinary / "small.db")


async def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    sql = scripts(tmp_path / "sql")
    with pytest.raises(Refused, match="nowhere does not exist"):
        await Database.open(
            f"sqlite:///{tmp_path}/nowhere/small.db", keyring=Keyring.plain(), scripts=sql
        )


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is not a file" in await refusal(tmp_path / "sql")


def test_a_refusal_leaves_no_thread_behind(tmp_path: Path) -> None:
    (tmp_path / "small.db").mkdir()
    before = threading.active_count()
    for _ in range(10):
        with pytest.raises(Refused):
            asyncio.run(open_small(tmp_path / "small.db"))
    assert threading.active_count() == before


async def test_a_process_that_forgets_to_close_still_ends(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    code, said = await run_python(FORGETS, f"sqlite:///{path}", scripts(tmp_path / "sql"))
    assert (code, said) == (0, "written\n")
    database = await open_small(path)
    assert await database.read(shelves) == [1]
    await database.close()


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///", "mysql:///secret"])
async def test_an_unknown_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Refused, match=r"must be like sqlite:///circlekeeper\.db"):
        await Database.open(url, keyring=Keyring.plain())


async def test_a_relative_url_is_relative_to_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sql = scripts(tmp_path / "sql")
    database = await Database.open("sqlite:///a b%.db", keyring=Keyring.plain(), scripts=sql)
    await database.close()
    assert (tmp_path / "a b%.db").exists()
