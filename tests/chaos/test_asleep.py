"""A machine that sleeps: its bot runs on where it was, later, and nothing said so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.chaos.absences import asleep
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.worlds import BACK, heard, world

TUESDAY = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
"""Half past five in New York; everybody is invited at six."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
pytestmark = pytest.mark.proof


@pytest.mark.parametrize(
    ("lasts", "times"),
    [(2 * MINUTE, 0), (3 * MINUTE, 1), (2 * HOUR, 1)],
    ids=["2m: every tap lived", "3m", "2h"],
)
async def test_a_machine_that_slept(
    tmp_path: Path, tell: Tell, lasts: timedelta, times: int
) -> None:
    async with world(tmp_path, TUESDAY) as place:
        (cora,) = await place.staff("Cora")
        (ring,) = await place.circles([cora], 1)
        ana = ring.participant
        await place.turn(HOUR / 2)
        await ana.taps_what(lambda data: "nudge_start" in data)
        await ana.sees("1 ")
        async with asleep(place):
            await place.turn(lasts)
        woke = place.now
        await place.turn(5 * MINUTE, MINUTE)
        asked = heard(ana, woke, *BACK)
        await ana.taps_what(lambda data: "answer.3" in data)
        await ana.sees("2 ")
        tell(
            Line(
                f"F31 asleep for {lasts}",
                1,
                recovery=max((one.at - woke).total_seconds() for one in asked) if asked else 0,
                limit=300,
                held=len(asked) == times,
                remark=f"asked once more: {len(asked)}",
            )
        )
