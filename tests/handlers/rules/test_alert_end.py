"""How an alert ends: at once, after a quiet hour, or not after all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handlers.rules import alert as rule
from handlers.rules.alert import History, Why
from handlers.rules.cover import Cover
from storage.enums import AlertState
from storage.records import Alert, PersonId
from tests.handlers.rules.alerts import (
    CORAS,
    GAP,
    MORNING,
    NOTIFIED,
    OPEN,
    OPEN_GAP,
    OPENS,
    OVER,
    PENDING,
    POLICY,
    RESOLVED,
    STEPPED_IN,
    SUPPORTED,
    TOLD,
    decide,
    sure,
)
from tests.handlers.rules.cast import (
    CORA,
    DAY,
    HOUR,
    MINUTE,
    ROSTER,
    SECOND,
    START,
    alert,
    changed,
)

PENDING_CLEAR = replace(alert(PENDING, START + HOUR), clear_since=START)


@pytest.mark.parametrize(
    ("before", "cover", "now"),
    [
        pytest.param(alert(PENDING, OPENS), STEPPED_IN, START, id="the partner: at once"),
        pytest.param(PENDING_CLEAR, SUPPORTED, START + HOUR, id="a supporter: after an hour"),
    ],
)
def test_a_pending_gap_that_closed_was_never_heard_of(
    before: Alert, cover: Cover, now: datetime
) -> None:
    change = sure(decide(before, cover, now))
    assert (change.state, change.next_at, change.tell) == (RESOLVED, None, ())
    assert change.why is Why.NEVER_TOLD


def test_a_pending_gap_waits_an_hour_before_it_is_forgotten() -> None:
    change = sure(decide(alert(PENDING, OPENS), SUPPORTED, START))
    assert (change.state, change.next_at, change.clear_since) == (PENDING, START + HOUR, START)
    assert decide(PENDING_CLEAR, SUPPORTED, START + HOUR - SECOND) is None


@pytest.mark.parametrize(
    ("now", "state"), [(START + HOUR - SECOND, PENDING), (START + HOUR, NOTIFIED)]
)
def test_who_comes_and_goes_is_told_of_in_the_end(now: datetime, state: AlertState) -> None:
    change = sure(decide(PENDING_CLEAR, replace(GAP, since=now, opens_at=now + HOUR), now))
    assert (change.state, change.clear_since) == (state, None)
    assert change.next_at == (START + HOUR if state is PENDING else now + DAY)


@pytest.mark.parametrize("before", [TOLD, CORAS, alert(PENDING, OPENS)])
def test_a_break_of_the_participant_lets_it_rest(before: Alert) -> None:
    held = replace(GAP, held=True)
    change = sure(decide(before, held, START))
    assert (change.state, change.next_at, change.tell) == (before.state, None, ())
    resting = changed(before, change, START)
    assert decide(resting, held, START + 9 * DAY) is None
    assert decide(resting, replace(OPEN_GAP), START + 9 * DAY) is not None


@pytest.mark.parametrize(
    ("opens", "told", "now", "told_now"),
    [
        pytest.param(2, START, START + HOUR, True, id="the third time is told at once"),
        pytest.param(3, START, START + HOUR, False, id="the fourth waits for the next day"),
        pytest.param(3, START, START + DAY - SECOND, False, id="all of the day"),
        pytest.param(3, START, START + DAY, True, id="and is told then"),
    ],
)
def test_what_opens_again_and_again_is_told_once_a_day(
    opens: int, told: datetime, now: datetime, told_now: bool
) -> None:
    history = History(opens, told)
    change = sure(rule.decide(None, OPEN_GAP, ROSTER, now, POLICY, history))
    assert bool(change.tell) is told_now
    if not told_now:
        assert (change.state, change.next_at) == (OPEN, told + DAY)


@pytest.mark.parametrize(
    ("cover", "why"),
    [
        pytest.param(STEPPED_IN, Why.STEPPED_IN, id="the partner steps in"),
        pytest.param(OVER, Why.CLOSED, id="the circle is over"),
    ],
)
@pytest.mark.parametrize("before", [alert(OPEN, MORNING), TOLD, CORAS])
def test_some_ends_are_at_once(before: Alert, cover: Cover, why: Why) -> None:
    change = sure(decide(before, cover, START))
    assert (change.state, change.next_at, change.why) == (RESOLVED, None, why)


@pytest.mark.parametrize("before", [alert(OPEN, MORNING), TOLD, CORAS])
def test_a_supporter_resolves_it_after_an_hour(before: Alert) -> None:
    clearing = sure(decide(before, SUPPORTED, START))
    assert (clearing.state, clearing.clear_since) == (before.state, START)
    assert (clearing.next_at, clearing.why) == (START + HOUR, Why.CLEARING)
    eased = changed(before, clearing, START)
    assert decide(eased, SUPPORTED, START + HOUR - SECOND) is None
    resolved = sure(decide(eased, SUPPORTED, START + HOUR))
    assert (resolved.state, resolved.next_at, resolved.why) == (RESOLVED, None, Why.SUPPORTER)
    assert resolved.clear_since == START


@pytest.mark.parametrize(
    ("before", "wait", "tell"),
    [
        pytest.param(TOLD, DAY, (), id="told: a whole wait again"),
        pytest.param(CORAS, 3 * DAY, (), id="acknowledged: still"),
        pytest.param(alert(OPEN, MORNING), DAY, (CORA,), id="nobody told yet: told now"),
    ],
)
def test_a_gap_that_is_back_within_the_hour_goes_on(
    before: Alert, wait: timedelta, tell: tuple[PersonId, ...]
) -> None:
    eased = replace(before, clear_since=START, next_at=START + HOUR)
    back = sure(decide(eased, OPEN_GAP, START + MINUTE))
    assert (back.clear_since, back.tell) == (None, tell)
    assert back.next_at == START + MINUTE + wait
