"""What a page sends and what it gets, over HTTP: JSON both ways."""

from __future__ import annotations

import orjson
from aiohttp import web

from bot.practice_room.records import Json

LONGEST_NUMBER = 18


async def sent(request: web.Request) -> Json:
    """What the page sent; nothing counts as an empty object."""
    try:
        wish = orjson.loads(await request.read() or b"{}")
    except orjson.JSONDecodeError:
        wish = None
    if not isinstance(wish, dict):
        raise web.HTTPBadRequest(text="The room understands JSON objects only.")
    return wish


def number(text: str) -> int:
    """A plain number of an address."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise web.HTTPBadRequest(text="That is no number.")
    return int(text)


def answer(body: Json) -> web.Response:
    """JSON, for the page."""
    return web.Response(body=orjson.dumps(body), content_type="application/json")
