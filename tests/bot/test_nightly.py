"""The copy of every night: when it is due, how many stay, and what is said when it fails."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import values
from bot.app import App
from bot.doctor.backups import ledger
from bot.doctor.backups import nightly as looked_at
from bot.doctor.finding import Finding, Mark
from bot.ledger import Keeper, ledger_of
from bot.nightly import Nightly, due
from bot.sections import Backup
from bot.sections import Database as DatabaseSettings
from bot.settings import Settings
from storage import backups
from storage.database import Database
from storage.seal import Keyring
from tests.bot.doors import MONDAY, At
from tests.bot.times import Machine
from tests.postgres import BOTH, Server

NEW_YORK = "America/New_York"
NIGHT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""03:30 on that Monday in New York."""
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("newest", "now", "wanted"),
    [
        (None, NIGHT - MINUTE, True),
        (NIGHT - DAY, NIGHT - MINUTE, False),
        (NIGHT - DAY, NIGHT, True),
        (NIGHT, NIGHT + MINUTE, False),
        (NIGHT - 9 * DAY, NIGHT + DAY / 2, True),
        # The night that is an hour shorter, and the one that is an hour longer.
        (datetime(2026, 3, 7, 8, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC), True),
        (datetime(2026, 10, 31, 7, 30, tzinfo=UTC), datetime(2026, 11, 1, 8, 30, tzinfo=UTC), True),
    ],
)
def test_it_is_due_once_a_night(newest: datetime | None, now: datetime, wanted: bool) -> None:
    assert due(newest, "03:30", NEW_YORK, now) is wanted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


async def again(chore: Nightly, folder: Path) -> int:
    """The folder is there again; how many copies there are after the next look."""
    await asyncio.to_thread(folder.mkdir)
    await chore.strike()
    return len(await asyncio.to_thread(backups.kept, chore._path, folder))


def settings_of(app: App, folder: Path, keep: int = 3) -> Settings:
    """The app's settings, with a folder for copies."""
    return app.settings.model_copy(update={"backup": Backup(folder=folder, keep=keep)})


async def test_every_night_one_and_the_newest_stay(app: App, folder: Path) -> None:
    clock, settings = At(), settings_of(app, folder)
    chore = Nightly(app.database, settings, folder, clock)
    for _ in range(5 * 24):
        await chore.strike()
        clock.at += timedelta(hours=1)
    made = [at for at, _ in backups.kept(settings.database_path, folder)]
    assert made == [MONDAY + n * DAY for n in (4, 3, 2)]


async def test_no_copy_goes_until_two_clocks_agree(app: App, folder: Path) -> None:
    machine, settings = Machine(), settings_of(app, folder, keep=1)
    chore = Nightly(app.database, settings, folder, machine.clock)
    left = []
    for _ in range(3):
        await chore.strike()
        left.append(len(backups.kept(settings.database_path, folder)))
        machine.passes(DAY)
    machine.clock.told(MONDAY + 3 * DAY)
    await chore.strike()
    assert [*left, len(backups.kept(settings.database_path, folder))] == [1, 2, 3, 1]


async def test_a_clock_that_was_ahead_stops_no_copies(app: App, folder: Path) -> None:
    clock, settings = At(), settings_of(app, folder)
    chore = Nightly(app.database, settings, folder, clock)
    clock.at = MONDAY + 30 * DAY
    await chore.strike()
    clock.at = MONDAY
    for _ in range(5):
        await chore.strike()
        clock.at += DAY
    made = [at for at, _ in backups.kept(settings.database_path, folder)]
    assert made == [MONDAY + n * DAY for n in (30, 4, 3, 2)]


async def test_a_folder_that_is_gone_is_tried_again(app: App, folder: Path) -> None:
    chore = Nightly(app.database, settings_of(app, folder), folder, At())
    shutil.rmtree(folder)
    await chore.strike()
    assert await again(chore, folder) == 1


def test_the_doctor_says_how_old_the_newest_is(app: App, folder: Path) -> None:
    settings = settings_of(app, folder)
    path = settings.database_path
    marks = [looked_at(app.settings, MONDAY)[0].mark, looked_at(settings, MONDAY)[0].mark]
    (folder / backups._named(path, MONDAY)).touch()
    marks += [looked_at(settings, MONDAY + after)[0].mark for after in (DAY, 2 * DAY)]
    shutil.rmtree(folder)
    marks.append(looked_at(settings, MONDAY)[0].mark)
    assert marks == [Mark.LOOK, Mark.LOOK, Mark.OK, Mark.MEND, Mark.MEND]


def test_the_doctor_names_a_copy_from_later_than_now(app: App, folder: Path) -> None:
    settings = settings_of(app, folder)
    for at in (MONDAY, MONDAY + 30 * DAY):
        (folder / backups._named(settings.database_path, at)).touch()
    ahead, newest = looked_at(settings, MONDAY + DAY)
    assert (ahead.mark, "later than now" in ahead.sentence) == (Mark.MEND, True)
    assert (newest.mark, "newest of 1" in newest.sentence) == (Mark.OK, True)


def test_the_doctor_names_a_damaged_ledger(app: App, folder: Path) -> None:
    settings = settings_of(app, folder)
    assert ledger(settings, MONDAY) == []
    ledger_of(settings).write_text("a diary\n")
    [found] = ledger(settings, MONDAY)
    assert (found.mark, "move it away" in found.sentence) == (Mark.MEND, True)


@BOTH
async def test_the_doctor_names_a_ledger_that_a_running_bot_does_not_write(
    tmp_path: Path, folder: Path, served: Server | None
) -> None:
    url = served.fresh() if served else f"sqlite:///{tmp_path}/circlekeeper.db"
    settings = Settings(database=DatabaseSettings(url=url), backup=Backup(folder=folder))
    clock = At()
    running = await Database.open(url, keyring=Keyring.plain(), hold=True, now=clock.now)

    async def look() -> list[Finding]:
        return await asyncio.to_thread(ledger, settings, clock.at)

    assert await look() == []
    clock.at += timedelta(minutes=10)
    [found] = await look()
    assert (found.mark, "does not write" in found.sentence) == (Mark.MEND, True)
    await Keeper(running, ledger_of(settings), clock).strike()
    assert await look() == []
    clock.at += timedelta(minutes=10)
    assert len(await look()) == 1
    await running.close()
    assert await look() == []


def test_the_settings_promise_what_privacy_promises() -> None:
    assert timedelta(days=values.LONGEST_KEPT) == backups.LONGEST
