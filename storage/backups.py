"""Backups: whole copies of the database in a folder, and putting one back.

What a restored copy must be told before anybody works with it is decided in ``handlers.restored``.
"""

from __future__ import annotations

import asyncio
import contextlib
import glob
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import sealing
from storage.database import SCRIPTS, Database, Refused, Seam, Tx, Unavailable, no_seam
from storage.engines import sqlite_copy
from storage.engines.scripts import Scripts
from storage.engines.sqlite_lease import Lease
from storage.seal import Keyring

LONGEST = timedelta(days=30)
"""No copy lives longer, whatever the settings say: ``/privacy`` promises it."""
HALF_DONE = timedelta(days=1)
"""What a kill left of a copy is removed after so long."""
PART = ".part"
PATIENCE = 5.0
"""Seconds to wait for somebody else's lock."""
COUNTED = ("person", "circle", "seat", "checkin", "alert")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was looked at: which keys it needs, and how much there is of what."""

    file: Path
    version: int
    keys: tuple[int, ...]
    counts: Mapping[str, int]


async def make(database: Database, path: Path, folder: Path, now: datetime) -> Backup:
    """Copy the database of this path into a folder while it is written to; look at the copy.

    Only a copy that holds together gets its name. ``Refused`` says in one sentence why not.
    """
    with _making(path, folder, now) as (part, file):
        await database.copy(part)
        found = await asyncio.to_thread(_looked_at, part, database.version)
        await asyncio.to_thread(sqlite_copy.settle, part, file)
    return Backup(file, database.version, *found)


def of_older(path: Path, folder: Path, now: datetime) -> Backup:
    """The same of a database that only an older program can open; what is in it is not counted."""
    with _making(path, folder, now) as (part, file):
        sqlite_copy.write(path, part, PATIENCE, bool)
        sqlite_copy.verify(part, Scripts.read(SCRIPTS).version)
        sqlite_copy.settle(part, file)
    return Backup(file, sqlite_copy.version(file), (), {})


@contextlib.contextmanager
def _making(path: Path, folder: Path, now: datetime) -> Iterator[tuple[Path, Path]]:
    """What a copy is called while it is made, and then; when it fails, nothing stays."""
    file = folder / _named(path, now)
    part = file.with_name(f"{file.name}{PART}")
    try:
        yield part, file
    except FileExistsError:
        raise Refused(f"{part} is there: another copy is being made.") from None
    except BaseException as error:
        _remove(part)
        if isinstance(error, OSError):
            raise Refused(f"{folder} cannot be written: {error.strerror}.") from error
        if isinstance(error, Unavailable) and error.kind == "full":
            raise Refused(f"{folder} has no space left for a copy.") from error
        raise


def _remove(part: Path) -> None:
    for file in part.parent.glob(f"{glob.escape(part.name)}*"):
        file.unlink(missing_ok=True)


def _looked_at(copy: Path, newest: int) -> tuple[tuple[int, ...], dict[str, int]]:
    sqlite_copy.verify(copy, newest)
    with sqlite_copy.looking(copy, Keyring.plain()) as tx:
        return sealing.keys(tx), counts(tx)


def counts(tx: Tx) -> dict[str, int]:
    """How many rows there are of what people would ask for."""
    found = {}
    for table in COUNTED:
        row = tx.one(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 - our own names
        found[table] = 0 if row is None else int(row["n"])
    return found


def _named(path: Path, now: datetime) -> str:
    return f"{path.stem}-{now.astimezone(UTC):{_STAMP}}{path.suffix}"


def made_at(path: Path, file: Path) -> datetime | None:
    """When a copy of this database was made, as its name says; None: it is no such name."""
    stem, suffix = re.escape(path.stem), re.escape(path.suffix)
    match = re.fullmatch(rf"{stem}-(\d{{8}}T\d{{6}}Z){suffix}", file.name)
    return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) if match else None


def kept(path: Path, folder: Path) -> list[tuple[datetime, Path]]:
    """The copies of this database in a folder, newest first."""
    found = [(made_at(path, file), file) for file in folder.iterdir()]
    return sorted(((at, file) for at, file in found if at is not None), reverse=True)


def drop(path: Path, folder: Path, keep: int, now: datetime) -> int:
    """Remove copies beyond the newest ones, and any that had its time; how many.

    What a clock that was ahead has dated later than now takes nobody's place, and stays.
    """
    past = [one for one in kept(path, folder) if one[0] <= now]
    old = [file for number, (at, file) in enumerate(past) if number >= keep or at <= now - LONGEST]
    for file in folder.glob(f"*{PART}*"):
        made = made_at(path, file.with_name(file.name.partition(PART)[0]))
        if made is not None and made <= now - HALF_DONE:
            old.append(file)
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


# Putting one back.


@contextlib.contextmanager
def held(path: Path, now: datetime) -> Iterator[None]:
    """Nobody starts on the database meanwhile; ``Held`` when somebody runs on it."""
    if not path.parent.is_dir():
        raise Refused(f"The folder {path.parent} does not exist.")
    try:
        lease = Lease.take(path, now)
    except OSError as error:
        raise Refused(f"{path.parent} cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        lease.release()


def stage(path: Path, file: Path) -> Path:
    """A copy of a copy in a folder of its own, looked at and ready to be worked on.

    A kill leaves the folder; the next call begins it anew.
    """
    file = file.absolute()
    if path.exists() and file.exists() and file.samefile(path):
        raise Refused(f"{file} is the database itself: name a copy of it.")
    sqlite_copy.verify(file, Scripts.read(SCRIPTS).version)
    folder = _stage_of(path)
    clear(path)
    folder.mkdir(mode=0o700)
    staged = folder / path.name
    sqlite_copy.fetch(file, staged)
    return staged


def clear(path: Path) -> None:
    """Nothing is left of what was worked on."""
    shutil.rmtree(_stage_of(path), ignore_errors=True)


def _stage_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-restore")


def put(path: Path, staged: Path, now: datetime, reached: Seam = no_seam) -> Path | None:
    """What was staged takes the database's place, which stays beside under a dated name."""
    sqlite_copy.fold(staged)
    reached("ready")
    return sqlite_copy.replace(staged, path, now, reached)
