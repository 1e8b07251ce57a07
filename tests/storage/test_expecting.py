"""What a typed text would be: the newest question wins, for an hour, sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import expecting, people
from storage.database import Database, Tx
from storage.enums import Expected, Language
from storage.records import Expecting, PersonId

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ANA = PersonId(1)


@pytest.fixture
async def with_ana(database: Database) -> Database:
    """A database that knows Ana."""
    await database.write(lambda tx: people.welcome(tx, ANA, Language.ENGLISH, "UTC", NOW))
    return database


def ask(tx: Tx, what: Expected, **facts: object) -> None:
    expecting.put(tx, ANA, what, facts, None, NOW)


async def expected(database: Database, after: timedelta = timedelta(0)) -> Expecting | None:
    return await database.read(lambda tx: expecting.get(tx, ANA, NOW + after))


async def test_the_newest_question_wins(with_ana: Database) -> None:
    await with_ana.write(lambda tx: ask(tx, Expected.LINE, to=2))
    await with_ana.write(lambda tx: ask(tx, Expected.CITY, words="San"))
    found = await expected(with_ana)
    assert found == Expecting(ANA, Expected.CITY, {"words": "San"}, None, NOW)


async def test_nothing_is_expected_once_it_was_taken(with_ana: Database) -> None:
    await with_ana.write(lambda tx: ask(tx, Expected.LINE))
    await with_ana.write(lambda tx: expecting.clear(tx, ANA))
    assert await expected(with_ana) is None


@pytest.mark.parametrize(
    ("after", "still"), [(expecting.LASTS - timedelta(seconds=1), True), (expecting.LASTS, False)]
)
async def test_it_lasts_an_hour(with_ana: Database, after: timedelta, still: bool) -> None:
    await with_ana.write(lambda tx: ask(tx, Expected.LINE))
    assert (await expected(with_ana, after) is not None) is still
    gone = await with_ana.write(lambda tx: expecting.purge(tx, NOW + after))
    assert gone == (0 if still else 1)
