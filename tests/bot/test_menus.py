"""Menus: everybody's in each language, one's own by role, and trouble that stops nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.failures import Failure, Outcome
from bot.menus import Menus, again
from bot.practice_room.methods import commands_for
from bot.practice_room.room import Room
from handlers.chat.kinds import Kind
from storage import outbox, people
from storage.database import Tx
from storage.enums import Class, Language, Role
from storage.moments import micros
from tests.bot.coming import up
from tests.bot.doors import MONDAY, TEXTS, doors, running, until
from tests.handlers.people import ANA, BEN, CORA, DAN, arrive, begin


def _stage(tx: Tx) -> None:
    begin(tx, MONDAY)
    arrive(tx, BEN, MONDAY, Language.SPANISH)
    people.give_role(tx, CORA, Role.PARTNER, MONDAY)


def menus(room: Room) -> list[dict[str, Any]]:
    """What was set, in order."""
    return [call.params for call in room.history.of("setMyCommands")]


def deleted(room: Room) -> list[int]:
    """Whose own menus were taken away, in order."""
    return [call.params["scope"]["chat_id"] for call in room.history.of("deleteMyCommands")]


def names(menu: dict[str, Any]) -> list[str]:
    return [one["command"] for one in menu["commands"]]


async def test_everybody_has_a_short_one_in_their_language(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
    english, spanish = menus(room)
    assert names(english) == ["start", "privacy", "help"]
    assert names(spanish) == ["inicio", "privacidad", "ayuda"]
    assert (english.get("language_code"), spanish["language_code"]) == (None, "es")


async def test_each_role_has_its_own_in_its_chat(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
        await app.database.write(_stage)
        for person in (ANA, BEN, CORA, DAN):
            app.menus.soon(person)
        await until(lambda: deleted(room) == [DAN])
    ana, ben, cora = menus(room)[2:]
    assert ana["scope"] == {"type": "chat", "chat_id": ANA}
    assert names(ana)[:3] == ["checkin", "start", "circle"]
    assert "stop" in names(ana)
    assert names(ben) == ["inicio", "ajustes", "privacidad", "ayuda"]
    assert "checkin" not in names(cora)


async def test_whoever_is_deleted_sees_the_menu_of_their_language(
    room: Room, tmp_path: Path
) -> None:
    ana = room.phone("Ana", number=ANA, language="es")
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
        await app.database.write(_stage)
        app.menus.soon(ANA)
        await until(lambda: len(menus(room)) == 3)
        await ana.says("/delete")
        await ana.sees("Shall I delete everything")
        await ana.taps("Delete everything")
        await until(lambda: deleted(room) == [ANA])
    shown = commands_for(room.world, ANA, "es")
    assert names({"commands": shown}) == ["inicio", "privacidad", "ayuda"]


@pytest.mark.parametrize("status", [429, 502])
async def test_one_that_telegram_fails_to_take_comes_in_the_end(
    room: Room, tmp_path: Path, status: int
) -> None:
    waited: list[int] = []

    def at_once(_: Failure, before: int) -> float:
        waited.append(before)
        return 0.0

    async with doors(room, tmp_path) as app:
        app.menus = Menus(app.bot, app.database, TEXTS, app.clock, at_once)
        after = 1 if status == 429 else None
        room.faults.answer(status, retry_after=after, method="setMyCommands", count=5)
        async with running(app):
            await until(lambda: len(menus(room)) == 7)
    assert waited == [0, 1, 2, 3, 4]
    assert {menu.get("language_code") for menu in menus(room)[5:]} == {None, "es"}


def test_telegram_is_asked_less_and_less_often() -> None:
    failed = Failure(Outcome.WAIT)
    assert 1 <= again(failed, 0) <= 2
    assert 30 <= again(failed, 100) <= 60
    assert again(Failure(Outcome.WAIT, timedelta(seconds=7)), 100) == 7


async def test_trouble_with_one_is_let_go(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
        room.faults.answer(400, method="deleteMyCommands", description="no")
        app.menus.soon(ANA)
        app.menus.soon(BEN)
        await until(lambda: deleted(room) == [ANA, BEN])


async def test_no_more_wait_than_memory_has_room_for(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app:
        waiting = Menus(app.bot, app.database, TEXTS, app.clock)
        for number in range(1100):
            waiting.soon(number)


async def test_choosing_a_language_changes_it(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana", number=ANA)
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
        await app.database.write(_stage)
        await ana.says("/ajustes")
        await ana.sees("This is how it is now")
        await ana.taps("Language")
        await ana.sees("Which language")
        await ana.taps("Español")
        await until(lambda: len(menus(room)) == 3)
    assert "comoestoy" in names(menus(room)[-1])


async def test_the_goodbye_takes_the_commands_of_the_circle_away(
    room: Room, tmp_path: Path
) -> None:
    def goodbye(tx: Tx) -> None:
        circle = begin(tx, MONDAY)
        tx.run("UPDATE circle SET ends_at = :now, ended_at = :now", now=micros(MONDAY))
        facts: dict[str, object] = {"circle": circle.id, "what": "goodbye", "ends": micros(MONDAY)}
        outbox.put(tx, ANA, Class.ALERT, Kind.ENDING_NEWS, facts, MONDAY)

    ana = room.phone("Ana", number=ANA)
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
        await ana.says("/start")
        await ana.sees("by an invitation")
        await app.database.write(goodbye)
        app.delivery.wake()
        await until(lambda: len(menus(room)) == 3)
    assert menus(room)[-1]["scope"] == {"type": "chat", "chat_id": ANA}
    assert "checkin" not in names(menus(room)[-1])
