"""Fixtures of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.stage import Stage, stage


def pytest_addoption(parser: pytest.Parser) -> None:
    """The long form of the proofs."""
    parser.addoption("--long", action="store_true", help="the proofs in their long form")


def pytest_configure(config: pytest.Config) -> None:
    """A marker of our own: `-m proof`."""
    config.addinivalue_line("markers", "proof: slow evidence, short without --long")


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the long form was asked for."""
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture
async def on_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """An empty programme on a Monday morning in New York."""
    async with stage(tmp_path) as one:
        yield one
