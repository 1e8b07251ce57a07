"""Menus: everybody's in each language, one's own by role, and trouble that stops nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.menus import Menus
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
        await until(lambda: len(menus(room)) == 6)
    ana, ben, cora, dan = menus(room)[2:]
    assert ana["scope"] == {"type": "chat", "chat_id": ANA}
    assert names(ana)[:3] == ["checkin", "start", "circle"]
    assert "stop" in names(ana)
    assert names(ben) == ["inicio", "circulo", "ajustes", "privacidad", "ayuda"]
    assert "checkin" not in names(cora)
    assert names(dan) == ["start", "privacy", "help"]


async def test_trouble_with_one_is_let_go(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app, running(app):
        await up(room)
        room.faults.answer(400, method="setMyCommands", description="no")
        app.menus.soon(ANA)
        app.menus.soon(BEN)
        await until(lambda: len(menus(room)) == 4)


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
