"""From an address to a sound database at the newest version: made whole, or migrated.

The table ``circlekeeper`` is the engine's own, of one row: what SQLite keeps in two pragmas (whose
file it is, its version), and who leads. A copy before a migration is pg_dump's work, and so the
operator's: what fails here is rolled back whole.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from storage.engines import postgres_link
from storage.engines.engine import Held, Older, Refused, Terms, Unavailable
from storage.engines.postgres_link import APPLICATION, Address, Connection
from storage.engines.postgres_words import ddl
from storage.engines.scripts import Migration, Scripts, bare, statements

_OURS = """
    CREATE TABLE circlekeeper (
        one bigint PRIMARY KEY CHECK (one = 1),
        version bigint NOT NULL,
        epoch bigint NOT NULL,           -- raised by whoever begins to lead
        pid bigint,                      -- who led last, where, since when
        host text,
        since bigint
    );
    INSERT INTO circlekeeper (one, version, epoch) VALUES (1, 0, 0)
"""
_TABLES = (
    "SELECT relname AS name FROM pg_class"
    " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
    " AND relname <> 'circlekeeper' ORDER BY relname"
)
_REFERENCES = """
    SELECT (SELECT relname FROM pg_class WHERE oid = conrelid) AS "table",
        pg_get_constraintdef(oid) AS means, conname AS name,
        (SELECT array_agg(attname::text) FROM pg_attribute
            WHERE attrelid = conrelid AND attnum = ANY (conkey)) AS columns
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_COLUMNS = (
    "SELECT attname::text AS name FROM pg_attribute"
    " WHERE attrelid = to_regclass(quote_ident(%s)) AND attnum > 0 AND NOT attisdropped"
)


def look(connection: Connection, address: Address, terms: Terms) -> int | None:
    """At which version ours is, None: it is empty; or ``Refused``, since we could not use it."""
    if _one(connection, "SELECT current_schema() AS it") is None:
        raise Refused(f"{address.name} has no schema that this user may use.")
    found = version(connection)
    if found is None and tables(connection):
        raise Refused(f"{address.name} is a database of another program.")
    newest = terms.scripts.version
    if found is not None and found > newest:
        raise Refused(
            f"{address.name} was written by a newer version of this program (its version is "
            f"{found}, known here is {newest})."
        )
    return found


def prepare(connection: Connection, address: Address, terms: Terms, *, leads: bool) -> None:
    """Make or migrate what is behind this connection; or ``Refused``, and nothing was changed."""
    found, newest = look(connection, address, terms), terms.scripts.version
    if found == newest:
        return
    if found is None and not terms.migrate:
        raise Refused(
            f"{address.name} is empty: the first start makes what it needs, or pg_restore brings "
            "back what there was."
        )
    if not terms.migrate:
        raise Older(
            f"{address.name} is of version {found} and must be brought to {newest} first: "
            "a start of the bot does it."
        )
    with _alone(connection, address, leads=leads):
        _bring_up(connection, address, terms)


def version(connection: Connection) -> int | None:
    """The number of the last migration that it has seen; None: it is empty, or not ours."""
    if _one(connection, "SELECT to_regclass('circlekeeper')::text AS it") is None:
        return None
    number: int | None = _one(connection, "SELECT version AS it FROM circlekeeper")
    return number


def tables(connection: Connection) -> list[str]:
    """Every table but the engine's own."""
    return [row["name"] for row in connection.execute(_TABLES, prepare=False)]


@contextlib.contextmanager
def _alone(connection: Connection, address: Address, *, leads: bool) -> Iterator[None]:
    """Nobody makes or migrates beside a running process, or beside somebody who does."""
    key = (APPLICATION,)
    ask = "SELECT pg_try_advisory_lock(%s::int4, hashtext(current_schema())) AS it"
    if not leads and not _one(connection, ask, key):
        raise holder(connection, address)
    try:
        yield
    finally:
        if not leads and not postgres_link.gone(connection):
            give = "SELECT pg_advisory_unlock(%s::int4, hashtext(current_schema()))"
            connection.execute(give, key, prepare=False)


