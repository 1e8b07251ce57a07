"""One SQLite file: how it is connected to, what it must look like, what its errors mean."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from pathlib import Path

from storage.engines.engine import Refused, Trouble

APPLICATION_ID = int.from_bytes(b"CKPR", "big")
"""Written into every file of ours; a file without it is not ours to touch."""

SMALLEST = 512
"""Bytes of the smallest page: SQLite would take what is less for an empty database."""
_OLDEST = (3, 37, 0)  # the first with STRICT tables
_KINDS: dict[int, Trouble] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CANTOPEN: "io",
    # Damage that shows only now: no fault of the step that met it, no reason to give that up.
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
# A small cache on each connection: the system keeps the file's pages anyway, once for all.
_PRAGMAS = """
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -512;
    PRAGMA wal_autocheckpoint = 20000;
"""


def code_of(error: BaseException) -> int:
    """SQLite's primary code of an error; 0 for one that is not SQLite's."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def damage(error: BaseException) -> bool:
    """Whether an error tells of damage; of a broken schema Python cannot even read what it says."""
    unreadable = isinstance(error, sqlite3.OperationalError) and code_of(error) == 0
    corrupt = code_of(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return corrupt or unreadable or isinstance(error, UnicodeDecodeError)


def trouble(error: BaseException) -> Trouble | None:
    """What SQLite could not do now, or None: the error is somebody's mistake."""
    if code_of(error) == sqlite3.SQLITE_READONLY:
        # The bare code is a reader that tries to write; the others: the file was moved, or worse.
        bare = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY
        return None if bare else "io"
    return _KINDS.get(code_of(error))


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to an existing file, as every connection of ours must be."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=patience,
        isolation_level=None,
        cached_statements=512,
    )
    connection.row_factory = sqlite3.Row
    try:
        if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise Refused(f"{path} is on a disk that several connections cannot share.")
        connection.executescript(_PRAGMAS)
    except BaseException:
        connection.close()
        raise
    return connection


def reader(path: Path, patience: float) -> sqlite3.Connection:
    """A connection that cannot write."""
    connection = connect(path, patience)
    connection.execute("PRAGMA query_only = ON")
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last migration that this file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def look(path: Path) -> None:
    """Refuse what stat alone shows.

    The file itself is never opened here: closing it again would drop every lock that this
    process has on it, SQLite's included.
    """
    if sqlite3.sqlite_version_info < _OLDEST:
        raise Refused(f"SQLite 3.37 or newer is needed; this Python has {sqlite3.sqlite_version}.")
    if not path.parent.is_dir():
        raise Refused(f"The folder {path.parent} does not exist.")
    if path.exists():
        _look_at_file(path)
    elif path.with_name(f"{path.name}-wal").exists():
        raise Refused(
            f"{path} is gone but its log {path.name}-wal is there: "
            "put the database back, or move the log away."
        )
    if not _may_write(path.parent):
        raise Refused(f"The folder {path.parent} cannot be written by this user.")


def recognise(path: Path, newest: int, advice: str = "") -> None:
    """Refuse what is not ours, or too new for us, before anything of it is changed."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with contextlib.closing(connection):
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Refused(f"{path} is a database of another program{advice}.")
        version = version_of(connection)
    if version > newest:
        raise Refused(
            f"{path} was written by a newer version of this program (its version is {version}, "
            f"known here is {newest})."
        )


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose pages do not hold together."""
    # What it answers may quote numbers of people, so it is not repeated.
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise damaged(path)


def whole(connection: sqlite3.Connection) -> bool:
    """Whether pages, indexes and references hold together, by a look at each of them."""
    try:
        pages = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        return pages and connection.execute("PRAGMA foreign_key_check").fetchone() is None
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if damage(error):
            return False
        raise


def damaged(path: Path) -> Refused:
    """For a file that SQLite cannot make sense of."""
    return Refused(
        f"{path} is damaged or is not a database; it was left as it is: "
        "circlekeeper restore puts a copy in its place."
    )


def rename(file: Path, name: Path) -> None:
    """Give a file another name; the name itself survives a power cut."""
    file.replace(name)
    if os.name == "posix":
        folder = os.open(name.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _look_at_file(path: Path) -> None:
    if not path.is_file():
        raise Refused(f"{path} is not a file.")
    found = path.stat()
    if sys.platform != "win32":
        if found.st_uid != os.geteuid():
            raise Refused(
                f"{path} belongs to user {found.st_uid}, and this is user {os.geteuid()}: "
                "run as that user."
            )
        if found.st_mode & 0o007:
            raise Refused(f"{path} is open to every user of this computer: chmod o= {path}")
    if found.st_size == 0:
        raise Refused(
            f"{path} is empty: circlekeeper restore puts a copy in its place; remove it if it "
            "was never used."
        )
    if found.st_size < SMALLEST:
        raise damaged(path)
    if not _may_write(path):
        raise Refused(f"{path} cannot be written by this user.")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
