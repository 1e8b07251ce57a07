"""What the doctor sees of the backups: whether the newest is young enough to help."""

from __future__ import annotations

from datetime import datetime, timedelta
from socket import gethostname

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
    if settings.database.on_server:
        return [look("backup", "Copies are made by pg_dump: look yourself how old the newest is.")]
    if folder is None:
        return [look("backup", "Nobody makes copies by night: write folder = below [backup].")]
    try:
        there = backups.kept(settings.database_path, folder)
    except OSError:
        return [mend("backup", f"{folder} cannot be read: is it there, and whose is it?")]
    if not there:
        return [look("backup", f"No copy is in {folder} yet; the first comes with the next start.")]
    newest, _ = there[0]
    said = f"The newest of {len(there)} is from {newest:%Y-%m-%d %H:%M} UTC"
    if newest < now - LATE:
        return [mend("backup", f"{said}: look for backup_failed in the log.")]
    return [ok("backup", f"{said}, in {folder}.")]


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
