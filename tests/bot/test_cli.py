"""The console command: what it prints, what it starts and with which code it ends."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import Actors, cli
from bot.exits import ExitCode
from bot.settings import Settings
from storage.database import Database, Held, Refused, Unavailable
from storage.engines.sqlite_file import APPLICATION_ID
from storage.enums import Language, Role
from storage.seal import Keyring
from tests.bot.broken import BROKEN, SOUND, TOKEN, Broken, written

LINK = "https://t.me/circles_bot?start=abc"


@dataclass
class Stage:
    """Actors that note what they were given and end as they are told."""

    code: int = 0
    error: Exception | None = None
    seen: list[object] = field(default_factory=list)

    async def serve(self, settings: Settings) -> int:
        self._play("serve", type(asyncio.get_running_loop()).__module__)
        assert settings.telegram.secret() == TOKEN
        return self.code

    async def demo(self, port: int, language: Language) -> int:
        self._play("demo", port, language)
        return self.code

    async def invite(self, settings: Settings, role: Role) -> str:
        self._play("invite", role)
        return LINK

    def _play(self, *seen: object) -> None:
        self.seen.append(seen)
        if self.error is not None:
            raise self.error

    def call(self, *words: str | Path) -> Result:
        actors = Actors(self.serve, self.demo, self.invite)
        return CliRunner().invoke(cli, [str(word) for word in words], obj=actors)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return written(tmp_path, SOUND)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_broken_settings_end_it_before_anything_is_touched(
    tmp_path: Path, stage: Stage, case: Broken
) -> None:
    config = case.written(tmp_path)
    before = names(tmp_path)
    result = stage.call("run", "--config", config)
    assert result.exit_code == ExitCode.SETTINGS
    assert len(result.stderr.splitlines()) == len(case.says)
    assert "canary" not in result.output
    assert "hunter2" not in result.output
    assert (result.stdout, stage.seen, names(tmp_path)) == ("", [], before)


@pytest.mark.parametrize("command", ["run", "migrate", "check-config", "invite partner"])
def test_every_command_refuses_broken_settings(tmp_path: Path, stage: Stage, command: str) -> None:
    config = written(tmp_path, f"{SOUND}[nudges]\nlater = 5\n")
    result = stage.call(*command.split(), "--config", config)
    assert result.exit_code == ExitCode.SETTINGS
    assert "[nudges] later" in result.stderr
    assert names(tmp_path) == {"config.toml"}


@pytest.mark.parametrize("command", ["run", "migrate", "check-config", "invite partner"])
def test_a_missing_file_says_what_to_do(
    tmp_path: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = stage.call(*command.split())
    assert result.exit_code == ExitCode.SETTINGS
    assert result.stderr.startswith(f"There is no config.toml in {tmp_path}: copy config.example")


@pytest.mark.parametrize("code", ExitCode)
def test_run_ends_with_the_code_of_the_bot(config: Path, code: ExitCode) -> None:
    stage = Stage(code)
    assert stage.call("run", "--config", config).exit_code == code
    loop = "asyncio.windows_events" if sys.platform == "win32" else "uvloop"
    assert stage.seen == [("serve", loop)]


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (Refused("x.db is no database of ours."), ExitCode.DATABASE, "x.db is no database"),
        (
            Held(Path("x.db"), 77, None),
            ExitCode.HELD,
            "x.db is in use by process 77: stop the bot first.",
        ),
        (Unavailable("locked"), ExitCode.HELD, "Try again later: somebody else has locked"),
    ],
)
def test_a_database_that_is_refused_or_held(
    config: Path, error: Exception, code: ExitCode, says: str
) -> None:
    result = Stage(error=error).call("run", "--config", config)
    assert result.exit_code == code
    assert result.stderr.startswith(says)
    assert len(result.stderr.splitlines()) == 1


def test_demo(stage: Stage) -> None:
    assert stage.call("demo").exit_code == 0
    assert stage.call("demo", "--port", "0", "--language", "es").exit_code == 0
    assert stage.seen == [("demo", 8080, Language.ENGLISH), ("demo", 0, Language.SPANISH)]


def test_invite_prints_the_link_and_until_when(config: Path, stage: Stage) -> None:
    result = stage.call("invite", "partner", "--config", config)
    link, until = result.stdout.splitlines()
    assert link == LINK
    assert until.startswith("It lets one Community Partner in, once, until 20")
    assert "(America/New_York)" in until
    assert stage.seen == [("invite", Role.PARTNER)]


@pytest.mark.parametrize(
    "words",
    ["fly", "run --fast", "invite", "invite supporter", "demo --port x", "demo --language fr", ""],
)
def test_wrong_usage(stage: Stage, words: str) -> None:
    result = stage.call(*words.split())
    assert result.exit_code == ExitCode.SETTINGS
    assert "Usage:" in result.stderr
    assert not stage.seen


def test_migrate_makes_the_database_and_then_has_nothing_to_do(config: Path, stage: Stage) -> None:
    for _ in range(2):
        result = stage.call("migrate", "--config", config)
        assert result.exit_code == ExitCode.FINE
        assert result.stdout.startswith("The database is at version ")
        assert (config.parent / "circlekeeper.db").exists()


def test_migrate_says_from_where_to_where(config: Path, stage: Stage) -> None:
    file = config.parent / "circlekeeper.db"
    file.touch(mode=0o600)
    with contextlib.closing(sqlite3.connect(file)) as older:
        older.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    result = stage.call("migrate", "--config", config)
    assert result.exit_code == ExitCode.FINE, result.stderr
    first, second = result.stdout.splitlines()
    assert "is of version 0 and must be brought to " in first
    assert second.startswith("The database is at version ")


def test_migrate_needs_no_token(tmp_path: Path, stage: Stage) -> None:
    assert stage.call("migrate", "--config", written(tmp_path, "")).exit_code == ExitCode.FINE


def test_migrate_does_not_touch_what_is_not_ours(config: Path, stage: Stage) -> None:
    (config.parent / "circlekeeper.db").write_text("a diary")
    result = stage.call("migrate", "--config", config)
    assert result.exit_code == ExitCode.DATABASE
    assert len(result.stderr.splitlines()) == 1
    assert (config.parent / "circlekeeper.db").read_text() == "a diary"


def test_migrate_beside_a_running_bot(config: Path, stage: Stage) -> None:
    url = f"sqlite:///{config.parent}/circlekeeper.db"

    async def meanwhile() -> Result:
        database = await Database.open(url, keyring=Keyring.plain(), hold=True)
        try:
            return await asyncio.to_thread(stage.call, "migrate", "--config", config)
        finally:
            await database.close()

    result = asyncio.run(meanwhile())
    assert result.exit_code == ExitCode.HELD
    assert "is in use by process" in result.stderr


def test_check_config_describes_without_secrets(config: Path, stage: Stage) -> None:
    result = stage.call("check-config", "--config", config)
    assert result.exit_code == ExitCode.FINE
    assert result.stdout.startswith(f"{config} can be used.\n")
    for said in ("api.telegram.org", "circlekeeper.db", "84 days", "on Tuesdays at 18:00", "info"):
        assert said in result.stdout
    assert "canary" not in result.output
    assert names(config.parent) == {"config.toml"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes.")
def test_warnings_stand_on_stderr(config: Path, stage: Stage) -> None:
    config.chmod(0o644)
    result = stage.call("check-config", "--config", config)
    assert result.exit_code == ExitCode.FINE
    assert "chmod 600" in result.stderr


def test_a_bug_shows_no_message_and_ends_with_one(config: Path) -> None:
    result = Stage(error=ValueError("canary")).call("run", "--config", config)
    assert result.exit_code == ExitCode.BUG
    assert "canary" not in result.output


@pytest.mark.parametrize("name", ["", *cli.commands])
def test_help_on_everything(stage: Stage, name: str) -> None:
    result = stage.call(*name.split(), "--help")
    assert result.exit_code == ExitCode.FINE
    command: click.Command = cli.commands[name] if name else cli
    assert (command.help or "").splitlines()[0] in result.stdout
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


def test_version(stage: Stage) -> None:
    result = stage.call("--version")
    assert result.stdout == f"circlekeeper {metadata.version('circlekeeper')}\n"


def test_it_is_a_module_too() -> None:
    command = [sys.executable, "-m", "bot", "--help"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == ExitCode.FINE
    assert ended.stdout.startswith("Usage: circlekeeper ")
