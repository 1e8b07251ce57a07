"""The SQL that makes a database: the schema, and the numbered migrations that lead to it."""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"(\d{4})_\w+\.sql")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TABLE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", re.IGNORECASE)
_OURS = frozenset({"ABORT", "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "START"})


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Scripts:
    """A schema and the migrations from nothing to it."""

    schema: str
    migrations: tuple[Migration, ...]

    @property
    def version(self) -> int:
        """What a new database is, and an old one becomes."""
        return len(self.migrations)

    @property
    def tables(self) -> tuple[str, ...]:
        """The schema's tables, in its order."""
        return tuple(_TABLE.findall(_COMMENT.sub(" ", self.schema)))

    @classmethod
    def read(cls, folder: Path) -> Scripts:
        """Read ``schema.sql`` and ``migrations/NNNN_name.sql``."""
        files = sorted((folder / "migrations").glob("*.sql"))
        found = tuple(_migration(file) for file in files)
        if [each.number for each in found] != list(range(1, len(found) + 1)):
            raise ValueError(f"migrations in {folder} must be numbered 0001, 0002 and so on")
        return cls((folder / "schema.sql").read_text("utf-8"), found)


def statements(sql: str) -> Iterator[str]:
    """The statements of a script, one by one: comments, strings and triggers stay whole."""
    begun = ""
    # A statement ends at a semicolon, but not at every one; SQLite itself knows at which.
    for piece in re.split(r"(?<=;)", sql):
        begun += piece
        if sqlite3.complete_statement(begun):
            if bare(begun) != ";":
                yield begun.strip()
            begun = ""
    if bare(begun):
        raise ValueError("the last statement of a script has no end")


def bare(statement: str) -> str:
    """A statement without comments and with plain spaces, to look at, not to run."""
    return " ".join(_COMMENT.sub(" ", statement).split())


@functools.lru_cache(maxsize=4096)
def vet(sql: str) -> None:
    """A step that ended the transaction would commit half of its neighbours'."""
    words = bare(sql).split(maxsplit=1)
    if words and words[0].rstrip(";").upper() in _OURS:
        raise RuntimeError("a step may not begin or end transactions")


def _migration(file: Path) -> Migration:
    name = _NAME.fullmatch(file.name)
    if name is None:
        raise ValueError(f"{file.name} is not named like 0001_first.sql")
    return Migration(int(name[1]), file.name, file.read_text("utf-8"))
