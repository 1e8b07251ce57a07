"""Fixtures of the handlers' tests."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.database import Database
from storage.seal import Keyring
from tests.handlers.driver import Play
from tests.handlers.people import MONDAY
from tests.postgres import Server


async def _create(path: Path) -> None:
    database = await Database.open(f"sqlite:///{path}", keyring=Keyring.plain())
    await database.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the whole schema and nothing in it; each test has a copy."""
    path = tmp_path_factory.mktemp("empty") / "play.db"
    asyncio.run(_create(path))
    return path


@asynccontextmanager
async def _programme(
    request: pytest.FixtureRequest, engine: str, path: Path, empty: Path
) -> AsyncIterator[Play]:
    """On the engine of this test; a file is a copy of the empty one."""
    server: Server | None = None
    if engine == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.lend()
    else:
        url = f"sqlite:///{shutil.copy(empty, path)}"
    database = await Database.open(url, keyring=Keyring.plain(), readers=1)
    yield Play(database, MONDAY)
    await database.close()
    if server is not None:
        server.take_back(url)


@pytest.fixture
async def play(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path, empty: Path
) -> AsyncIterator[Play]:
    """An empty programme on a Monday morning."""
    async with _programme(request, engine, tmp_path / "play.db", empty) as one:
        yield one


@pytest.fixture
async def beside(
    request: pytest.FixtureRequest, engine: str, tmp_path: Path, empty: Path
) -> AsyncIterator[Play]:
    """A second one, to be held against the first."""
    async with _programme(request, engine, tmp_path / "beside.db", empty) as one:
        yield one
