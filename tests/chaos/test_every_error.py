"""Every error for every method that the bot uses (G10): the right outcome, and no second call
within a second of one that failed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot import identity
from bot.app import App
from bot.exits import EndsError, ExitCode
from bot.polling import Polling
from bot.practice_room.api import CLOSES_AFTER
from bot.practice_room.faults import Kind as Fault
from bot.practice_room.phone import Phone
from bot.practice_room.records import Message
from bot.practice_room.room import Room
from bot.transport import Transport
from handlers.chat.kinds import Kind
from storage import people
from storage.enums import Class, Language, RowState
from storage.moments import micros
from storage.records import Row
from tests.bot.doors import MONDAY, bot_of, doors, still_room
from tests.bot.sending import DONE, SEEN, look, phones, put, say, turn
from tests.chaos.circle import in_short, most_a_second
from tests.chaos.conftest import Tell
from tests.chaos.errors import ERRORS, FEW, Error, Means
from tests.chaos.table import Line

pytestmark = pytest.mark.proof

NEIGHBOUR = 99_000
BEFORE = {"key": "say.neutral"}
LINK = {"role": "supporter", "code": "A1", "until": micros(MONDAY + timedelta(weeks=1))}
SECONDS = 15
TWICE = 2
AGAIN = (Class.ALERT, Class.EDIT)
"""What is tried again although it may have arrived."""


@dataclass(frozen=True)
class Way:
    """A method, what makes the bot call it, and whether its effect shows in a chat."""

    method: str
    klass: Class
    asks: Callable[[App, Phone], Awaitable[Row]]
    shows: Callable[[Phone], int]


def _put(klass: Class) -> Callable[[App, Phone], Awaitable[Row]]:
    return lambda app, phone: put(app, phone.id, klass)


def _say(**row: Any) -> Callable[[App, Phone], Awaitable[Row]]:
    return lambda app, phone: say(app, phone.id, **row)


async def _change(app: App, phone: Phone, kind: Kind) -> Row:
    """There is a message already, and it is to become another, or to go."""
    await say(app, phone.id, facts=BEFORE)
    await app.delivery.settle()
    facts = SEEN if kind is Kind.NOTE else {}
    return await say(app, phone.id, Class.EDIT, kind=kind, facts=facts, edits=phone.newest.id)


def _many(true: Callable[[Message], object]) -> Callable[[Phone], int]:
    return lambda phone: sum(bool(true(one)) for one in phone.messages)


SAID = _many(lambda one: one.words == DONE)
WAYS = {
    "sendMessage, an alert": Way("sendMessage", Class.ALERT, _put(Class.ALERT), SAID),
    "sendMessage, a nudge": Way("sendMessage", Class.NUDGE, _put(Class.NUDGE), SAID),
    "sendMessage, a reply": Way("sendMessage", Class.REPLY, _say(), SAID),
    "sendPhoto": Way(
        "sendPhoto",
        Class.REPLY,
        _say(kind=Kind.LINK, facts=LINK, secret="https://t.me/a?start=b"),
        _many(lambda one: one.photo),
    ),
    "sendDocument": Way(
        "sendDocument",
        Class.REPLY,
        _say(kind=Kind.EXPORT_FILE, facts={"form": "data"}),
        _many(lambda one: one.document),
    ),
    "editMessageText": Way(
        "editMessageText", Class.EDIT, lambda app, phone: _change(app, phone, Kind.NOTE), SAID
    ),
    "deleteMessage": Way(
        "deleteMessage",
        Class.EDIT,
        lambda app, phone: _change(app, phone, Kind.GONE),
        lambda phone: int(not phone.messages),
    ),
}


def expected(way: Way, error: Error) -> tuple[int, RowState]:
    """How often its effect shows in the end, and what becomes of the row."""
    again = way.klass in AGAIN
    match error.means:
        case Means.FINE | Means.WAIT | Means.TOKEN:
            return 1, RowState.SENT
        case Means.MISSED:
            return (1, RowState.SENT) if again else (0, RowState.DROPPED)
        case Means.CAME if way.klass is Class.ALERT:
            return 1 + TWICE, RowState.SENT
        case Means.CAME:
            return 1, RowState.SENT if again else RowState.DROPPED
        case Means.SETTLED:
            return 0, RowState.SENT
        case Means.NO_MESSAGE if way.method == "editMessageText":
            return 1, RowState.SENT
    return 0, RowState.DROPPED


async def _meets(app: App, room: Room, way: Way, error: Error, phone: Phone) -> None:
    """Twice in a row; somebody else is answered meanwhile."""
    error.happens(room, way.method, phone.id, TWICE)
    before = len(room.history)
    row = await way.asks(app, phone)
    await app.delivery.settle()
    neighbour = room.phone("neighbour", number=NEIGHBOUR)
    seen = len(neighbour.messages)
    await say(app, neighbour.id)
    await app.delivery.settle()
    assert len(neighbour.messages) == seen + 1
    for _ in range(SECONDS):
        await turn(app, room, max(1, error.pause or 0))
    shows, state = expected(way, error)
    end = await look(app, row)
    assert (way.shows(phone), RowState(end["state"])) == (shows, state), (
        RowState(end["state"]).name,
        end["why"],
        way.shows(phone),
    )
    calls = [
        one
        for one in room.history.calls[before:]
        if str(one.params.get("chat_id")) == str(phone.id)
    ]
    failing = [one for one in calls if one.method == way.method]
    assert most_a_second(failing) == 1
    assert len(failing) <= 1 + TWICE
    if way.klass is Class.ALERT:
        assert bool(end["repeat"]) == (error.means in (Means.MISSED, Means.CAME))
    person = await app.database.read(lambda tx: people.get(tx, phone.id))
    assert person is not None
    assert (person.unreachable_since is not None) == (error.means is Means.GONE)
    room.faults.clear()
    if error.kind is Fault.CLOSED:
        # Behind this call, not under the next error's: that would be a lost answer.
        await asyncio.sleep(2 * CLOSES_AFTER)


@pytest.mark.parametrize("name", WAYS)
async def test_every_error_for_what_is_shown(
    tmp_path: Path, tell: Tell, long: bool, name: str
) -> None:
    in_short(long, name in ("sendMessage, an alert", "editMessageText"))
    errors = ERRORS if long else FEW
    async with still_room() as room, doors(room, tmp_path, read=0.15) as app:
        crowd = phones(room, len(errors))
        phones(room, 1, first=NEIGHBOUR)[0].account.name = "neighbour"

        for phone in crowd:
            await app.database.write(partial(_welcome, phone.id))
        for phone, error in zip(crowd, errors, strict=True):
            try:
                await _meets(app, room, WAYS[name], error, phone)
            except AssertionError as wrong:
                raise AssertionError(f"{error}: {wrong}") from None
    tell(Line(f"G10 {name}: every error", len(errors) * TWICE, remark="right outcome each"))


def _welcome(person: int, tx: Any) -> None:
    people.welcome(tx, person, Language.ENGLISH, "UTC", MONDAY)


async def _polls(error: Error) -> str:
    """Whether updates come in the end, and how the poll loop was told."""
    async with Room.open() as room:
        transport = Transport(read=0.15)
        await transport.initialize()
        await room.phone("Ana").says("hello")
        error.happens(room, "getUpdates", None, TWICE)
        polling = Polling(transport, f"{room.url}/bot{room.token}/getUpdates", time.monotonic)
        batch: list[Any] = []
        try:
            while not batch:
                batch, wait = await polling.fetch(None)
                await asyncio.sleep(min(wait, 5.0))
        except EndsError as end:
            return str(end.code.name)
        finally:
            await transport.shutdown()
        asked = room.history.of("getUpdates")
        assert len(asked) == (1 if error.means is Means.FINE else TWICE + 1), error
        assert error.means is Means.FINE or most_a_second(asked) == 1, error
        return "heard"


async def _meet(error: Error) -> str:
    """Whether the bot gets to know who it is."""
    async with Room.open() as room:
        transport = Transport(read=0.15)
        await transport.initialize()
        error.happens(room, "getMe", None, TWICE)
        try:
            await identity.meet(bot_of(room, transport))
        except EndsError as end:
            return str(end.code.name)
        finally:
            await transport.shutdown()
        fine = error.means is Means.FINE
        assert fine or most_a_second(room.history.of("getMe")) == 1, error
        return "heard"


@pytest.mark.parametrize(("name", "asks"), [("getUpdates", _polls), ("getMe", _meet)])
async def test_every_error_for_what_is_asked(
    tell: Tell, long: bool, name: str, asks: Callable[[Error], Awaitable[str]]
) -> None:
    in_short(long, False)
    errors = [error for error in (ERRORS if long else FEW) if not _too_slow(name, error)]
    came = await asyncio.gather(*(asks(error) for error in errors))
    for error, how in zip(errors, came, strict=True):
        assert how == (ExitCode.TOKEN.name if error.means is Means.TOKEN else "heard"), error
    tell(Line(f"G10 {name}: every error", len(errors) * TWICE, remark="right outcome each"))


def _too_slow(name: str, error: Error) -> bool:
    """A poll that is not answered takes 65 seconds; and nobody waits an hour here."""
    held = error.name in ("timeout", "held") and name == "getUpdates"
    return held or (error.pause or 0) > SECONDS
