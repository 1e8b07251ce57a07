"""Crisis texts through both doors: answered with or without the database, and not kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import App
from bot.practice_room.room import Room
from tests.bot.coming import inbox, quiet, said, up
from tests.bot.doors import AWAY, Trap, doors, held, running, until

RARE = "quetzalcoatl"
WORDS = f"I want to kill myself {RARE}"
CARD = "nobody is reading this live"


async def bodies(app: App) -> list[object]:
    """What the inbox still holds."""
    rows = await app.database.read(lambda tx: tx.all("SELECT body FROM inbox"))
    return [row["body"] for row in rows]


def files(folder: Path) -> bytes:
    """Every byte that the database left on the disk."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_the_words_are_on_no_disk_and_in_no_log(
    room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ana = room.phone("Ana")
    async with doors(room, tmp_path) as app, running(app):
        await ana.says(WORDS)
        await ana.sees("988")
        await quiet(room, app)
        assert await bodies(app) == [None]
        await app.upkeep.tidy()
        assert RARE.encode() not in files(tmp_path)
    assert RARE not in caplog.text


@pytest.mark.parametrize("text", [WORDS, "quiero morirme", f"/start {WORDS}"])
async def test_a_crisis_is_answered_once_without_the_database(
    room: Room, app: App, text: str
) -> None:
    ana = room.phone("Ana")
    async with running(app):
        await up(room)
        with held(app):
            await ana.says(text)
            await until(lambda: said(ana.account))
            await asyncio.sleep(5 * AWAY)
        await quiet(room, app)
        assert await bodies(app) == [None]
    assert len(said(ana.account)) == 1
    assert CARD in said(ana.account)[0]


async def test_words_that_are_no_crisis_wait_for_the_database(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    async with running(app):
        await up(room)
        with held(app):
            await ana.says("this deadline is killing me")
            await asyncio.sleep(5 * AWAY)
            assert said(ana.account) == []
        await quiet(room, app)
    assert len(said(ana.account)) == 1


async def test_the_words_stay_until_the_card_has_come(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana")
    async with doors(room, tmp_path, seam=Trap(step=99)) as app, running(app):
        await up(room)
        room.faults.answer(502, method="sendMessage", count=None)
        await ana.says(WORDS)
        await until(lambda: len(room.history.of("sendMessage")) > 3)
        (body,) = await bodies(app)
        assert body is not None
        room.faults.clear()
        await until(lambda: said(ana.account))
        await quiet(room, app)
        assert await bodies(app) == [None]
    assert CARD in said(ana.account)[0]
    assert len(said(ana.account)) == 1


async def test_nobody_is_tried_for_ever_who_cannot_be_reached(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana")
    async with doors(room, tmp_path, seam=Trap(step=99)) as app, running(app):
        await ana.says(WORDS)
        ana.account.blocked = True
        await until(lambda: room.history.of("sendMessage"))
        await quiet(room, app)
        assert await bodies(app) == [None]


async def test_a_bug_does_not_keep_the_words_nor_the_card(room: Room, tmp_path: Path) -> None:
    ana = room.phone("Ana")
    async with doors(room, tmp_path, seam=Trap(step=99)) as app, running(app):
        await ana.says(WORDS)
        await until(lambda: said(ana.account))
        await quiet(room, app)
        assert await bodies(app) == [None]
        assert [state for _, state in await inbox(app)] == [2]
    assert [CARD in words for words in said(ana.account)] == [True]


async def test_a_changed_message_is_polled(room: Room, app: App) -> None:
    ana = room.phone("Ana")
    async with running(app):
        await ana.says("hello")
        await ana.sees("988")
    assert "edited_message" in room.history.of("getUpdates")[0].params["allowed_updates"]
