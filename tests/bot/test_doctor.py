"""The doctor: each thing gets its line, with what to do; nothing secret shows, nothing changes."""

from __future__ import annotations

import asyncio
import re
import shlex
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from click.testing import CliRunner, Result

from bot import keys
from bot.cli import cli
from bot.doctor import backups, here, there
from bot.doctor.finding import Finding, Mark
from bot.doctor.rounds import code, examine
from bot.exits import ExitCode
from bot.practice_room.room import Room
from bot.sections import Backup
from bot.settings import Settings
from handlers.texts import lines
from storage import people
from storage.database import Database
from tests.bot.broken import KEY, SOUND, written

NOW = datetime.now(UTC)


@pytest.fixture
def config(room: Room, tmp_path: Path) -> Path:
    """Settings of a bot behind the room; its key comes from the environment."""
    return written(tmp_path, f'[telegram]\ntoken = "{room.token}"\napi_base_url = "{room.url}"\n')


async def database(config: Path, key: str = KEY, **more: Any) -> Database:
    """The database of these settings."""
    keyring = keys.keyring(keys.read(key))
    return await Database.open(
        f"sqlite:///{config.parent}/circlekeeper.db", keyring=keyring, **more
    )


async def ran(config: Path, at: datetime = NOW, key: str = KEY) -> None:
    """The bot was here before."""
    opened = await database(config, key)
    await opened.write(lambda tx: people.remember_bot(tx, 1, "practice_room_bot"))
    await opened.write(lambda tx: people.alive(tx, at))
    await opened.close()


async def line(config: Path, what: str, *, online: bool = False) -> Finding:
    """What the doctor says of one thing."""
    return next(one for one in await examine(config, online=online) if one.what == what)


async def test_all_is_well_before_the_first_start(config: Path, room: Room) -> None:
    found = await examine(config, online=True)
    marks = {one.what: one.mark for one in found}
    well = ("settings", "database", "disk", "time zones", "telegram", "clock")
    assert [marks[what] for what in well] == [Mark.OK] * len(well)
    assert marks["groups"] == marks["help lines"] == Mark.LOOK
    assert code(found) is ExitCode.FINE
    assert not (config.parent / "circlekeeper.db").exists()
    assert {call.method for call in room.history.calls} == {"getMe", "getWebhookInfo"}


async def test_it_says_who_runs_and_when_somebody_last_did(config: Path) -> None:
    await ran(config, NOW - timedelta(hours=3))
    assert f"last ran at {NOW - timedelta(hours=3):%Y-%m-%d %H:%M} UTC" in str(
        await line(config, "bot")
    )
    running = await database(config, hold=True)
    assert "is in use by process" in (await line(config, "bot")).sentence
    assert (await line(config, "database")).mark is Mark.OK
    await running.close()
    assert "Nobody runs it now" in (await line(config, "bot")).sentence


async def test_another_key_is_noticed(config: Path) -> None:
    opened = await database(config, keys.fresh())
    await opened.write(
        lambda tx: tx.run(
            "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, received_at, state, tries)"
            " VALUES (1, 1, 1, 1, :body, 0, 0, 0)",
            body=tx.keyring.seal("canary", where="inbox.body", row=1),
        )
    )
    await opened.close()
    found = await line(config, "key")
    assert found.mark is Mark.MEND
    assert "another key" in found.sentence


async def test_a_row_that_points_nowhere_is_damage(config: Path) -> None:
    await ran(config)
    with closing(sqlite3.connect(config.parent / "circlekeeper.db")) as bare, bare:
        bare.execute("INSERT INTO answer VALUES (77, 'x', x'00', '', 0)")
    found = await line(config, "database")
    assert (found.mark, "is damaged" in found.sentence) == (Mark.MEND, True)


async def test_a_file_of_another_program_is_left_alone(config: Path) -> None:
    (config.parent / "circlekeeper.db").write_text("a diary" * 100)
    found = await line(config, "database")
    assert found.mark is Mark.MEND
    assert (config.parent / "circlekeeper.db").read_text() == "a diary" * 100


async def test_a_clock_that_went_back_is_noticed(config: Path) -> None:
    await ran(config, NOW + timedelta(days=1))
    assert "which is later than now" in (await line(config, "clock")).sentence


async def test_a_token_that_telegram_refuses(config: Path, room: Room) -> None:
    room.faults.answer(401, count=None)
    found = await line(config, "telegram", online=True)
    assert found.mark is Mark.MEND
    assert found.sentence.startswith("Telegram refuses the token")


def token_file(config: Path, room: Room) -> Path:
    """The token moves out of the settings."""
    file = config.with_name("token.txt")
    file.write_text(room.token)
    text = config.read_text().replace(f'token = "{room.token}"', f'token_file = "{file.name}"')
    written(config.parent, text)
    return file


