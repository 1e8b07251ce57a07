"""What the doctor sees of the backups: whether the newest is young enough to help, and whether the
next can be written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryFile

from bot.doctor.finding import Finding, look, mend, ok
from bot.ledger import ledger_of, read
from bot.settings import Settings
from storage import backups
from storage.database import Refused, Unavailable, runner

STALE = timedelta(minutes=5)
"""A bot that runs writes into the ledger once a minute that it does."""
UNWRITTEN = (
    "The bot runs and does not write {path}: what people delete now would come back with an older "
    "copy. Look for ledger_waits in the log, and whether the bot may write there."
)
LATE = timedelta(hours=36)
"""A night and half a day: a copy as old as this was to be followed by another."""


def nightly(settings: Settings, now: datetime) -> list[Finding]:
    """The newest copy, and how many there are."""
    folder = settings.backup.folder
    if folder is not None and (why := _unwritable(folder)):
        return [mend("backup", f"{folder} cannot be written by this user: {why}.")]
    if settings.database.on_server:
        return [look("backup", "Copies are made by pg_dump: look yourself how old the newest is.")]
    if folder is None:
        return [look("backup", "Nobody makes copies by night: write folder = below [backup].")]
    try:
        there = backups.kept(settings.database_path, folder)
    except OSError:
        return [mend("backup", f"{folder} cannot be read: is it there, and whose is it?")]
    past = [at for at, _ in there if at <= now]
    return [*_ahead(there[: len(there) - len(past)]), _newest(past, folder, now)]


def _unwritable(folder: Path) -> str | None:
    """Why no copy and no ledger can be written there; None: they can."""
    try:
        with TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return error.strerror or "it refuses"


def _newest(past: Sequence[datetime], folder: Path, now: datetime) -> Finding:
    if not past:
        return look("backup", f"No copy is in {folder} yet; the first comes with the next start.")
    said = f"The newest of {len(past)} is from {past[0]:%Y-%m-%d %H:%M} UTC"
    if past[0] < now - LATE:
        return mend("backup", f"{said}: look for backup_failed in the log.")
    return ok("backup", f"{said}, in {folder}.")


def _ahead(there: Sequence[tuple[datetime, Path]]) -> list[Finding]:
    """What a clock that was ahead has dated."""
    if not there:
        return []
    _, file = there[0]
    return [
        mend(
            "backup",
            f"{file.name} is dated later than now: set the clock. If the clock is right, it was "
            "wrong then: move that copy elsewhere, and delete it within 30 days.",
        )
    ]


def ledger(settings: Settings, now: datetime) -> list[Finding]:
    """Nothing, while the ledger can be read, and a bot that runs here writes it."""
    path = ledger_of(settings)
    try:
        found = read(path)
    except Refused as error:
        return [mend("ledger", str(error))]
    written = found.ran_at if found else None
    if not _runs_here(settings, now) or (written is not None and written > now - STALE):
        return []
    return [mend("ledger", UNWRITTEN.format(path=path))]


def _runs_here(settings: Settings, now: datetime) -> bool:
    """Whether a bot of this machine has run for long enough to have written it."""
    try:
        held = runner(settings.database.url)
    except (Refused, Unavailable):
        return False  # That is said of the database itself.
    here = held is not None and held.host in ("", gethostname())
    return held is not None and here and held.since is not None and held.since < now - STALE
