"""Fixtures of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.postgres import Server
from tests.stories.aloud import write
from tests.stories.stage import Stage, stage


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every chat as a text for reading aloud."""
    parser.addoption("--aloud", type=Path, metavar="FOLDER", help="write every phone's chat there")


@pytest.fixture
async def on_stage(
    served: Server | None, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """An empty programme on a Monday morning in New York."""
    url = served.lend() if served else ""
    async with stage(tmp_path, url=url) as one:
        try:
            yield one
        finally:
            write(one.room, request.config.getoption("--aloud", default=None), request.node.name)
    if served:
        served.take_back(url)
