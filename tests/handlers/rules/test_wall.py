"""Wall clocks across changes of the clock, skipped days and midnight."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import wall
from tests.handlers.rules.cast import DAY, MADRID, NEW_YORK, SECOND, utc

LORD_HOWE, APIA, NUUK = "Australia/Lord_Howe", "Pacific/Apia", "America/Nuuk"
ZONES = (NEW_YORK, MADRID, LORD_HOWE, NUUK, "Asia/Kathmandu", "Pacific/Chatham", "Africa/Cairo")
walls = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
moments = st.integers(0, 2 * 365 * 86_400).map(lambda n: utc("2026-01-01 00:00") + n * SECOND)
day_sets = st.frozensets(st.integers(0, 6), min_size=1)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "expected"),
    [
        pytest.param("2026-07-01", "18:00", NEW_YORK, "2026-07-01 22:00", id="summer"),
        pytest.param("2026-12-01", "18:00", NEW_YORK, "2026-12-01 23:00", id="winter"),
        pytest.param("2026-11-01", "01:30", NEW_YORK, "2026-11-01 05:30", id="repeated: first"),
        pytest.param("2026-11-01", "02:00", NEW_YORK, "2026-11-01 07:00", id="after the repeat"),
        pytest.param("2027-03-14", "01:59", NEW_YORK, "2027-03-14 06:59", id="before the gap"),
        pytest.param("2027-03-14", "02:00", NEW_YORK, "2027-03-14 07:00", id="gap: 3:00 EDT"),
        pytest.param("2027-03-14", "02:30", NEW_YORK, "2027-03-14 07:30", id="gap: 3:30 EDT"),
        pytest.param("2027-03-14", "03:00", NEW_YORK, "2027-03-14 07:00", id="after the gap"),
        pytest.param("2026-10-25", "02:30", MADRID, "2026-10-25 00:30", id="Madrid repeats"),
        pytest.param("2027-03-28", "02:30", MADRID, "2027-03-28 01:30", id="Madrid skips"),
        pytest.param("2026-10-04", "02:15", LORD_HOWE, "2026-10-03 15:45", id="half an hour"),
        pytest.param("2027-04-04", "01:45", LORD_HOWE, "2027-04-03 14:45", id="and its repeat"),
    ],
)
def test_a_wall_time_is_one_instant(day: str, hour: str, zone: str, expected: str) -> None:
    assert wall.instant(date.fromisoformat(day), hour, zone) == utc(expected)


@pytest.mark.parametrize("bad", ["18", "6:00", "18:00:00", "24:00", "12:60", "noon!", "1800Z"])
def test_what_is_no_wall_time_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        wall.instant(date(2026, 1, 1), bad, NEW_YORK)


@pytest.mark.parametrize("days", [frozenset[int](), frozenset({7}), frozenset({-1, 2})])
def test_days_that_are_no_days_are_refused(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="at least one day of the week"):
        wall.next_wall(days, "18:00", NEW_YORK, utc("2026-01-01 00:00"))


@pytest.mark.parametrize(
    ("days", "hour", "zone", "after", "day", "expected"),
    [
        pytest.param(
            {1}, "18:00", NEW_YORK, "2026-10-06 21:59:59", "2026-10-06", "2026-10-06 22:00",
            id="today, a second before",
        ),
        pytest.param(
            {1}, "18:00", NEW_YORK, "2026-10-06 22:00", "2026-10-13", "2026-10-13 22:00",
            id="strictly after: a week on",
        ),
        pytest.param(
            {6}, "01:30", NEW_YORK, "2026-11-01 05:30", "2026-11-08", "2026-11-08 06:30",
            id="the repeated hour comes once",
        ),
        pytest.param(
            {6}, "02:30", NEW_YORK, "2027-03-14 06:59", "2027-03-14", "2027-03-14 07:30",
            id="the skipped hour comes all the same",
        ),
        pytest.param(
            set(range(7)), "18:00", APIA, "2011-12-30 04:00", "2011-12-31", "2011-12-31 04:00",
            id="Apia: Thursday evening, then Saturday evening",
        ),
        pytest.param(
            {4}, "18:00", APIA, "2011-12-28 00:00", "2012-01-06", "2012-01-06 04:00",
            id="Apia: the Friday that never was",
        ),
        pytest.param(
            {5}, "23:30", NUUK, "2027-03-27 12:00", "2027-03-27", "2027-03-28 01:30",
            id="Nuuk: Saturday 23:30 is after midnight",
        ),
        pytest.param(
            {5}, "23:30", NUUK, "2027-03-28 01:15", "2027-03-27", "2027-03-28 01:30",
            id="Nuuk: and still Saturday's when asked on Sunday",
        ),
    ],
)  # fmt: skip
def test_the_next_occurrence(
    days: set[int], hour: str, zone: str, after: str, day: str, expected: str
) -> None:
    found = wall.next_wall(frozenset(days), hour, zone, utc(after))
    assert found == wall.Occurrence(date.fromisoformat(day), utc(expected))


@settings(max_examples=60, deadline=None)
@given(days=day_sets, hour=walls, zone=st.sampled_from(ZONES[:5]), start=moments)
def test_occurrences_go_forward_once_a_day_at_the_same_hour(
    days: frozenset[int], hour: str, zone: str, start: datetime
) -> None:
    """A walk of many weeks; only in a spring gap may clocks show something else."""
    seen: list[wall.Occurrence] = []
    after = start
    for _ in range(60):
        seen.append(wall.next_wall(days, hour, zone, after))
        after = seen[-1].at
        shown = wall.local(after, zone)
        assert seen[-1].local_date.weekday() in days
        assert f"{shown:%H:%M}" == hour or wall.local(after - DAY, zone).utcoffset() != (
            shown.utcoffset()
        )
    assert all(a.at < b.at and a.local_date < b.local_date for a, b in pairwise(seen))
    assert seen[0].at > start


@pytest.mark.parametrize("zone", ZONES)
def test_two_years_of_evenings_have_one_each(zone: str) -> None:
    first, found = date(2026, 1, 1), []
    at = wall.instant(first, "00:00", zone) - SECOND
    for _ in range(730):
        one = wall.next_wall(wall.EVERY_DAY, "02:30", zone, at)
        found.append(one.local_date)
        at = one.at
    assert found == [first + timedelta(days=number) for number in range(730)]


@pytest.mark.parametrize(
    ("shown", "start", "end", "inside"),
    [
        pytest.param("07:59:59", "08:00", "20:00", False, id="a second before"),
        pytest.param("08:00:00", "08:00", "20:00", True, id="the start is inside"),
        pytest.param("19:59:59", "08:00", "20:00", True, id="the last second"),
        pytest.param("20:00:00", "08:00", "20:00", False, id="the end is outside"),
        pytest.param("20:59:59", "21:00", "08:00", False, id="a second before night"),
        pytest.param("21:00:00", "21:00", "08:00", True, id="night begins"),
        pytest.param("00:00:00", "21:00", "08:00", True, id="midnight is night"),
        pytest.param("07:59:59", "21:00", "08:00", True, id="the last second of night"),
        pytest.param("08:00:00", "21:00", "08:00", False, id="morning"),
    ],
)
def test_hours_are_from_start_until_before_end(
    shown: str, start: str, end: str, inside: bool
) -> None:
    at = datetime.fromisoformat(f"2026-10-06 {shown}-04:00")
    assert wall.within(at, NEW_YORK, start, end) is inside


def test_hours_that_end_where_they_start_are_refused() -> None:
    with pytest.raises(ValueError, match="say nothing"):
        wall.within(utc("2026-01-01 00:00"), NEW_YORK, "08:00", "08:00")


@pytest.mark.parametrize(
    ("at", "start", "end", "expected"),
    [
        pytest.param("2026-10-06 16:00", "08:00", "20:00", "2026-10-06 16:00", id="inside"),
        pytest.param("2026-10-07 00:00", "08:00", "20:00", "2026-10-07 12:00", id="evening"),
        pytest.param("2026-11-01 01:00", "08:00", "20:00", "2026-11-01 13:00", id="clock change"),
        pytest.param(
            "2027-03-14 06:30", "02:00", "03:00", "2027-03-15 06:00", id="hours that a gap took"
        ),
    ],
)
def test_the_next_time_inside(at: str, start: str, end: str, expected: str) -> None:
    assert wall.next_within(utc(at), NEW_YORK, start, end) == utc(expected)


@given(at=moments, zone=st.sampled_from(ZONES), start=walls, end=walls)
def test_the_next_time_inside_is_inside(at: datetime, zone: str, start: str, end: str) -> None:
    if start == end:
        return
    found = wall.next_within(at, zone, start, end)
    assert at <= found <= at + 3 * DAY
    assert wall.within(found, zone, start, end)
