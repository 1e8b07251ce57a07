"""What the commands have in common: reading the settings, running an actor, ending with a code."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from bot import logs
from bot.exits import EndsError, ExitCode
from bot.settings import Settings, SettingsError, load
from bot.troubles import advice
from storage.database import Away, Held, Refused, Unavailable

if sys.platform == "win32":
    new_event_loop = None
else:
    from uvloop import new_event_loop

T = TypeVar("T")

config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    show_default=True,
    help="The settings; config.example.toml explains them.",
)


def start(config: Path, *, secrets_needed: bool = True) -> Settings:
    """The settings, with the log set up by them."""
    try:
        settings = load(config, secrets_needed=secrets_needed)
    except SettingsError as error:
        end(ExitCode.SETTINGS, *error.sentences)
    log_by(settings)
    for warning in settings.warnings:
        click.echo(warning, err=True)
    return settings


def log_by(settings: Settings) -> None:
    """Log as the settings say, and nothing of their secrets."""
    log = settings.log
    secrets = [settings.telegram.secret(), settings.keys.secret(), settings.database.secret()]
    logs.configure(log.level, log.as_json, secrets)


def play(work: Coroutine[Any, Any, T]) -> T:
    """Run an actor to its end."""
    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(work)
    except Away as error:
        end(ExitCode.HELD, str(error))
    except (Held, Unavailable) as error:
        end(ExitCode.HELD, advice(error))
    except Refused as error:
        end(ExitCode.DATABASE, str(error))
    except EndsError as error:
        end(error.code, str(error))


def end(code: ExitCode, *sentences: str) -> NoReturn:
    """Say why, and end."""
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(code)
