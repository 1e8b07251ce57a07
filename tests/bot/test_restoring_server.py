"""What pg_restore put back is brought up: nobody and nothing that went is back, on two machines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot import keys, ledger
from bot.exits import ExitCode
from bot.settings import load
from storage import ledger as rows
from storage import people
from storage.database import Database, Tx
from storage.enums import Gone, Language
from tests.bot.broken import KEY, SOUND, written
from tests.bot.doors import At
from tests.bot.test_keeping import call
from tests.postgres import Server

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
ANA, BEA, CAL = 7, 8, 9
T = TypeVar("T")
Play = Callable[[Callable[[Database], Coroutine[Any, Any, T]]], T]


@pytest.fixture
def engine() -> str:
    return "postgresql"


class Programme:
    """Two machines with a ledger each, one database, and a dump of it."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.folder, self.server = folder, server
        self.url = self.old = server.fresh()
        for name in ("here", "there"):
            (folder / name).mkdir()

    @property
    def config(self) -> Path:
        """The settings of the one that is here."""
        more = f'[database]\nurl = "{self.url}"\n[backup]\nfolder = "here"\n'
        return written(self.folder, f"{SOUND}{more}")

    @property
    def other(self) -> Path:
        """The ledger of the other one."""
        return self.folder / "there" / "circlekeeper-ledger"

    def do(self, step: Callable[[Tx], T], key: str = KEY) -> T:
        """Do something in the database."""
        return asyncio.run(self._do(step, key))

    async def _do(self, step: Callable[[Tx], T], key: str) -> T:
        database = await Database.open(self.url, keyring=keys.keyring(keys.read(key)))
        try:
            return await database.write(step)
        finally:
            await database.close()

    def deletes(self, person: int, at: datetime, path: Path) -> None:
        """Somebody goes, and the machine that leads has it in its ledger."""

        def gone(tx: Tx) -> None:
            rows.note_person(tx, Gone.PERSON, person, at)
            tx.run("DELETE FROM person WHERE id = :id", id=person)
            people.alive(tx, at)

        self.do(gone)
        asyncio.run(self._strike(path, at))

    async def _strike(self, path: Path, at: datetime) -> None:
        database = await Database.open(self.url, keyring=keys.keyring(keys.read(KEY)))
        clock = At()
        clock.at = at
        await ledger.Keeper(database, path, clock).strike()
        await database.close()

    def everybody(self) -> list[int]:
        """Who is in it."""
        return sorted(self.do(people.arrived))


@pytest.fixture
def programme(tmp_path: Path, postgres: Server) -> Programme:
    """Three people and a dump; then Bea deletes while here leads, and Cal while there does."""
    one = Programme(tmp_path, postgres)

    def arrive(tx: Tx) -> None:
        people.remember_bot(tx, 1, "circle_bot")
        people.alive(tx, NOW - 3 * HOUR)
        for number in (ANA, BEA, CAL):
            people.welcome(tx, number, Language.ENGLISH, "UTC", NOW - 9 * HOUR)

    one.do(arrive)
    here = ledger.ledger_of(load(one.config))
    asyncio.run(one._strike(here, NOW - 4 * HOUR))
    dump = postgres.dump(one.url, tmp_path / "dump")
    one.deletes(BEA, NOW - 2 * HOUR, here)
    one.deletes(CAL, NOW - HOUR, one.other)
    one.url = postgres.put_back(dump)
    return one


def test_with_both_ledgers_whoever_deleted_stays_deleted(programme: Programme) -> None:
    assert programme.everybody() == [ANA, BEA, CAL]
    told = call("restore", "--ledger", programme.other, "--config", programme.config)
    assert told.exit_code == ExitCode.FINE, told.output
    assert "It was whole, and held people: 3, circles: 0" in told.stdout
    assert (
        "people were deleted: 2. That is done again.\nSo there are now people: 1, c" in told.stdout
    )
    assert "does not reach back" not in told.stdout
    assert f"last ran at {NOW - HOUR:%Y-%m-%d %H:%M} UTC" in told.stdout
    assert programme.everybody() == [ANA]


def test_a_ledger_that_turns_up_later_is_brought_in_later(programme: Programme) -> None:
    assert call("restore", "--config", programme.config).exit_code == 0
    assert programme.everybody() == [ANA, CAL]
    told = call("restore", "--ledger", programme.other, "--config", programme.config)
    assert "people were deleted: 1" in told.stdout
    assert programme.everybody() == [ANA]


def test_a_replaced_database_that_can_still_be_read_is_asked(programme: Programme) -> None:
    told = call("restore", "--old", programme.old, "--config", programme.config)
    assert told.exit_code == 0, told.output
    assert programme.everybody() == [ANA]


async def _run_beside(programme: Programme, call_it: Callable[[], T]) -> T:
    running = await Database.open(programme.url, keyring=keys.keyring(keys.read(KEY)), hold=True)
    try:
        return await asyncio.to_thread(call_it)
    finally:
        await running.close()


def test_what_stands_in_the_way_is_said_and_nothing_is_changed(programme: Programme) -> None:
    restore = ("restore", "--config", programme.config)
    found = asyncio.run(_run_beside(programme, lambda: call(*restore)))
    assert (found.exit_code, "in use by process" in found.stderr) == (ExitCode.HELD, True)
    found = call(*restore, programme.folder / "dump")
    assert (found.exit_code, "pg_restore" in found.stderr) == (ExitCode.SETTINGS, True)
    found = call(*restore, "--old", "postgresql://127.0.0.1:1/away")
    assert (found.exit_code, "does not let us in" in found.stderr) == (ExitCode.HELD, True)
    assert programme.everybody() == [ANA, BEA, CAL]
    programme.url = programme.server.fresh()
    found = call("restore", "--config", programme.config)
    assert (found.exit_code, "is empty" in found.stderr) == (ExitCode.DATABASE, True)
    assert programme.server.ask(
        "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", programme.url
    ) == [(0,)]


def test_it_may_take_as_long_as_it_takes(programme: Programme) -> None:
    limits = [
        f"current_setting('{one}') AS {one}"
        for one in ("statement_timeout", "idle_in_transaction_session_timeout")
    ]

    async def asked() -> list[Any]:
        database = await Database.open(
            programme.url, keyring=keys.keyring(keys.read(KEY)), hold=True, unhurried=True
        )
        found = await database.write(lambda tx: tx.all(f"SELECT {', '.join(limits)}"))
        await database.close()
        return found

    assert [set(row.values()) for row in asyncio.run(asked())] == [{"0"}]


def test_a_server_that_is_away_is_tried_again_by_whoever_starts_the_bot(
    programme: Programme,
) -> None:
    programme.url = "postgresql://127.0.0.1:1/away"
    found = call("migrate", "--config", programme.config)
    assert (found.exit_code, "does not let us in" in found.stderr) == (ExitCode.HELD, True)
