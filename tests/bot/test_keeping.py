"""`circlekeeper backup` and `restore`: what they print, what they refuse, what stays as it was."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import keys
from bot.cli import cli
from bot.exits import ExitCode
from storage import backups, ledger, people
from storage.database import Database
from storage.enums import Gone, Language
from storage.moments import micros
from tests.bot.broken import KEY, SOUND, written
from tests.storage.first_version import version_of

NOW = datetime.now(UTC)


async def _named(path: Path, name: str, key: str = KEY) -> None:
    database = await Database.open(f"sqlite:///{path}", keyring=keys.keyring(keys.read(key)))
    await database.write(lambda tx: people.welcome(tx, 7, Language.ENGLISH, "UTC", NOW))
    await database.write(lambda tx: people.set_name(tx, 7, name))
    await database.close()


def named(path: Path, name: str, key: str = KEY) -> None:
    """A database with somebody of this name."""
    asyncio.run(_named(path, name, key))


async def _name(path: Path) -> str:
    database = await Database.open(f"sqlite:///{path}", keyring=keys.keyring(keys.read(KEY)))
    person = await database.read(lambda tx: people.get(tx, 7))
    await database.close()
    assert person is not None
    return person.name


def name_in(path: Path) -> str:
    """Who is in it."""
    return asyncio.run(_name(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


@pytest.fixture
def config(tmp_path: Path, folder: Path) -> Path:
    """Settings with a folder for copies, and a database with Ana in it."""
    named(tmp_path / "circlekeeper.db", "Ana")
    return written(tmp_path, f'{SOUND}[backup]\nfolder = "copies"\n')


@pytest.fixture
def path(config: Path) -> Path:
    """The database."""
    return config.parent / "circlekeeper.db"


def call(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def copied(config: Path) -> Path:
    """A copy made by the command."""
    result = call("backup", "--config", config)
    assert result.exit_code == ExitCode.FINE, result.output
    return Path(result.stdout.partition(" is whole")[0])


def test_a_copy_is_told_with_numbers_and_the_key_that_it_needs(config: Path) -> None:
    result = call("backup", "--config", config)
    first, second = result.stdout.splitlines()
    assert first.endswith("people: 1, circles: 0, seats: 0, check-ins: 0, alerts: 0.")
    assert second == "It opens with master key 1 only: keep that apart from it."
    assert "canary" not in result.output


def test_a_copy_goes_where_it_is_told(config: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    assert call("backup", "--config", config, "--to", tmp_path / "disk").exit_code == 0
    assert len(list((tmp_path / "disk").glob("circlekeeper-*.db"))) == 1


def test_what_stands_in_the_way_of_a_copy(tmp_path: Path) -> None:
    config = written(tmp_path, SOUND)
    for words, code, says in (
        ([], ExitCode.SETTINGS, "Say where the copy goes: --to FOLDER"),
        (["--to", tmp_path / "none"], ExitCode.SETTINGS, "does not exist"),
        (["--to", tmp_path], ExitCode.DATABASE, "There is no database"),
    ):
        result = call("backup", "--config", config, *words)
        assert (result.exit_code, len(result.stderr.splitlines())) == (code, 1)
        assert says in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["config.toml"]


def test_another_key_makes_no_copy(config: Path, path: Path, folder: Path) -> None:
    path.unlink()
    named(path, "Ana", keys.fresh())
    assert call("backup", "--config", config).exit_code == ExitCode.KEY
    assert list(folder.iterdir()) == []


def test_a_copy_comes_back_and_what_stood_there_is_kept(config: Path, path: Path) -> None:
    copy = copied(config)
    named(path, "Bea")
    result = call("restore", copy, "--config", config)
    assert result.exit_code == ExitCode.FINE, result.output
    assert "people: 1" in result.stdout
    assert "tell your Community Partners" in result.stdout
    kept = next(path.parent.glob("circlekeeper-v*.db"))
    assert f"{kept}, for seven days" in result.stdout
    assert (name_in(path), name_in(kept)) == ("Ana", "Bea")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_lost_and_a_damaged_database_are_replaced(config: Path, path: Path) -> None:
    copy = copied(config)
    path.unlink()
    assert call("restore", copy, "--config", config).exit_code == 0
    assert name_in(path) == "Ana"
    path.write_bytes(path.read_bytes()[:5000] + b"x" * 9000)
    assert call("restore", copy, "--config", config).exit_code == 0
    assert name_in(path) == "Ana"


def _damaged(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[4096 * 3 : 4096 * 5] = b"x" * 8192
    copy.write_bytes(data)


def _cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:9000])


def _stamped(pragma: str) -> Callable[[Path], None]:
    def stamp(copy: Path) -> None:
        with closing(sqlite3.connect(copy)) as bare, bare:
            bare.execute(f"PRAGMA {pragma}")

    return stamp


def _other_key(copy: Path) -> None:
    copy.unlink()
    named(copy, "Ana", keys.fresh())


@pytest.mark.parametrize(
    ("spoil", "code", "says"),
    [
        (_damaged, ExitCode.DATABASE, "is damaged or is not a database."),
        (_cut, ExitCode.DATABASE, "is damaged or is not a database."),
        (lambda copy: copy.write_text("a diary" * 999), ExitCode.DATABASE, "is damaged or is not"),
        (lambda copy: copy.write_bytes(b""), ExitCode.DATABASE, "is damaged or is not"),
        (_stamped("application_id = 7"), ExitCode.DATABASE, "is a database of another program."),
        (_stamped("user_version = 99"), ExitCode.DATABASE, "was written by a newer version"),
        (_other_key, ExitCode.KEY, "was sealed with another key"),
        (Path.unlink, ExitCode.DATABASE, "There is no file"),
    ],
    ids=["damaged", "cut", "a text", "empty", "foreign", "newer", "another key", "not there"],
)
def test_what_cannot_be_put_back(
    config: Path, path: Path, spoil: Callable[[Path], object], code: ExitCode, says: str
) -> None:
    copy = copied(config)
    named(path, "Bea")
    spoil(copy)
    before = path.read_bytes()
    result = call("restore", copy, "--config", config)
    assert (result.exit_code, len(result.stderr.splitlines())) == (code, 1), result.output
    assert says in result.stderr
    assert path.read_bytes() == before
    assert {one.name for one in path.parent.iterdir() if "restore" in one.name} == set()
    assert name_in(path) == "Bea"


def make_older(path: Path) -> None:
    """As the program before this one left it, with Ana in it."""
    name = keys.keyring(keys.read(KEY)).seal("Ana", where="person.name", row=7)
    version_of(path, 2)
    with closing(sqlite3.connect(path)) as bare, bare:
        bare.execute(
            "INSERT INTO person (id, language, zone, name, created_at)"
            " VALUES (7, 'en', 'UTC', ?, ?)",
            (name, micros(NOW)),
        )


def test_a_copy_of_an_older_version_is_brought_up(config: Path, path: Path) -> None:
    copy = copied(config)
    named(path, "Bea")
    make_older(copy)
    assert call("restore", copy, "--config", config).exit_code == 0
    assert name_in(path) == "Ana"


def test_a_running_bot_is_left_alone(config: Path, path: Path) -> None:
    copy = copied(config)
    with backups.held(path, NOW):
        result = call("restore", copy, "--config", config)
    assert result.exit_code == ExitCode.HELD
    assert "is in use by process" in result.stderr
    assert result.stderr.endswith(": stop the bot first.\n")


def test_who_looks_in_meanwhile_is_not_robbed_of_the_file(config: Path, path: Path) -> None:
    copy = copied(config)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM person").fetchone()
        result = call("restore", copy, "--config", config)
    assert result.exit_code == ExitCode.DATABASE
    assert "is open in another program" in result.stderr


def test_the_database_is_no_copy_of_itself(config: Path, path: Path) -> None:
    result = call("restore", path, "--config", config)
    assert result.exit_code == ExitCode.DATABASE
    assert "is the database itself" in result.stderr


def test_without_a_ledger_it_says_what_may_be_back(config: Path) -> None:
    result = call("restore", copied(config), "--config", config)
    assert "whoever was deleted since may be back" in " ".join(result.stdout.split())


async def _deletes(path: Path) -> None:
    database = await Database.open(f"sqlite:///{path}", keyring=keys.keyring(keys.read(KEY)))
    await database.write(lambda tx: ledger.note_person(tx, Gone.PERSON, 7, NOW))
    await database.write(lambda tx: tx.run("DELETE FROM person"))
    await database.close()


def test_how_many_are_left_is_said_where_somebody_deleted_since(config: Path, path: Path) -> None:
    copy = copied(config)
    asyncio.run(_deletes(path))
    result = call("restore", copy, "--config", config)
    assert f"{copy} is back. It was whole, and held people: 1, circles: 0" in result.stdout
    told = "people were deleted: 1. That is done again.\nSo there are now people: 0, circles: 0"
    assert told in result.stdout


def test_a_damaged_ledger_stops_it(config: Path, path: Path, folder: Path) -> None:
    copy = copied(config)
    (folder / "circlekeeper.db-ledger").write_text("a diary\n")
    before = path.read_bytes()
    result = call("restore", copy, "--config", config)
    assert result.exit_code == ExitCode.DATABASE
    assert "move it away to go on without it" in result.stderr
    assert path.read_bytes() == before


def test_the_key_does_not_stand_beside_the_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CIRCLEKEEPER__KEYS__KEY")
    keys.write(tmp_path / "copies" / "master.key")
    more = '[keys]\nfile = "copies/master.key"\n[backup]\nfolder = "copies"\n'
    result = call("check-config", "--config", written(tmp_path, SOUND + more))
    assert result.exit_code == ExitCode.SETTINGS
    assert "stands beside its backups" in result.stderr
