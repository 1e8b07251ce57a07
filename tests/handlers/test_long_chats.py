"""A tap costs the database no more in a long chat than in a short one.

Counted are the instructions of SQLite's machine, which a busy computer does not change.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from storage.database import Database
from storage.engines.sqlite import SqliteLine
from tests.handlers.conversations.walking import GOOD, asked, walk
from tests.handlers.driver import Play
from tests.handlers.people import ANA

MORE = 1.2
"""A little more may be looked at: an index grows a level."""


@pytest.fixture
def engine() -> str:
    """Only SQLite lets its work be counted."""
    return "sqlite"


async def instructions(database: Database, deed: Callable[[], Awaitable[object]]) -> int:
    """How many a deed takes."""
    line = database._engine.writer
    assert isinstance(line, SqliteLine)
    count = [0]

    def one() -> int:
        count[0] += 1
        return 0

    await line.ask(lambda bare: bare.set_progress_handler(one, 1))
    await deed()
    await line.ask(lambda bare: bare.set_progress_handler(None, 1))
    return count[0]


async def test_changing_a_message_costs_the_same_however_often_it_was_changed(play: Play) -> None:
    await asked(play)

    async def there_and_back() -> None:
        await play.taps(ANA, "answer", "3")
        await play.taps(ANA, "answer_back")

    await there_and_back()
    first = await instructions(play.database, there_and_back)
    for _ in range(30):
        await there_and_back()
    assert await instructions(play.database, there_and_back) < MORE * first


async def test_a_check_in_costs_the_same_however_many_came_before(play: Play) -> None:
    await asked(play)
    await walk(play, GOOD)

    async def another() -> None:
        await play.taps(ANA, "tend_none")
        await play.says(ANA, "/checkin")
        await walk(play, GOOD)

    for _ in range(10):
        await another()
    tenth = await instructions(play.database, another)
    for _ in range(20):
        await another()
    assert await instructions(play.database, another) < MORE * tenth
