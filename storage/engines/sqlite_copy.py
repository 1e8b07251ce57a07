"""Copies of a SQLite file: written while others write, looked at, and put in the file's place.

A copy is written by VACUUM INTO: one statement on one state of everything, beside any number of
writers. SQLite's step-by-step backup begins anew whenever another connection writes, so with 200
writes a second it never ends; and it carries along free pages, which a copy need not have.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from storage.engines import sqlite_file, sqlite_tidy
from storage.engines.engine import Refused, Seam, Unavailable
from storage.engines.sealed import Sealing
from storage.engines.sqlite_tx import SqliteTx

_OFTEN = 10_000
"""Steps of SQLite between two looks whether a copy is still wanted."""


def write(path: Path, copy: Path, patience: float, stopped: Callable[[], object]) -> None:
    """Everything as it stands now into a new file that only its owner can read."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with contextlib.closing(sqlite_file.connect(path, patience)) as connection:
            connection.set_progress_handler(lambda: bool(stopped()), _OFTEN)
            connection.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error as error:
        raise _explained(error) from error


def _explained(error: sqlite3.Error) -> Exception:
    kind = sqlite_file.trouble(error)
    return error if kind is None else Unavailable(kind)


@contextlib.contextmanager
def looking(copy: Path, keyring: Sealing) -> Iterator[SqliteTx]:
    """A copy that nobody writes to, opened to be looked at; nothing is made beside it."""
    connection = sqlite3.connect(
        f"{copy.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    with contextlib.closing(connection):
        connection.execute("BEGIN")
        yield SqliteTx(connection, keyring)


def verify(copy: Path, newest: int) -> None:
    """Refuse a file that is not ours, too new for us, or does not hold together."""
    damaged = Refused(f"{copy} is damaged or is not a database.")
    unreadable = Refused(f"{copy} cannot be read: check who may read it and its folder.")
    try:
        if not copy.is_file():
            raise Refused(f"There is no file {copy}.")
        if copy.stat().st_size < sqlite_file.SMALLEST:
            raise damaged
        sqlite_file.recognise(copy, newest)
        with contextlib.closing(_reading(copy)) as connection:
            if not sqlite_file.whole(connection):
                raise damaged
    except OSError as error:
        raise unreadable from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if sqlite_file.damage(error):
            raise damaged from error
        raise unreadable from error


def fetch(copy: Path, into: Path) -> None:
    """The same once more, with what may stand in a log beside it, to be worked on."""
    os.close(os.open(into, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with (
            contextlib.closing(_reading(copy)) as source,
            contextlib.closing(sqlite3.connect(into)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise _explained(error) from error


def _reading(copy: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)


def fold(path: Path) -> None:
    """Bring a file's log home and end it, so that the file alone is everything.

    ``Refused`` while anybody else has the file open.
    """
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None)
    with contextlib.closing(connection):
        try:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlite3.Error as error:
            if sqlite_file.trouble(error) != "locked":
                raise _explained(error) from error
            mode = "wal"
    if mode != "delete":
        raise Refused(f"{path} is open in another program: close that one and try again.")


def replace(new: Path, path: Path, now: datetime, reached: Seam) -> Path | None:
    """Put a folded file in the place of another, which stays under a dated name.

    Whenever it is killed, the old one or the new one stands there, whole.
    """
    kept = sqlite_tidy.copy_name(path, version(path), now) if path.exists() else None
    if kept is not None:
        _fold_if_sound(path, kept, reached)
        kept.unlink(missing_ok=True)
        _twin(path, kept)
        reached("kept")
    for left in sqlite_tidy.beside(path):
        left.unlink(missing_ok=True)
    settle(new, path)
    reached("replaced")
    return kept


def version(path: Path) -> int:
    """What a file says of itself; 0 when it says nothing."""
    try:
        with contextlib.closing(_reading(path)) as connection:
            return sqlite_file.version_of(connection)
    except sqlite3.Error:
        return 0


def _fold_if_sound(path: Path, kept: Path, reached: Seam) -> None:
    """A damaged file cannot take its log in: that goes along under the new name."""
    try:
        fold(path)
        reached("folded")
    except (sqlite3.Error, Unavailable):
        for left, name in zip(sqlite_tidy.beside(path), sqlite_tidy.beside(kept), strict=True):
            if left.exists():
                shutil.copy2(left, name)


def _twin(path: Path, name: Path) -> None:
    """A second name for the same file; a copy where the disk knows no such thing."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)


def settle(file: Path, name: Path) -> None:
    """Give a finished file its name; it and the name survive a power cut."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())
    sqlite_file.rename(file, name)
