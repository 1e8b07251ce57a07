"""The stream that tells the page to look again: one small event for each change, and no content."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.practice_room.world import World

HEARTBEAT = 15.0
AT_MOST_EVERY = 0.05


async def stream(request: web.Request, world: World) -> web.StreamResponse:
    """`data: {"version": N}` at every change, at most 20 a second, until somebody hangs up."""
    answer = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await answer.prepare(request)
    told = 0
    while not world.queue.closed:
        version = world.changes.version
        if version > told:
            await answer.write(b'data: {"version": %d}\n\n' % version)
            told = version
            await asyncio.sleep(AT_MOST_EVERY)
        if not await world.changes.after(told, HEARTBEAT):
            await answer.write(b": still here\n\n")
    return answer
