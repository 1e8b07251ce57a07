"""The room's own JSON addresses under `/room`: for the page, and for a bot in another process.

They steer the room; the Bot API stands in `api.py`. Refusals are plain sentences, which the page
shows as they are. Only this computer's own programs and pages are served, there as here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.practice_room import deeds
from bot.practice_room.clock import RoomClock
from bot.practice_room.events import stream
from bot.practice_room.faults import Faults
from bot.practice_room.hooks import Hooks
from bot.practice_room.records import Account, Json
from bot.practice_room.state import call_shape, room_state
from bot.practice_room.steering import Steering
from bot.practice_room.wishes import answer, number, sent
from bot.practice_room.world import World

Deed = Callable[[World, Account, Json], object]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

DEEDS: dict[str, Deed] = {
    "say": lambda world, who, sent: deeds.say(world, who, sent["text"]),
    "start": lambda world, who, sent: deeds.open_link(world, who, sent.get("payload", "")),
    "tap": lambda world, who, sent: _tap(world, who, sent),
    "block": lambda world, who, _: deeds.block(world, who),
    "unblock": lambda world, who, _: deeds.unblock(world, who),
    "deactivate": lambda world, who, _: deeds.deactivate(world, who),
}


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page from elsewhere must neither steer the room nor speak as the bot.

    Bots send no `Origin` and no `Sec-Fetch-Site`. Only the page itself may be reached by a link.
    """
    own_host = _loopback(request.host)
    own_origin = request.headers.get("Origin") in (None, f"http://{request.host}")
    own_site = request.headers.get("Sec-Fetch-Site") in (None, "none", "same-origin")
    if not own_host or not own_origin or not (own_site or request.path == "/"):
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
        self._steering = Steering(world, clock, faults, hooks)

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
            *self._steering.routes(),
        ]

    async def close(self) -> None:
        """What is under way ends."""
        await self._steering.close()

    async def _state(self, _: web.Request) -> web.Response:
        state = await room_state(self._world, self._clock, self._faults, self._hooks)
        return answer({**state, "doing": self._steering.doing})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        return await stream(request, self._world)

    async def _history(self, request: web.Request) -> web.Response:
        history = self._world.history
        first = max(0, number(request.query.get("since", "0")) - history.dropped)
        calls = [call_shape(call) for call in history.calls[first:]]
        return answer({"calls": calls, "complaints": history.complaints})

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
        wish = await sent(request)
        name = str(wish.get("name", "")).strip()[:64]
        own = wish.get("id")
        if not name or not isinstance(own, int | None) or isinstance(own, bool):
            raise web.HTTPBadRequest(text="A phone needs a name; its id is a number.")
        self._must_be_set()
        try:
            account = self._world.add(name, str(wish.get("language") or "en"), own)
        except ValueError as error:
            raise web.HTTPConflict(text=f"{error}.") from None
        return answer({"id": account.id})

    async def _remove(self, request: web.Request) -> web.Response:
        self._must_be_set()
        self._world.remove(self._account(request).id)
        return answer({})

    async def _do(self, request: web.Request) -> web.Response:
        deed = DEEDS.get(request.match_info["deed"])
        if deed is None:
            raise web.HTTPNotFound(text="A phone cannot do that.")
        account, wish = self._account(request), await sent(request)
        self._must_be_set()
        try:
            deed(self._world, account, wish)
        except deeds.DeedError as error:
            raise web.HTTPConflict(text=_sentence(str(error))) from None
        except (KeyError, AttributeError, TypeError):
            raise web.HTTPBadRequest(text="Something is missing in that wish.") from None
        return answer({})

    def _must_be_set(self) -> None:
        if self._steering.doing == "scene":
            raise web.HTTPConflict(text="A scene is being set: try again in a moment.")

    def _account(self, request: web.Request) -> Account:
        account = self._world.accounts.get(number(request.match_info["id"]))
        if account is None:
            raise web.HTTPNotFound(text="There is no such phone.")
        return account


def _tap(world: World, who: Account, sent: Json) -> None:
    message, data = sent["message_id"], sent["data"]
    if type(message) is not int or not isinstance(data, str):
        raise TypeError("a message has a number, and a button's data is text")
    deeds.tap(world, who, message, data, stale=bool(sent.get("stale")))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
