"""`python -m bot.practice_room`: the room alone, for a bot in another process. Ends on a signal."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from bot.practice_room.room import TOKEN, Room


async def run(port: int, token: str) -> None:
    """Keep the room open until SIGINT or SIGTERM."""
    asked_to_end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked_to_end.set)
    async with Room.open(token=token, port=port) as room:
        sys.stdout.write(f"The practice room is at {room.url} (token {token}). Ctrl+C ends it.\n")
        sys.stdout.flush()
        await asked_to_end.wait()


def main() -> None:
    """Read the two options and run."""
    parser = argparse.ArgumentParser(prog="python -m bot.practice_room", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    options = parser.parse_args()
    try:
        asyncio.run(run(options.port, options.token))
    except (OSError, OverflowError):
        sys.exit(f"Port {options.port} cannot be used: take another with --port, such as 9000.")


if __name__ == "__main__":
    main()
