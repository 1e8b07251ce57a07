"""A participant or a partner out of reach: both sides of each boundary; and a break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.rules import gap, reach
from handlers.rules.cover import Cover, Reason
from handlers.rules.gap import GapPolicy
from storage.enums import SeatState
from storage.records import Circle
from tests.handlers.rules.cast import DAY, HOUR, SECOND, START, circle
from tests.handlers.rules.circles import ACTIVE, POLICY, WENT, facts, gone, look

Rule = Callable[[Circle, datetime | None, datetime, GapPolicy], Cover]


@pytest.mark.parametrize(
    ("rule", "damping", "reason"),
    [
        (reach.participant, 72 * HOUR, Reason.PARTICIPANT_UNREACHABLE),
        (reach.partner, HOUR, Reason.PARTNER_UNREACHABLE),
    ],
)
def test_who_is_out_of_reach_has_time_to_come_back(
    rule: Rule, damping: timedelta, reason: Reason
) -> None:
    opens_at = WENT + damping
    before = rule(circle(), WENT, opens_at - SECOND, POLICY)
    assert (before.gap, before.reason, before.look_at) == (True, reason, opens_at)
    after = rule(circle(), WENT, opens_at, POLICY)
    assert (after.gap, after.opens_at, after.look_at) == (True, opens_at, None)


def test_who_is_in_reach_is_no_alert() -> None:
    assert not reach.participant(circle(), None, WENT, POLICY).gap
    assert not reach.partner(circle(), None, WENT, POLICY).gap


def test_a_circle_that_is_over_is_not_watched() -> None:
    assert not reach.partner(circle(ends_at=WENT), START, WENT, POLICY).watched


@pytest.mark.parametrize(
    ("nobody", "held"),
    [(None, True), (WENT - DAY - SECOND, True), (WENT - DAY, False)],
)
def test_a_break_holds_a_gap_unless_she_said_nobody_since(
    nobody: datetime | None, held: bool
) -> None:
    known = facts(gone(SeatState.LEFT), nobody_since=nobody)
    cover = look(replace(known, paused_since=WENT - DAY))
    assert (cover.held, cover.gap) == (held, not held)


def test_the_end_of_a_break_is_looked_at() -> None:
    known = replace(facts(ACTIVE), paused_since=WENT, paused_until=WENT + HOUR)
    cover = look(known)
    assert (cover.active, cover.held, cover.look_at) == (True, True, WENT + HOUR)


def test_a_break_of_hers_asks_still_here_as_ever_and_makes_no_gap_of_it() -> None:
    known = replace(facts(ACTIVE), paused_since=WENT)
    late = WENT + 15 * DAY
    assert gap.still_here_due(known, late, POLICY) == (ACTIVE,)
    unanswered = replace(known, seats=(replace(ACTIVE, still_here_at=late),))
    assert look(unanswered, late + 9 * DAY).held
    assert look(replace(unanswered, paused_since=None), late + 9 * DAY).gap
