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
from storage.database import Database, Held, Older
from storage.enums import Gone

NO_FOLDER = "Say where the copy goes: --to FOLDER, or folder = below [backup] in the settings."
DUMPED = (
    "The database is on a server: pg_dump copies it while the bot runs, as docs/operator-guide.md "
    "says."
)
PUT_BACK = (
    "The database is on a server: pg_restore puts a dump into a new one; name that in the "
    "settings, and say circlekeeper restore without a file."
)
NO_FILE = "Say which copy: circlekeeper restore FILE."
LOOKED_AT = "--old is for a server: the file that stands here now is looked at in any case."
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
    except (Older, Held):  # held: an older one, on which the bot of before still runs
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
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--ledger",
    "ledgers",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="The ledger of another machine, too; once for each.",
)
@click.option(
    "--old",
    metavar="postgresql://…",
    help="On a server: the database that is replaced, if it can still be read.",
)
@config_option
def restore(file: Path | None, ledgers: tuple[Path, ...], old: str | None, config: Path) -> None:
    """Put a copy in the place of the database, which stays beside it for a week.

    Stop the bot first. The copy is looked at before anything is changed. On a server pg_restore
    puts a copy into a new database; name that in the settings, and no file here.
    """
    settings = start(config)
    if settings.database.on_server:
        if file is not None:
            end(ExitCode.SETTINGS, PUT_BACK)
        found = play(_brought_up(settings, ledgers, old))
        lines = _told(settings.database.shown, found)
    else:
        if file is None or old is not None:
            end(ExitCode.SETTINGS, NO_FILE if file is None else LOOKED_AT)
        lines = _told(str(file), play(_restored(settings, file, ledgers)))
    for line in lines:
        click.echo(line)


async def _restored(settings: Settings, file: Path, ledgers: tuple[Path, ...]) -> Restored:
    clock = await app.clock_of(settings)
    return await restoring.restore(settings, file, clock.now(), ledgers=ledgers)


async def _brought_up(settings: Settings, ledgers: tuple[Path, ...], old: str | None) -> Restored:
    clock = await app.clock_of(settings)
    return await restoring.bring_up(settings, clock.now(), ledgers=ledgers, old=old)


def _told(what: str, found: Restored) -> Iterator[str]:
    yield f"{what} is back. It was whole, and held {_counted(found.counts)}."
    yield f"It knows what happened until {_when(found.ran_at)}."
    if found.breaches:
        yield f"{found.breaches} things in it did not hold; the bot puts them right."
    for what, number in found.gone.items():
        yield f"Since then, {WENT[what]}: {number}. That is done again."
    if found.gone:
        yield f"So there are now {_counted(found.left)}."
    if not found.whole:
        yield (
            "The ledger does not reach back to then: nothing is shared any more, and whoever was "
            "deleted since may be back: tell them, so that they can delete again."
        )
    if found.kept is not None:
        yield f"What stood here before is {found.kept}, for seven days."
    if found.served:
        yield (
            f"As far as the ledgers say, the bot last ran at {_when(found.until)}. If it ran later "
            "on another machine, say this again with --ledger and the ledger of that one."
        )
    yield (
        "Whatever else people did since then is gone, calls for help among it: tell your Community "
        "Partners now, then start the bot."
    )


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else "an unknown time"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{NAMES[table]}: {number}" for table, number in counts.items())


COMMANDS = (backup, restore)
