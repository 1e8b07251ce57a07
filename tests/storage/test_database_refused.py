"""Files that are refused with one plain sentence, and left as they are."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database, Refused
from storage.seal import Keyring
from tests.storage.small import (
    change_rights,
    open_small,
    scripts,
)

NOBODY = 65534


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


async def refusal(path: Path) -> str:
    """The sentence with which a file is refused; the file stays as it was, to the byte."""
    before = content(path)
    with pytest.raises(Refused) as caught:
        await open_small(path)
    assert content(path) == before
    return str(caught.value)


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


async def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "small.db")
    connection.execute("CREATE TABLE theirs (id INTEGER)")
    connection.close()
    change_rights(tmp_path / "small.db", 0o600)
    assert "another program" in await refusal(tmp_path / "small.db")
    assert not (tmp_path / "small.db-lock").exists()


async def test_a_log_of_another_program_is_left_to_it(tmp_path: Path) -> None:
    theirs = sqlite3.connect(tmp_path / "theirs.db")
    theirs.execute("PRAGMA journal_mode = WAL")
    theirs.execute("CREATE TABLE theirs (id INTEGER)")
    for kind in ("", "-wal"):  # as a crash would leave them
        shutil.copy(tmp_path / f"theirs.db{kind}", tmp_path / f"small.db{kind}")
    theirs.close()
    change_rights(tmp_path / "small.db", 0o600)
    before = content(tmp_path / "small.db-wal")
    assert "another program" in await refusal(tmp_path / "small.db")
    assert content(tmp_path / "small.db-wal") == before


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


def replaced(file: Path, old: bytes, new: bytes) -> None:
    """Other bytes in the place of some."""
    file.write_bytes(file.read_bytes().replace(old, new))


async def test_a_schema_that_cannot_be_read_as_text_is_refused(file: Path) -> None:
    await asyncio.to_thread(replaced, file, b"CREATE TABLE", b"CREATE \xd9ABLE")
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
    for _ in range(100):
        with pytest.raises(Refused):
            asyncio.run(open_small(tmp_path / "small.db"))
    assert threading.active_count() == before


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///", "mysql:///secret"])
async def test_an_unknown_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Refused, match=r"must be like sqlite:///circlekeeper\.db"):
        await Database.open(url, keyring=Keyring.plain())
