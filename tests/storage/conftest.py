"""Databases on real files, closed after the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.seal import Keyring
from tests.storage.small import scripts


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
