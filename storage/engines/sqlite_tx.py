"""What a step gets on SQLite: statements inside its transaction, and fresh numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from storage.engines import sqlite_file
from storage.engines.engine import Row, Unavailable
from storage.engines.numbers import Numbers
from storage.engines.scripts import vet
from storage.engines.sealed import Sealing

_OVER = "the transaction is over"


def _explained(error: sqlite3.Error) -> Exception:
    """Said at once: a step that makes the best of its own mistakes must not do so with these."""
    kind = sqlite_file.trouble(error)
    return error if kind is None else Unavailable(kind)


class SqliteTx:
    """What a step gets."""

    __slots__ = ("_connection", "_execute", "keyring", "numbers")

    def __init__(self, connection: sqlite3.Connection, keyring: Sealing) -> None:
        self._connection = connection
        self._execute = connection.execute
        self.keyring = keyring
        self.numbers = Numbers()

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, if there is one."""
        try:
            row: Row | None = self._do(sql, values).fetchone()
        except sqlite3.Error as error:
            raise _explained(error) from error
        return row

    def all(self, sql: str, **values: object) -> list[Row]:
        """Every row, fetched at once: an open cursor would hold up the checkpoint."""
        try:
            return self._do(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _explained(error) from error

    def run(self, sql: str, **values: object) -> int:
        """Change rows; how many."""
        try:
            return self._do(sql, values).rowcount
        except sqlite3.Error as error:
            raise _explained(error) from error

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same statement for every row."""
        self._look(sql)
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise _explained(error) from error

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of the step: when it fails, it alone is undone, and the step may go on."""
        self._mark("SAVEPOINT part")
        try:
            yield
            self._mark("RELEASE part")
        except Exception:
            self.numbers.forget()
            if self._connection.in_transaction:
                self._mark("ROLLBACK TO part")
                self._mark("RELEASE part")
            raise

    def _mark(self, sql: str) -> None:
        self._look_open()
        try:
            self._execute(sql)
        except sqlite3.Error as error:
            raise _explained(error) from error

    def _do(self, sql: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        # Spelled out, since everything that is read or kept comes by here.
        vet(sql)
        if not self._connection.in_transaction:
            raise RuntimeError(_OVER)
        return self._execute(sql, values)

    def _look(self, sql: str) -> None:
        vet(sql)
        self._look_open()

    def _look_open(self) -> None:
        # SQLite may have rolled back by itself. A step that goes on would commit by the line.
        if not self._connection.in_transaction:
            raise RuntimeError(_OVER)

    def new_id(self, name: str, count: int = 1) -> int:
        """The first of ``count`` fresh numbers in a row, never given out before or again."""
        return self.numbers.take(self, name, count)
