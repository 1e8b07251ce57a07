"""Who runs on a SQLite file: a lease that ends with its process, however that ends."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.engines.engine import Held

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Lease:
    """A lock on ``<database>-lock``, a SQLite file of one row: who took it, and when.

    The system frees the lock when the process is gone. The file stays; it means nothing then.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def take(cls, path: Path, now: datetime) -> Lease:
        """Take it, or raise ``Held`` with who has it."""
        file = path.with_name(f"{path.name}-lock")
        born_private(file)
        # Used on the thread that took it, given back from wherever the database is closed.
        connection = sqlite3.connect(
            file, timeout=0.5, isolation_level=None, check_same_thread=False
        )
        try:
            _take(connection, (os.getpid(), (now - _EPOCH) // timedelta(microseconds=1)))
        except BaseException as error:
            pid, since = _holder(connection)
            connection.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise Held(path, pid, since) from None
            raise
        return cls(connection)

    def release(self) -> None:
        """Give it back."""
        self._connection.close()


def runner(path: Path) -> Held | None:
    """Who runs on this file now, without taking or keeping anything; None: nobody."""
    file = path.with_name(f"{path.name}-lock")
    if not file.exists():
        return None
    uri = f"{file.as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)
    with contextlib.closing(connection):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return Held(path, *_holder(connection))
        connection.execute("ROLLBACK")
    return None


def born_private(file: Path) -> None:
    """Create an empty file that only its owner can read, unless it is there.

    Never opens a file that exists: closing it again would drop every lock that this process
    has on it, SQLite's included.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _take(connection: sqlite3.Connection, me: tuple[int, int]) -> None:
    """Write our name, then lock; a lock taken for reading out loud lets others read the name.

    Between the two somebody else may have written theirs: under the lock, look again.
    """
    while True:
        connection.execute("CREATE TABLE IF NOT EXISTS holder (pid INTEGER, since INTEGER)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM holder")
        connection.execute("INSERT INTO holder VALUES (?, ?)", me)
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("SELECT pid, since FROM holder").fetchone() == me:
            return
        connection.execute("ROLLBACK")


def _holder(connection: sqlite3.Connection) -> tuple[int | None, datetime | None]:
    with contextlib.suppress(sqlite3.Error, TypeError, OverflowError):
        pid, since = connection.execute("SELECT pid, since FROM holder").fetchone()
        return int(pid), _EPOCH + timedelta(microseconds=since)
    return None, None
