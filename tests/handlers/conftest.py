"""Fixtures of the handlers' tests."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.seal import Keyring
from tests.handlers.driver import Play
from tests.handlers.people import MONDAY


async def _create(path: Path) -> None:
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain())
    await database.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the whole schema and nothing in it; each test has a copy."""
    path = tmp_path_factory.mktemp("empty") / "play.db"
    asyncio.run(_create(path))
    return path


@pytest.fixture
async def play(tmp_path: Path, empty: Path) -> AsyncIterator[Play]:
    """An empty programme on a Monday morning."""
    path = shutil.copy(empty, tmp_path / "play.db")
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), readers=1)
    yield Play(database, MONDAY)
    await database.close()


@pytest.fixture
async def other_play(tmp_path: Path, empty: Path) -> AsyncIterator[Play]:
    """A second one, to be held against the first."""
    path = shutil.copy(empty, tmp_path / "other.db")
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), readers=1)
    yield Play(database, MONDAY)
    await database.close()


@pytest.fixture
async def beside(tmp_path: Path, empty: Path) -> AsyncIterator[Play]:
    """Another programme, that nothing happens in but what is compared with."""
    path = shutil.copy(empty, tmp_path / "beside.db")
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain(), readers=1)
    yield Play(database, MONDAY)
    await database.close()
