"""Databases on real files, closed after the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.seal import Keyring
from tests.postgres import Server
from tests.storage.small import add_book, add_shelf, open_small, scripts


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Both, one after the other, but for tests that name one."""
    return str(request.param)


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database that is not there yet."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/small.db"
        return
    server: Server = request.getfixturevalue("postgres")
    fresh = server.fresh()
    yield fresh
    server.drop(fresh)


@pytest.fixture
def made(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with the real schema; on SQLite the first to open makes it."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/fresh.db"
        return
    server: Server = request.getfixturevalue("postgres")
    lent = server.lend()
    yield lent
    server.take_back(lent)


@pytest.fixture
async def database(made: str) -> AsyncIterator[Database]:
    """A fresh database with the real schema."""
    opened = await Database.open(made, keyring=Keyring.plain())
    yield opened
    await opened.close()


@pytest.fixture
async def small(url: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database with a schema of three tables."""
    opened = await Database.open(
        url, keyring=Keyring.plain(), scripts=scripts(tmp_path / "sql"), patience=0.3
    )
    yield opened
    await opened.close()


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A closed database of about a hundred pages, with one shelf."""
    path = tmp_path / "small.db"
    database = await open_small(path)
    await database.write(lambda tx: add_shelf(tx, 1))
    await database.write(lambda tx: [add_book(tx, 1, b"x" * 1000) for _ in range(400)])
    await database.close()
    return path
