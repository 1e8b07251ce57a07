"""SQLite behind aiosqlite: the connections, their threads, and what SQLite calls its errors."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import aiosqlite

from storage.engines import sqlite_file, sqlite_start
from storage.engines.engine import Line, Row, Sealing, Terms, Unavailable
from storage.engines.scripts import bare
from storage.engines.sqlite_lease import Lease

_NEW_ID = """
    INSERT INTO ids (name, next) VALUES (:name, 1 + :count)
    ON CONFLICT (name) DO UPDATE SET next = ids.next + :count
    RETURNING next
"""
_OURS = frozenset({"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"})


@functools.lru_cache(maxsize=4096)
def _vet(sql: str) -> None:
    """A step that ended the transaction would commit half of its neighbours'."""
    words = bare(sql).split(maxsplit=1)
    if words and words[0].rstrip(";").upper() in _OURS:
        raise RuntimeError("a step may not begin or end transactions")


class SqliteTx:
    """What a step gets."""

    __slots__ = ("_connection", "_execute", "keyring")

    def __init__(self, connection: sqlite3.Connection, keyring: Sealing) -> None:
        self._connection = connection
        self._execute = connection.execute
        self.keyring = keyring

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, if there is one."""
        row: Row | None = self._do(sql, values).fetchone()
        return row

    def all(self, sql: str, **values: object) -> list[Row]:
        """Every row, fetched at once: an open cursor would hold up the checkpoint."""
        return self._do(sql, values).fetchall()

    def run(self, sql: str, **values: object) -> int:
        """Change rows; how many."""
        return self._do(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same statement for every row."""
        self._look(sql)
        self._connection.executemany(sql, rows)

    def _do(self, sql: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        self._look(sql)
        return self._execute(sql, values)

    def _look(self, sql: str) -> None:
        _vet(sql)
        # SQLite may have rolled back by itself. A step that goes on would commit by the line.
        if not self._connection.in_transaction:
            raise RuntimeError("the transaction is over")

    def new_id(self, name: str, count: int = 1) -> int:
        """The first of ``count`` fresh numbers in a row, never given out before or again."""
        (after,) = self._do(_NEW_ID, {"name": name, "count": count}).fetchone()
        return int(after) - count


class SqliteSession:
    """One connection, seen from its own thread."""

    def __init__(self, connection: sqlite3.Connection, keyring: Sealing, begin: str) -> None:
        self._connection = connection
        self._begin = begin
        self.tx = SqliteTx(connection, keyring)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._connection.in_transaction

    def begin(self) -> None:
        """Open a transaction, after ending one that could not be rolled back before."""
        self.rollback()
        self._connection.execute(self._begin)

    def commit(self) -> None:
        """Make it last."""
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Forget it; nothing happens if none is open."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def mark(self) -> None:
        """Set the savepoint."""
        self._connection.execute("SAVEPOINT step")

    def keep(self) -> None:
        """Give up the savepoint, keep what was done since."""
        self._connection.execute("RELEASE step")

    def undo(self) -> None:
        """Go back to the savepoint and give it up."""
        self._connection.execute("ROLLBACK TO step")
        self._connection.execute("RELEASE step")

    def empty_log(self) -> None:
        """Bring the write-ahead log home and cut it to nothing; a busy reader may prevent it."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def explain(self, error: BaseException) -> BaseException:
        """``Unavailable`` for what SQLite could not do now; any other error as it came."""
        kind = sqlite_file.trouble(error)
        if kind is None:
            return error
        unavailable = Unavailable(kind)
        unavailable.__cause__ = error
        return unavailable


class SqliteLine:
    """A connection of aiosqlite, whose thread runs whole functions of ours.

    The one place that reaches behind aiosqlite's public face.
    """

    def __init__(self, connector: Callable[[], sqlite3.Connection], begin: str) -> None:
        self._connector = connector
        self._begin = begin
        self._connection = aiosqlite.Connection(self._connect, iter_chunk_size=64)
        # A process that ends without closing must end, not wait for this thread for ever.
        self._connection._thread.daemon = True

    async def open(self, keyring: Sealing) -> None:
        """Start the thread and connect on it."""
        try:
            self._connection = await self._connection
        except BaseException:
            # aiosqlite tells its thread to end and does not wait for that. A loop that closes
            # meanwhile would make the thread complain on its way out.
            await asyncio.to_thread(self._connection._thread.join)
            raise
        self.session = SqliteSession(self._opened, keyring, self._begin)

    def submit(self, work: Callable[[], None]) -> None:
        """Run ``work`` on the thread.

        aiosqlite offers a hop to its thread per statement only. This is the queue that its own
        ``Connection._execute`` fills, with no future: results travel home in one call instead.
        """
        self._connection._tx.put_nowait((None, work))

    async def close(self) -> None:
        """Finish what was submitted, disconnect, end the thread."""
        await self._connection.close()

    def _connect(self) -> sqlite3.Connection:
        self._opened = self._connector()
        return self._opened


class SqliteEngine:
    """One writer and some readers on one file."""

    def __init__(self, path: Path, terms: Terms) -> None:
        self.description = str(path)
        self.version = terms.scripts.version
        self._path = path
        self._terms = terms
        self._lease: Lease | None = None
        self._lines: list[SqliteLine] = []

    @property
    def writer(self) -> Line:
        """The one that writes."""
        return self._lines[0]

    @property
    def readers(self) -> Sequence[Line]:
        """Those that cannot write."""
        return self._lines[1:]

    async def open(self) -> None:
        """Connect the writer, which may create or migrate the file, then the readers."""
        await self._add(SqliteLine(self._prepare, "BEGIN IMMEDIATE"))
        for _ in range(self._terms.readers):
            await self._add(SqliteLine(self._reader, "BEGIN"))

    async def close(self) -> None:
        """Close the readers, then the writer with an emptied log, then give back the lease."""
        while len(self._lines) > 1:
            await self._lines.pop().close()
        if self._lines:
            writer = self._lines.pop()
            writer.submit(writer.session.empty_log)
            await writer.close()
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    async def _add(self, line: SqliteLine) -> None:
        await line.open(self._terms.keyring)
        self._lines.append(line)

    def _prepare(self) -> sqlite3.Connection:
        connection, self._lease = sqlite_start.prepare(self._path, self._terms)
        return connection

    def _reader(self) -> sqlite3.Connection:
        return sqlite_file.reader(self._path, self._terms.patience)


async def open_engine(address: str, terms: Terms) -> SqliteEngine:
    """Open the file that ``address`` names, the part of the URL behind ``sqlite:///``."""
    path = await asyncio.to_thread(lambda: Path(address).expanduser().resolve())
    engine = SqliteEngine(path, terms)
    try:
        await engine.open()
    except BaseException:
        await engine.close()
        raise
    return engine
