"""The life of an alert: when it opens, who is told and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.rules import alert as rule
from handlers.rules.alert import AlertPolicy, Change, Roster, Why
from handlers.rules.cover import Cover
from storage.enums import AlertState
from storage.records import Alert, PersonId
from tests.handlers.rules.alerts import (
    CORAS,
    EVENING,
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
    TOLD_TWICE,
    decide,
    sure,
)
from tests.handlers.rules.cast import (
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    MADRID,
    MINUTE,
    NEW_YORK,
    ROSTER,
    SECOND,
    START,
    alert,
    changed,
    duty,
    utc,
)


@pytest.mark.parametrize("before", [None, alert(RESOLVED, None, 3)])
def test_a_gap_begins_quietly(before: Alert | None) -> None:
    assert decide(before, GAP, START) == Change(PENDING, 0, OPENS, None, (), Why.BEGAN)


@pytest.mark.parametrize("before", [None, alert(RESOLVED, None)])
@pytest.mark.parametrize("cover", [SUPPORTED, STEPPED_IN, OVER])
def test_without_a_gap_there_is_nothing_to_begin(before: Alert | None, cover: Cover) -> None:
    assert decide(before, cover, START) is None


@pytest.mark.parametrize("before", [None, alert(PENDING, OPENS)])
def test_a_gap_whose_time_has_come_is_told_at_once(before: Alert | None) -> None:
    told = Change(NOTIFIED, 1, OPENS + DAY, None, (CORA,), Why.FIRST, OPENS)
    assert decide(before, GAP, OPENS) == told


@pytest.mark.parametrize(
    ("next_at", "cover", "now", "why"),
    [
        pytest.param(OPENS, GAP, OPENS - SECOND, None, id="a second before it opens"),
        pytest.param(OPENS, GAP, OPENS, Why.FIRST, id="it opens"),
        pytest.param(
            OPENS, replace(GAP, opens_at=OPENS + DAY), OPENS, Why.FIRST, id="never later than said"
        ),
        pytest.param(OPENS + DAY, GAP, START, Why.SOONER, id="sooner, if the gap opens sooner"),
    ],
)  # fmt: skip
def test_pending_opens_when_it_said(
    next_at: datetime, cover: Cover, now: datetime, why: Why | None
) -> None:
    change = decide(alert(PENDING, next_at), cover, now)
    assert (change and change.why) == why


@pytest.mark.parametrize(
    ("now", "state", "next_at"),
    [
        pytest.param(MORNING - SECOND, OPEN, MORNING, id="07:59:59 waits"),
        pytest.param(MORNING, NOTIFIED, MORNING + DAY, id="08:00 tells"),
        pytest.param(EVENING - 30 * MINUTE - SECOND, NOTIFIED, None, id="19:59:59 tells"),
        pytest.param(EVENING - 30 * MINUTE, OPEN, MORNING, id="20:00 waits for the morning"),
    ],
)
def test_nobody_is_told_at_night(
    now: datetime, state: AlertState, next_at: datetime | None
) -> None:
    change = sure(decide(None, OPEN_GAP, now))
    assert (change.state, change.tell) == (state, (CORA,) if state is NOTIFIED else ())
    assert change.next_at == (next_at or now + DAY)


def test_the_morning_tells_who_waited() -> None:
    waiting = alert(OPEN, MORNING)
    assert decide(waiting, OPEN_GAP, MORNING - SECOND) is None
    assert sure(decide(waiting, OPEN_GAP, MORNING)).tell == (CORA,)


def test_a_round_tells_all_when_the_first_of_them_is_awake() -> None:
    """Half past eight in New York, half past two in Madrid: then 08:00 in Madrid is first."""
    roster = Roster(duty(CORA), duty(DEV, MADRID), ())
    waits = sure(decide(replace(TOLD, next_at=EVENING), OPEN_GAP, EVENING, roster))
    assert (waits.state, waits.step, waits.why) == (NOTIFIED, 1, Why.WAITS_FOR_DAY)
    assert waits.next_at == utc("2026-10-02 06:00")
    tells = sure(decide(changed(TOLD, waits, EVENING), OPEN_GAP, waits.next_at, roster))
    assert tells.tell == (CORA, DEV)


NO_CORA = replace(ROSTER, partner=None)
CORA_GONE = replace(ROSTER, partner=duty(CORA, reachable=False))
ONLY_EVE = Roster(None, None, (duty(EVE),))
NO_EVE = replace(ROSTER, coordinators=())
CORA_TWICE = Roster(duty(CORA), duty(CORA), (duty(CORA), duty(EVE)))


@pytest.mark.parametrize(
    ("roster", "rounds"),
    [
        pytest.param(ROSTER, [(CORA,), (CORA, DEV), (EVE,), (CORA, DEV, EVE)], id="everybody"),
        pytest.param(NO_CORA, [(DEV,), (DEV,), (EVE,), (DEV, EVE)], id="no partner"),
        pytest.param(CORA_GONE, [(DEV,), (DEV,), (EVE,), (DEV, EVE)], id="partner unreachable"),
        pytest.param(ONLY_EVE, [(EVE,), (EVE,), (EVE,), (EVE,)], id="only a coordinator"),
        pytest.param(NO_EVE, [(CORA,), (CORA, DEV), (CORA, DEV), (CORA, DEV)], id="no coordinator"),
        pytest.param(
            CORA_TWICE, [(CORA,), (CORA,), (CORA, EVE), (CORA, EVE)], id="one with three duties"
        ),
    ],
)  # fmt: skip
def test_who_is_told_in_which_round(roster: Roster, rounds: list[tuple[PersonId, ...]]) -> None:
    told = [
        sure(decide(alert(NOTIFIED if step else OPEN, START, step), OPEN_GAP, START, roster)).tell
        for step in range(4)
    ]
    assert told == rounds


@pytest.mark.parametrize("step", [0, 1, 4])
def test_with_nobody_to_tell_it_looks_again_soon(step: int) -> None:
    before = alert(NOTIFIED if step else OPEN, START, step)
    change = sure(decide(before, OPEN_GAP, START, Roster(None, None, ())))
    assert (change.state, change.step, change.tell) == (before.state, step, ())
    assert (change.next_at, change.why) == (START + HOUR, Why.NOBODY_TO_TELL)


@pytest.mark.parametrize("before", [TOLD, TOLD_TWICE, CORAS])
def test_a_second_before_its_time_nothing_changes(before: Alert) -> None:
    assert before.next_at is not None
    assert decide(before, OPEN_GAP, before.next_at - SECOND) is None
    assert decide(before, OPEN_GAP, before.next_at) is not None


def test_a_whole_life_that_nobody_answers() -> None:
    """Daily from the first notice; ten rounds; then silence, and still it looks every day."""
    now, current, said = START, None, []
    for _ in range(14):
        change = sure(decide(current, OPEN_GAP, now))
        said.append((now - START, change.why))
        current = changed(current, change, now)
        assert current.next_at is not None
        now = current.next_at
    rounds = [Why.FIRST, Why.REPEATED, Why.TO_COORDINATORS] + 7 * [Why.DAILY] + 4 * [Why.ALL_SAID]
    assert said == [(number * DAY, why) for number, why in enumerate(rounds)]


def test_repeat_and_coordinators_are_counted_from_the_first_notice() -> None:
    policy = replace(POLICY, repeat_after=2 * HOUR, coordinator_after=5 * HOUR, daily=7 * HOUR)
    waits = [
        sure(rule.decide(alert(NOTIFIED, START, step), OPEN_GAP, ROSTER, START, policy)).next_at
        for step in range(4)
    ]
    assert waits == [START + number * HOUR for number in (2, 3, 7, 7)]


def test_an_acknowledgement_lapses_and_the_rounds_start_anew() -> None:
    lapsed = START + 3 * DAY
    again = sure(decide(CORAS, OPEN_GAP, lapsed))
    assert again == Change(NOTIFIED, 1, lapsed + DAY, None, (CORA,), Why.REOPENED, lapsed)


def test_an_acknowledgement_that_lapses_at_night_is_open_until_morning() -> None:
    change = sure(decide(replace(CORAS, next_at=EVENING), OPEN_GAP, EVENING))
    assert change == Change(OPEN, 0, MORNING, None, (), Why.REOPENED)


def test_hours_that_say_nothing_are_refused_at_start() -> None:
    with pytest.raises(ValueError, match="say nothing"):
        AlertPolicy(day_from="20:00")


def test_the_zone_is_that_of_who_is_told() -> None:
    in_madrid = Roster(duty(CORA, MADRID), duty(DEV, NEW_YORK), ())
    assert sure(decide(None, OPEN_GAP, utc("2026-10-02 06:00"), in_madrid)).tell == (CORA,)
