"""One connection to PostgreSQL, as its own thread sees it: one transaction at a time.

A writer's transaction begins with a lock that every writer of this database takes, so that one
writes at a time, as on SQLite, and with a look at the epoch, which fences a leader that is none
any more: whoever takes over raises the epoch under the same lock. What a statement sees begins with
the statement, whatever the server's own default says: a state of before the lock would show the
epoch of before.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

import psycopg
from psycopg.pq import TransactionStatus

from storage.engines import postgres_link
from storage.engines.engine import Fenced, Unavailable
from storage.engines.postgres_link import APPLICATION, Address
from storage.engines.postgres_tx import PostgresTx
from storage.engines.sealed import Sealing

_READ = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = (
    b"BEGIN ISOLATION LEVEL READ COMMITTED;"
    b" SELECT pg_advisory_xact_lock(%d, hashtext(current_schema()));"
    b" SELECT pg_current_xact_id()::text AS number, epoch FROM circlekeeper" % (APPLICATION + 1)
)
_PAUSE = 0.1
"""Seconds between two tries to reach a server that is away."""


class Fence:
    """Whether this process still leads; the number of its turn."""

    def __init__(self, epoch: int, down: Callable[[], None]) -> None:
        self.epoch = epoch
        self.lost = threading.Event()
        self._down = down

    def fall(self) -> None:
        """It leads no more: no step of it gets in from here on."""
        self.lost.set()
        self._down()


class PostgresSession:
    """One connection, made again when it was lost."""

    def __init__(
        self, address: Address, patience: float, keyring: Sealing, *, writes: bool
    ) -> None:
        self._address = address
        self._patience = patience
        self._keyring = keyring
        self._begin = _WRITE if writes else _READ
        self._writes = writes
        self._kept = self._broke = False
        self._number = ""
        self.fence: Fence | None = None
        self._connection = address.connect(patience)
        self.tx = PostgresTx(self._connection, keyring)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open; none is on a connection that was lost."""
        return postgres_link.status(self._connection) in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )

    def begin(self) -> None:
        """Open a transaction, on a new connection if the last one was lost."""
        self.rollback()
        self._stand()
        self._broke = False
        fresh = postgres_link.gone(self._connection)
        if fresh:
            self._connect()
        try:
            self._open()
        except psycopg.OperationalError:
            if fresh or not postgres_link.gone(self._connection):
                raise
            # It was lost while nobody used it.
            self._connect()
            self._open()

    def _stand(self) -> None:
        if self.fence is not None and self.fence.lost.is_set():
            raise Fenced("locked")

    def _open(self) -> None:
        self._kept = False
        self.tx.numbers.forget()
        cursor = self._connection.execute(self._begin, prepare=False)
        if not self._writes:
            return
        while cursor.nextset():
            pass
        row = cursor.fetchone()
        if row is None:
            raise RuntimeError("the database has lost its own table")
        self._number = row["number"]
        if self.fence is not None and row["epoch"] != self.fence.epoch:
            self.fence.fall()
            self.rollback()
            raise Fenced("locked")

    def commit(self) -> None:
        """Make it last. A connection that is lost meanwhile leaves a question, which is asked."""
        if postgres_link.status(self._connection) == TransactionStatus.INERROR:
            # PostgreSQL would roll back and call it done.
            raise RuntimeError("the step hid an error of its own")
        try:
            self._run(b"COMMIT")
        except psycopg.OperationalError:
            if not postgres_link.gone(self._connection):
                raise
            self._broke = not self._lasted()
            if self._broke:
                raise

    def rollback(self) -> None:
        """Forget it; nothing happens if none is open."""
        if self.in_transaction:
            with contextlib.suppress(psycopg.OperationalError):  # then the server forgets it
                self._run(b"ROLLBACK")

    def mark(self) -> None:
        """Set the savepoint; one that was kept before goes on the same way."""
        self._run(b"RELEASE SAVEPOINT step; SAVEPOINT step" if self._kept else b"SAVEPOINT step")
        self._kept = False

    def keep(self) -> None:
        """Give up the savepoint, keep what was done since: said with what comes next."""
        if postgres_link.status(self._connection) != TransactionStatus.INTRANS:
            raise RuntimeError("the step hid an error of its own")
        self._kept = True

    def undo(self) -> None:
        """Go back to the savepoint and give it up."""
        self.tx.numbers.forget()
        self._run(b"ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step")

    def explain(self, error: BaseException) -> BaseException:
        """``Unavailable`` for what PostgreSQL could not do now; any other error as it came."""
        kind = postgres_link.trouble(error)
        reader_writes = not self._writes and postgres_link.read_only(error)
        if kind is None or reader_writes:
            return error
        unavailable = Unavailable(kind)
        unavailable.__cause__ = error
        return unavailable

    def again(self, error: BaseException) -> bool:
        """Whether the connection was lost, or two transactions met: neither is a step's fault."""
        if isinstance(error, Fenced) or (self.fence is not None and self.fence.lost.is_set()):
            return False
        cause = error.__cause__
        broke = self._broke or postgres_link.gone(self._connection)
        lost = isinstance(cause, psycopg.Error) and broke
        return cause is not None and (lost or postgres_link.passing(cause))

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _run(self, words: bytes) -> None:
        self._connection.execute(words, prepare=False)

    def _connect(self) -> None:
        """A new connection; a server that starts anew is waited for with patience."""
        self._connection.close()
        until = time.monotonic() + self._patience
        while True:
            self._stand()
            try:
                left = until - time.monotonic()
                self._connection = self._address.connect(self._patience, wait=left)
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
            else:
                self.tx = PostgresTx(self._connection, self._keyring)
                return

    def _lasted(self) -> bool:
        """Whether the commit that nobody answered was done. A leader who cannot learn that leads
        no more: the next start looks at what is there, as after a kill."""
        until = time.monotonic() + self._patience
        try:
            while True:
                self._connect()
                found = self._became()
                if found != "in progress":
                    return found == "committed"
                if time.monotonic() > until:
                    raise Unavailable("io")
                time.sleep(_PAUSE)
        except (psycopg.Error, Unavailable):
            if self.fence is not None:
                self.fence.fall()
            raise

    def _became(self) -> str:
        row = self._connection.execute(
            "SELECT pg_xact_status(%s::text::xid8) AS it", (self._number,), prepare=False
        ).fetchone()
        return str(row["it"]) if row and row["it"] else "aborted"
