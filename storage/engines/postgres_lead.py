"""Who leads: an advisory lock on a session of its own, and an epoch that fences whoever led before.

PostgreSQL frees the lock when the session ends, however that ends. Whoever gets it raises the
epoch under the lock that every writer takes: a group that is under way lasts before that and is
seen by the new leader; a later one of the old leader reads another epoch and does nothing. Only
then is anything changed, a migration among it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import selectors
import socket
import threading

import psycopg

from storage.engines import postgres_link, postgres_start
from storage.engines.engine import Held, Terms
from storage.engines.postgres_link import APPLICATION, Address, Connection
from storage.engines.postgres_session import Fence

AGAIN = 0.5
"""Seconds between two tries of a standby."""
BEAT = 2.0
"""Seconds between two looks of a leader whether its session still answers."""
LEAP = 1 << 40
"""The epoch rises by a number up to this one that nobody can know: a database that was put back
stands where another leader began, who may live."""
_TRY = "SELECT pg_try_advisory_lock(%s::int4, hashtext(current_schema())) AS it"
_RISE = (
    "UPDATE circlekeeper SET epoch = epoch + %s, pid = %s, host = %s, since = %s"
    " RETURNING epoch AS it"
)


_LOCKED = """
    SELECT count(*) AS it FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid = %s::oid
        AND objid::int8 = hashtext(current_schema())::int8 & 4294967295
"""


def runner(url: str) -> Held | None:
    """Who leads now, by a look only; None: nobody."""
    address = Address.read(url)
    try:
        connection = address.connect(2.0)
    except psycopg.OperationalError as error:
        raise address.unreachable(error) from error
    try:
        row = connection.execute(_LOCKED, (APPLICATION,), prepare=False).fetchone()
        return postgres_start.holder(connection, address) if row and row["it"] else None
    finally:
        connection.close()


class Lead:
    """The lease of this process, or its wish for one."""

    def __init__(self, address: Address, terms: Terms) -> None:
        self._address = address
        self._terms = terms
        self._connection: Connection | None = None
        self._epoch: int | None = None
        self._thread: threading.Thread | None = None
        self._ours, self._its = socket.socketpair()
        self.lost = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def take(self) -> Connection:
        """Wait for it, or raise ``Held`` where nobody wants to wait; its session.

        Whoever led before is fenced then, but in a database that has no table to write it down in.
        """
        told: Held | None = None
        while True:
            held = await asyncio.to_thread(self._try, waiting=told is not None)
            if held is None and self._connection is not None:
                return self._connection
            if held is not None:
                if self._terms.waits is None:
                    raise held
                if str(held) != str(told):
                    self._terms.waits(held)
                    told = held
            await asyncio.sleep(AGAIN)

    def _try(self, *, waiting: bool) -> Held | None:
        """None: it is ours, or the server is away while we wait."""
        try:
            if self._connection is None:
                self._connection = self._address.connect(self._terms.patience)
            ours = self._ours_now(self._connection)
            return None if ours else postgres_start.holder(self._connection, self._address)
        except psycopg.OperationalError as error:
            self._drop()
            if not waiting:
                raise self._address.unreachable(error) from error
            return None

    def _ours_now(self, connection: Connection) -> bool:
        """Whether we have the lock, and whoever had it before does no more."""
        row = connection.execute(_TRY, (APPLICATION,), prepare=False).fetchone()
        if not row or not row["it"]:
            return False
        if postgres_start.look(connection, self._address, self._terms) is not None:
            try:
                self._epoch = self._rise(connection)
            except psycopg.errors.LockNotAvailable:  # a group of theirs is under way
                return False
        return True

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _rise(self, connection: Connection) -> int:
        """Raise the epoch; where it stands now."""
        now = postgres_link.micros(self._terms.now())
        by = 1 + secrets.randbelow(LEAP)
        with connection.transaction():
            lock = "SELECT pg_advisory_xact_lock(%s::int4, hashtext(current_schema()))"
            connection.execute(lock, (APPLICATION + 1,), prepare=False)
            row = connection.execute(
                _RISE, (by, os.getpid(), postgres_link.here(), now), prepare=False
            ).fetchone()
        if row is None:
            raise RuntimeError("the database has lost its own table")
        return int(row["it"])

    def begin(self) -> Fence:
        """Watch the session from here on; nobody else uses it any more."""
        connection = self._connection
        if connection is None:
            raise RuntimeError("nobody leads before it is their turn")
        if self._epoch is None:
            self._epoch = self._rise(connection)
        fence = Fence(self._epoch, self._down)
        self._thread = threading.Thread(
            target=self._watch, args=(connection, fence), name="lead", daemon=True
        )
        self._thread.start()
        return fence

    def _down(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is over, and so are we
            self._loop.call_soon_threadsafe(self.lost.set)

    def _watch(self, connection: Connection, fence: Fence) -> None:
        """Notice at once that the session ended, and soon that nothing comes of it any more."""
        with selectors.DefaultSelector() as looking:
            looking.register(connection.fileno(), selectors.EVENT_READ)
            looking.register(self._its, selectors.EVENT_READ)
            try:
                while all(key.fileobj is not self._its for key, _ in looking.select(BEAT)):
                    connection.execute("SELECT 1", prepare=False)
            except (psycopg.Error, OSError):
                fence.fall()

    def close(self) -> None:
        """Give it back, so that somebody else has it at once: the server takes a moment to notice
        that a session is over."""
        self._ours.close()
        if self._thread is not None:
            self._thread.join()
        self._its.close()
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.execute("SELECT pg_advisory_unlock_all()", prepare=False)
        self._drop()
