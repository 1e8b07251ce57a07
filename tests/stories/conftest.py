"""Fixtures of the stories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.stage import Stage, stage


@pytest.fixture
async def on_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """An empty programme on a Monday morning in New York."""
    async with stage(tmp_path) as one:
        yield one
