"""What systemd hears of us (sd_notify): that we are ready, that we live, that we stop.

Without systemd, or where it does not listen, nothing is said.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import Iterator

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


def tell(state: str) -> None:
    """Say one thing."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if sys.platform == "win32" or not address:
        return
    if address.startswith("@"):  # a name that is in no folder
        address = "\0" + address[1:]
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        line.sendto(state.encode(), address)


@contextlib.contextmanager
def living() -> Iterator[None]:
    """Say that we live until the block ends: a standby lives, too."""
    task = asyncio.get_running_loop().create_task(live())
    try:
        yield
    finally:
        task.cancel()


async def live() -> None:
    """Say that we live, twice as often as systemd wants to hear it, until cancelled.

    A loop that is stuck says nothing, so that systemd starts the bot anew.
    """
    wanted = int(os.environ.get("WATCHDOG_USEC", "0"))
    while wanted:
        tell(ALIVE)
        await asyncio.sleep(wanted / 2_000_000)
