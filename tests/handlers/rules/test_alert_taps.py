"""The buttons under an alert: mine, snooze, hand over. Each may be tapped twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.rules import alert as rule
from handlers.rules import rounds
from handlers.rules.alert import Change, Roster, Why
from storage.records import Alert, PersonId
from tests.handlers.rules.alerts import (
    ACKNOWLEDGED,
    CORAS,
    NOTIFIED,
    OPEN,
    PENDING,
    POLICY,
    RESOLVED,
    TOLD,
    TOLD_TWICE,
)
from tests.handlers.rules.cast import (
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    MINUTE,
    ROSTER,
    SECOND,
    START,
    alert,
    changed,
    duty,
    utc,
)

ASLEEP = [
    pytest.param(alert(PENDING, START + DAY), id="pending: nobody heard of it"),
    pytest.param(alert(RESOLVED, None, 1), id="resolved: a stale button"),
]
CLEARING = replace(TOLD, clear_since=START, next_at=START + HOUR)


@pytest.mark.parametrize("before", [alert(OPEN, START + DAY), TOLD, TOLD_TWICE])
def test_mine(before: Alert) -> None:
    change = rule.acknowledge(before, CORA, START, POLICY)
    assert change == Change(
        ACKNOWLEDGED, before.step, START + 3 * DAY, None, (), Why.ACKNOWLEDGED, acknowledged_by=CORA
    )


def test_mine_twice_changes_nothing() -> None:
    assert rule.acknowledge(CORAS, CORA, START + HOUR, POLICY) is None


def test_somebody_else_may_take_it_over() -> None:
    change = rule.acknowledge(CORAS, DEV, START + HOUR, POLICY)
    assert change is not None
    assert (change.acknowledged_by, change.next_at) == (DEV, START + HOUR + 3 * DAY)


def test_mine_while_it_is_closing_does_not_put_the_end_off() -> None:
    change = rule.acknowledge(CLEARING, CORA, START + MINUTE, POLICY)
    assert change is not None
    assert (change.clear_since, change.next_at) == (START, START + HOUR)


@pytest.mark.parametrize("before", ASLEEP)
def test_a_button_under_an_alert_that_is_not_open(before: Alert) -> None:
    assert rule.acknowledge(before, CORA, START, POLICY) is None
    assert rule.snooze(before, START, POLICY) is None
    assert rule.hand_over(before, ROSTER, START, POLICY) is None


def test_while_it_is_closing_there_is_nothing_to_snooze_or_hand_over() -> None:
    assert rule.snooze(CLEARING, START, POLICY) is None
    assert rule.hand_over(CLEARING, ROSTER, START, POLICY) is None


@pytest.mark.parametrize("since_notice", [timedelta(0), HOUR, DAY - SECOND, 2 * DAY])
def test_snooze_is_a_day_from_the_tap(since_notice: timedelta) -> None:
    now = START + since_notice
    change = rule.snooze(TOLD, now, POLICY)
    assert change == Change(NOTIFIED, 1, now + DAY, None, (), Why.SNOOZED, snoozes=1)


@pytest.mark.parametrize(
    ("snoozes", "later", "counts"),
    [
        pytest.param(1, 10 * MINUTE - SECOND, False, id="the same tap again"),
        pytest.param(1, 10 * MINUTE, True, id="a second snooze"),
        pytest.param(2, 20 * HOUR, False, id="a third"),
    ],
)
def test_snooze_twice_at_most(snoozes: int, later: timedelta, counts: bool) -> None:
    snoozed = replace(TOLD, snoozes=snoozes)
    assert (rule.snooze(snoozed, START + later, POLICY) is not None) is counts


def test_snooze_never_brings_the_next_round_nearer() -> None:
    assert rule.snooze(CORAS, START + DAY, POLICY) is None
    later = rule.snooze(CORAS, START + 2 * DAY + SECOND, POLICY)
    assert later is not None
    assert (later.state, later.acknowledged_by) == (ACKNOWLEDGED, CORA)


@pytest.mark.parametrize("before", [TOLD, CORAS, replace(CORAS, step=3)])
def test_hand_over_tells_the_backup(before: Alert) -> None:
    change = rule.hand_over(before, ROSTER, START, POLICY)
    step = max(2, before.step)
    assert change == Change(
        NOTIFIED, step, START + DAY, None, (DEV,), Why.HANDED_OVER, START, acknowledged_by=None
    )


def test_a_day_after_a_hand_over_come_the_coordinators() -> None:
    change = rule.hand_over(TOLD, ROSTER, START, POLICY)
    assert change is not None
    handed = changed(TOLD, change, START)
    assert rule.hand_over(handed, ROSTER, START + SECOND, POLICY) is None
    next_round = rounds.next_round(ROSTER, START + DAY, POLICY, step=handed.step)
    assert next_round.tell == (EVE,)


@pytest.mark.parametrize(
    ("now", "tell_at"),
    [
        pytest.param("2026-10-01 23:59:59", "2026-10-01 23:59:59", id="19:59:59: at once"),
        pytest.param("2026-10-02 00:00:00", "2026-10-02 12:00:00", id="20:00: in the morning"),
    ],
)
def test_a_backup_is_not_woken(now: str, tell_at: str) -> None:
    change = rule.hand_over(TOLD, ROSTER, utc(now), POLICY)
    assert change is not None
    assert (change.tell_at, change.next_at) == (utc(tell_at), utc(tell_at) + DAY)


@pytest.mark.parametrize(
    ("before", "roster"),
    [
        pytest.param(TOLD, replace(ROSTER, backup=None), id="no backup"),
        pytest.param(
            TOLD, replace(ROSTER, backup=duty(DEV, reachable=False)), id="backup out of reach"
        ),
        pytest.param(TOLD_TWICE, ROSTER, id="backup told in the second round"),
        pytest.param(TOLD, replace(ROSTER, partner=None), id="backup told in the first"),
        pytest.param(replace(CORAS, acknowledged_by=DEV), ROSTER, id="backup has it"),
    ],
)
def test_there_is_nobody_to_hand_it_to(before: Alert, roster: Roster) -> None:
    assert rule.hand_over(before, roster, START, POLICY) is None


@pytest.mark.parametrize("by", [CORA, DEV])
def test_a_tap_keeps_what_it_does_not_change(by: PersonId) -> None:
    before = replace(TOLD_TWICE, snoozes=2)
    change = rule.acknowledge(before, by, START, POLICY)
    assert change is not None
    assert (change.snoozes, change.step) == (2, 2)