def holder(connection: Connection, address: Address) -> Held:
    """Who leads, as they wrote it down."""
    row = None
    if version(connection) is not None:
        row = connection.execute("SELECT * FROM circlekeeper", prepare=False).fetchone()
    if row is None or row["since"] is None:
        return Held(address.name, None, None)
    return Held(address.name, row["pid"], postgres_link.moment(row["since"]), row["host"])


def _bring_up(connection: Connection, address: Address, terms: Terms) -> None:
    """Everything that is missing; a statement may take as long as it takes."""
    stays = version(connection)
    connection.execute("SET statement_timeout = 0", prepare=False)
    try:
        if stays is None:
            create(connection, terms.scripts)
        else:
            for migration in terms.scripts.migrations[stays:]:
                run(connection, migration, terms)
                stays = migration.number
    except (psycopg.Error, _Broken) as error:
        kind = postgres_link.trouble(error)
        if kind is not None:
            raise Unavailable(kind) from error
        raise Refused(
            f"{address.name} stays at version {stays}: migrating it failed "
            f"({str(error).splitlines()[0]})."
        ) from error
    finally:
        if not postgres_link.gone(connection):
            connection.execute("RESET statement_timeout", prepare=False)


def create(connection: Connection, scripts: Scripts) -> None:
    """Everything in one transaction: a kill leaves nothing, or all of it."""
    with connection.transaction():
        connection.execute(_OURS.encode(), prepare=False)
        for statement in statements(scripts.schema):
            connection.execute(ddl(statement), prepare=False)
        _now_at(connection, scripts.version)


class _Broken(Exception):
    """A migration that must not be kept."""


def run(connection: Connection, migration: Migration, terms: Terms) -> None:
    """One migration in a transaction of its own.

    References are taken away first and come back at the end, when each row is looked at: a table
    is rebuilt by dropping the old one, as SQLite allows with its ``foreign_keys`` off.
    """
    with connection.transaction():
        references = connection.execute(_REFERENCES, prepare=False).fetchall()
        for one in references:
            _alter(connection, one["table"], "DROP CONSTRAINT {}", sql.Identifier(one["name"]))
        for statement in statements(migration.sql):
            if bare(statement).split()[0].upper().rstrip(";") in ("COMMIT", "ROLLBACK", "BEGIN"):
                raise _Broken(f"{migration.name} ends its transaction by itself")
            connection.execute(ddl(statement), prepare=False)
            terms.seam("migrating")
        _refer(connection, references, migration)
        _now_at(connection, migration.number)
    terms.seam("migrated")


def _refer(connection: Connection, before: list[dict[str, object]], by: Migration) -> None:
    there = connection.execute(_REFERENCES, prepare=False).fetchall()
    known = {(one["table"], one["means"]) for one in there}
    for one in before:
        table, means = str(one["table"]), str(one["means"])
        rows = connection.execute(_COLUMNS, (table,), prepare=False)
        columns, wanted = {row["name"] for row in rows}, one["columns"]
        if (
            (table, means) in known
            or not isinstance(wanted, list)
            or not columns.issuperset(wanted)
        ):
            continue
        try:
            _alter(connection, table, "ADD {}", sql.SQL(means))
        except psycopg.errors.ForeignKeyViolation:
            raise _Broken(f"{by.name} leaves rows in {table} that point nowhere") from None


def _alter(connection: Connection, table: str, words: LiteralString, what: sql.Composable) -> None:
    change = sql.SQL(words).format(what)
    connection.execute(
        sql.SQL("ALTER TABLE {} {}").format(sql.Identifier(table), change), prepare=False
    )


def _now_at(connection: Connection, number: int) -> None:
    connection.execute("UPDATE circlekeeper SET version = %s", (number,), prepare=False)


def _one(connection: Connection, question: str, values: tuple[object, ...] = ()) -> Any:
    row = connection.execute(question.encode(), values or None, prepare=False).fetchone()
    return None if row is None else row["it"]
