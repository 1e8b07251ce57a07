"""The pulse: a loop that stood still is told, one that turns is not."""

from __future__ import annotations

import asyncio
import io
import time

from bot import logs, pulse


async def told(blocks_for: float) -> str:
    """The log of a loop that something blocks for so long."""
    out = io.StringIO()
    logs.configure("INFO", False, [], out)
    beat = asyncio.create_task(pulse.beat(every=0.01, still=0.2))
    await asyncio.sleep(0)
    time.sleep(blocks_for)  # noqa: ASYNC251 - on purpose: it blocks the loop
    await asyncio.sleep(0.03)
    beat.cancel()
    await asyncio.gather(beat, return_exceptions=True)
    return out.getvalue()


async def test_a_loop_that_stood_still_is_told_with_its_seconds() -> None:
    line = await told(0.3)
    assert "loop_stood_still seconds=0.3" in line
    assert line.count("loop_stood_still") == 1


async def test_a_loop_that_turns_says_nothing() -> None:
    assert await told(0.0) == ""
