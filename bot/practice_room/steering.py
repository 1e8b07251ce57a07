"""What concerns the whole room: its clock, its troubles, the bot behind it, the scene that is set.

What takes its time is done one at a time: while a scene is set, nobody turns the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import TypeVar

from aiohttp import web

from bot.practice_room.clock import STEP, RoomClock
from bot.practice_room.faults import Fault, Faults, Kind
from bot.practice_room.hooks import Hooks, call
from bot.practice_room.wishes import answer, number, sent
from bot.practice_room.world import World

T = TypeVar("T")
LONGEST_TURN = 366 * 86_400
FOLLOW_FOR = 25.0
LONGEST_QUIET = timedelta(days=14)
"""So far the clock goes on at most until something comes to a phone."""


class Steering:
    """The addresses that steer, and what is under way."""

    def __init__(self, world: World, clock: RoomClock, faults: Faults, hooks: Hooks) -> None:
        self._world = world
        self._clock = clock
        self._faults = faults
        self._hooks = hooks
        self._changes = world.changes
        self.doing = ""
        """What is under way: turn, restart or scene; or nothing."""
        self._under_way: asyncio.Task[object] | None = None

    def routes(self) -> list[web.RouteDef]:
        """The table of addresses."""
        return [
            web.get("/room/clock", self._follow),
            web.post("/room/clock", self._turn),
            web.post("/room/faults", self._trouble),
            web.delete("/room/faults", self._no_trouble),
            web.post("/room/restart", self._restart),
            web.post("/room/scene", self._scene),
        ]

    async def close(self) -> None:
        """What is under way ends."""
        if self._under_way is not None:
            self._under_way.cancel()
            await asyncio.gather(self._under_way, return_exceptions=True)

    async def _alone(self, what: str, work: Coroutine[object, object, T]) -> T:
        """Do this to its end, even if the page that asked goes away, and nothing else meanwhile."""
        if self.doing:
            work.close()
            raise web.HTTPConflict(text="The room is busy: try again in a moment.")
        self.doing = what
        self._changes.bump()
        task = self._under_way = asyncio.create_task(work)
        task.add_done_callback(self._is_free)
        return await asyncio.shield(task)

    def _is_free(self, done: asyncio.Task[object]) -> None:
        self.doing = ""
        self._changes.bump()
        if not done.cancelled():
            done.exception()  # whoever still waits gets it; nobody else has to

    async def _follow(self, request: web.Request) -> web.Response:
        seen = request.query.get("seen")
        name = request.query.get("name", "")
        wanted = None if seen is None else number(seen)
        return answer(vars(await self._clock.follow(wanted, FOLLOW_FOR, name)))

    async def _turn(self, request: web.Request) -> web.Response:
        wish = await sent(request)
        before = self._came()
        if wish.get("to") == "next":
            await self._alone("turn", self._turn_to_next())
        else:
            seconds = wish.get("seconds")
            if not isinstance(seconds, int | float) or not 0 <= seconds <= LONGEST_TURN:
                raise web.HTTPBadRequest(text="The clock turns forward, a year at most.")
            await self._alone("turn", self._clock.turn(seconds))
        return answer(
            {
                "version": self._clock.version,
                "clock": self._clock.now().isoformat(),
                "came": self._came() > before,
            }
        )

    def _came(self) -> int:
        """How many messages have come to phones."""
        phones = self._world.accounts.values()
        return sum(one.kind == "sent" for phone in phones for one in phone.seen)

    async def _turn_to_next(self) -> None:
        """From one thing that is due to another, until something comes to a phone."""
        if self._hooks.next_due is None:
            raise web.HTTPNotFound(text="Nobody here knows what comes next.")
        due = await call(self._hooks.next_due)
        if due is None:
            raise web.HTTPConflict(text="Nothing is due.")
        before, until = self._came(), self._clock.now() + LONGEST_QUIET
        await self._clock.turn_to(due)
        while self._came() == before and not self._faults.down and self._clock.now() < until:
            if (due := await call(self._hooks.next_due)) is None:
                return
            # What is due now and yet brings nothing must not hold the clock.
            await self._clock.turn_to(max(due, self._clock.now() + STEP))

    async def _trouble(self, request: web.Request) -> web.Response:
        wish = await sent(request)
        try:
            if "switch" in wish:
                self._faults.switch(wish["switch"], wish.get("on", True))
            elif "kind" in wish:
                self._faults.add(Fault(**{**wish, "kind": Kind(wish["kind"])}))
            else:
                for name, on in wish.items():
                    self._faults.switch(name, on)
        except (TypeError, ValueError):
            raise web.HTTPBadRequest(text="The room does not know this trouble.") from None
        return answer(self._faults.switches)

    async def _no_trouble(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return answer(self._faults.switches)

    async def _restart(self, _: web.Request) -> web.Response:
        if self._hooks.restart is None:
            raise web.HTTPNotFound(text="The bot is not started from here.")
        runs = await self._alone("restart", call(self._hooks.restart))
        return answer({"runs": runs is not False})

    async def _scene(self, request: web.Request) -> web.Response:
        wish = await sent(request)
        name = wish.get("name")
        if not isinstance(name, str):
            raise web.HTTPBadRequest(text="A scene is set by its name.")
        if self._hooks.play is None or name not in {one.name for one in self._hooks.scenes}:
            raise web.HTTPNotFound(text="There is no such scene here.")
        await self._alone("scene", self._hooks.play(name, str(wish.get("language") or "en")))
        return answer({})
