"""A small schema for tests of the database itself, and what they have in common."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from storage.database import Database, Tx
from storage.seal import Keyring

REFUSALS = (sqlite3.IntegrityError, psycopg.IntegrityError, psycopg.DataError)
"""What either engine raises for a row that breaks a rule of its table."""
DAMAGED = b"\x01" + b"x" * 40
"""A value that looks sealed, and that no key opens."""
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""For what only a file has, or only SQLite does."""
SCHEMA = """
CREATE TABLE ids (name TEXT PRIMARY KEY, next INTEGER NOT NULL);
CREATE TABLE shelf (
    id INTEGER PRIMARY KEY,
    books INTEGER NOT NULL CHECK (books >= 0)  -- a comment; with a semicolon
);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    shelf_id INTEGER NOT NULL REFERENCES shelf (id) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    text BLOB
);
"""


def scripts(folder: Path, *migrations: str, schema: str = SCHEMA) -> Path:
    """A folder with a schema and the migrations to it; the first is the small schema."""
    (folder / "migrations").mkdir(parents=True, exist_ok=True)
    _write(folder / "schema.sql", schema)
    for number, sql in enumerate((SCHEMA, *migrations), start=1):
        _write(folder / "migrations" / f"{number:04}_step.sql", sql)
    return folder


def _write(file: Path, text: str) -> None:
    """Not again: somebody may be reading it."""
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


async def open_small(path: Path) -> Database:
    """Open a database with the small schema, whose scripts lie beside it."""
    sql = scripts(path.parent / "sql")
    return await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), scripts=sql)


def rights(path: Path) -> int:
    """Who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def change_rights(path: Path, mode: int) -> None:
    """Let others in, or lock ourselves out."""
    path.chmod(mode)


def shelf(number: int) -> Callable[[Tx], int]:
    """A step: one more shelf."""
    return lambda tx: add_shelf(tx, number)


async def together(database: Database, *steps: Callable[[Tx], object]) -> list[object]:
    """Let all wait at the same time, so that they share a group; what each got."""
    return await asyncio.gather(*map(database.write, steps), return_exceptions=True)


def add_shelf(tx: Tx, shelf: int, books: int = 0) -> int:
    """A step's body: one more shelf."""
    tx.run("INSERT INTO shelf (id, books) VALUES (:id, :books)", id=shelf, books=books)
    return shelf


def add_book(tx: Tx, shelf: int, text: bytes = b"") -> int:
    """A step's body: one more book."""
    book = tx.new_id("book")
    tx.run(
        "INSERT INTO book (id, shelf_id, text) VALUES (:id, :shelf, :text)",
        id=book,
        shelf=shelf,
        text=text,
    )
    return book


def shelves(tx: Tx) -> list[int]:
    """A step: which shelves there are."""
    return [row["id"] for row in tx.all("SELECT id FROM shelf ORDER BY id")]


async def run_python(code: str, *arguments: object) -> tuple[int, str]:
    """Run a program of its own; its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        *map(str, arguments),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


def damage(path: Path, table: str) -> None:
    """Destroy a table's first page under whoever has the file open."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as bare:
        assert bare.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        size = bare.execute("PRAGMA page_size").fetchone()[0]
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        page = bare.execute(sql, (table,)).fetchone()[0] - 1
        with path.open("r+b") as file:
            file.seek(page * size)
            file.write(b"\xff" * size)
        # Whoever keeps the page in memory looks again.
        bare.execute("UPDATE ids SET next = next")
