"""Updates twice, out of order, with gaps, numbered anew; edited and old messages (F19, F22)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.practice_room.records import Json
from storage.enums import InboxState
from tests.chaos.circle import Circle, circle, in_short, say, shown, times
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.handlers.people import ANA, BEN, CORA, DEV, EVE

pytestmark = pytest.mark.proof

HELP = "988"
CROWD = (ANA, BEN, CORA, DEV, EVE)
Bend = Callable[[list[Json], Random], None]


def twice(waiting: list[Json], dice: Random) -> None:
    """Each comes a second time, under its own number."""
    for body in list(waiting):
        waiting.insert(dice.randrange(len(waiting) + 1), body)


def out_of_order(waiting: list[Json], dice: Random) -> None:
    """As they happen to come."""
    dice.shuffle(waiting)


def with_gaps(waiting: list[Json], dice: Random) -> None:
    """Numbers are left out."""
    number = waiting[0]["update_id"]
    for body in waiting:
        body["update_id"] = number
        number += dice.randrange(1, 5)


BENDS: dict[str, Bend] = {
    "each twice": twice,
    "out of order": out_of_order,
    "gaps in the numbers": with_gaps,
}


def bend(played: Circle, how: Bend, seed: int) -> None:
    """What waits at Telegram's waits otherwise."""
    queue: Any = played.room.world.queue
    pending = list(queue._pending)
    bodies = [one.body for one in pending]
    how(bodies, Random(seed))
    expires, kind = pending[0].expires, pending[0].kind
    made = [type(pending[0])(body["update_id"], kind, expires, body) for body in bodies]
    queue._pending.clear()
    queue._pending.extend(made)
    queue._next = max(queue._next, *(one.id + 1 for one in made))


@pytest.mark.parametrize("how", BENDS)
async def test_each_has_one_effect(tmp_path: Path, tell: Tell, long: bool, how: str) -> None:
    in_short(long, how == "each twice")
    rounds = 20 if long else 2
    # Nothing times out here by intent: a machine that stands still for a moment may take its time.
    async with circle(tmp_path, read=20.0, runs=False) as played:
        for number in range(rounds):
            for person in CROWD:
                for _ in range(3):
                    await played.phone(person).says("/help")
            bend(played, BENDS[how], number)
            async with played.bot():
                await played.quiet()
            for person in CROWD:
                assert times(played.phone(person), HELP) == 3 * (number + 1)
        tell(Line(f"F19 {how}", rounds * len(CROWD) * 3))


async def test_numbers_that_begin_again_lower(tmp_path: Path, tell: Tell) -> None:
    async with circle(tmp_path) as played:
        ana = played.phone(ANA)
        await say(ana, "/help", HELP)
        for number in (1_000, 10):
            played.room.world.queue.restart_lower(number)
            await say(ana, "/help", HELP)
        await played.quiet()
        assert times(ana, HELP) == 3
        tell(Line("F19 numbers begin again lower", 2))


async def test_a_message_that_is_edited_changes_nothing(tmp_path: Path, tell: Tell) -> None:
    async with circle(tmp_path) as played:
        ana = played.phone(ANA)
        await say(ana, "/checkin", "1 of 8.")
        message = await ana.says("4 4 4 4 4 4 4 4")
        await ana.sees("Saved")
        before = await _answers(played)
        said = played.room.world.shape(message)
        for text in ("1 1 1 1 1 1 1 1", "/help"):
            edited = {**said, "text": text, "edit_date": said["date"] + 5}
            played.room.world.queue.push("edited_message", edited)
        await played.quiet()
        assert before
        assert await _answers(played) == before
        assert len(shown(ana)) <= 5, shown(ana)
        assert await played.rows("SELECT id FROM inbox WHERE state <> :n", n=InboxState.DONE) == []
        tell(Line("F22 an edited message", 2, remark="what was saved stays"))


async def _answers(played: Circle) -> list[Any]:
    return [dict(row) for row in await played.rows("SELECT * FROM answer ORDER BY 1, 2")]


async def test_words_from_before_somebody_came_in(tmp_path: Path, tell: Tell) -> None:
    """A stranger's words of yesterday are answered like any: kindly, and they are in nothing."""
    async with circle(tmp_path, runs=False) as played:
        dan = played.room.phone("Dan")
        await dan.says("hello")
        await played.room.clock.turn(23 * 3600)
        async with played.bot():
            await played.quiet()
            assert len(shown(dan)) == 1
            assert (
                await played.rows("SELECT id FROM seat WHERE supporter_id = :id", id=dan.id) == []
            )
        tell(Line("F22 a message older than its sender", 1))
