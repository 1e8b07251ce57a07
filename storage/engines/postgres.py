"""PostgreSQL behind psycopg: the connections and their threads, one writer, some readers."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg import sql

from storage.engines import postgres_link, postgres_start
from storage.engines.engine import Line, Refused, Terms
from storage.engines.postgres_lead import Lead
from storage.engines.postgres_link import Address, Connection
from storage.engines.postgres_session import Fence, PostgresSession

T = TypeVar("T")
COPIES = (
    "{where} is copied by pg_dump, while the bot runs: docs/operator-guide.md says how, and how "
    "it is put back."
)


class PostgresLine:
    """A session with a thread of its own."""

    def __init__(self, session: PostgresSession, name: str) -> None:
        self.session = session
        self._works: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        # A process that ends without closing must end, not wait for this thread for ever.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], None]) -> None:
        """Run ``work`` on the thread, after all that was submitted before."""
        self._works.put(work)

    async def close(self) -> None:
        """Finish what was submitted, end the thread, disconnect."""
        self._works.put(None)
        await asyncio.to_thread(self._thread.join)
        self.session.close()

    def _run(self) -> None:
        while (work := self._works.get()) is not None:
            work()


class PostgresEngine:
    """One writer and some readers on one database."""

    def __init__(self, address: Address, terms: Terms) -> None:
        self.description = address.name
        self.version = terms.scripts.version
        self._address = address
        self._terms = terms
        self._lead: Lead | None = None
        self._lines: list[PostgresLine] = []

    @property
    def writer(self) -> Line:
        """The one that writes."""
        return self._lines[0]

    @property
    def readers(self) -> Sequence[Line]:
        """Those that cannot write."""
        return self._lines[1:]

    async def open(self) -> None:
        """Lead, if that is wanted; make or migrate; then connect the writer and the readers."""
        fence: Fence | None = None
        if self._terms.hold:
            self._lead = Lead(self._address, self._terms)
            connection = await self._lead.take()
            await asyncio.to_thread(self._prepare, connection, leads=True)
            fence = await asyncio.to_thread(self._begin, self._lead)
        else:
            await asyncio.to_thread(self._once, lambda one: self._prepare(one, leads=False))
        writer = await self._add(writes=True)
        writer.fence = fence
        for _ in range(self._terms.readers):
            await self._add(writes=False)

    async def lost(self) -> None:
        """Return once another process may lead."""
        if self._lead is None:
            await asyncio.Future[None]()
        else:
            await self._lead.lost.wait()

    async def tidy(self, _now: datetime) -> bool:
        """Give free what was deleted, for the next rows to be written over."""
        try:
            await asyncio.to_thread(self._once, _vacuum)
        except (psycopg.Error, Refused):
            return False
        return True

    async def whole(self) -> bool:
        """Whether every row of every table can be read; PostgreSQL holds references itself."""
        return await asyncio.to_thread(self._once, _whole)

    async def copy(self, _to: Path) -> None:
        """Nothing that we do."""
        raise Refused(COPIES.format(where=self.description))

    async def close(self) -> None:
        """Close the readers, then the writer, then give back the lead."""
        while self._lines:
            await self._lines.pop().close()
        if self._lead is not None:
            await asyncio.to_thread(self._lead.close)
            self._lead = None

    async def _add(self, *, writes: bool) -> PostgresSession:
        session = await asyncio.to_thread(self._session, writes=writes)
        self._lines.append(PostgresLine(session, "writer" if writes else "reader"))
        return session

    def _session(self, *, writes: bool) -> PostgresSession:
        try:
            return PostgresSession(
                self._address, self._terms.patience, self._terms.keyring, writes=writes
            )
        except psycopg.OperationalError as error:
            raise self._address.unreachable(error) from error

    def _prepare(self, connection: Connection, *, leads: bool) -> None:
        try:
            postgres_start.prepare(connection, self._address, self._terms, leads=leads)
        except psycopg.Error as error:
            raise self._address.unreachable(error) from error

    def _begin(self, lead: Lead) -> Fence:
        try:
            return lead.begin()
        except psycopg.Error as error:
            raise self._address.unreachable(error) from error

    def _once(self, work: Callable[[Connection], T]) -> T:
        """With a connection that is there for this only."""
        try:
            connection = self._address.connect(self._terms.patience)
        except psycopg.OperationalError as error:
            raise self._address.unreachable(error) from error
        try:
            return work(connection)
        finally:
            connection.close()


def _vacuum(connection: Connection) -> None:
    connection.execute("SET statement_timeout = 0", prepare=False)
    for table in postgres_start.tables(connection):
        connection.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)), prepare=False)


def _whole(connection: Connection) -> bool:
    connection.execute("SET statement_timeout = 0", prepare=False)
    look = sql.SQL("SELECT count(CAST({0}.* AS text)) FROM {0}")
    try:
        for table in postgres_start.tables(connection):
            connection.execute(look.format(sql.Identifier(table)), prepare=False)
    except psycopg.Error as error:
        if postgres_link.damaged(error):
            return False
        raise
    return True


async def open_engine(url: str, terms: Terms) -> PostgresEngine:
    """Open the database that a ``postgresql://`` URL names."""
    address = Address.read(url)
    engine = PostgresEngine(address.unhurried() if terms.unhurried else address, terms)
    try:
        await engine.open()
    except BaseException:
        await engine.close()
        raise
    return engine
