"""What a SQLite file leaves behind: the log beside it, and the copies from before migrations."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

COPIES_KEPT = timedelta(days=7)
"""A copy from before a migration still holds what was deleted since."""
_STAMP = "%Y%m%dT%H%M%SZ"


def copy_name(path: Path, version: int, now: datetime) -> Path:
    """What a copy is called: with the version it has and the time it was made."""
    return path.with_name(f"{path.stem}-v{version}-{now:{_STAMP}}{path.suffix}")


def beside(path: Path) -> tuple[Path, ...]:
    """What SQLite keeps beside a file while it is in use, or after a kill."""
    return tuple(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))


def drop_copies(path: Path, now: datetime) -> int:
    """Remove copies that have had their time; how many."""
    stem, suffix = re.escape(path.stem), re.escape(path.suffix)
    name = re.compile(rf"{stem}-v\d+-(\d{{8}}T\d{{6}}Z){suffix}")
    old = [
        file
        for file in path.parent.iterdir()
        if (match := name.fullmatch(file.name))
        and datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) <= now - COPIES_KEPT
    ]
    for file in old:
        for one in (file, *beside(file)):
            one.unlink(missing_ok=True)
    return len(old)


def bring_home(connection: sqlite3.Connection) -> None:
    """Copy the log into the file as far as nobody is in the way; writers go on meanwhile."""
    with contextlib.suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def empty_log(connection: sqlite3.Connection, patience: float) -> bool:
    """Bring the rest home and cut the log to nothing; False when a reader stands in the way.

    The writer waits meanwhile, so it is patient for this long only.
    """
    before = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {before}")
    return not busy
