"""``/healthz``: 200 when all is well, else 503, on this machine only. Says no fact about people.

A module of its own, loaded only where a port is set: a bot without one does not carry a web server.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from aiohttp import web

from bot.exits import EndsError, ExitCode
from bot.health import Told

HOST = "127.0.0.1"
_TAKEN = (
    "Port {port} cannot be used for /healthz, perhaps since another program has it: "
    "write another as port = below [health]."
)


@asynccontextmanager
async def page(told: Told, port: int) -> AsyncIterator[None]:
    """Answer until the block ends."""

    async def answer(_: web.Request) -> web.Response:
        well, said = await told.look()
        return web.Response(
            body=orjson.dumps(said),
            status=200 if well else 503,
            content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    app = web.Application()
    app.router.add_get("/healthz", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise EndsError(ExitCode.SETTINGS, _TAKEN.format(port=port)) from error
        yield
    finally:
        await runner.cleanup()
