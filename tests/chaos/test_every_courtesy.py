"""Every error for the calls that are only a courtesy (G10): what matters goes on as if they had
worked. They are made once; only a menu is set again until Telegram has taken it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import Chat
from telegram.constants import ChatType

from bot.app import App
from bot.menus import Menus
from bot.posting import leave_group
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from storage.enums import Language
from tests.bot.doors import TEXTS, doors, still_room, until
from tests.bot.sending import DONE, made, phones, turn, words
from tests.chaos.circle import PATIENCE, in_short
from tests.chaos.conftest import Tell
from tests.chaos.errors import ERRORS, FEW, Error, Means
from tests.chaos.table import Line

pytestmark = pytest.mark.proof

FORBIDDEN = 403
GROUP = -4_000_000_001
OLDER = 1


async def _answers(app: App, _: Room, phone: Phone, _error: Error) -> int:
    """A tap's circle ends, while its answer is shown."""
    app.delivery.take([replace(await made(app, phone.id), callback="7")])
    await app.delivery.settle()
    assert words(phone) == [DONE]
    return 1


async def _strips(app: App, _: Room, phone: Phone, _error: Error) -> int:
    """An older message loses its buttons, while the next one is shown."""
    app.delivery.take([replace(await made(app, phone.id), strip=OLDER)])
    await app.delivery.settle()
    assert words(phone) == [DONE]
    return 1


async def _leaves(app: App, _: Room, _phone: Phone, _error: Error) -> int:
    """The bot keeps to private chats."""
    await leave_group(app.bot, Chat(GROUP, ChatType.GROUP))
    return 1


async def _menus(app: App, room: Room, _: Phone, error: Error) -> int:
    """The menu of commands, in each language: what failed is set in the end, refusals are not."""
    before, many = len(room.history.of("setMyCommands")), len(Language)
    # Whatever 403 says, nobody sets a menu for ever.
    if error.means in (Means.WAIT, Means.MISSED, Means.CAME) and error.status != FORBIDDEN:
        many += 2
    menus = Menus(app.bot, app.database, TEXTS, app.clock, lambda _failure, _before: 0.0)
    running = asyncio.create_task(menus.run())
    await until(lambda: len(room.history.of("setMyCommands")) >= before + many, within=PATIENCE)
    await asyncio.sleep(0.2)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return many


COURTESIES: dict[str, Callable[[App, Room, Phone, Error], Awaitable[int]]] = {
    "answerCallbackQuery": _answers,
    "editMessageReplyMarkup": _strips,
    "leaveChat": _leaves,
    "setMyCommands": _menus,
}


@pytest.mark.parametrize("method", COURTESIES)
async def test_every_error_for_a_courtesy(
    tmp_path: Path, tell: Tell, long: bool, method: str
) -> None:
    in_short(long, method == "answerCallbackQuery")
    errors = ERRORS if long else FEW
    async with still_room() as room, doors(room, tmp_path, read=0.15) as app:
        for phone, error in zip(phones(room, len(errors)), errors, strict=True):
            error.happens(room, method, None, 2)
            before = len(room.history.of(method))
            asked = await COURTESIES[method](app, room, phone, error)
            room.faults.clear()
            await turn(app, room, 10)
            assert len(room.history.of(method)) == before + asked, error
            assert len(words(phone)) <= 1, error
    tell(Line(f"G10 {method}: every error", len(errors), remark="all else goes on"))
