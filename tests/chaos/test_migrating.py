"""Killed in the middle of a migration (F7): a whole schema is left, and the next start goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.practice_room.room import Room
from storage.database import SCRIPTS, no_seam
from storage.engines.scripts import Scripts, statements
from storage.engines.sqlite_file import APPLICATION_ID
from storage.engines.sqlite_start import migrate
from tests.chaos.conftest import Tell
from tests.chaos.evenings import SIDE_BY_SIDE
from tests.chaos.table import Line
from tests.storage.first_version import first_version
from tests.stories.kill_forks import Forks
from tests.stories.kill_play import answers, settle_in
from tests.stories.process import Hit, Life

pytestmark = pytest.mark.proof
FEW = 5
KEPT = ("SELECT id, language FROM person", "SELECT id, code, partner_id FROM circle")


def hits(*, every: bool) -> list[Hit]:
    """Behind each statement of the later migrations, and behind each of them; or a few of all."""
    later = Scripts.read(SCRIPTS).migrations[1:]
    count = sum(len(list(statements(one.sql))) for one in later)
    found = [Hit("migrating", number) for number in range(1, count + 1)]
    found += [Hit("migrated", number) for number in range(1, len(later) + 1)]
    return found if every else found[:: len(found) // FEW]


def schema_of(file: Path) -> tuple[int, list[tuple[str, str]]]:
    """The version of a database and all that it is made of."""
    with closing(sqlite3.connect(file)) as rows:
        (version,) = rows.execute("PRAGMA user_version").fetchone()
        query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
        return version, rows.execute(query).fetchall()


def rows_of(file: Path) -> list[list[tuple[object, ...]]]:
    """What must still be there."""
    with closing(sqlite3.connect(file)) as rows:
        return [rows.execute(query).fetchall() for query in KEPT]


def schemas(folder: Path) -> dict[int, list[tuple[str, str]]]:
    """What each version is made of."""
    scripts, found = Scripts.read(SCRIPTS), []
    for number in range(1, len(scripts.migrations) + 1):
        file = folder / f"{number}.db"
        with closing(sqlite3.connect(file, isolation_level=None)) as rows:
            migrate(rows, Scripts(scripts.schema, scripts.migrations[:number]), no_seam)
        found.append(schema_of(file))
    return dict(found)


def old_database(folder: Path) -> list[list[tuple[object, ...]]]:
    """One of the first version in place of an empty one; what is in it."""
    database = folder / "story.db"
    database.unlink()
    first_version(database)
    with closing(sqlite3.connect(database)) as rows:
        rows.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.chmod(0o600)
    return rows_of(database)


async def killed(forks: Forks, folder: Path, hit: Hit, known: dict[int, object]) -> str:
    """Kill a bot there and let it start again; what is wrong, if anything is."""
    async with Room.open() as room:
        config = settle_in(room, folder)
        before = old_database(folder)
        bot = forks.start(folder, config, [Life(hit)])
        await answers(room, bot)
        await bot.stop()
    left, made = schema_of(folder / "look" / "story.db")
    version, now = schema_of(folder / "story.db")
    if bot.kills != 1:
        return f"{hit}: never killed"
    if known.get(left) != made or rows_of(folder / "look" / "story.db") != before:
        return f"{hit}: what was left is no version: {left}"
    if version != max(known) or known[version] != now or rows_of(folder / "story.db") != before:
        return f"{hit}: what became of it is no version {max(known)}: {version}"
    return ""


async def all_killed(forks: Forks, folder: Path, meant: Sequence[Hit]) -> list[str]:
    """A bot for each hit, a few side by side; what went wrong."""
    known, places = schemas(folder), asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(hit: Hit) -> str:
        async with places:
            try:
                return await killed(forks, folder / str(hit), hit, dict(known))
            except AssertionError as error:
                return f"{hit}: {error}"

    return [fault for fault in await asyncio.gather(*map(one, meant)) if fault]


async def test_killed_at_each_statement_of_a_migration(
    server: Forks, tmp_path: Path, tell: Tell, long: bool
) -> None:
    meant = hits(every=long)
    faults = await all_killed(server, tmp_path, meant)
    remark = "\n".join(faults) or "each left one version whole, and the next start the newest"
    tell(Line("F7 killed in a migration", len(meant), held=not faults, remark=remark))
