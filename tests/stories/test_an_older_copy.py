"""An older copy is put back (F37): nobody hears anything twice, and nobody who went is back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import restoring
from bot.practice_room.phone import Phone
from bot.restoring import Restored
from storage import backups
from storage.database import Refused
from storage.enums import Gone
from tests.postgres import Server
from tests.stories.stage import DAY, HOUR, OnServer, Stage, say, tap


async def copied(stage: Stage, folder: Path, served: Server | None = None) -> Path:
    """A copy as the bot runs."""
    await asyncio.to_thread(folder.mkdir)
    app = stage.demo.app
    if served is not None:
        return await asyncio.to_thread(served.dump, app.settings.database.url, folder / "dump")
    path = app.settings.database_path
    return (await backups.make(app.database, path, folder, app.clock.now())).file


async def put_back(stage: Stage, copy: Path, served: Server | None = None) -> Restored:
    """Stop the bot, put the copy back, start it again."""
    await stage.demo.stop()
    now = stage.room.clock.now()
    if served is None:
        found = await restoring.restore(stage.demo.settings(), copy, now)
    else:
        assert isinstance(stage.demo, OnServer)
        stage.demo.url = await asyncio.to_thread(served.put_back, copy)
        with pytest.raises(Refused, match="is an older copy"):
            await stage.demo.start()
        found = await restoring.bring_up(stage.demo.settings(), now)
    await stage.demo.start()
    await stage.settle()
    return found


def unasked(*phones: Phone) -> list[int]:
    """How many messages each of them has from the bot."""
    return [sum(one.from_bot for one in phone.messages) for phone in phones]


async def test_an_older_copy_says_nothing_twice_and_brings_nobody_back(
    on_stage: Stage, tmp_path: Path, served: Server | None
) -> None:
    eve = await on_stage.eve()
    cora = await on_stage.cora(eve)
    ana = await on_stage.ana(cora)
    ben = await on_stage.ben(ana)
    copy = await copied(on_stage, tmp_path / "copies", served)

    # Ben deletes, Cora hears that nobody is near, and it is Tuesday evening for Ana.
    await ben.says("/delete")
    await ben.sees("There is no way back")
    await ben.taps("Delete everything")
    await ben.sees("I've deleted")
    await on_stage.turn(5 * DAY)
    await ana.sees("A quiet moment, Ana?")
    await cora.sees("needs a look")
    before = unasked(ana, ben, cora, eve)

    found = await put_back(on_stage, copy, served)
    assert (found.gone[Gone.PERSON], found.whole) == (1, True)
    assert found.counts["person"] == 4
    await on_stage.turn(HOUR)
    told = unasked(ana, ben, cora, eve)
    assert [after - first for after, first in zip(told, before, strict=True)] == [0, 0, 1, 0]
    await cora.sees("1 circle needs a look")
    await say(ben, "/start", "people join me by an invitation")
    await tap(cora, "Tap for details" if "Tap for details" in cora.buttons else "See it", "")
    await on_stage.turn(7 * DAY)
    await ana.sees("A quiet moment, Ana?")


async def test_what_was_due_while_nobody_ran_is_an_ordinary_outage(
    on_stage: Stage, tmp_path: Path
) -> None:
    """The disk breaks on Monday noon; the copy of that minute is put back on Tuesday evening."""
    eve = await on_stage.eve()
    cora = await on_stage.cora(eve)
    ana = await on_stage.ana(cora)
    await on_stage.ben(ana)
    copy = await copied(on_stage, tmp_path / "copies")
    await on_stage.demo.stop()
    path = on_stage.demo.settings().database_path
    path.write_bytes(b"")
    await on_stage.to(1, 1, 19)
    await restoring.restore(on_stage.demo.settings(), copy, on_stage.room.clock.now())
    await on_stage.demo.start()
    await on_stage.settle()
    await ana.sees("A quiet moment, Ana?")
