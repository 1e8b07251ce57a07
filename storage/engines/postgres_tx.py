"""What a step gets on PostgreSQL: statements inside its transaction, and fresh numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from storage.engines import postgres_link
from storage.engines.engine import Row, Unavailable
from storage.engines.numbers import Numbers
from storage.engines.postgres_words import statement
from storage.engines.scripts import vet
from storage.engines.sealed import Sealing

_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)


def _explained(error: psycopg.Error) -> Exception:
    """Said at once: a step that makes the best of its own mistakes must not do so with these."""
    kind = None if postgres_link.read_only(error) else postgres_link.trouble(error)
    return error if kind is None else Unavailable(kind)


class PostgresTx:
    """What a step gets."""

    __slots__ = ("_connection", "keyring", "numbers")

    def __init__(self, connection: postgres_link.Connection, keyring: Sealing) -> None:
        self._connection = connection
        self.keyring = keyring
        self.numbers = Numbers()

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, if there is one."""
        row: Row | None = self._do(sql, values).fetchone()
        return row

    def all(self, sql: str, **values: object) -> list[Row]:
        """Every row, fetched at once."""
        rows: list[Row] = list(self._do(sql, values))
        return rows

    def run(self, sql: str, **values: object) -> int:
        """Change rows; how many."""
        return self._do(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same statement for every row."""
        self._look(sql)
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(statement(sql), list(rows))
        except psycopg.Error as error:
            raise _explained(error) from error

    def new_id(self, name: str, count: int = 1) -> int:
        """The first of ``count`` fresh numbers in a row, never given out before or again."""
        return self.numbers.take(self, name, count)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of the step: when it fails, it alone is undone, and the step may go on."""
        self._mark(b"SAVEPOINT part")
        try:
            yield
            self._mark(b"RELEASE SAVEPOINT part")
        except Exception:
            self.numbers.forget()
            if postgres_link.status(self._connection) in _OPEN:
                self._mark(b"ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part")
            raise

    def _mark(self, sql: bytes) -> None:
        self._look_open()
        try:
            self._connection.execute(sql, prepare=False)
        except psycopg.Error as error:
            raise _explained(error) from error

    def _do(self, sql: str, values: Mapping[str, object]) -> psycopg.Cursor[dict[str, Any]]:
        self._look(sql)
        try:
            return self._connection.execute(statement(sql), values)
        except psycopg.Error as error:
            raise _explained(error) from error

    def _look(self, sql: str) -> None:
        vet(sql)
        self._look_open()

    def _look_open(self) -> None:
        # Without one, every statement would commit by itself.
        if postgres_link.status(self._connection) not in _OPEN:
            raise RuntimeError("the transaction is over")
