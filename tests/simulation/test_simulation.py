"""Weeks of whole circles through the real bot: nothing comes that must not, and a bot that nags
is caught. `make simulate` is the long form."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from handlers.rules.nudge import NudgePolicy
from tests.simulation.figures import deeds_of, table
from tests.simulation.people import Nature
from tests.simulation.run import Outcome, Plan, simulate

pytestmark = pytest.mark.proof
EIGHT = re.compile(r"[1-5](?: [1-5]){7}")
"""All answers of a check-in, typed at once."""
KEEN = (Nature(start=1, later=0, tomorrow=0, skip=0, pause=0, by_hand=0, blocks=0, wishes=0),)
LATE = (Nature(start=0.1, later=0.9, tomorrow=0, skip=0, pause=0, by_hand=0, blocks=0),)


def said(outcome: Outcome) -> Sequence[str]:
    """All findings, without whose they are."""
    return [finding.what for finding in outcome.findings]


async def test_nobody_gets_more_than_they_may() -> None:
    outcome = await simulate(Plan(circles=4, weeks=5, seed=3))
    assert said(outcome) == []
    assert "findings: 0" in table(outcome)
    done = deeds_of(outcome)
    assert any(EIGHT.fullmatch(text) for life in outcome.lives for text in life.did)
    assert all(done[what] for what in ("start", "later", "tomorrow", "skip", "pause", "see")), done


async def test_one_more_than_the_cap_is_caught() -> None:
    plan = Plan(circles=2, weeks=6, natures=KEEN, policies={"nudges": NudgePolicy(cap=3)})
    assert "3 invitations in seven days" in said(await simulate(plan))


@pytest.mark.parametrize("quiet", [True, False])
async def test_a_bot_that_knows_no_quiet_hours_is_caught(*, quiet: bool) -> None:
    policy = NudgePolicy() if quiet else NudgePolicy(quiet_from="03:00", quiet_to="03:01")
    found = said(await simulate(Plan(2, 1, natures=LATE, policies={"nudges": policy})))
    assert ("invitation at night" not in found) is quiet
