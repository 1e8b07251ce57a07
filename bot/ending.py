"""The end that somebody asked for: a signal begins it, and it comes in time whatever is waited for.

A supervisor kills what does not end, a loop that stands still, say. Leaving by ourselves is no
worse, since every step is whole on disk or not there, and it is said in the log.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import TypeVar

from bot.exits import EndsError, ExitCode
from bot.logs import get

log = get(__name__)
T = TypeVar("T")
Failed = Callable[[BaseException], object]

LONGEST = 8.0
"""Seconds from a signal to the end at most: supervisors wait for ten or more."""


def on_signal(stop: asyncio.Event, longest: float = LONGEST) -> None:
    """Let SIGTERM and SIGINT set ``stop``; a second one, or ``longest``, ends the process."""
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()

    def asked() -> None:
        if stop.is_set():
            _leave()
        stop.set()
        within(longest)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked)


async def until(stop: asyncio.Event, loops: list[asyncio.Task[None]], failed: Failed) -> None:
    """Wait for ``stop``; a loop that fails ends the wait with its error, of which ``failed`` hears
    first."""
    stopping = asyncio.create_task(stop.wait())
    waiting: set[asyncio.Task[object]] = {stopping, *loops}
    try:
        while not stopping.done():
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                if (error := task.exception()) is not None:
                    failed(error)
                task.result()
    finally:
        stopping.cancel()


async def unless(stop: asyncio.Event, making: Coroutine[None, None, T]) -> T | None:
    """What is made; None when ``stop`` came first, as it may while Telegram is waited for."""
    made, stopping = asyncio.create_task(making), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((made, stopping), return_when=asyncio.FIRST_COMPLETED)
        return made.result() if made.done() else None
    finally:
        for task in (made, stopping):
            task.cancel()
        await asyncio.gather(made, stopping, return_exceptions=True)


def within(longest: float = LONGEST, code: ExitCode = ExitCode.FINE) -> None:
    """End by then, whatever is waited for, while the loop turns."""
    # It dies with the loop, which does not outlive an end in good order.
    asyncio.get_running_loop().call_later(longest, _leave, code)


def failed(error: BaseException) -> None:
    """A bot that ends by itself is gone in time, too: a disk may hang while it tidies up."""
    within(code=error.code if isinstance(error, EndsError) else ExitCode.BUG)


def _leave(code: ExitCode = ExitCode.FINE) -> None:
    log.warning("ended_with_work_undone")
    os._exit(code)
