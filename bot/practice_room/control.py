"""The room's own JSON addresses under `/room`: for the page, and for a bot in another process.

They steer the room; the Bot API does not pass here. Refusals are plain sentences, which the page
shows as they are. Only this computer's own pages are served.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

import orjson
from aiohttp import web

from bot.practice_room import deeds
from bot.practice_room.clock import RoomClock
from bot.practice_room.events import stream
from bot.practice_room.faults import Fault, Faults, Kind
from bot.practice_room.hooks import Hooks, call
from bot.practice_room.records import Account, Json
from bot.practice_room.state import call_shape, room_state
from bot.practice_room.world import World

LONGEST_TURN = 366 * 86_400
FOLLOW_FOR = 25.0
Deed = Callable[[World, Account, Json], object]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

DEEDS: dict[str, Deed] = {
    "say": lambda world, who, sent: deeds.say(world, who, sent["text"]),
    "start": lambda world, who, sent: deeds.open_link(world, who, sent.get("payload", "")),
    "tap": lambda world, who, sent: deeds.tap(
        world, who, sent["message_id"], sent["data"], stale=bool(sent.get("stale"))
    ),
    "block": lambda world, who, _: deeds.block(world, who),
    "unblock": lambda world, who, _: deeds.unblock(world, who),
    "deactivate": lambda world, who, _: deeds.deactivate(world, who),
}


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page from elsewhere must not steer the room: loopback hosts and own pages only."""
    if not request.path.startswith("/bot"):
        origin = request.headers.get("Origin")
        if not _loopback(request.host) or origin not in (None, f"http://{request.host}"):
            raise web.HTTPForbidden(text="The practice room serves this computer only.")
    return await handler(request)


def _loopback(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Control:
    """The addresses and what they do."""

    def __init__(self, world: World, clock: RoomClock, faults: Faults, hooks: Hooks) -> None:
        self._world = world
        self._clock = clock
        self._faults = faults
        self._hooks = hooks

    def routes(self) -> list[web.RouteDef]:
        """The table of addresses."""
        return [
            web.get("/room/state", self._state),
            web.get("/room/events", self._events),
            web.get("/room/history", self._history),
            web.get("/room/photo/{file_id}", self._photo),
            web.get("/room/file/{file_id}", self._file),
            web.post("/room/phones", self._add),
            web.delete("/room/phones/{id:\\d+}", self._remove),
            web.post("/room/phones/{id:\\d+}/{deed:[a-z]+}", self._do),
            web.get("/room/clock", self._follow),
            web.post("/room/clock", self._turn),
            web.post("/room/faults", self._trouble),
            web.delete("/room/faults", self._no_trouble),
            web.post("/room/restart", self._restart),
        ]

    async def _state(self, _: web.Request) -> web.Response:
        return _json(await room_state(self._world, self._clock, self._faults, self._hooks))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await stream(request, self._world)

    async def _history(self, request: web.Request) -> web.Response:
        history = self._world.history
        first = max(0, _number(request.query.get("since", "0")) - history.dropped)
        calls = [call_shape(call) for call in history.calls[first:]]
        return _json({"calls": calls, "complaints": history.complaints})

    async def _photo(self, request: web.Request) -> web.Response:
        photo = self._world.photos.get(request.match_info["file_id"].partition("-")[0])
        if photo is None:
            raise web.HTTPNotFound(text="There is no such picture.")
        return web.Response(body=photo.data, content_type="image/png")

    async def _file(self, request: web.Request) -> web.Response:
        """For downloading only: nothing that a bot sends runs on the room's page."""
        document = self._world.documents.get(request.match_info["file_id"])
        if document is None:
            raise web.HTTPNotFound(text="There is no such file.")
        name = quote(document.name)
        return web.Response(
            body=document.data,
            content_type="application/octet-stream",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    async def _add(self, request: web.Request) -> web.Response:
        sent = await _sent(request)
        name = str(sent.get("name", "")).strip()[:64]
        number = sent.get("id")
        if not name or not isinstance(number, int | None):
            raise web.HTTPBadRequest(text="A phone needs a name; its id is a number.")
        try:
            account = self._world.add(name, str(sent.get("language") or "en"), number)
        except ValueError as error:
            raise web.HTTPConflict(text=f"{error}.") from None
        return _json({"id": account.id})

    async def _remove(self, request: web.Request) -> web.Response:
        self._world.remove(self._account(request).id)
        return _json({})

    async def _do(self, request: web.Request) -> web.Response:
        deed = DEEDS.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound(text="A phone cannot do that.")
        account, sent = self._account(request), await _sent(request)
        try:
            deed(self._world, account, sent)
        except deeds.DeedError as error:
            raise web.HTTPConflict(text=_sentence(str(error))) from None
        except (KeyError, AttributeError, TypeError):
            raise web.HTTPBadRequest(text="Something is missing in that wish.") from None
        return _json({})

    async def _follow(self, request: web.Request) -> web.Response:
        seen = request.query.get("seen")
        name = request.query.get("name", "")
        wanted = None if seen is None else _number(seen)
        return _json(vars(await self._clock.follow(wanted, FOLLOW_FOR, name)))

    async def _turn(self, request: web.Request) -> web.Response:
        sent = await _sent(request)
        if sent.get("to") == "next":
            await self._turn_to_next()
        else:
            seconds = sent.get("seconds")
            if not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_TURN:
                raise web.HTTPBadRequest(text="The clock turns forward, a year at most.")
            await self._clock.turn(seconds)
        return _json({"version": self._clock.version, "clock": self._clock.now().isoformat()})

    async def _turn_to_next(self) -> None:
        if self._hooks.next_due is None:
            raise web.HTTPNotFound(text="Nobody here knows what comes next.")
        due = await call(self._hooks.next_due)
        if due is None:
            raise web.HTTPConflict(text="Nothing is due.")
        await self._clock.turn_to(due)

    async def _trouble(self, request: web.Request) -> web.Response:
        sent = await _sent(request)
        try:
            if "switch" in sent:
                self._faults.switch(sent["switch"], sent.get("on", True))
            elif "kind" in sent:
                self._faults.add(Fault(**{**sent, "kind": Kind(sent["kind"])}))
            else:
                for name, on in sent.items():
                    self._faults.switch(name, on)
        except (TypeError, ValueError):
            raise web.HTTPBadRequest(text="The room does not know this trouble.") from None
        return _json(self._faults.switches)

    async def _no_trouble(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return _json(self._faults.switches)

    async def _restart(self, _: web.Request) -> web.Response:
        if self._hooks.restart is None:
            raise web.HTTPNotFound(text="The bot is not started from here.")
        await call(self._hooks.restart)
        return _json({})

    def _account(self, request: web.Request) -> Account:
        account = self._world.accounts.get(int(request.match_info["id"]))
        if account is None:
            raise web.HTTPNotFound(text="There is no such phone.")
        return account


async def _sent(request: web.Request) -> Json:
    try:
        sent = orjson.loads(await request.read() or b"{}")
    except orjson.JSONDecodeError:
        sent = None
    if not isinstance(sent, dict):
        raise web.HTTPBadRequest(text="The room understands JSON objects only.")
    return sent


def _number(text: str) -> int:
    if not text.isdecimal():
        raise web.HTTPBadRequest(text="That is no number.")
    return int(text)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _json(body: Json) -> web.Response:
    return web.Response(body=orjson.dumps(body), content_type="application/json")
