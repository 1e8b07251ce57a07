"""Puts the room on a loopback port: the Bot API, the page and the controls, in a running loop."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from aiohttp import web

from bot.practice_room.api import BotApi
from bot.practice_room.control import Control, only_from_here
from bot.practice_room.world import World

PAGE = Path(__file__).with_name("page")
LARGEST_BODY = 12 * 1024 * 1024
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""The page loads nothing from outside, and nothing outside shows it."""


def application(api: BotApi, control: Control) -> web.Application:
    """Every address of the room."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[only_from_here])
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", api.handle)
    app.add_routes(control.routes())
    app.on_shutdown.append(lambda _: control.close())
    app.router.add_get("/", _page)
    app.router.add_get("/page/{name:[a-z]+\\.(?:html|js|css|svg)}", _page)
    return app


async def _page(request: web.Request) -> web.StreamResponse:
    path = PAGE / request.match_info.get("name", "index.html")
    if not path.is_file():
        raise web.HTTPNotFound(text="The page is not here.")
    return web.FileResponse(path, headers=HEADERS)


class Server:
    """A running server; `url` is its address."""

    def __init__(self, app: web.Application, world: World) -> None:
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5
        )
        app.on_shutdown.append(self._let_go)
        self._world = world
        self.url = ""

    async def start(self, host: str, port: int) -> str:
        """Listen; port 0 takes a free one."""
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the practice room listens on this computer only")
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
        return self.url

    async def stop(self) -> None:
        """End every call that still waits, then the server."""
        await self._runner.cleanup()

    async def _let_go(self, _: web.Application) -> None:
        self._world.queue.close()
        self._world.changes.bump()
