"""Moving a programme from a file to a server, before the bot runs there."""

from __future__ import annotations

import asyncio
from datetime import datetime

from storage.database import SCRIPTS, Seam, no_seam
from storage.engines import opening
from storage.engines.scripts import Scripts


async def move(source: str, target: str, now: datetime, reached: Seam = no_seam) -> dict[str, int]:
    """Everything of ``source`` into the empty ``target``; how many rows each table has.

    ``Refused`` says why not, and ``Held`` who runs there; then nothing was changed anywhere.
    """
    scripts = await asyncio.to_thread(Scripts.read, SCRIPTS)
    return await asyncio.to_thread(opening.move, source, target, scripts, now, reached)
