"""The room alone, as its own process."""

import asyncio
import signal
import socket
import sys

import aiohttp


async def test_a_port_that_is_taken_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        room = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.practice_room", "--port", str(port)),
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await room.communicate()
    assert said.decode().startswith(f"Port {port} cannot be used: take another")
    assert said.count(b"\n") == 1


async def test_it_runs_alone_and_ends_on_a_signal() -> None:
    room = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.practice_room", "--port", "0", "--token", "7:x"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert room.stdout is not None
    url = (await room.stdout.readline()).decode().split()[5]
    async with aiohttp.ClientSession() as session, session.get(f"{url}/bot7:x/getMe") as answer:
        assert (await answer.json())["result"]["id"] == 7
    room.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(room.wait(), 5) == 0
