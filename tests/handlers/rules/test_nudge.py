"""Nudges: asked when due, fresh and not at night; postponed as tapped; never a burst."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import nudge, wall
from handlers.rules.nudge import Ask, Choice, Facts, NudgePolicy, Part, Skip, SkipReason, What
from storage.records import Rhythm
from tests.handlers.rules.cast import BEN, DAY, HOUR, MADRID, NEW_YORK, SECOND, circle, utc

POLICY = NudgePolicy()
TUESDAYS = frozenset({1})
DUE = utc("2026-10-06 22:00")
"""Tuesday at 18:00 in New York."""


PART = Part(participant=True, circle=circle(starts_at=utc("2026-08-01 15:00")))


def rhythm(hour: str = "18:00", days: frozenset[int] = TUESDAYS) -> Rhythm:
    return Rhythm(BEN, days, hour, None, full_day=min(days))


def decide(now: datetime, due: datetime = DUE, own: Rhythm | None = None) -> Ask | Skip:
    return nudge.decide(Facts(own or rhythm(), NEW_YORK, due, PART), now, POLICY)


def test_asked_at_the_due_time_for_that_day_until_night() -> None:
    tomorrow = DUE + DAY
    assert decide(DUE) == Ask(What.NEW, date(2026, 10, 6), utc("2026-10-07 01:00"), tomorrow)


@pytest.mark.parametrize(
    ("own_wall", "late", "outcome"),
    [
        pytest.param("18:00", -SECOND, SkipReason.NOT_DUE, id="a second early"),
        pytest.param("18:00", 3 * HOUR - SECOND, "ask", id="late, a second before night"),
        pytest.param("18:00", 3 * HOUR, SkipReason.QUIET_HOURS, id="late, night begins"),
        pytest.param("12:00", 4 * HOUR - SECOND, "ask", id="the last fresh second"),
        pytest.param("12:00", 4 * HOUR, SkipReason.STALE, id="stale by the second"),
        pytest.param("12:00", 21 * DAY, SkipReason.STALE, id="three weeks of outage"),
        pytest.param("22:00", timedelta(0), "ask", id="their own hour wins over night"),
        pytest.param("22:00", HOUR - SECOND, "ask", id="their own hour, nearly an hour late"),
        pytest.param("22:00", HOUR, SkipReason.QUIET_HOURS, id="their own hour, too late at night"),
        pytest.param("06:30", HOUR - SECOND, "ask", id="early birds are asked early"),
        pytest.param("06:30", HOUR, SkipReason.QUIET_HOURS, id="early birds sleep in once"),
    ],
)
def test_when_a_due_time_is_still_good(own_wall: str, late: timedelta, outcome: str) -> None:
    due = wall.instant(date(2026, 10, 6), own_wall, NEW_YORK)
    decision = decide(due + late, due, own=rhythm(own_wall))
    found = decision.reason if isinstance(decision, Skip) else "ask"
    assert found == outcome


@pytest.mark.parametrize(
    ("hour", "not_after"),
    [
        pytest.param("12:00", "2026-10-06 20:00", id="four hours"),
        pytest.param("17:00", "2026-10-07 01:00", id="four hours, and night begins"),
        pytest.param("20:30", "2026-10-07 01:00", id="until night"),
        pytest.param("21:00", "2026-10-07 02:00", id="own hour at night: one hour"),
    ],
)
def test_until_when_a_nudge_may_be_delivered(hour: str, not_after: str) -> None:
    due = wall.instant(date(2026, 10, 6), hour, NEW_YORK)
    decision = decide(due, due, own=rhythm(hour))
    assert isinstance(decision, Ask)
    assert decision.not_after == utc(not_after)


NOBODY = [
    pytest.param(Facts(rhythm(), NEW_YORK, DUE, None), SkipReason.NO_PART, id="no part"),
    pytest.param(
        Facts(rhythm(), NEW_YORK, DUE, PART, reachable=False), SkipReason.UNREACHABLE, id="gone"
    ),
    pytest.param(
        Facts(rhythm(), NEW_YORK, DUE, PART, open_checkin=True), SkipReason.OPEN_CHECKIN, id="amid"
    ),
    pytest.param(
        Facts(replace(rhythm(), paused_since=DUE - DAY), NEW_YORK, DUE, PART),
        SkipReason.PAUSED,
        id="paused",
    ),
]


@pytest.mark.parametrize(("facts", "reason"), NOBODY)
def test_who_is_not_asked(facts: Facts, reason: SkipReason) -> None:
    assert nudge.decide(facts, DUE, POLICY) == Skip(reason, DUE + 7 * DAY)


@pytest.mark.parametrize(
    ("ago", "what"), [(HOUR, What.MOVED), (15 * HOUR, What.MOVED), (16 * HOUR, What.NEW)]
)
def test_after_grave_words_a_new_one_waits_for_the_next_day(ago: timedelta, what: What) -> None:
    found = nudge.decide(Facts(rhythm(), NEW_YORK, DUE, PART, grave_at=DUE - ago), DUE, POLICY)
    assert isinstance(found, Ask)
    assert (found.what, found.next_due) == (what, DUE + DAY)


def test_before_the_due_time_it_stays_as_it_is() -> None:
    assert decide(DUE - SECOND) == Skip(SkipReason.NOT_DUE, DUE)


def test_after_weeks_of_outage_there_is_one_due_time_and_it_is_next() -> None:
    assert decide(DUE + 30 * DAY) == Skip(SkipReason.STALE, utc("2026-11-10 23:00"))


def test_a_time_that_passed_while_we_were_away_and_is_fresh_is_looked_at_next() -> None:
    late = decide(DUE + 7 * DAY + HOUR)
    assert late == Skip(SkipReason.STALE, DUE + 7 * DAY)


def test_a_time_that_nobody_chose_is_not_asked_at_night() -> None:
    due = utc("2026-10-07 02:30")
    assert decide(due, due) == Skip(SkipReason.QUIET_HOURS, DUE + 7 * DAY)


def test_a_postponed_one_does_not_bring_a_second_on_the_same_day() -> None:
    due = utc("2026-10-06 16:00")
    decision = decide(due, due)
    assert isinstance(decision, Ask)
    assert decision.local_date == date(2026, 10, 6)
    assert decision.next_due == DUE + DAY


def test_the_repeated_hour_asks_once() -> None:
    """Sunday 01:30 in New York comes twice on 2026-11-01; the next is a day away (F30)."""
    own = rhythm("01:30", frozenset({6}))
    due = utc("2026-11-01 05:30")
    decision = decide(due, due, own=own)
    assert isinstance(decision, Ask)
    assert decision.next_due == utc("2026-11-02 06:30")


@pytest.mark.parametrize(
    ("choice", "now", "expected"),
    [
        pytest.param(
            Choice.LATER_TODAY, "2026-10-06 13:00", "2026-10-06 16:00", id="later: in three hours"
        ),
        pytest.param(
            Choice.LATER_TODAY, "2026-10-06 13:00:01", "2026-10-06 16:30", id="later: the half hour"
        ),
        pytest.param(
            Choice.LATER_TODAY, "2026-10-06 21:30", "2026-10-07 00:30", id="later: 20:30 is day"
        ),
        pytest.param(
            Choice.LATER_TODAY, "2026-10-06 21:30:01", "2026-10-07 22:00", id="later: 21:00 is not"
        ),
        pytest.param(
            Choice.LATER_TODAY, "2026-10-07 02:30", "2026-10-07 22:00", id="later: another day"
        ),
        pytest.param(
            Choice.TOMORROW, "2026-10-06 22:05", "2026-10-07 22:00", id="tomorrow, their hour"
        ),
        pytest.param(
            Choice.TOMORROW, "2026-10-07 03:59", "2026-10-07 22:00", id="tomorrow, before midnight"
        ),
        pytest.param(
            Choice.TOMORROW, "2026-10-07 04:00", "2026-10-08 22:00", id="tomorrow, after midnight"
        ),
        pytest.param(
            Choice.TOMORROW, "2026-10-31 22:05", "2026-11-01 23:00", id="tomorrow, clocks go back"
        ),
    ],
)  # fmt: skip
def test_a_tap_under_an_invitation_sets_the_next_time(
    choice: Choice, now: str, expected: str
) -> None:
    assert nudge.postpone(choice, rhythm(), NEW_YORK, utc(now), POLICY) == utc(expected)


def test_later_is_a_half_hour_on_their_own_clock() -> None:
    """Nepal is 5:45 ahead: its half hours are not UTC's."""
    later = nudge.postpone(
        Choice.LATER_TODAY, rhythm(), "Asia/Kathmandu", utc("2026-10-06 04:20"), POLICY
    )
    assert f"{wall.local(later, 'Asia/Kathmandu'):%H:%M}" == "13:30"


