"""Forgetting: what has had its time goes, nothing younger, and never what is still needed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import checkins
from storage.database import Tx
from storage.enums import CheckinState
from storage.moments import micros
from tests.handlers.a_life import lived
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, DAY, HOUR, WEEK, circle_with_ben

AFTER_LIFE = {"line": 30, "invitation": 30, "note": 90, "crisis_event": 90}
"""Tables and how many days their rows are kept."""
SAID = ("checkin", "answer", "small_step", "goal", "occasion")


async def a_life_of(play: Play, circle_ends: timedelta) -> None:
    """Ana's life as it stood, saved, in a circle with an end."""
    circle, _ = await circle_with_ben(play)
    await lived(play, ANA, BEN, circle.id)
    end = micros(play.now + circle_ends)

    def step(tx: Tx) -> None:
        checkins.close(tx, 1, CheckinState.SAVED, play.now)
        tx.run("DELETE FROM joining")
        tx.run("UPDATE circle SET ends_at = :end WHERE id = :id", end=end, id=circle.id)

    await play.do(step)


async def count(play: Play, table: str) -> int:
    """How many rows there are."""
    row = await play.do(lambda tx: tx.one(f"SELECT count(*) AS n FROM {table}"))  # noqa: S608
    assert row is not None
    return int(row["n"])


@pytest.mark.parametrize(("table", "days"), AFTER_LIFE.items())
async def test_each_kind_is_kept_as_long_as_the_notice_says(
    play: Play, table: str, days: int
) -> None:
    await a_life_of(play, 12 * WEEK)
    before = await count(play, table)
    await play.turn(days * DAY)
    assert await count(play, table) == before > 0
    await play.turn(HOUR)
    assert await count(play, table) == 0


async def test_answers_stay_until_ninety_days_after_the_circle(play: Play) -> None:
    await a_life_of(play, 12 * WEEK)
    await play.turn(12 * WEEK + 90 * DAY)
    assert [await count(play, table) for table in ("checkin", "answer", "small_step")] == [1, 1, 1]
    await play.turn(HOUR)
    await play.turn(HOUR)
    assert [await count(play, table) for table in SAID] == [0] * len(SAID)


async def test_somebody_whose_other_circle_goes_on_keeps_their_answers(play: Play) -> None:
    await a_life_of(play, DAY)
    await play.do(
        lambda tx: tx.run(
            "INSERT INTO circle (id, code, partner_id, participant_id, opened_at, starts_at)"
            " VALUES (99, 'Z99', 3, 1, 0, 0)"
        )
    )
    await play.turn(200 * DAY)
    assert await count(play, "answer") == 1


async def test_a_link_that_somebody_is_on_the_way_in_by_stays(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await lived(play, ANA, BEN, circle.id)
    await play.turn(60 * DAY)
    assert await count(play, "invitation") == 1


async def test_a_hello_that_still_asks_stays(play: Play) -> None:
    circle, seat = await circle_with_ben(play)

    def step(tx: Tx) -> None:
        for number, state in ((1, "answered"), (2, "asking")):
            tx.run(
                "INSERT INTO hello (id, circle_id, state, asked_at) VALUES (:id, :circle, :s, :at)",
                id=number,
                circle=circle.id,
                s=state,
                at=micros(play.now),
            )
            tx.run(
                "INSERT INTO hello_ask (hello_id, seat_id, asked_at) VALUES (:id, :seat, 0)",
                id=number,
                seat=seat.id,
            )

    await play.do(step)
    await play.turn(31 * DAY)
    assert (await count(play, "hello"), await count(play, "hello_ask")) == (1, 1)
