"""The Bot API over HTTP: `/bot<token>/<method>`. Reads a call, lets faults at it, books it.

What a method does stands in `methods.py`; which trouble hits a call stands in `faults.py`.
"""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from typing import Any, NoReturn

import orjson
from aiohttp import web

from bot.practice_room.faults import Fault, Faults, Kind
from bot.practice_room.flood import FloodLimits
from bot.practice_room.methods import METHODS
from bot.practice_room.params import read_params
from bot.practice_room.records import Effect, Json
from bot.practice_room.refusals import ApiError, standard
from bot.practice_room.spec import SPEC, is_integer
from bot.practice_room.world import World

WITHOUT_EFFECT = {Kind.STATUS, Kind.TIMEOUT, Kind.RESET, Kind.HTML, Kind.NOT_OK}
UNANSWERED = {Kind.LOST, Kind.HELD}
CLOSES_AFTER = 0.01
"""Seconds: the answer has left by then."""
GATEWAY_PAGE = "<!doctype html><title>Welcome</title><p>Please sign in to use this network."


class BotApi:
    """Telegram's side of the conversation with a bot."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        self._flood = FloodLimits(world.now)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call, whatever it is; its answer bears the room's date."""
        answer = await self._handle(request)
        answer.headers["Date"] = formatdate(self.world.now().timestamp(), usegmt=True)
        return answer

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params: Json = {}
        try:
            params = await read_params(request)
            if request.match_info["token"] != self.world.token:
                raise standard(401)
            fault = self.faults.next_for(method, _chat(params))
            if self.faults.slow_by:
                await asyncio.sleep(self.faults.slow_by)
            if fault is not None and fault.kind is Kind.SLOW:
                await asyncio.sleep(fault.seconds)
            if fault is not None and fault.kind in WITHOUT_EFFECT:
                return await self._fail(request, method, params, fault)
            result, effect = await self._perform(method, params)
        except ApiError as refusal:
            return self._refuse(method, params, refusal)
        return await self._answer(request, method, params, result, effect, fault)

    async def _perform(self, method: str, params: Json) -> tuple[Any, Effect | None]:
        if method not in SPEC.methods:
            raise ApiError(404, "Not Found: method not found", loud=True)
        checked = SPEC.check(method, params)
        if method == "getUpdates":
            batch = await self.world.queue.get(**checked)
            if self.faults.down:
                raise standard(502)
            return batch, None
        if self.faults.flood_limits:
            self._flood.take(method, _chat(checked))
        return METHODS[method](self.world, checked)

    async def _answer(
        self,
        request: web.Request,
        method: str,
        params: Json,
        result: Any,
        effect: Effect | None,
        fault: Fault | None,
    ) -> web.StreamResponse:
        kind = None if fault is None else fault.kind
        self._book(method, params, 0 if kind in UNANSWERED else 200, effect)
        if kind is Kind.LOST:
            await _hang_up(request)
        if kind is Kind.HELD:
            await asyncio.Event().wait()
        if fault is not None and kind is Kind.LATE:
            await asyncio.sleep(fault.seconds)
        if kind is Kind.NO_RESULT:
            return _json({"ok": True})
        body = orjson.dumps({"ok": True, "result": result})
        if kind is Kind.CUT:
            body = body[: len(body) // 2]
        answer = web.Response(body=body, content_type="application/json")
        if kind is Kind.CLOSED and request.transport is not None:
            asyncio.get_running_loop().call_later(CLOSES_AFTER, request.transport.close)
        return answer

    async def _fail(
        self, request: web.Request, method: str, params: Json, fault: Fault
    ) -> web.StreamResponse:
        if fault.kind is Kind.STATUS:
            usual = standard(fault.status, fault.retry_after)
            text = fault.description or usual.description
            raise ApiError(fault.status, text, retry_after=usual.retry_after)
        if fault.kind is Kind.HTML:
            self._book(method, params, 200)
            return web.Response(text=GATEWAY_PAGE, content_type="text/html")
        if fault.kind is Kind.NOT_OK:
            self._book(method, params, 200)
            return _json({"ok": False})
        self._book(method, params, 0)
        if fault.kind is Kind.TIMEOUT:
            await asyncio.Event().wait()
        return await _hang_up(request)

    def _refuse(self, method: str, params: Json, refusal: ApiError) -> web.Response:
        if refusal.loud:
            self.world.history.complain(f"{method}: {refusal.description}")
        self._book(method, params, refusal.status, description=refusal.description)
        return _json(refusal.body(), refusal.status)

    def _book(
        self,
        method: str,
        params: Json,
        status: int,
        effect: Effect | None = None,
        description: str = "",
    ) -> None:
        kept = {k: len(v) if isinstance(v, bytes) else v for k, v in params.items()}
        self.world.history.add(method, kept, status, effect, description)


def _chat(params: Json) -> int | None:
    chat = params.get("chat_id")
    if isinstance(chat, str):
        return int(chat) if is_integer(chat) else None
    return chat if isinstance(chat, int) else None


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


async def _hang_up(request: web.Request) -> NoReturn:
    """Close the connection without a word; the server then cancels this very handler."""
    if request.transport is not None:
        request.transport.abort()
    await asyncio.Event().wait()
    raise AssertionError("unreachable")
