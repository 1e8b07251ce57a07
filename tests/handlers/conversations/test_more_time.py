"""More time: the partner of a running circle gives it, once a question, and everybody hears it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage import circles
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAN, DAY, DEV, EVE, WEEK, circle_with_ben, put


async def asked(play: Play) -> None:
    """Cora looks at how much more time there could be."""
    await play.says(CORA, "/circle")
    await play.taps(CORA, "circle_care", "0")
    assert "How much more time?" in await play.taps(CORA, "extend")


async def test_the_page_says_the_week_and_the_last_day(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(3 * WEEK)
    await play.says(CORA, "/circle")
    told = await play.taps(CORA, "circle_care", "0")
    assert "Week 4 of 12. It goes on until Monday, January 25." in told


@pytest.mark.parametrize("weeks", [2, 4])
async def test_more_time_is_given_once_and_told_to_everybody(play: Play, weeks: int) -> None:
    before, _ = await circle_with_ben(play)
    await asked(play)
    question = play.newest(CORA)
    assert "goes on until" in await play.taps(CORA, "extend_by", str(weeks), on=question)
    assert "done already" in await play.taps(CORA, "extend_by", "4", on=question)
    after = await play.do(lambda tx: circles.get(tx, before.id))
    assert before.ends_at
    assert after.ends_at == before.ends_at + weeks * WEEK
    await play.turn(DAY)
    for person in (ANA, BEN):
        await play.hears(person)
        assert "more time" in await play.taps(person, "ending_see")


async def test_after_the_end_it_is_too_late_and_said_so(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(12 * WEEK - DAY)
    await asked(play)
    question = play.newest(CORA)
    await play.turn(DAY)
    assert "is over" in await play.taps(CORA, "extend_by", "2", on=question)


@pytest.mark.parametrize("verb", ["extend", "extend_by"])
@pytest.mark.parametrize("person", [ANA, BEN, DEV, EVE, DAN])
async def test_nobody_else_gives_more_time(play: Play, person: PersonId, verb: str) -> None:
    circle, _ = await circle_with_ben(play)
    kind = "extend" if verb == "extend_by" else "circle_care"
    facts = {"circle": circle.id, "ends": 0, "state": "gap", "people": []}
    await put(play, person, kind, **facts)
    await play.hears(person)
    before = await play.dump()
    value = "2" if verb == "extend_by" else ""
    told = await play.taps(person, verb, value, on=play.newest(person))
    assert told == "There is nothing for you to do here right now."
    assert await play.dump() == before


async def test_more_time_keeps_the_hour_of_the_participants_clocks(play: Play) -> None:
    play.now = datetime(2026, 8, 3, 14, tzinfo=UTC)
    circle, _ = await circle_with_ben(play)
    await asked(play)
    await play.taps(CORA, "extend_by", "2")
    after = await play.do(lambda tx: circles.get(tx, circle.id))
    assert after.ends_at == datetime(2026, 11, 9, 15, tzinfo=UTC)
