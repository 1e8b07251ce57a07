"""From a path to a sound database at the newest version: created whole, or copied and migrated."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from storage.engines import sqlite_file, sqlite_tidy
from storage.engines.engine import Older, Refused, Seam, Terms, Unavailable
from storage.engines.scripts import Migration, Scripts, bare, statements
from storage.engines.sqlite_lease import Lease, born_private

_FOREIGN = ": name another file, or circlekeeper restore puts a copy in its place"
_TABLE = re.compile(r"CREATE TABLE (IF NOT EXISTS )?\S+ \(.*\) ?;", re.IGNORECASE)


def prepare(path: Path, terms: Terms) -> tuple[sqlite3.Connection, Lease | None]:
    """The writer's connection, and the lease if it was asked for; or ``Refused``."""
    try:
        sqlite_file.look(path)
        return _prepare(path, terms)
    except OSError as error:
        raise Refused(f"{path} cannot be used: {error.strerror}.") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        code, kind = sqlite_file.code_of(error), sqlite_file.trouble(error)
        if sqlite_file.damage(error):
            raise sqlite_file.damaged(path) from error
        if kind is not None and code != sqlite3.SQLITE_CANTOPEN:
            raise Unavailable(kind) from error
        raise Refused(
            f"{path} cannot be opened for writing: look at the rights on it, on the files "
            "beside it that begin with its name, and on their folder."
        ) from error


def _prepare(path: Path, terms: Terms) -> tuple[sqlite3.Connection, Lease | None]:
    with ExitStack() as undo:
        if path.exists():
            sqlite_file.recognise(path, terms.scripts.version, _FOREIGN)
        lease = Lease.take(path, terms.now()) if terms.hold else None
        if lease is not None:
            undo.callback(lease.release)
        if not path.exists():
            with _leased(path, lease, terms):
                _create(path, terms.scripts)
        connection = sqlite_file.connect(path, terms.patience)
        undo.callback(connection.close)
        sqlite_file.check(connection, path)
        if sqlite_file.version_of(connection) < terms.scripts.version:
            with _leased(path, lease, terms):
                _bring_up(connection, path, terms)
        undo.pop_all()
        return connection, lease


@contextlib.contextmanager
def _leased(path: Path, lease: Lease | None, terms: Terms) -> Iterator[None]:
    """Nobody creates or migrates beside a running process, or beside somebody who does."""
    own = Lease.take(path, terms.now()) if lease is None else None
    try:
        yield
    finally:
        if own is not None:
            own.release()


def _create(path: Path, scripts: Scripts) -> None:
    """Make the whole file under another name: a kill leaves no file, or a finished one."""
    if path.exists():  # somebody else was quicker, before we had the lease
        return
    new = _fresh(path.with_name(f"{path.name}-new"))
    with contextlib.closing(sqlite3.connect(new, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
        for statement in statements(scripts.schema):
            connection.execute(_ddl(statement))
        connection.execute(f"PRAGMA user_version = {scripts.version}")
        connection.execute("COMMIT")
    sqlite_file.rename(new, path)


def _bring_up(connection: sqlite3.Connection, path: Path, terms: Terms) -> None:
    version = sqlite_file.version_of(connection)  # again: now nobody else can move it
    if version >= terms.scripts.version:
        return
    if not terms.migrate:
        raise Older(
            f"{path} is of version {version} and must be brought to "
            f"{terms.scripts.version} first: a start of the bot does it."
        )
    _copy(connection, path, version, terms.now())
    try:
        migrate(connection, terms.scripts, terms.seam)
    except (sqlite3.Error, _Broken) as error:
        if sqlite_file.trouble(error) is not None:
            raise
        stays = sqlite_file.version_of(connection)
        raise Refused(f"{path} stays at version {stays}: migrating it failed ({error}).") from error


def migrate(connection: sqlite3.Connection, scripts: Scripts, seam: Seam) -> None:
    """Run what is missing, each migration in a transaction of its own."""
    # A table is rebuilt by dropping the old one; with this ON, that would take its children
    # along. Inside a transaction the pragma would do nothing.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        for migration in scripts.migrations[sqlite_file.version_of(connection) :]:
            _run(connection, migration, seam)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")


class _Broken(Exception):
    """A migration that must not be kept."""


def _run(connection: sqlite3.Connection, migration: Migration, seam: Seam) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in statements(migration.sql):
        connection.execute(_ddl(statement))
        seam("migrating")
    if not connection.in_transaction:
        raise _Broken(f"{migration.name} ends its transaction by itself")
    for table, *_ in connection.execute("PRAGMA foreign_key_check").fetchall():
        raise _Broken(f"{migration.name} leaves rows in {table} that point nowhere")
    connection.execute(f"PRAGMA user_version = {migration.number}")
    connection.execute("COMMIT")
    seam("migrated")


def _copy(connection: sqlite3.Connection, path: Path, version: int, now: datetime) -> None:
    """A consistent copy beside the file, named with its version and the time."""
    part = _fresh(path.with_name(f"{path.name}-copy"))
    try:
        with contextlib.closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
        sqlite_file.rename(part, sqlite_tidy.copy_name(path, version, now))
    finally:
        part.unlink(missing_ok=True)


def _ddl(statement: str) -> str:
    """STRICT keeps to the types of columns, as other engines do."""
    return f"{statement[:-1]}\nSTRICT;" if _TABLE.fullmatch(bare(statement)) else statement


def _fresh(file: Path) -> Path:
    """An empty file that only its owner can read, in place of what a kill may have left."""
    for left in (file, file.with_name(f"{file.name}-journal")):
        left.unlink(missing_ok=True)
    born_private(file)
    return file
