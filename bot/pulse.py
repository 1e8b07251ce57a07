"""The pulse: an event loop that stood still is told in the log, as soon as it turns again.

Whatever blocks it (a slow disk under a library, a bug of ours) delays everybody's answers, and
nothing else would say so. Work that fell due meanwhile is done by rows, not by this.
"""

from __future__ import annotations

import asyncio
import time

from bot.logs import get

log = get(__name__)

EVERY = 0.5
STILL = 2.0
"""Seconds that are told; less is a busy machine."""


async def beat(every: float = EVERY, still: float = STILL) -> None:
    """Look until cancelled."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(every)
        stood = time.monotonic() - before - every
        if stood > still:
            log.warning("loop_stood_still", seconds=round(stood, 1))
