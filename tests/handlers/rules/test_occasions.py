"""Occasions: the caps, the days, the reminder, what was put off, and going quieter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from handlers.rules import nudge, occasions, wall
from handlers.rules.nudge import Ask, Facts, NudgePolicy, Part, SkipReason, What
from storage.enums import CheckinKind, OccasionState
from storage.records import Occasion, Rhythm
from tests.handlers.rules.cast import ANA, DAY, HOUR, NEW_YORK, circle, utc

POLICY = NudgePolicy()
WEEK = 7 * DAY
START = utc("2026-09-07 14:00")
"""A Monday."""
CIRCLE = circle(starts_at=START, ends_at=START + 12 * WEEK)
ANAS, BENS = Part(participant=True, circle=CIRCLE), Part(participant=False, circle=CIRCLE)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
ASKED, SKIPPED = OccasionState.ASKED, OccasionState.SKIPPED
OPEN, ANSWERED = OccasionState.UNANSWERED, OccasionState.ANSWERED
LATER = OccasionState.LATER


def on(week: int, day: int) -> date:
    return date(2026, 9, 7) + timedelta(weeks=week - 1, days=day)


def at(day: date, hour: str = "18:00") -> datetime:
    return wall.instant(day, hour, NEW_YORK)


def past(*days: tuple[date, OccasionState]) -> list[Occasion]:
    """Occasions on these days, given oldest first."""
    made = [
        Occasion(number, ANA, day.isoformat(), state, at(day))
        for number, (day, state) in enumerate(days)
    ]
    return made[::-1]


def on_days(*days: int, full: int = TUE) -> Rhythm:
    return Rhythm(ANA, frozenset(days), "18:00", None, full_day=full)


def found(
    day: date,
    before: Sequence[Occasion] = (),
    rhythm: Rhythm | None = None,
    part: Part = ANAS,
    answered_at: datetime | None = None,
) -> What | SkipReason:
    """What the person's hour on that day brings."""
    facts = Facts(
        rhythm or on_days(TUE), NEW_YORK, at(day), part, past=before, answered_at=answered_at
    )
    decision = nudge.decide(facts, at(day), POLICY)
    return decision.what if isinstance(decision, Ask) else decision.reason


DAYS = [
    pytest.param((TUE,), 3, {TUE}, id="never more days than chosen"),
    pytest.param((MON, TUE, FRI), 3, {MON, TUE, FRI}, id="three of three"),
    pytest.param((MON, TUE, FRI), 2, {TUE, FRI}, id="the full day stays, the other far away"),
    pytest.param(range(7), 3, {TUE, FRI, SUN}, id="every day, in the first weeks"),
    pytest.param(range(7), 2, {TUE, FRI}, id="every day, later"),
    pytest.param(range(7), 1, {TUE}, id="a supporter"),
]


@pytest.mark.parametrize(("chosen", "most", "expected"), DAYS)
def test_caps_cut_the_pulses_first(chosen: Sequence[int], most: int, expected: set[int]) -> None:
    assert occasions.days(on_days(*chosen), most) == expected


CAPS = [
    pytest.param(ANAS, on(4, SAT), 3, id="Ana, week 4"),
    pytest.param(ANAS, on(5, TUE), 2, id="Ana, week 5"),
    pytest.param(BENS, on(1, TUE), 1, id="Ben"),
]


@pytest.mark.parametrize(("part", "day", "most"), CAPS)
def test_how_many_in_seven_days(part: Part, day: date, most: int) -> None:
    assert occasions.cap(part, at(day), POLICY) == most


CROWDED = [
    pytest.param(
        past((on(2, SAT), OPEN), (on(2, SUN), OPEN), (on(3, MON), OPEN)),
        on(3, TUE), ANAS, SkipReason.CAP, id="three days changed in one week",
    ),
    pytest.param(
        past((on(2, TUE), OPEN), (on(2, SUN), OPEN), (on(3, MON), OPEN)),
        on(3, TUE), ANAS, What.NEW, id="the eighth day counts no more",
    ),
    pytest.param(
        past((on(4, FRI), OPEN), (on(4, SUN), OPEN)),
        on(5, TUE), ANAS, What.NEW, id="early weeks take no later day away",
    ),
    pytest.param(
        past((on(4, FRI), OPEN), (on(4, SAT), OPEN), (on(4, SUN), OPEN)),
        on(5, TUE), ANAS, SkipReason.CAP, id="but never four in seven days",
    ),
    pytest.param(
        past((on(5, SUN), OPEN), (on(6, MON), SKIPPED)),
        on(6, TUE), ANAS, SkipReason.CAP, id="later two; a skipped one counts",
    ),
    pytest.param(past((on(2, WED), OPEN)), on(3, TUE), BENS, SkipReason.CAP, id="Ben, six days"),
    pytest.param(past((on(2, TUE), OPEN)), on(3, TUE), BENS, What.NEW, id="Ben, seven days"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "day", "part", "expected"), CROWDED)
def test_the_cap_of_seven_days(
    before: list[Occasion], day: date, part: Part, expected: What | SkipReason
) -> None:
    assert found(day, before, part=part) == expected


NEXT_DAY = [
    pytest.param(ASKED, What.REMINDER, id="unanswered: once more"),
    pytest.param(ANSWERED, SkipReason.NOT_A_DAY, id="answered"),
    pytest.param(SKIPPED, SkipReason.NOT_A_DAY, id="skipped"),
    pytest.param(LATER, SkipReason.NOT_A_DAY, id="put off, and that did not come"),
]