def test_quiet_hours_that_say_nothing_are_refused_at_start() -> None:
    with pytest.raises(ValueError, match="say nothing"):
        NudgePolicy(quiet_from="08:00")


moments = st.integers(0, 500 * 86_400).map(lambda n: utc("2026-09-01 00:00") + n * SECOND)
rhythms = st.builds(
    rhythm,
    st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 30))),
    st.frozensets(st.integers(0, 6), min_size=1),
)
zones = st.sampled_from((NEW_YORK, MADRID, "Australia/Lord_Howe", "America/Nuuk", "Asia/Tokyo"))


@given(own=rhythms, zone=zones, start=moments, late=st.integers(0, 30 * 3600))
def test_never_asked_outside_the_window_and_never_due_in_the_past(
    own: Rhythm, zone: str, start: datetime, late: int
) -> None:
    first = wall.next_wall(own.days, own.wall, zone, start)
    now = first.at + late * SECOND
    decision = nudge.decide(Facts(own, zone, first.at, PART), now, POLICY)
    assert decision.next_due > max(first.at, now - POLICY.stale_after)
    if isinstance(decision, Ask):
        assert decision.next_due > now
        assert decision.local_date == first.local_date
        assert now < decision.not_after <= first.at + POLICY.stale_after
        quiet = wall.within(now, zone, POLICY.quiet_from, POLICY.quiet_to)
        assert not quiet or now < first.at + POLICY.stale_in_quiet
    elif decision.reason is not SkipReason.NOT_A_DAY:
        assert late >= 30 * 60, "on time, or nearly, is always asked"


@given(own=rhythms, zone=zones, now=moments, choice=st.sampled_from(Choice))
def test_postponed_is_later_and_by_night_only_at_their_own_hour(
    own: Rhythm, zone: str, now: datetime, choice: Choice
) -> None:
    found = nudge.postpone(choice, own, zone, now, POLICY)
    assert found > now
    shown = wall.local(found, zone)
    if choice is not Choice.LATER_TODAY:
        assert shown.date() > wall.local(now, zone).date()
    if wall.within(found, zone, POLICY.quiet_from, POLICY.quiet_to):
        asked = nudge.decide(Facts(own, zone, found, PART), found, POLICY)
        assert isinstance(asked, Ask) or asked.reason is SkipReason.NOT_A_DAY
