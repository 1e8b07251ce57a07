"""How an alert ends: at once, after a quiet hour, or not after all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.rules.alert import Why
from handlers.rules.cover import Cover
from storage.records import Alert, PersonId
from tests.handlers.rules.alerts import (
    CORAS,
    MORNING,
    OPEN,
    OPEN_GAP,
    OPENS,
    OVER,
    PENDING,
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
    SECOND,
    START,
    alert,
    changed,
)


@pytest.mark.parametrize("cover", [SUPPORTED, STEPPED_IN])
def test_a_pending_gap_that_closed_was_never_heard_of(cover: Cover) -> None:
    change = sure(decide(alert(PENDING, OPENS), cover, START))
    assert (change.state, change.next_at, change.tell) == (RESOLVED, None, ())
    assert change.why is Why.NEVER_TOLD


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
