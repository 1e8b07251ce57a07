"""The key is bound to its database at the first start: before anybody joined, and for good."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot import app, keys, restoring, upkeep
from bot.cli import Actors, cli
from bot.exits import EndsError, ExitCode
from bot.settings import load
from storage import database as module
from storage import people
from storage.database import Database
from storage.engines.scripts import Scripts
from storage.engines.sqlite_file import APPLICATION_ID
from storage.engines.sqlite_start import migrate
from storage.seal import Keyring
from tests.bot.broken import KEY, SOUND, written
from tests.bot.doors import MONDAY
from tests.bot.test_cli import Stage
from tests.bot.test_keys import OURS, fit

THEIRS = keys.fresh()


async def first_start(path: Path, text: str = KEY) -> None:
    """A bot that started once; nobody has come."""
    await fit(path, keys.keyring(keys.read(text)))


async def refused(path: Path, keyring: Keyring) -> None:
    with pytest.raises(EndsError, match="sealed with another key") as caught:
        await fit(path, keyring)
    assert caught.value.code == ExitCode.KEY


async def test_another_key_is_refused_before_anybody_joined(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    await first_start(path, THEIRS)
    before = path.read_bytes()
    await refused(path, OURS)
    assert path.read_bytes() == before
    await first_start(path, THEIRS)


@pytest.mark.parametrize(
    "command",
    [
        "check-config",
        "doctor --offline",
        "backup --to .",
        "restore copies/copy.db",
        "invite partner",
    ],
)
def test_every_command_refuses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "circlekeeper.db"
    asyncio.run(first_start(path, THEIRS))
    before = path.read_bytes()
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "copy.db").write_bytes(before)
    words = [*command.split(), "--config", str(written(tmp_path, SOUND))]
    ended = CliRunner().invoke(cli, words, obj=Actors(app.serve, Stage().demo, app.invite))
    assert ended.exit_code == (ExitCode.TO_MEND if "doctor" in command else ExitCode.KEY)
    assert "sealed with another key" in ended.output
    if command.startswith("restore"):
        assert ended.output.startswith("copies/copy.db was sealed with another key than [keys]")
    assert path.read_bytes() == before


async def test_a_later_key_is_bound_beside_the_first_and_both_stay_needed(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    second = f"2{keys.fresh()[1:]}"
    await first_start(path, KEY)
    await first_start(path, f"{KEY}\n{second}")
    await refused(path, OURS)
    await refused(path, keys.keyring(keys.read(second)))
    await refused(path, keys.keyring(keys.read(f"{THEIRS}\n{second}")))
    await first_start(path, f"{KEY}\n{second}")


def older(path: Path) -> None:
    """A database from before keys were bound."""
    scripts = Scripts.read(module.SCRIPTS)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as bare:
        bare.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(bare, Scripts(scripts.schema, scripts.migrations[:3]), module.no_seam)
    path.chmod(0o600)


async def test_a_database_of_an_older_version_is_bound_at_its_next_start(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    older(path)
    await first_start(path, THEIRS)
    await refused(path, OURS)


async def test_an_older_copy_is_bound_when_it_is_put_back(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    older(copy)
    await restoring.restore(load(written(tmp_path, SOUND)), copy, MONDAY)
    await refused(tmp_path / "circlekeeper.db", keys.keyring(keys.read(THEIRS)))
    await first_start(tmp_path / "circlekeeper.db")


async def test_a_damaged_word_keeps_nobody_out_while_the_key_opens_others(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    await first_start(path)
    database = await Database.open(f"sqlite:///{path}", keyring=OURS)
    await database.write(lambda tx: tx.run("UPDATE canary SET word = x'01ff'"))
    with pytest.raises(EndsError):
        await upkeep.own(database)
    await database.write(lambda tx: people.remember_bot(tx, 1, "b_bot"))
    await database.write(
        lambda tx: tx.run(
            "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, received_at, state, tries)"
            " VALUES (1, 1, 1, 1, :body, 0, 0, 0)",
            body=tx.keyring.seal("words", where="inbox.body", row=1),
        )
    )
    await upkeep.own(database)
    await database.close()


async def test_without_a_key_nothing_is_bound(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    await fit(path, Keyring.plain())
    await first_start(path)
