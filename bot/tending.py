"""Commands for whoever looks after a bot: its database, its key, its settings, its health."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import click

from bot import addresses, keys, upkeep
from bot.console import config_option, end, play, start
from bot.exits import ExitCode
from bot.settings import Settings, database_folder
from storage import moving
from storage.database import Database, Refused
from storage.seal import Keyring

MOVED = (
    "{rows} rows of {tables} tables are in {target} now; every one was compared. {source} is as it "
    "was: keep it until you are sure, and let nobody run on it any more."
)


@click.command()
@config_option
@click.option("--from", "source", metavar="sqlite:///FILE", help="Move everything from there.")
@click.option(
    "--to", "target", metavar="postgresql://…", help="Where to; else what the settings name."
)
def migrate(config: Path, source: str | None, target: str | None) -> None:
    """Make the database, or bring it to the newest version; or move it to a server.

    Stop the bot before a move. The file stays as it is.
    """
    settings = start(config, secrets_needed=False)
    if source is not None or target is not None:
        moved = play(_moved(source or "", target or settings.database.url))
        click.echo(moved)
        return
    for line in play(_migrated(settings.database.url)):
        click.echo(line)


@click.group("keys")
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
@config_option
def new_key(out: Path, config: Path) -> None:
    """Make a master key in a new file. It is not shown, and nothing is overwritten."""
    path = out.expanduser().absolute()
    if path.resolve().parent == database_folder(config):
        end(ExitCode.SETTINGS, f"{path} would stand beside the database: name another folder.")
    try:
        keys.write(path)
    except FileExistsError:
        end(ExitCode.SETTINGS, f"{path} is there already, and it may be in use: name another.")
    except OSError as error:
        end(ExitCode.SETTINGS, f"{path} cannot be written: {error.strerror}.")
    for line in keys.MADE:
        click.echo(line.format(path=path))


@click.command("check-config")
@config_option
def check_config(config: Path) -> None:
    """Say what the settings are, or everything that is wrong with them."""
    settings = start(config)
    play(upkeep.look(settings.database.url, settings.keys.keyring()))
    click.echo(f"{config} can be used.")
    for line in _described(settings):
        click.echo(line)


@click.command()
@config_option
@click.option("--offline", is_flag=True, help="Look at this machine only; ask Telegram nothing.")
@click.pass_context
def doctor(context: click.Context, config: Path, offline: bool) -> None:
    """Say what is well and what is not, and what to do about it.

    The bot may be running meanwhile.
    """
    rounds = import_module("bot.doctor.rounds")
    findings = play(rounds.examine(config, online=not offline))
    for finding in findings:
        click.echo(finding)
    context.exit(rounds.code(findings))


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


async def _moved(source: str, target: str) -> str:
    """What was moved, in one line."""
    counts = await moving.move(source, target, datetime.now(UTC))
    rows, tables = sum(counts.values()), sum(map(bool, counts.values()))
    return MOVED.format(rows=rows, tables=tables, source=source, target=addresses.shown(target))


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
        f"Database: {settings.database.shown}",
        f"Keys: {settings.keys.file.path if settings.keys.file else 'from the environment'}",
        f"Programme: {_days(programme.lasts)}, invitations to check in on "
        f"{programme.day.capitalize()}s at {programme.wall}, {programme.zone} time.",
        f"Words: {programme.words or 'as they come with the bot'}.",
        f"Links: participants {_days(programme.participant_link_lasts)}, "
        f"supporters {_days(programme.supporter_link_lasts)}, "
        f"staff {_days(programme.staff_link_lasts)}.",
        f"Nudges: none from {nudges.quiet_from} to {nudges.quiet_to}.",
        f"Gaps: a silent supporter counts for {_days(settings.gap.silent_after)}.",
        f"Alerts: told from {alerts.day_from} to {alerts.day_to}.",
        f"Health: {_health(settings.health.port)}.",
        f"Log: {settings.log.level}, {'JSON' if settings.log.as_json else 'plain lines'}.",
    ]


def _health(port: int | None) -> str:
    return f"http://127.0.0.1:{port}/healthz" if port else "nothing answers, since no port is set"


def _days(length: timedelta) -> str:
    whole, rest = divmod(length, timedelta(days=1))
    return f"{whole} days" if not rest else f"{length / timedelta(hours=1):g} hours"


COMMANDS = (migrate, keys_group, check_config, doctor)
