"""Deafness: a bot that does not poll any more ends, so that its supervisor starts it anew.

It looks at polls that ended, well or not: a Telegram that errs or is silent is no deafness. A loop
that is stuck whole cannot look, either; it says no more that it lives (``bot.supervisor``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.exits import EndsError, ExitCode

LONGEST = 120.0
"""Seconds without the end of a poll; each has its own limit, well under this."""
LOOKS = 24
"""So often it looks in that time."""
_DEAF = "No poll of Telegram has ended for {seconds:.0f} seconds: the bot ends, to be started anew."


async def watch(
    finished_at: Callable[[], float], real: Callable[[], float], longest: float = LONGEST
) -> None:
    """Look until cancelled; raises ``EndsError`` when the last poll ended too long ago."""
    while (silent := real() - finished_at()) <= longest:  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(longest / LOOKS)
    raise EndsError(ExitCode.DEAF, _DEAF.format(seconds=silent))
