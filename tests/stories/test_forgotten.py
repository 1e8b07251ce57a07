"""Ana uses everything, then deletes: the files hold neither her number nor a word of hers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.practice_room.phone import Phone
from storage import sealing
from storage.database import Tx
from tests.stories.stage import DAY, HOUR, Stage, join, link

TYPED = ("Kestrelina", "Quillwort", "Zephyrine")
"""A name, a note to nobody, words to a partner: nothing else in the files is spelt so."""


def files(folder: Path) -> bytes:
    """Every file of the database, as it lies on the disk."""
    return b"\n".join(one.read_bytes() for one in folder.iterdir() if one.is_file())


def tables_with(folder: Path, number: int) -> list[str]:
    """The tables in which a number stands in any column."""
    with closing(sqlite3.connect(next(folder.glob("practice-*.db")))) as rows:
        names = [
            row[0] for row in rows.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return [
            name
            for name in names
            for row in rows.execute(f"SELECT * FROM {name}")  # noqa: S608 - our own tables
            if number in row
        ]


def _opened(tx: Tx) -> bytes:
    return b"\n".join(
        sealing.opened(tx, column, row)
        for column in sealing.COLUMNS
        for row in tx.all(f"SELECT * FROM {column.table} WHERE {column.name} IS NOT NULL")  # noqa: S608
    )


async def opened(stage: Stage) -> bytes:
    """Everything that is sealed, opened with the key."""
    return await stage.demo.app.database.read(_opened)


async def ana_named(stage: Stage, cora: Phone) -> Phone:
    """Ana, under a name that stands nowhere else."""
    await cora.says("/start")
    await cora.sees("You open a circle")
    await cora.taps("Open a circle")
    ana = stage.phone("Ana")
    await join(ana, await link(cora), TYPED[0], rhythm=True)
    return ana


async def uses_everything(stage: Stage, ana: Phone, cora: Phone) -> None:
    """A check-in, words beside it, a text that nobody asked for, another name."""
    await ana.says("/checkin")
    await ana.sees("Your feelings")
    await ana.says(f"cold, and {TYPED[1]} besides")
    await stage.settle()
    await ana.says("/settings")
    await stage.settle()
    await ana.says(f"/{TYPED[2]} {TYPED[2]}")
    await stage.settle()
    await stage.turn(9 * DAY)
    await cora.says("/start")
    await stage.settle()


async def test_what_people_type_lies_sealed(on_stage: Stage, tmp_path: Path) -> None:
    eve = await on_stage.eve()
    cora = await on_stage.cora(eve, name="Corisande")
    ana = await ana_named(on_stage, cora)
    await uses_everything(on_stage, ana, cora)
    lying = files(tmp_path)
    assert [one for one in (*TYPED, "Corisande") if one.encode() in lying] == []
    assert b"Corisande" in await opened(on_stage)


async def test_whoever_deletes_is_in_no_file_any_more(on_stage: Stage, tmp_path: Path) -> None:
    eve = await on_stage.eve()
    cora = await on_stage.cora(eve)
    ana = await ana_named(on_stage, cora)
    await uses_everything(on_stage, ana, cora)
    assert len(tables_with(tmp_path, ana.id)) > 5
    assert TYPED[0].encode() in await opened(on_stage)
    await ana.says("/delete")
    await ana.sees("There is no way back", "Your circle ends")
    await ana.taps("Delete everything")
    await ana.sees("I've deleted what you told me")
    await cora.sees("has ended")
    await on_stage.turn(HOUR)
    await on_stage.demo.app.upkeep.tidy()
    assert tables_with(tmp_path, ana.id) == []
    assert str(ana.id).encode() not in files(tmp_path) + await opened(on_stage)
    assert [one for one in TYPED if one.encode() in await opened(on_stage)] == []

    # A stranger again: a new link works as for somebody new.
    await cora.says("/start")
    await cora.sees("You open a circle")
    await cora.taps("Open a circle")
    await ana.opens(await link(cora))
    await ana.sees("Hi · Hola")


async def test_both_files_arrive_in_the_chat(on_stage: Stage) -> None:
    eve = await on_stage.eve()
    await eve.says("/export")
    await eve.sees("Telegram's cloud")
    await eve.taps("Send it here")
    await eve.sees("To read")
    await eve.sees("The same as data")
    kept = [one.document for one in eve.messages if one.document]
    assert [one.name for one in kept] == ["my-data.html", "my-data.json"]
    assert all(b"Eve" in one.data for one in kept)
