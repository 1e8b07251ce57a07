"""A whole programme from a SQLite file to PostgreSQL: everything, or nothing at all.

The tables are made, filled and compared in one transaction. Whenever it is killed, the database is
as empty as it was, and the file is whole: nothing is ever written to it.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from storage.engines import postgres_link, postgres_start, sqlite_file
from storage.engines.engine import Refused, Seam, Unavailable
from storage.engines.postgres_link import APPLICATION, Address, Connection
from storage.engines.scripts import Scripts
from storage.engines.sqlite_lease import Lease

_TRY = "SELECT pg_try_advisory_lock(%s::int4, hashtext(current_schema())) AS it"
_PATIENCE = 5.0
_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds: how many rows, and a sum over all of them in whatever order."""

    rows: int
    total: int

    @classmethod
    def over(cls, rows: Iterable[Sequence[object]]) -> Sum:
        """Look at every value of every row."""
        count = total = 0
        for row in rows:
            count += 1
            total += _number(row)
        return cls(count, total % _MODULUS)


def _number(row: Sequence[object]) -> int:
    digest = hashlib.sha256()
    for value in row:
        data = value if isinstance(value, bytes) else str(value).encode()
        digest.update(f"{type(value).__name__} {len(data)} ".encode())
        digest.update(data)
    return int.from_bytes(digest.digest(), "big")


def move(
    path: Path, address: Address, scripts: Scripts, now: datetime, reached: Seam
) -> dict[str, int]:
    """Move it; how many rows each table has. ``Refused`` says why not."""
    sqlite_file.look(path)
    if not path.exists():
        raise Refused(f"There is no database at {path}.")
    with contextlib.ExitStack() as stack:
        stack.callback(Lease.take(path, now).release)
        source = stack.enter_context(contextlib.closing(_source(path, scripts)))
        try:
            target = stack.enter_context(contextlib.closing(address.connect(_PATIENCE)))
            _empty(target, address)
            return _filled(source, target, scripts, reached)
        except psycopg.Error as error:
            raise _explained(error, address) from error


def _explained(error: psycopg.Error, address: Address) -> Exception:
    kind = postgres_link.trouble(error)
    if kind is not None and error.sqlstate is not None:
        return Unavailable(kind)
    return address.unreachable(error)


def _source(path: Path, scripts: Scripts) -> sqlite3.Connection:
    """The file, at the newest version, as it stands."""
    try:
        sqlite_file.recognise(path, scripts.version)
        connection = sqlite_file.reader(path, _PATIENCE)
    except sqlite3.Error:
        raise sqlite_file.damaged(path) from None
    connection.row_factory = None
    connection.execute("BEGIN")
    version = sqlite_file.version_of(connection)
    if version != scripts.version:
        connection.close()
        raise Refused(
            f"{path} is of version {version}: bring it to {scripts.version} first, with "
            "circlekeeper migrate."
        )
    if not sqlite_file.whole(connection):
        connection.close()
        raise sqlite_file.damaged(path)
    return connection


def _empty(target: Connection, address: Address) -> None:
    row = target.execute(_TRY, (APPLICATION,), prepare=False).fetchone()
    if not row or not row["it"]:
        raise postgres_start.holder(target, address)
    if postgres_start.version(target) is not None or postgres_start.tables(target):
        raise Refused(f"{address.name} is not empty: make a new one and name that.")


def _filled(
    source: sqlite3.Connection, target: Connection, scripts: Scripts, reached: Seam
) -> dict[str, int]:
    counts = {}
    with target.transaction():
        target.execute("SET LOCAL statement_timeout = 0", prepare=False)
        target.execute("SET LOCAL idle_in_transaction_session_timeout = 0", prepare=False)
        postgres_start.create(target, scripts)
        for table in scripts.tables:
            columns = _columns(source, table)
            given = Sum.over(_copied(_rows(source, table, columns), _into(target, table, columns)))
            reached("copied")
            if given != Sum.over(_back(target, table, columns)):
                raise Refused(f"{table} did not arrive as it was; nothing was kept of the move.")
            counts[table] = given.rows
    reached("moved")
    return counts


def _columns(source: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in source.execute(f"PRAGMA table_info({table})")]


def _rows(
    source: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[tuple[object, ...]]:
    yield from source.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - our names


Write = Callable[[Sequence[object]], None]


@contextlib.contextmanager
def _into(target: Connection, table: str, columns: Sequence[str]) -> Iterator[Write]:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with target.cursor() as cursor, cursor.copy(words) as copy:
        yield copy.write_row


def _copied(
    rows: Iterator[tuple[object, ...]], into: contextlib.AbstractContextManager[Write]
) -> Iterator[tuple[object, ...]]:
    """Each row once more, on its way."""
    with into as write:
        for row in rows:
            write(row)
            yield row


def _back(target: Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    words = sql.SQL("SELECT {} FROM {}").format(names, sql.Identifier(table))
    with target.cursor("back", row_factory=tuple_row) as cursor:  # not all of it at once
        cursor.itersize = 1000
        yield from cursor.execute(words)
