"""Databases on real files, closed after the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.seal import Keyring
from tests.storage.small import add_book, add_shelf, open_small, scripts


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database with the real schema."""
    opened = await Database.open(f"sqlite:///{tmp_path}/fresh.db", keyring=Keyring.plain())
    yield opened
    await opened.close()


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database with a schema of three tables."""
    opened = await Database.open(
        f"sqlite:///{tmp_path}/small.db",
        keyring=Keyring.plain(),
        scripts=scripts(tmp_path / "sql"),
        patience=0.3,
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
