"""Delivery: of several edits of a message the newest is the one that stays."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.practice_room.room import Room
from storage.enums import Class, Language
from tests.bot.sending import look, made, phones, put, say, turn, words


async def test_a_newer_edit_replaces_one_that_waits(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id)
    await app.delivery.settle()
    room.faults.answer(502, method="editMessageText")
    old = await say(app, ana.id, Class.EDIT, edits=ana.newest.id, facts={"key": "say.neutral"})
    await app.delivery.settle()
    await say(app, ana.id, Class.EDIT, edits=ana.newest.id, facts={"key": "say.old_button"})
    await turn(app, room, 60)
    assert (await look(app, old))["why"] == "replaced"
    assert words(ana) == [app.house.texts.of(Language.ENGLISH)("say.old_button")]


async def test_an_edit_that_failed_does_not_come_back_over_a_newer_one(
    room: Room, app: App
) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id)
    await app.delivery.settle()
    room.faults.switch("slow", on=0.1)
    room.faults.answer(502, method="editMessageText")
    old = await say(app, ana.id, Class.EDIT, edits=ana.newest.id, facts={"key": "say.neutral"})
    await asyncio.sleep(0.03)
    await say(app, ana.id, Class.EDIT, edits=ana.newest.id, facts={"key": "say.old_button"})
    await app.delivery.settle()
    await turn(app, room, 60)
    assert (await look(app, old))["why"] == "replaced"
    assert words(ana) == [app.house.texts.of(Language.ENGLISH)("say.old_button")]


@pytest.mark.parametrize("steps_later", range(5))
async def test_an_edit_that_is_tried_again_never_passes_a_newer_one(
    room: Room, app: App, steps_later: int
) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id)
    await app.delivery.settle()
    edits = ana.newest.id
    await put(app, ana.id, Class.EDIT, edits=edits, facts={"key": "say.neutral"})
    sweeping = asyncio.create_task(app.delivery.settle())
    await asyncio.sleep(0)
    for _ in range(steps_later):
        await app.database.write(lambda tx: None)
    await say(app, ana.id, Class.EDIT, edits=edits, facts={"key": "say.old_button"})
    await sweeping
    await app.delivery.settle()
    assert words(ana) == [app.house.texts.of(Language.ENGLISH)("say.old_button")]


async def test_of_several_edits_in_a_row_only_the_last_is_sent(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id)
    await app.delivery.settle()
    edits = ana.newest.id
    many = [
        await made(app, ana.id, Class.EDIT, edits=edits, facts={"key": key})
        for key in ("say.neutral", "say.sorry", "say.old_button")
    ]
    app.delivery.take(many)
    await app.delivery.settle()
    assert words(ana) == [app.house.texts.of(Language.ENGLISH)("say.old_button")]
    assert len(room.history.of("editMessageText")) == 1
    assert [(await look(app, one.row))["why"] for one in many] == ["replaced", "replaced", None]
