"""The ledger's file: a few seconds behind the database, apart from it, and never half."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import bot.ledger
from bot.app import App
from bot.ledger import HEAD, Keeper, read
from bot.practice_room.room import Room
from bot.restoring import restore
from storage import ledger, people
from storage.database import Refused
from storage.enums import Gone
from storage.records import Entry
from tests.bot.doors import MONDAY, At, Ticking, doors, running, until
from tests.bot.times import Machine
from tests.storage.small import rights

DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "doors.db-ledger"


async def note(app: App, number: int, at: datetime = MONDAY) -> Entry:
    """Something is gone."""
    await app.database.write(lambda tx: ledger.note(tx, Gone.GRANT, number, at))
    return Entry(at, Gone.GRANT, str(number))


def moved_away(path: Path) -> None:
    """Somebody tidied up."""
    path.unlink()


def linked(path: Path) -> Path:
    """Somebody sent it to another disk; where it is there."""
    there = path.parent / "another disk" / "ledger"
    there.parent.mkdir()
    there.write_text(f"{HEAD}{MONDAY.isoformat()}\n")
    path.symlink_to(there)
    return there


def ends_whole(path: Path) -> bool:
    """Whether its last line has an end."""
    return path.read_text("utf-8").endswith("\n")


async def test_it_follows_the_database_and_says_when_the_bot_ran(app: App, path: Path) -> None:
    clock = At()
    keeper = Keeper(app.database, path, clock)
    await keeper.strike()
    first = await note(app, 1)
    await keeper.strike()
    clock.at += DAY / 2
    second = await note(app, 2, clock.at)
    await keeper.strike()
    found = read(path)
    assert found is not None
    assert (found.since, found.entries, found.ran_at) == (MONDAY, (first, second), clock.at)
    assert rights(path) == 0o600


async def test_strikes_at_once_come_one_after_the_other(
    app: App, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    entry = await note(app, 1)
    for _ in range(20):
        keeper = Keeper(app.database, path, At())
        await asyncio.gather(*(keeper.strike() for _ in range(4)))
        found = read(path)
        assert found is not None
        assert found.entries == (entry,)
        moved_away(path)
    assert caplog.records == []


async def test_a_new_start_goes_on_where_the_last_one_was(app: App, path: Path) -> None:
    entries = [await note(app, 1), await note(app, 2)]
    for _ in range(2):
        await Keeper(app.database, path, At()).strike()
    with path.open("a") as file:
        file.write("2026-03-02T09:00:00+00:00 gra")  # killed in the middle of a line
    entries.append(await note(app, 3))
    await Keeper(app.database, path, At()).strike()
    found = read(path)
    assert found is not None
    assert found.entries == tuple(entries)


async def test_a_file_that_was_moved_away_begins_anew(app: App, path: Path) -> None:
    clock = At()
    keeper = Keeper(app.database, path, clock)
    entry = await note(app, 1)
    await keeper.strike()
    moved_away(path)
    clock.at += DAY
    await keeper.strike()
    found = read(path)
    assert found is not None
    assert (found.since, found.entries) == (clock.at, (entry,))


async def test_a_folder_that_is_away_is_waited_for(app: App, tmp_path: Path) -> None:
    path = tmp_path / "away" / "doors.db-ledger"
    keeper = Keeper(app.database, path, At())
    entry = await note(app, 1)
    await keeper.strike()
    await asyncio.to_thread(path.parent.mkdir)
    await keeper.strike()
    found = read(path)
    assert found is not None
    assert found.entries == (entry,)


async def test_half_a_line_from_a_full_disk_is_not_gone_on_with(
    app: App, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper(app.database, path, At())
    await keeper.strike()
    whole = bot.ledger._append

    def full(at: Path, text: str) -> None:
        whole(at, text[:10])
        raise OSError(errno.ENOSPC, "no room")

    first = await note(app, 1)
    monkeypatch.setattr(bot.ledger, "_append", full)
    await keeper.strike()
    assert not ends_whole(path)
    monkeypatch.setattr(bot.ledger, "_append", whole)
    second = await note(app, 2)
    await keeper.strike()
    found = read(path)
    assert found is not None
    assert found.entries == (first, second)


@pytest.mark.skipif(sys.platform == "win32", reason="Links need rights there.")
async def test_behind_a_link_it_stays_where_it_was_sent(app: App, path: Path) -> None:
    there = linked(path)
    entry = await note(app, 1)
    await Keeper(app.database, path, At()).strike()
    found = read(there)
    assert found is not None
    assert found.entries == (entry,)
    assert read(path) == found


async def test_what_no_copy_can_bring_back_goes(app: App, path: Path) -> None:
    clock = At()
    keeper = Keeper(app.database, path, clock)
    await note(app, 1)
    await keeper.strike()
    clock.at += ledger.KEPT
    young = await note(app, 2, clock.at)
    await keeper.strike()
    found = read(path)
    assert found is not None
    assert (found.since, found.entries) == (MONDAY, (young,))
    assert keeper._known == {young}
    assert await app.database.write(lambda tx: ledger.purge(tx, clock.at, 100)) == 1


async def test_nothing_goes_until_two_clocks_agree(app: App, path: Path) -> None:
    machine = Machine()
    keeper = Keeper(app.database, path, machine.clock)
    entry = await note(app, 1)
    await keeper.strike()
    machine.passes(40 * DAY)
    await keeper.strike()
    assert (found := read(path)) is not None
    assert found.entries == (entry,)
    machine.clock.told(MONDAY + 40 * DAY)
    await keeper.strike()
    assert (found := read(path)) is not None
    assert found.entries == ()


async def test_a_clock_that_was_ahead_does_not_stop_the_beats(app: App, path: Path) -> None:
    clock = At()
    keeper = Keeper(app.database, path, clock)
    clock.at += 40 * DAY
    await keeper.strike()
    clock.at -= 39 * DAY
    await keeper.strike()
    assert (found := read(path)) is not None
    assert found.ran_at == clock.at


async def test_a_person_is_a_keyed_hash(app: App, path: Path) -> None:
    await app.database.write(lambda tx: ledger.note_person(tx, Gone.PERSON, 123_456_789, MONDAY))
    await Keeper(app.database, path, At()).strike()
    assert "123456789" not in str(read(path))


@pytest.mark.parametrize(
    "text",
    [
        "a diary\n",
        f"{HEAD}yesterday\n",
        f"{HEAD}2026-01-01\n",
        f"{HEAD}2026-01-01T00:00+00:00\nx y z\n",
        f"{HEAD}2026-01-01T00:00+00:00\n2026-01-02 grant 1\n",
        f"{HEAD}2026-01-01T00:00+00:00\n2026-01-02T00:00+00:00 grant one\n",
        f"{HEAD}2026-01-01T00:00+00:00\n2026-01-02T00:00+00:00 grant {'9' * 30}\n",
        "\n",
    ],
)
def test_what_is_not_as_it_was_written_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(Refused, match="is damaged"):
        read(path)


def test_no_file_is_no_ledger(path: Path) -> None:
    assert read(path) is None


async def test_it_reaches_back_to_the_first_copy_that_a_new_bot_makes(
    room: Room, tmp_path: Path
) -> None:
    copy = tmp_path / "first.db"

    def recovered(moment: str) -> None:
        """The copy of the night is made beside the first strikes: this is the earliest one."""
        if moment == "start.recovered":
            with closing(sqlite3.connect(tmp_path / "doors.db")) as live:
                live.execute("VACUUM INTO ?", (str(copy),))

    async with doors(room, tmp_path, clock=Ticking(), seam=recovered) as app:
        await app.database.write(lambda tx: people.remember_bot(tx, 1, "circle_bot"))
        async with running(app):
            await until(lambda: read(tmp_path / "doors.db-ledger"))
    assert (await restore(app.settings, copy, MONDAY + DAY)).whole
