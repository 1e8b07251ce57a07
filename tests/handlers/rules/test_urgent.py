"""An urgent call on its way along the roster, both sides of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.rules import urgent as rule
from handlers.rules.rounds import Roster
from handlers.rules.urgent import News, Step, UrgentPolicy
from storage.enums import AlertState
from storage.records import Alert
from tests.handlers.rules.cast import (
    ANA,
    CORA,
    DAY,
    DEV,
    EVE,
    FAY,
    HOUR,
    MINUTE,
    ROSTER,
    SECOND,
    START,
    alert,
    changed,
    duty,
)

POLICY = UrgentPolicy()
CALL = replace(alert(AlertState.PENDING, None), person_id=ANA)
NIGHT = START + 13 * HOUR
TWO_COORDINATORS = replace(ROSTER, coordinators=(duty(EVE), duty(FAY)))


def decide(call: Alert, now: datetime, roster: Roster = ROSTER) -> Step:
    step = rule.decide(call, roster, now, POLICY)
    assert step is not None
    return step


def after(steps: int, roster: Roster = ROSTER, start: datetime = START) -> tuple[Alert, datetime]:
    """The call after so many steps, each at its time; and when the next one is due."""
    call, now = CALL, start
    for _ in range(steps):
        call = changed(call, decide(call, now, roster).change, now)
        now = call.next_at or now
    return call, now


@pytest.mark.parametrize("now", [START, NIGHT])
def test_the_partner_is_told_at_once_at_any_hour(now: datetime) -> None:
    step = decide(CALL, now)
    assert (step.change.tell, step.change.tell_at, step.news) == ((CORA,), None, None)
    assert step.change.next_at == now + 15 * MINUTE


@pytest.mark.parametrize(
    ("steps", "tell", "news", "before"),
    [
        pytest.param(1, (DEV,), News.NOT_SEEN, CORA, id="the backup"),
        pytest.param(2, (EVE,), News.NOT_SEEN, DEV, id="the coordinators"),
        pytest.param(3, (CORA, DEV, EVE), News.NOBODY, None, id="everybody again"),
        pytest.param(4, (CORA, DEV, EVE), None, None, id="and again, said once"),
    ],
)
def test_after_fifteen_minutes_the_next_is_told(
    steps: int, tell: tuple[int, ...], news: News | None, before: int | None
) -> None:
    call, due = after(steps)
    assert rule.decide(call, ROSTER, due - SECOND, POLICY) is None
    step = decide(call, due)
    assert (step.change.tell, step.news, step.before) == (tell, news, before)


def test_everybody_is_asked_hourly_for_a_day_and_then_daily() -> None:
    call, due = after(4)
    assert decide(call, due).change.next_at == due + HOUR
    call, due = after(3 + 24)
    assert decide(call, due).change.next_at == due + DAY


@pytest.mark.parametrize(
    ("roster", "first"),
    [
        (replace(ROSTER, partner=None), (DEV,)),
        (replace(ROSTER, partner=duty(CORA, reachable=False)), (DEV,)),
        (Roster(None, None, (duty(EVE), duty(FAY))), (EVE, FAY)),
        (replace(ROSTER, partner=duty(ANA)), (DEV,)),
    ],
)
def test_whoever_cannot_be_told_is_passed_over(roster: Roster, first: tuple[int, ...]) -> None:
    assert decide(CALL, START, roster).change.tell == first


def test_nobody_at_all_is_said_and_tried_again() -> None:
    step = decide(CALL, START, Roster(None, None, ()))
    assert (step.change.state, step.news) == (AlertState.OPEN, News.NOBODY)
    assert step.change.next_at == START + HOUR


def test_somebody_with_two_parts_is_told_once_a_round() -> None:
    roster = Roster(duty(CORA), duty(CORA), (duty(CORA), duty(EVE)))
    call, due = after(1, roster)
    assert decide(call, due, roster).change.tell == (EVE,)


def test_who_takes_it_ends_the_calling() -> None:
    call, due = after(1)
    step = rule.got_it(call, CORA, START + MINUTE, POLICY)
    assert step is not None
    assert (step.news, step.change.acknowledged_by) == (News.TAKEN, CORA)
    taken = changed(call, step.change, START + MINUTE)
    assert rule.decide(taken, ROSTER, due, POLICY) is None
    assert rule.got_it(taken, DEV, due, POLICY) is None
    assert decide(taken, START + MINUTE + 3 * DAY).change.state is AlertState.RESOLVED


def test_cannot_tells_the_next_at_once_and_counts_once() -> None:
    call, _ = after(1)
    step = rule.cannot(call, CORA, ROSTER, START + MINUTE, POLICY)
    assert step is not None
    assert (step.change.tell, step.news, step.before) == ((DEV,), News.CANNOT, CORA)
    moved = changed(call, step.change, START + MINUTE)
    assert rule.cannot(moved, CORA, ROSTER, START + MINUTE, POLICY) is None


def test_the_last_who_cannot_is_not_asked_again_at_once() -> None:
    call, _ = after(3)
    step = rule.cannot(call, EVE, ROSTER, START + HOUR, POLICY)
    assert step is not None
    assert (step.change.tell, step.news) == ((), News.NOBODY)
    assert step.change.next_at == START + 2 * HOUR


def test_cannot_waits_for_the_others_who_were_told_together() -> None:
    call, _ = after(3, TWO_COORDINATORS)
    assert rule.cannot(call, EVE, TWO_COORDINATORS, START + HOUR, POLICY) is None
