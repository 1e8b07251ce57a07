"""The master key: how it is made, where it may stand, and what happens without the right one."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import app, keys, upkeep
from bot.cli import Actors, cli
from bot.exits import EndsError, ExitCode
from bot.settings import Settings, SettingsError, load
from storage import people, sealing
from storage.database import Database
from storage.enums import Language
from storage.seal import Keyring
from tests.bot.broken import KEY, SOUND, written
from tests.bot.doors import MONDAY
from tests.bot.test_cli import Stage

OURS = keys.keyring(keys.read(KEY))


def new(out: Path) -> Result:
    return CliRunner().invoke(cli, ["keys", "new", "--out", str(out)])


def refused(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load(path)
    (sentence,) = caught.value.sentences
    return sentence


def test_a_new_key_is_for_its_owner_only_and_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "safe" / "master.key"
    made = new(file)
    assert made.exit_code == ExitCode.FINE
    assert str(file) in made.output
    assert file.read_text().strip() not in made.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert [len(key) for key in keys.read(file.read_text()).values()] == [32]


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    new(file)
    before = file.read_bytes()
    again = new(file)
    assert again.exit_code == ExitCode.SETTINGS
    assert "is there already" in again.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize("file", ["master.key", "data/../master.key"])
@pytest.mark.parametrize("text", [SOUND, f'{SOUND}[keys]\nfile = "master.key"\n'])
def test_no_key_is_made_beside_the_database(tmp_path: Path, text: str, file: str) -> None:
    config = written(tmp_path, text)
    (tmp_path / "data").mkdir()
    words = ["keys", "new", "--config", str(config), "--out"]
    made = CliRunner().invoke(cli, [*words, str(tmp_path / file)])
    assert made.exit_code == ExitCode.SETTINGS
    assert "beside the database" in made.stderr
    assert not (tmp_path / "master.key").exists()
    assert CliRunner().invoke(cli, [*words, str(tmp_path / "safe" / "k")]).exit_code == 0


def test_every_key_is_another(tmp_path: Path) -> None:
    assert keys.fresh() != keys.fresh()


@pytest.mark.parametrize("text", ["", "1:", "hunter2", f"{KEY} x", KEY[:-2], "0" + KEY[1:]])
def test_what_is_no_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match="does not hold a master key") as caught:
        keys.read(text)
    assert "hunter2" not in str(caught.value)


def test_the_highest_key_seals_and_every_one_opens() -> None:
    both = keys.keyring(keys.read(f"{KEY}\n2{keys.fresh()[1:]}\n"))
    old = OURS.seal("words", where="t.c", row=1)
    assert both.open_text(old, where="t.c", row=1) == "words"
    assert both.seal("words", where="t.c", row=1)[0] == 2


def with_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> Path:
    """Settings that name a key file, with no key in the environment."""
    monkeypatch.delenv("CIRCLEKEEPER__KEYS__KEY")
    return written(tmp_path, f'{SOUND}[keys]\nfile = "{file}"\n')


def test_settings_without_a_key_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CIRCLEKEEPER__KEYS__KEY")
    assert "circlekeeper keys new" in refused(written(tmp_path, SOUND))
    with pytest.raises(EndsError, match="circlekeeper keys new"):
        Settings().keys.keyring()


def test_a_key_file_is_read_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new(tmp_path / "safe" / "master.key")
    settings = load(with_key(tmp_path, monkeypatch, "safe/master.key"))
    assert settings.warnings == ()
    assert settings.keys.secret() not in repr(settings)
    assert settings.keys.keyring().seal("", where="t.c", row=1)[0] == 1


@pytest.mark.parametrize("file", ["master.key", "safe/../master.key", "link/master.key"])
def test_a_key_beside_the_database_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    new(tmp_path / "master.key")
    (tmp_path / "safe").mkdir()
    (tmp_path / "link").symlink_to(tmp_path)
    assert "beside the database" in refused(with_key(tmp_path, monkeypatch, file))


def test_a_key_that_others_can_read_is_warned_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "safe" / "master.key"
    new(file)
    file.chmod(0o644)
    (warning,) = load(with_key(tmp_path, monkeypatch, "safe/master.key")).warnings
    assert "holds the master key: chmod 600" in warning


def test_a_file_that_holds_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "safe").mkdir()
    (tmp_path / "safe" / "k").write_text("hunter2")
    sentence = refused(with_key(tmp_path, monkeypatch, "safe/k"))
    assert sentence.startswith("In config.toml, [keys] file does not hold a master key")
    assert "hunter2" not in sentence


async def sealed_by(path: Path, keyring: Keyring) -> None:
    """A database in which one name rests."""
    database = await Database.open(f"sqlite:///{path}", keyring=keyring)
    await database.write(lambda tx: people.welcome(tx, 7, Language.ENGLISH, "UTC", MONDAY))
    await database.write(lambda tx: people.set_name(tx, 7, "Canary"))
    await database.close()


async def fit(path: Path, keyring: Keyring, batch: int = upkeep.BATCH) -> None:
    """What a start does."""
    async with AsyncExitStack() as stack:
        database = await Database.open(f"sqlite:///{path}", keyring=keyring)
        stack.push_async_callback(database.close)
        await upkeep.fit(database, batch)
        await database.tidy(MONDAY)


@pytest.mark.parametrize("other", [keys.fresh(), f"2{KEY[1:]}"], ids=["fresh", "numbered"])
async def test_a_database_of_another_key_is_refused_untouched(tmp_path: Path, other: str) -> None:
    path = tmp_path / "c.db"
    await sealed_by(path, keys.keyring(keys.read(other)))
    before = path.read_bytes()
    with pytest.raises(EndsError, match="sealed with another key") as caught:
        await fit(path, OURS)
    assert caught.value.code == ExitCode.KEY
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", ["check-config", "invite partner"])
def test_other_commands_refuse_a_database_of_another_key(tmp_path: Path, command: str) -> None:
    path = tmp_path / "circlekeeper.db"
    asyncio.run(sealed_by(path, keys.keyring(keys.read(keys.fresh()))))
    before = path.read_bytes()
    words = [*command.split(), "--config", str(written(tmp_path, SOUND))]
    actors = Actors(app.serve, Stage().demo, app.invite)
    ended = CliRunner().invoke(cli, words, obj=actors)
    assert ended.exit_code == ExitCode.KEY
    assert "sealed with another key" in ended.stderr
    assert (ended.stdout, path.read_bytes()) == ("", before)


async def test_one_damaged_value_keeps_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    await sealed_by(path, OURS)
    with closing(sqlite3.connect(path)) as bare, bare:
        bare.execute(
            "INSERT INTO person (id, language, zone, name, created_at)"
            " VALUES (1, 'en', 'UTC', x'01ff', 0)"
        )
    await fit(path, OURS)


NOTES = [(n, dimension) for n in range(1, 6) for dimension in ("social", "physical", "mind")]


def add_plain_notes(path: Path) -> None:
    """Three notes for each of five check-ins, as they rested before there was a key."""
    with closing(sqlite3.connect(path)) as bare, bare:
        for number in range(1, 6):
            bare.execute(
                "INSERT INTO checkin (id, person_id, state, opened_at) VALUES (?, 7, 'kept', 0)",
                (number,),
            )
        bare.executemany("INSERT INTO note VALUES (?, ?, x'0043616e617279', 0)", NOTES)


async def test_what_rests_plain_is_sealed_at_the_start_in_batches(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    await sealed_by(path, Keyring.plain())
    add_plain_notes(path)
    assert b"Canary" in path.read_bytes()
    await fit(path, OURS, batch=4)
    assert b"Canary" not in path.read_bytes()
    note = next(one for one in sealing.COLUMNS if one.table == "note")
    with closing(sqlite3.connect(path)) as bare:
        bare.row_factory = sqlite3.Row
        rows = bare.execute("SELECT * FROM note").fetchall()
    said = [OURS.open(one["text"], where=note.where(one), row=one["checkin_id"]) for one in rows]
    assert said == [b"Canary"] * len(NOTES)
