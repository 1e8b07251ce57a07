"""A server on loopback that answers as it is told: for what the practice room never says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from telegram import Bot

from bot.transport import Transport

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """The address of a server that answers every request so, until the block ends."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def before(answer: Answer, transport: Transport, token: str) -> AsyncIterator[Bot]:
    """The library's Bot before a server that answers so."""
    async with serving(answer) as url:
        yield Bot(token, base_url=f"{url}/bot", request=transport, get_updates_request=transport)


def says(body: bytes, status: int = 200, **headers: str) -> Answer:
    """Always the same answer."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status, headers=headers)

    return answer
