"""Commands for copies of the database: making one, and putting one back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click

from bot import app, restoring, upkeep
from bot.console import config_option, end, play, start
from bot.exits import ExitCode
from bot.restoring import Restored
from bot.settings import Settings
from storage import backups
from storage.backups import Backup
from storage.database import Database, Older
from storage.enums import Gone

NO_FOLDER = "Say where the copy goes: --to FOLDER, or folder = below [backup] in the settings."
DUMPED = (
    "The database is on a server: pg_dump copies it while the bot runs, and pg_restore puts it "
    "back; docs/operator-guide.md says how."
)
NAMES = {
    "person": "people",
    "circle": "circles",
    "seat": "seats",
    "checkin": "check-ins",
    "alert": "alerts",
}
WENT = {
    Gone.PERSON: "people were deleted",
    Gone.GRANT: "lines of consent ended",
    Gone.SEAT_LEFT: "seats were left",
    Gone.SEAT_REMOVED: "seats were taken away",
    Gone.CIRCLE: "circles ended",
    Gone.LINK: "links were closed",
    Gone.QUIET: "people wanted no hello when quiet",
}


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder that the copy goes to; else the one of the settings.",
)
@config_option
def backup(to: Path | None, config: Path) -> None:
    """Copy the database into a folder, and look whether the copy is whole.

    The bot may be running meanwhile. What people said stays sealed in the copy.
    """
    settings = start(config)
    if settings.database.on_server:
        end(ExitCode.SETTINGS, DUMPED)
    folder = to or settings.backup.folder
    if folder is None:
        end(ExitCode.SETTINGS, NO_FOLDER)
    if not folder.is_dir():
        end(ExitCode.SETTINGS, f"The folder {folder} does not exist.")
    if not settings.database_path.exists():
        end(ExitCode.DATABASE, f"There is no database at {settings.database_path} yet.")
    made = play(_made(settings, folder.absolute()))
    for line in _said(made):
        click.echo(line)


async def _made(settings: Settings, folder: Path) -> Backup:
    clock = await app.clock_of(settings)
    path = settings.database_path
    try:
        database = await Database.open(
            settings.database.url, keyring=settings.keys.keyring(), migrate=False
        )
    except Older:
        return await asyncio.to_thread(backups.of_older, path, folder, clock.now())
    try:
        await upkeep.own(database)
        return await backups.make(database, path, folder, clock.now())
    finally:
        await database.close()


def _said(made: Backup) -> Iterator[str]:
    if made.counts:
        yield f"{made.file} is whole: {_counted(made.counts)}."
        yield _keys(made)
    else:
        yield f"{made.file} is whole. It is of version {made.version}, from before the upgrade."


def _keys(made: Backup) -> str:
    if not made.keys:
        return "Nothing in it is sealed yet."
    numbers = " and ".join(map(str, made.keys))
    return f"It opens with master key {numbers} only: keep that apart from it."


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@config_option
def restore(file: Path, config: Path) -> None:
    """Put a copy in the place of the database, which stays beside it for a week.

    Stop the bot first. The copy is looked at before anything is changed.
    """
    settings = start(config)
    if settings.database.on_server:
        end(ExitCode.SETTINGS, DUMPED)
    for line in _told(file, play(_restored(settings, file))):
        click.echo(line)


async def _restored(settings: Settings, file: Path) -> Restored:
    clock = await app.clock_of(settings)
    return await restoring.restore(settings, file, clock.now())


def _told(file: Path, found: Restored) -> Iterator[str]:
    yield f"{file} is back: {_counted(found.counts)}. It was whole."
    yield f"It knows what happened until {_when(found.ran_at)}."
    if found.breaches:
        yield f"{found.breaches} things in it did not hold; the bot puts them right."
    for what, number in found.gone.items():
        yield f"Since then, {WENT[what]}: {number}. So it is again."
    if not found.whole:
        yield (
            "The ledger does not reach back to then: nothing is shared any more, and whoever was "
            "deleted since may be back: tell them, so that they can delete again."
        )
    if found.kept is not None:
        yield f"What stood here before is {found.kept}, for seven days."
    yield (
        "Whatever else people did since then is gone, calls for help among it: tell your Community "
        "Partners now, then start the bot."
    )


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "an unknown time"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{NAMES[table]}: {number}" for table, number in counts.items())


COMMANDS = (backup, restore)
