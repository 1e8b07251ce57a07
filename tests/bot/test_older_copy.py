"""An older copy that nobody brought up: no bot starts on it while the ledger knows better."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app, ledger
from bot.clock import SystemClock
from bot.practice_room.room import Room
from bot.sections import Backup, Database, Keys, Telegram
from bot.settings import Settings
from storage import ledger as rows
from storage import people
from storage.database import Database as Opened
from storage.database import Refused
from storage.enums import Gone, Language
from tests.bot.broken import KEY
from tests.bot.doors import MONDAY, At
from tests.postgres import BOTH, Server

DAY = timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path, served: Server | None) -> Settings:
    """A programme with a folder for the ledger."""
    url = served.fresh() if served else f"sqlite:///{tmp_path}/circlekeeper.db"
    return Settings(
        database=Database(url=url),
        backup=Backup(folder=tmp_path),
        keys=Keys.model_validate({"key": KEY}),
    )


async def opened(settings: Settings, *, hold: bool = False) -> Opened:
    """Its database."""
    return await Opened.open(settings.database.url, keyring=settings.keys.keyring(), hold=hold)


async def lost(settings: Settings, *, anybody: bool = True, days: int = 1) -> Opened:
    """Somebody's consent went so many days ago, and the database is of before that."""
    database, at = await opened(settings), MONDAY - days * DAY
    if anybody:
        await database.write(lambda tx: people.welcome(tx, 7, Language.ENGLISH, "UTC", MONDAY))
    await database.write(lambda tx: rows.note(tx, Gone.GRANT, 1, at))
    await ledger.Keeper(database, ledger.ledger_of(settings), At()).strike()
    await ledger.fit(database, settings, MONDAY)
    await database.write(lambda tx: tx.run("DELETE FROM ledger"))
    return database


@BOTH
async def test_no_bot_starts_on_it_and_one_that_was_brought_up_is_taken(settings: Settings) -> None:
    database = await lost(settings)
    with pytest.raises(Refused, match=r"is an older copy.* run circlekeeper restore"):
        await app.serve(settings, clock=At())
    found = await asyncio.to_thread(ledger.read, ledger.ledger_of(settings))
    assert found is not None
    await database.write(lambda tx: rows.keep(tx, found.entries))
    await ledger.fit(database, settings, MONDAY)
    await database.close()


async def test_an_empty_one_beside_a_ledger_is_told_as_such(settings: Settings) -> None:
    await (await lost(settings, anybody=False)).close()
    with pytest.raises(Refused, match=r"knows nobody.* or move the ledger away to begin anew"):
        await app.serve(settings, clock=At())


async def test_what_no_copy_can_bring_back_counts_no_more(settings: Settings) -> None:
    database = await lost(settings, days=30)
    await ledger.fit(database, settings, MONDAY)
    await database.close()


async def test_a_start_with_a_clock_that_is_behind_is_not_refused(settings: Settings) -> None:
    """The database has forgotten already what stands in the file for some hours more."""
    database = await lost(settings, days=30)
    await ledger.fit(database, settings, MONDAY - 60 * DAY)
    await database.close()


async def test_a_file_that_a_clock_ahead_has_touched_counts_by_the_right_time(
    settings: Settings,
) -> None:
    database, path = await lost(settings), ledger.ledger_of(settings)
    ahead = (MONDAY + 40 * DAY).timestamp()
    await asyncio.to_thread(os.utime, path, (ahead, ahead))
    with pytest.raises(Refused, match="is an older copy"):
        await ledger.fit(database, settings, MONDAY, certain=True)
    await database.close()


async def test_a_clock_that_is_ahead_lets_no_bot_start_on_it(
    settings: Settings, room: Room
) -> None:
    await (await lost(settings)).close()
    ahead = (MONDAY + 40 * DAY).timestamp()
    told = {"token": room.token, "api_base_url": room.url}
    there = settings.model_copy(update={"telegram": Telegram.model_validate(told)})
    with pytest.raises(Refused, match="is an older copy"):
        await app.serve(there, clock=SystemClock(lambda: ahead, lambda: 0.0))


@pytest.mark.parametrize("text", [None, "a diary\n"], ids=["away", "damaged"])
async def test_a_ledger_that_tells_nothing_stops_nobody(
    settings: Settings, text: str | None
) -> None:
    database, path = await lost(settings), ledger.ledger_of(settings)
    await asyncio.to_thread(path.unlink)
    if text is not None:
        await asyncio.to_thread(path.write_text, text)
    await ledger.fit(database, settings, MONDAY)
    await database.close()


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_standby_looks_before_it_waits(settings: Settings) -> None:
    await (await lost(settings)).close()
    leader = await opened(settings, hold=True)
    with pytest.raises(Refused, match="is an older copy"):
        await asyncio.wait_for(app.serve(settings, clock=At()), 20)
    await leader.close()
