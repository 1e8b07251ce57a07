"""Weeks of circles with faults on: at each due instant the invariants hold, and nothing is lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.chaos import weeks_check
from tests.chaos.conftest import Tell
from tests.chaos.table import Line
from tests.chaos.weeks import Lived, live_through
from tests.simulation.run import Plan
from tests.stories.kill_forks import Forks

SEEDS = (1, 2)
SHORT, WHOLE = Plan(circles=2, weeks=1), Plan(circles=20, weeks=12)
SOAK = (
    pytest.param(Plan(circles=200, weeks=12), marks=pytest.mark.lengthy),
    *(Plan(circles=20, weeks=12, seed=number) for number in range(1, 21)),
)
"""The longest begins first, so that the others can go on beside it."""
IN_FLIGHT = {"answer lost": 2, "garbled": 3}
"""So many alerts at most were on their way when it befell the bot: Telegram may have had them. At
a kill the database says how many."""
LATEST = 10.0
"""Seconds of the room from an alert's instant until it stands open, at most."""
OFTEN = timedelta(hours=6)
"""In a short form there is trouble more often."""


@pytest.mark.proof
@pytest.mark.lengthy
async def test_the_invariants_hold_through_weeks_with_faults(
    tell: Tell, server: Forks, tmp_path: Path, *, long: bool
) -> None:
    plans = [replace(WHOLE, seed=seed) for seed in SEEDS] if long else [replace(SHORT, seed=1)]
    every = [] if long else [OFTEN]
    lives = await asyncio.gather(
        *(live_through(plan, server, tmp_path / str(plan.seed), *every) for plan in plans)
    )
    for plan, lived in zip(plans, lives, strict=True):
        judged(tell, plan, lived)


@pytest.mark.soak
@pytest.mark.parametrize("plan", SOAK, ids=lambda plan: f"{plan.circles} circles, seed {plan.seed}")
async def test_they_hold_for_many_circles_and_many_seeds(
    tell: Tell, server: Forks, tmp_path: Path, plan: Plan
) -> None:
    judged(tell, plan, await live_through(plan, server, tmp_path / "weeks"))


def judged(tell: Tell, plan: Plan, lived: Lived) -> None:
    """One seed's weeks: their line of the table, and nothing that must not be."""
    tell(line(plan, lived))
    assert weeks_check.findings(lived) == []
    assert weeks_check.saved(lived)


def line(plan: Plan, lived: Lived) -> Line:
    """The weeks of one seed in the table of faults."""
    broken = weeks_check.broken(lived)
    answers, alerts = weeks_check.lost_answers(lived), weeks_check.lost_alerts(lived)
    late = max(lived.worst, timedelta(0)).total_seconds()
    told = (
        f"the latest alert; {lived.looks:,} looks, {weeks_check.deeds(lived):,} deeds,"
        f" {weeks_check.saved(lived)} check-ins, {lived.calls:,} calls in {lived.seconds:.0f} s;"
        f" {lived.flying} alerts in flight at kills"
    )
    return Line(
        fault=f"weeks: {plan.weeks} of {plan.circles} circles, seed {plan.seed}",
        runs=lived.weather.total(),
        lost_answers=len(answers),
        lost_alerts=len(alerts),
        repeats=weeks_check.repeats(lived),
        allowed=lived.flying
        + sum(many * IN_FLIGHT.get(kind, 0) for kind, many in lived.weather.items()),
        recovery=late,
        limit=LATEST,
        held=not broken,
        remark=" ".join(map(str, [*broken[:2], *answers[:2], *alerts[:2]])) or told,
    )