@pytest.mark.parametrize(("state", "expected"), NEXT_DAY)
def test_the_reminder_of_the_next_day(state: OccasionState, expected: What | SkipReason) -> None:
    assert found(on(2, WED), past((on(2, TUE), state))) == expected


def test_the_reminder_comes_once_and_only_on_the_next_day() -> None:
    before = past((on(2, TUE), ASKED))
    assert found(on(2, THU), before) == SkipReason.NOT_A_DAY
    reminded = [replace(before[0], reminded_on=on(2, WED).isoformat())]
    assert found(on(2, WED), reminded) == SkipReason.SAME_DAY
    assert found(on(2, THU), reminded) == SkipReason.NOT_A_DAY


def test_a_day_with_its_own_occasion_brings_no_reminder() -> None:
    assert found(on(2, WED), past((on(2, TUE), ASKED)), on_days(TUE, WED)) == What.NEW


def test_a_check_in_of_their_own_ends_the_reminder_and_the_invitation_of_that_day() -> None:
    before, by_hand = past((on(2, TUE), ASKED)), at(on(2, WED)) - HOUR
    assert found(on(2, WED), before, answered_at=by_hand) == SkipReason.NOT_A_DAY
    assert found(on(2, TUE), answered_at=at(on(2, TUE)) - HOUR) == SkipReason.SAME_DAY


def put_off(to: date) -> list[Occasion]:
    return [replace(past((on(2, TUE), LATER))[0], reminded_on=to.isoformat())]


def test_what_was_put_off_comes_again_on_that_day_and_takes_its_place() -> None:
    assert found(on(2, WED), put_off(on(2, WED)), on_days(TUE, WED)) == What.AGAIN
    assert found(on(2, TUE), put_off(on(2, TUE))) == What.AGAIN
    assert found(on(2, THU), put_off(on(2, WED)), on_days(TUE, THU)) == What.NEW


def test_what_was_put_off_is_not_asked_again_when_it_was_answered_meanwhile() -> None:
    noon = at(on(2, WED), "12:00")
    assert found(on(2, WED), put_off(on(2, WED)), answered_at=noon) == SkipReason.SAME_DAY


def weekly(*states: OccasionState) -> list[Occasion]:
    """One on each Tuesday from week 5 on."""
    return past(*((on(5 + number, TUE), state) for number, state in enumerate(states)))


PACE = [
    pytest.param([OPEN, OPEN], 1, What.NEW, id="two are nothing"),
    pytest.param([OPEN, OPEN, OPEN], 1, SkipReason.LESS_OFTEN, id="three: not next week"),
    pytest.param([OPEN, OPEN, OPEN], 2, What.LESS, id="three: every two weeks, and said"),
    pytest.param([OPEN] * 4, 2, What.NEW, id="four: said already"),
    pytest.param([OPEN, OPEN, OPEN, SKIPPED], 2, What.NEW, id="a skipped one: said already"),
    pytest.param([OPEN, SKIPPED, OPEN, OPEN], 2, What.LESS, id="a skipped one does not count"),
    pytest.param([OPEN] * 5, 2, What.LAST, id="five: the sixth says that it is the last"),
    pytest.param([OPEN] * 6, 2, SkipReason.STOPPED, id="six: nothing more"),
    pytest.param([OPEN] * 5 + [ANSWERED], 1, What.NEW, id="answered: as before"),
    pytest.param([OPEN, OPEN, ANSWERED, OPEN, OPEN], 1, What.NEW, id="in a row, from the answer"),
]


@pytest.mark.parametrize(("states", "weeks", "expected"), PACE)
def test_going_quieter(
    states: list[OccasionState], weeks: int, expected: What | SkipReason
) -> None:
    assert found(on(4 + len(states) + weeks, TUE), weekly(*states)) == expected


def test_the_first_weeks_do_not_count() -> None:
    before = past(*((on(week, TUE), OPEN) for week in (1, 2, 3, 4)))
    assert found(on(5, TUE), before) == What.NEW


def test_a_check_in_of_their_own_brings_the_usual_pace_back() -> None:
    answered = at(on(11, WED))
    assert found(on(12, TUE), weekly(*[OPEN] * 6), answered_at=answered) == What.NEW


def test_less_often_is_the_full_day_without_a_reminder() -> None:
    both = on_days(TUE, FRI)
    assert found(on(9, FRI), weekly(*[OPEN] * 3), both) == SkipReason.LESS_OFTEN
    before = past(*((on(week, TUE), OPEN) for week in (5, 6, 7)), (on(9, TUE), ASKED))
    assert found(on(9, WED), before) == SkipReason.LESS_OFTEN


KINDS = [
    pytest.param(ANAS, on(2, TUE), CheckinKind.FULL, id="Ana's full day"),
    pytest.param(ANAS, on(2, FRI), CheckinKind.PULSE, id="Ana's other day"),
    pytest.param(BENS, on(1, TUE), CheckinKind.FULL, id="Ben, week 1"),
    pytest.param(BENS, on(2, TUE), CheckinKind.PULSE, id="Ben, week 2"),
    pytest.param(BENS, on(5, TUE), CheckinKind.FULL, id="Ben, week 5"),
    pytest.param(BENS, on(9, TUE), CheckinKind.FULL, id="Ben, week 9"),
    pytest.param(BENS, on(12, TUE), CheckinKind.FULL, id="Ben, week 12"),
]


@pytest.mark.parametrize(("part", "day", "kind"), KINDS)
def test_what_an_occasion_brings(part: Part, day: date, kind: CheckinKind) -> None:
    assert occasions.kind(part, on_days(TUE, FRI), day, at(day)) == kind