@pytest.mark.parametrize("how", ["token", "token_file", "environment"])
async def test_the_token_that_is_in_use_is_named(
    config: Path, room: Room, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    room.faults.answer(401, count=None)
    file = token_file(config, room) if how == "token_file" else None
    if how == "environment":
        monkeypatch.setenv("CIRCLEKEEPER__TELEGRAM__TOKEN", room.token)
    named = {
        "token": "[telegram] token.",
        "token_file": f"[telegram] token_file, the file {file}.",
        "environment": "CIRCLEKEEPER__TELEGRAM__TOKEN.",
    }[how]
    found = await line(config, "telegram", online=True)
    assert found.sentence == f"Telegram refuses the token: check {named}"


async def test_a_telegram_that_is_silent(config: Path, room: Room) -> None:
    room.faults.switch("down", on=True)
    found = await line(config, "telegram", online=True)
    assert found.mark is Mark.MEND
    assert found.sentence.startswith("Telegram does not answer at http://127.0.0.1")


def test_a_webhook_of_somebody_else() -> None:
    found = there._hook({"username": "x_bot"}, {"url": "https://canary.example"})
    assert found.mark is Mark.MEND
    assert "canary" not in found.sentence


async def test_a_clock_that_is_off() -> None:
    async def an_hour_ago(_: web.Request) -> web.Response:
        return web.Response(
            headers={"Date": f"{NOW - timedelta(hours=1):%a, %d %b %Y %H:%M:%S} GMT"}
        )

    app = web.Application()
    app.router.add_get("/", an_hour_ago)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found = await there.clock(f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()
    assert [one.mark for one in found] == [Mark.MEND]
    assert "seconds from Telegram's" in found[0].sentence


def test_a_disk_without_room(tmp_path: Path) -> None:
    large = tmp_path / "large.db"
    with large.open("wb") as file:
        file.truncate(2**42)  # a hole: it takes no room and looks as if it needed all
    [found] = here.disk(large)
    assert found.mark is Mark.MEND
    assert "make room" in found.sentence


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    [found] = here.disk(tmp_path / "none" / "x.db")
    assert found.mark is Mark.MEND


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has a folder that nobody can write in.")
def test_a_folder_in_which_no_copy_can_be_written() -> None:
    settings = Settings(backup=Backup(folder=Path("/proc")))
    [found] = backups.nightly(settings, NOW)
    assert (found.mark, "/proc cannot be written" in found.sentence) == (Mark.MEND, True)


def test_help_lines_by_the_day_they_were_dialled() -> None:
    today = date(2026, 11, 23)
    one = lines.every()[0]
    assert [
        here.help_lines([replace(one, checked=day)], today)[0].mark
        for day in ("", "2026-01-01", "2026-11-01")
    ] == [Mark.LOOK, Mark.LOOK, Mark.OK]


def call(config: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", "--config", str(config), *words])


def test_the_command_ends_with_a_code_and_shows_no_secret(tmp_path: Path) -> None:
    config = written(tmp_path, SOUND)
    sound = call(config, "--offline")
    assert sound.exit_code == ExitCode.FINE, sound.output
    assert all(one.split()[0] in set(Mark) for one in sound.stdout.splitlines())
    assert "telegram" not in sound.stdout
    broken = call(written(tmp_path, f"{SOUND}[nudges]\nlater = 5\n"), "--offline")
    assert broken.exit_code == ExitCode.TO_MEND
    assert "mend  settings    In config.toml, [nudges] later" in broken.stdout
    assert "canary" not in sound.output + broken.output


def test_a_key_that_others_can_read_is_looked_at(tmp_path: Path) -> None:
    config = written(tmp_path, SOUND)
    config.chmod(0o644)
    found = asyncio.run(examine(config, online=False))
    assert any(one.mark is Mark.LOOK and "chmod 600" in one.sentence for one in found)


def test_before_there_is_a_key_it_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CIRCLEKEEPER__KEYS__KEY")
    config = written(tmp_path, f'{SOUND}[keys]\nfile = "my keys/master.key"\n')
    told = call(config, "--offline")
    [command] = re.findall(r"circlekeeper (keys new --out '.*?'),", told.stdout)
    made = CliRunner().invoke(cli, shlex.split(command))
    assert made.exit_code == ExitCode.FINE
    assert call(config, "--offline").exit_code == ExitCode.FINE


async def test_before_the_first_start_nothing_is_said_of_what_the_key_opens(config: Path) -> None:
    await (await database(config)).close()
    assert "Nothing is sealed yet" in (await line(config, "key")).sentence
