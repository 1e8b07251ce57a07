"""SQLite behind aiosqlite: the connections, their threads, and what SQLite calls its errors."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import aiosqlite

from storage.engines import sqlite_copy, sqlite_file, sqlite_start, sqlite_tidy
from storage.engines.engine import Line, Terms, Unavailable, no_seam
from storage.engines.sealed import Sealing
from storage.engines.sqlite_lease import Lease
from storage.engines.sqlite_tx import SqliteTx

T = TypeVar("T")
_A_MOMENT = 0.05
"""Seconds that the writer waits for a reader, so that a log can be emptied."""


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
        self.tx.numbers.forget()
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
        self.tx.numbers.forget()
        self._connection.execute("ROLLBACK TO step")
        self._connection.execute("RELEASE step")

    def explain(self, error: BaseException) -> BaseException:
        """``Unavailable`` for what SQLite could not do now; any other error as it came."""
        kind = sqlite_file.trouble(error)
        if kind is None:
            return error
        unavailable = Unavailable(kind)
        unavailable.__cause__ = error
        return unavailable

    def again(self, _error: BaseException) -> bool:
        """Never: what SQLite gives up, it gives up for a reason that stays."""
        return False


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

    async def ask(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Have something done with the bare connection, between two transactions."""
        loop, answer = asyncio.get_running_loop(), asyncio.Future[T]()

        def done() -> None:
            try:
                value = work(self._opened)
            except BaseException as error:
                loop.call_soon_threadsafe(answer.set_exception, error)
            else:
                loop.call_soon_threadsafe(answer.set_result, value)

        self.submit(done)
        return await asyncio.shield(answer)

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
            await writer.ask(lambda bare: sqlite_tidy.empty_log(bare, self._terms.patience))
            await writer.close()
        if self._lease is not None:
            self._lease.release()
            self._lease = None

    async def tidy(self, now: datetime) -> bool:
        """Empty the log: most of it beside the writer, the rest when the writer has a moment."""
        await asyncio.to_thread(sqlite_tidy.drop_copies, self._path, now)
        for line in self._lines[1:2]:
            await line.ask(sqlite_tidy.bring_home)
        for line in self._lines[:1]:
            return await line.ask(lambda bare: sqlite_tidy.empty_log(bare, _A_MOMENT))
        return False

    async def whole(self) -> bool:
        """Whether pages, indexes and references hold together; writers go on meanwhile."""
        return await self._lines[1].ask(sqlite_file.whole)

    async def copy(self, to: Path) -> None:
        """Write everything as it stands now into a new file; writers go on meanwhile."""
        stopped = threading.Event()
        try:
            await asyncio.to_thread(
                sqlite_copy.write, self._path, to, self._terms.patience, stopped.is_set
            )
        finally:
            stopped.set()

    async def lost(self) -> None:
        """Never: a lock on a file stays until we let it go."""
        await asyncio.Future[None]()

    async def _add(self, line: SqliteLine) -> None:
        await line.open(self._terms.keyring)
        self._lines.append(line)

    def _prepare(self) -> sqlite3.Connection:
        connection, self._lease = sqlite_start.prepare(self._path, self._terms)
        seam = self._terms.seam
        if seam is not no_seam:
            # A moment before each statement. SQLite writes it out for this: nothing for every day.
            connection.set_trace_callback(lambda _: seam("statement"))
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
