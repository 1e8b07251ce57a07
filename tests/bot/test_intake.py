"""Intake: stored before Telegram forgets, one effect each, whatever comes."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.exits import EndsError, ExitCode
from bot.practice_room.room import Room
from storage.enums import InboxState
from tests.bot.coming import dies, inbox, offsets, quiet, said, up
from tests.bot.doors import Trap, doors, held, running, until


async def test_what_was_fetched_and_not_stored_comes_again(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana")
    await ana.says("hello")
    async with doors(room, tmp_path, seam=Trap(intake_fetched=1)) as app:
        await dies(app)
        assert await inbox(app) == []
        assert len(room.world.queue.waiting) == 1
        async with running(app):
            await quiet(room, app)
        assert len(said(ana.account)) == 1


async def test_what_was_stored_before_the_offset_moved_has_one_effect(
    room: Room, tmp_path: Path
) -> None:
    ana = room.phone("Ana")
    await ana.says("hello")
    async with doors(room, tmp_path, seam=Trap(intake_stored=1)) as app:
        await dies(app)
        assert [state for _, state in await inbox(app)] == [InboxState.WAITING]
        assert len(room.world.queue.waiting) == 1
    async with doors(room, tmp_path) as app, running(app):
        await quiet(room, app)
        assert [state for _, state in await inbox(app)] == [InboxState.DONE]
        assert len(said(ana.account)) == 1


async def test_a_commit_that_fails_keeps_the_offset(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana")
    trap = Trap()
    async with doors(room, tmp_path, seam=trap) as app, running(app):
        await up(room)
        with held(app):
            await ana.says("hello")
            await until(lambda: len(offsets(room)) > 3)
            assert set(offsets(room)) == {0}
        await quiet(room, app)
        assert len(said(ana.account)) == 1


async def test_a_disk_that_hangs_is_no_deafness(room: Room, app: App) -> None:
    ana, go, slow = room.phone("Ana"), threading.Event(), list[None]()
    app.intake.slow = lambda: slow.append(None)
    async with running(app):
        await up(room)
        stuck = asyncio.create_task(app.database.write(lambda _: go.wait(30)))
        await ana.says("hello")
        await until(lambda: slow)
        before = app.intake.finished_at
        await until(lambda: app.intake.finished_at > before)
        assert said(ana.account) == []
        go.set()
        await stuck
        await quiet(room, app)
        assert len(said(ana.account)) == 1


async def test_updates_without_a_number_are_told_once_a_minute(
    room: Room, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        assert await app.intake._keep([{"message": {}}]) is None
    assert caplog.text.count("updates_without_id") == 1


async def test_an_update_that_comes_twice_has_one_effect(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    await ana.says("hello")
    again = dict(room.world.queue.waiting[0])
    async with running(app):
        await quiet(room, app)
        await ana.says("and more")
        room.world.queue.waiting[-1].clear()
        room.world.queue.waiting[-1].update(again)
        room.world.queue.wake()
        await until(lambda: len(offsets(room)) > 2)
        await app.workers.settle()
        await app.delivery.settle()
    assert len(await inbox(app)) == len(said(ana.account)) == 1


async def test_ids_that_restart_lower_are_accepted(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    async with running(app):
        await ana.says("one")
        await quiet(room, app)
        room.world.queue.restart_lower(100)
        await ana.says("two")
        await quiet(room, app)
    assert [number for number, _ in await inbox(app)][1] == 100
    assert len(said(ana.account)) == 2


ODD: tuple[Any, ...] = (
    None,
    7,
    [],
    {},
    {"message_id": "x"},
    {"message_id": 1, "date": "today", "chat": {"id": 5, "type": "private"}},
    {"message_id": 1, "date": 1, "chat": None},
    {"message_id": 1, "date": 1, "chat": {"id": 2**63, "type": "private"}},
    {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": 7, "text": 8},
    {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "\u0000"},
)


@pytest.mark.parametrize("kind", ["message", "callback_query", "my_chat_member", "something_new"])
async def test_malformed_updates_do_not_stop_their_neighbours(
    room: Room, app: App, kind: str
) -> None:
    ana = room.phone("Ana")
    await ana.says("before")
    for odd in ODD:
        await ana.says("odd")
        body = room.world.queue.waiting[-1]
        del body["message"]
        body[kind] = odd
    await ana.says("after")
    async with running(app):
        await quiet(room, app)
    found = await inbox(app)
    assert len(found) == len(ODD) + 2
    assert InboxState.WAITING not in {state for _, state in found}
    assert [found[0][1], found[-1][1]] == [InboxState.DONE] * 2
    assert len(said(ana.account)) == 2


@pytest.mark.parametrize("number", [None, "7", True, 2**64 - 1])
async def test_an_update_without_a_usable_number_is_passed_over(
    room: Room, app: App, number: Any
) -> None:
    ana = room.phone("Ana")
    await ana.says("odd")
    room.world.queue.waiting[0]["update_id"] = number
    await ana.says("after")
    async with running(app):
        await quiet(room, app)
    assert len(await inbox(app)) == len(said(ana.account)) == 1


@pytest.mark.parametrize(("status", "code"), [(401, 5), (404, 5), (409, 4)])
async def test_a_refusal_ends_the_bot_with_its_own_code(
    room: Room, app: App, status: int, code: int
) -> None:
    if status == 409:
        for _ in range(4):
            app.intake._polling._conflicts.append(app.intake._polling._real())
    room.faults.answer(status, method="getUpdates")
    with pytest.raises(EndsError) as caught:
        await asyncio.wait_for(app.run(asyncio.Event()), 5)
    assert caught.value.code == ExitCode(code)


async def test_a_telegram_that_is_down_is_asked_rarely_and_then_heard_again(
    room: Room, app: App
) -> None:
    ana = room.phone("Ana")
    room.faults.answer(502, method="getUpdates", count=2)
    await ana.says("hello")
    started = asyncio.get_running_loop().time()
    async with running(app):
        await until(lambda: said(ana.account))
        passed = asyncio.get_running_loop().time() - started
        assert len(room.history.of("getUpdates")) <= 5
        assert passed >= 1.5


async def test_a_group_is_left_and_nothing_is_said_there(room: Room, app: App) -> None:
    dan = room.phone("Dan")
    async with running(app):
        group = await dan.adds_the_bot_to_a_group("Canaries")
        await until(lambda: not group.bot_is_in)
        await dan.says("hello", group=group)
        await quiet(room, app)
    assert [message for message in group.messages.values() if message.from_bot] == []
    assert said(dan.account) == []


async def test_an_answer_is_told_of_before_what_it_brings_is_stored(room: Room, app: App) -> None:
    ana, stored = room.phone("Ana"), list[int]()

    async def heard() -> None:
        stored.append(len(await inbox(app)))

    app.intake.heard = heard
    await ana.says("hello")
    room.faults.answer(502, method="getUpdates")
    async with running(app):
        await quiet(room, app)
    assert stored[0] == 0
    assert len(await inbox(app)) == 1
