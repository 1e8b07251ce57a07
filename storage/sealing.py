"""Which columns rest sealed, whether our key is theirs, and sealing what still rests plain.

A test holds ``COLUMNS`` against the schema: a column that is not here is kept in the open, and the
test says why.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Row, Tx
from storage.seal import UnknownKey, Unsealable

_PLAIN = b"\0"


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed column, and how its places are named."""

    table: str
    name: str
    row: str = "id"
    """The column whose number a value is sealed for."""
    part: str = ""
    """Where several values share that number: the column that tells them apart."""

    def where(self, row: Row) -> str:
        """The place of one value, as whoever writes it names it."""
        place = f"{self.table}.{self.name}"
        return f"{place}.{row[self.part]}" if self.part else place


COLUMNS = (
    Column("canary", "word"),
    Column("person", "name"),
    Column("expecting", "facts", row="person_id"),
    Column("checkin", "heavy"),
    Column("answer", "temperature", row="checkin_id", part="dimension"),
    Column("note", "text", row="checkin_id", part="dimension"),
    Column("small_step", "dimension"),
    Column("small_step", "text"),
    Column("small_step", "outcome"),
    Column("goal", "text", row="person_id"),
    Column("sharing_grant", "reader_name"),
    Column("hello_ask", "answer", row="hello_id", part="seat_id"),
    Column("alert", "detail"),
    Column("inbox", "body"),
    Column("outbox", "facts"),
    Column("outbox", "secret"),
)


def opened(tx: Tx, column: Column, row: Row) -> bytes:
    """What a value of this column says; ``row`` brings its number and its part along."""
    return tx.keyring.open(row[column.name], where=column.where(row), row=row[column.row])


def bind(tx: Tx) -> None:
    """Tie the database to the key that seals, once: a word in it that only this key opens."""
    number = tx.keyring.current
    if number:
        tx.run(
            "INSERT INTO canary (id, word) VALUES (:id, :word) ON CONFLICT (id) DO NOTHING",
            id=number,
            word=tx.keyring.seal("", where="canary.word", row=number),
        )


def fits(tx: Tx) -> bool:
    """Whether our key is the one of this database, by a look at each column.

    Each key that it is tied to must open something. True while nothing is sealed. A single damaged
    value proves nothing: one that opens does.
    """
    looked = {(column, row[column.name]): row for column in COLUMNS for row in _ends(tx, column)}
    opened_by = {blob[0] for (column, blob), row in looked.items() if _opens(tx, column, row)}
    tied = {row["id"] for row in tx.all("SELECT id FROM canary")}
    return tied <= opened_by and (not looked or bool(opened_by))


def keys(tx: Tx) -> tuple[int, ...]:
    """The numbers of the keys that something is sealed with."""
    found: set[int] = set()
    for column in COLUMNS:
        rows = tx.all(
            f"SELECT DISTINCT substr({column.name}, 1, 1) AS key FROM {column.table}"  # noqa: S608
            f" WHERE {column.name} IS NOT NULL"
        )
        found.update(row["key"][0] for row in rows if row["key"])
    return tuple(sorted(found - {0}))


def _ends(tx: Tx, column: Column) -> list[Row]:
    """The oldest and the newest sealed value."""
    found = []
    for order in ("", " DESC"):
        sql = (
            f"SELECT * FROM {column.table} WHERE substr({column.name}, 1, 1) <> :plain"  # noqa: S608
            f" ORDER BY {column.row}{order} LIMIT 1"
        )
        found += tx.all(sql, plain=_PLAIN)
    return found


def _opens(tx: Tx, column: Column, row: Row) -> bool:
    try:
        opened(tx, column, row)
    except (UnknownKey, Unsealable):
        return False
    return True


def seal_plain(tx: Tx, column: Column, after: int, limit: int) -> int | None:
    """Seal what rests plain from this row number on; where to go on, None at the end."""
    rows = tx.all(
        f"SELECT * FROM {column.table} WHERE {column.row} >= :after"  # noqa: S608 - our own names
        f" AND substr({column.name}, 1, 1) = :plain ORDER BY {column.row} LIMIT :limit",
        after=after,
        plain=_PLAIN,
        limit=limit,
    )
    part = f" AND {column.part} = :part" if column.part else ""
    for row in rows:
        place, number = column.where(row), row[column.row]
        tx.run(
            f"UPDATE {column.table} SET {column.name} = :sealed"  # noqa: S608 - our own names
            f" WHERE {column.row} = :row{part}",
            sealed=tx.keyring.seal(opened(tx, column, row), where=place, row=number),
            row=number,
            **({"part": row[column.part]} if column.part else {}),
        )
    return rows[-1][column.row] if len(rows) == limit else None
