"""Copies when something stands in the way: an older database, other names for it, no rights."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.exits import ExitCode
from storage import backups
from tests.bot.broken import SOUND, written
from tests.bot.test_keeping import NOW, call, copied, make_older, name_in, named
from tests.storage.small import change_rights

NOBODY = 65534


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings with a folder for copies, and a database with Ana in it."""
    (tmp_path / "copies").mkdir()
    named(tmp_path / "circlekeeper.db", "Ana")
    return written(tmp_path, f'{SOUND}[backup]\nfolder = "copies"\n')


@pytest.fixture
def path(config: Path) -> Path:
    """The database."""
    return config.parent / "circlekeeper.db"


@pytest.fixture
def ordinary() -> Iterator[Path]:
    """A folder of copies in which this process has the rights of an ordinary user."""
    folder = Path(tempfile.mkdtemp())
    (folder / "copies").mkdir()
    user = os.geteuid()
    if user == 0:
        for one in (folder, folder / "copies"):
            shutil.chown(one, NOBODY)
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(user)
    for one in (folder, folder / "copies"):
        one.chmod(0o700)
    shutil.rmtree(folder)


def test_a_database_from_before_an_upgrade_is_copied_as_it_is(config: Path, path: Path) -> None:
    make_older(path)
    result = call("backup", "--config", config)
    assert result.exit_code == ExitCode.FINE, result.output
    assert "is whole. It is of version 2, from before the upgrade." in result.stdout
    copy = Path(result.stdout.partition(" is whole")[0])
    for file in (path, copy):
        with closing(sqlite3.connect(file)) as bare:
            assert bare.execute("PRAGMA user_version").fetchone() == (2,)
    assert call("restore", copy, "--config", config).exit_code == ExitCode.FINE
    assert name_in(path) == "Ana"


def test_what_is_said_while_the_bot_of_before_an_upgrade_still_runs(
    config: Path, path: Path
) -> None:
    make_older(path)
    with backups.held(path, NOW):
        made = call("backup", "--config", config)
        told = [call(words, "--config", config) for words in ("migrate", "doctor")]
    assert made.exit_code == ExitCode.FINE, made.output
    assert "is whole. It is of version 2, from before the upgrade." in made.stdout
    for result in told:
        line = next(one for one in result.output.splitlines() if "in use by" in one)
        assert line.endswith(" UTC: stop the bot first.")


def test_an_older_one_that_is_damaged_makes_no_copy(config: Path, path: Path) -> None:
    make_older(path)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"x" * 8192)
    assert call("backup", "--config", config).exit_code == ExitCode.DATABASE
    assert list((path.parent / "copies").iterdir()) == []


@pytest.mark.parametrize("other", ["symlink", "hard link"])
def test_another_name_of_the_database_is_no_copy(config: Path, path: Path, other: str) -> None:
    name = path.with_name("copy.db")
    name.symlink_to(path) if other == "symlink" else name.hardlink_to(path)
    result = call("restore", name, "--config", config)
    assert result.exit_code == ExitCode.DATABASE
    assert "is the database itself" in result.stderr
    assert name_in(path) == "Ana"


def test_a_folder_is_no_copy(config: Path, path: Path) -> None:
    result = call("restore", path.parent / "copies", "--config", config)
    assert (result.exit_code, "There is no file" in result.stderr) == (ExitCode.DATABASE, True)


def test_a_link_to_a_copy_is_as_good_as_the_copy(config: Path, path: Path) -> None:
    copied(config).rename(path.with_name("away.db"))
    link = path.with_name("link.db")
    link.symlink_to("away.db")
    named(path, "Bea")
    assert call("restore", link, "--config", config).exit_code == ExitCode.FINE
    assert name_in(path) == "Ana"
    assert (link.is_symlink(), path.is_symlink()) == (True, False)


@pytest.mark.parametrize("locked", [".", "copies"])
def test_no_rights_are_told_in_one_sentence(ordinary: Path, locked: str) -> None:
    config = written(ordinary, f'{SOUND}[backup]\nfolder = "copies"\n')
    named(ordinary / "circlekeeper.db", "Ana")
    copy = copied(config)
    (ordinary / "circlekeeper.db-lock").unlink(missing_ok=True)
    change_rights(ordinary / locked, 0o500 if locked == "." else 0o000)
    words = ("restore", copy) if locked == "." else ("backup",)
    for command in (words, ("restore", copy)):
        result = call(*command, "--config", config)
        assert result.exit_code == ExitCode.DATABASE, result.output
        assert len(result.stderr.splitlines()) == 1
        assert "cannot be" in result.stderr
    change_rights(ordinary / locked, 0o700)
    assert name_in(ordinary / "circlekeeper.db") == "Ana"
