"""The console command: reads what the operator typed, starts the right actor, ends with its code.

It prints for the operator and decides nothing else. What runs is handed in as ``Actors``, so that
everything up to the start can be tried without Telegram.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

from bot import app, keys, logs, upkeep
from bot.exits import EndsError, ExitCode
from bot.settings import Settings, SettingsError, database_folder, load
from storage.database import Database, Refused, Unavailable
from storage.enums import Language, Role
from storage.seal import Keyring

if sys.platform == "win32":
    new_event_loop = None
else:
    from uvloop import new_event_loop

T = TypeVar("T")
_TITLES = {"coordinator": "coordinator", "partner": "Community Partner"}


@dataclass(frozen=True, slots=True)
class Actors:
    """What the commands start."""

    serve: Callable[[Settings], Coroutine[Any, Any, int]]
    demo: Callable[[int, Language], Coroutine[Any, Any, int]]
    invite: Callable[[Settings, Role], Coroutine[Any, Any, str]]


def main() -> None:
    """What the command ``circlekeeper`` calls."""
    cli(obj=Actors(app.serve, _demo, app.invite), prog_name="circlekeeper")


async def _demo(port: int, language: Language) -> int:
    """The demo, loaded when it is asked for: a bot that starts for real does not wait for it."""
    code: int = await import_module("bot.demo").main(port, language)
    return code


_config = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The settings; config.example.toml explains them.",
)
_language = click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    default=Language.ENGLISH.value,
    show_default=True,
    help="The language to begin in.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="circlekeeper", message="circlekeeper %(version)s")
def cli() -> None:
    """Circlekeeper, a Telegram bot that keeps support circles."""
    # Before anything can go wrong: Python's own way of telling a bug prints its message.
    logs.configure("info", as_json=False, secrets=())


@cli.command()
@_config
@click.pass_context
def run(context: click.Context, config: Path) -> None:
    """Run the bot until it is told to stop."""
    settings = _start(config)
    context.exit(_play(context.obj.serve(settings)))


@cli.command("demo")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Where the page answers on this machine; 0 takes a free one.",
)
@_language
@click.pass_context
def demo_command(context: click.Context, port: int, language: str) -> None:
    """Open the practice room: phones on one page, no Telegram account, no token."""
    context.exit(_play(context.obj.demo(port, Language(language))))


@cli.command()
@_config
def migrate(config: Path) -> None:
    """Make the database, or bring it to the newest version."""
    settings = _start(config, secrets_needed=False)
    for line in _play(_migrated(settings.database.url)):
        click.echo(line)


@cli.group("keys")
def keys_group() -> None:
    """The master key, which people's words and answers rest sealed with."""


@keys_group.command("new")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("~/.config/circlekeeper/master.key"),
    show_default=True,
    help="Where the key is written; never beside the database.",
)
@_config
def new_key(out: Path, config: Path) -> None:
    """Make a master key in a new file. It is not shown, and nothing is overwritten."""
    path = out.expanduser().absolute()
    if path.resolve().parent == database_folder(config):
        _end(ExitCode.SETTINGS, f"{path} would stand beside the database: name another folder.")
    try:
        keys.write(path)
    except FileExistsError:
        _end(ExitCode.SETTINGS, f"{path} is there already, and it may be in use: name another.")
    except OSError as error:
        _end(ExitCode.SETTINGS, f"{path} cannot be written: {error.strerror}.")
    for line in keys.MADE:
        click.echo(line.format(path=path))


@cli.command("check-config")
@_config
def check_config(config: Path) -> None:
    """Say what the settings are, or everything that is wrong with them."""
    settings = _start(config)
    _play(upkeep.look(settings.database.url, settings.keys.keyring()))
    click.echo(f"{config} can be used.")
    for line in _described(settings):
        click.echo(line)


@cli.command()
@click.argument("role", type=click.Choice(list(_TITLES)))
@_config
@click.pass_context
def invite(context: click.Context, role: str, config: Path) -> None:
    """Print a link that lets one person in, as coordinator or as Community Partner.

    The bot may be running meanwhile.
    """
    settings = _start(config)
    link = _play(context.obj.invite(settings, Role(role)))
    until = datetime.now(UTC) + settings.programme.staff_link_lasts
    local = until.astimezone(ZoneInfo(settings.programme.zone))
    click.echo(link)
    click.echo(
        f"It lets one {_TITLES[role]} in, once, until {local:%Y-%m-%d %H:%M} "
        f"({settings.programme.zone}). Give it to nobody else."
    )


def _start(config: Path, *, secrets_needed: bool = True) -> Settings:
    """The settings, with the log set up by them."""
    try:
        settings = load(config, secrets_needed=secrets_needed)
    except SettingsError as error:
        _end(ExitCode.SETTINGS, *error.sentences)
    log = settings.log
    secrets = [settings.telegram.secret(), settings.keys.secret()]
    logs.configure(log.level, log.as_json, secrets)
    for warning in settings.warnings:
        click.echo(warning, err=True)
    return settings


def _play(work: Coroutine[Any, Any, T]) -> T:
    """Run an actor to its end."""
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(work)
    except Refused as error:
        _end(ExitCode.DATABASE, str(error))
    except Unavailable as error:
        _end(ExitCode.DATABASE, f"Try again later: {error}.")
    except EndsError as error:
        _end(error.code, str(error))


def _end(code: ExitCode, *sentences: str) -> NoReturn:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)


async def _migrated(url: str) -> list[str]:
    """What was done, one line each."""
    said: list[str] = []
    try:
        # Only to hear from which version it must go where: that is what the refusal says.
        version = await _opened(url, migrate=False)
    except Refused as refused:
        version = await _opened(url, migrate=True)
        said.append(str(refused))
    return [*said, f"The database is at version {version}, the newest."]


async def _opened(url: str, *, migrate: bool) -> int:
    database = await Database.open(url, keyring=Keyring.plain(), migrate=migrate, hold=True)
    try:
        return database.version
    finally:
        await database.close()


def _described(settings: Settings) -> list[str]:
    programme, nudges, alerts = settings.programme, settings.nudges, settings.alerts
    return [
        f"Telegram: {settings.telegram.api_base_url}, with a token that looks right.",
        f"Database: {settings.database.url}",
        f"Keys: {settings.keys.file.path if settings.keys.file else 'from the environment'}",
        f"Programme: {_days(programme.lasts)}, invitations to check in on {programme.day} "
        f"at {programme.wall}, {programme.zone} time.",
        f"Words: {programme.words or 'as they come with the bot'}.",
        f"Links: participants {_days(programme.participant_link_lasts)}, "
        f"supporters {_days(programme.supporter_link_lasts)}, "
        f"staff {_days(programme.staff_link_lasts)}.",
        f"Nudges: none from {nudges.quiet_from} to {nudges.quiet_to}.",
        f"Gaps: a silent supporter counts for {_days(settings.gap.silent_after)}.",
        f"Alerts: told from {alerts.day_from} to {alerts.day_to}.",
        f"Log: {settings.log.level}, {'JSON' if settings.log.as_json else 'plain lines'}.",
    ]


def _days(length: timedelta) -> str:
    whole, rest = divmod(length, timedelta(days=1))
    return f"{whole} days" if not rest else f"{length / timedelta(hours=1):g} hours"
