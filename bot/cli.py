"""The console command: reads what the operator typed, starts the right actor, ends with its code.

It prints for the operator and decides nothing else. What runs is handed in as ``Actors``, so that
everything up to the start can be tried without Telegram.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from bot import app, keeping, logs, tending
from bot.console import config_option, play, start
from bot.settings import Settings
from storage.enums import Language, Role

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
@config_option
@click.pass_context
def run(context: click.Context, config: Path) -> None:
    """Run the bot until it is told to stop."""
    settings = start(config)
    context.exit(play(context.obj.serve(settings)))


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
    context.exit(play(context.obj.demo(port, Language(language))))


@cli.command()
@click.argument("role", type=click.Choice(list(_TITLES)))
@config_option
@click.pass_context
def invite(context: click.Context, role: str, config: Path) -> None:
    """Print a link that lets one person in, as coordinator or as Community Partner.

    The bot may be running meanwhile.
    """
    settings = start(config)
    link = play(context.obj.invite(settings, Role(role)))
    until = datetime.now(UTC) + settings.programme.staff_link_lasts
    local = until.astimezone(ZoneInfo(settings.programme.zone))
    click.echo(link)
    click.echo(
        f"It lets one {_TITLES[role]} in, once, until {local:%Y-%m-%d %H:%M} "
        f"({settings.programme.zone}). Give it to nobody else."
    )


for command in (*tending.COMMANDS, *keeping.COMMANDS):
    cli.add_command(command)
