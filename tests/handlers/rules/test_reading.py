"""Whether a partner usually reads at this hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.reading import reads
from storage.records import PartnerHours, PersonId

ZONE = "America/New_York"
MONDAY_TEN = datetime(2026, 11, 2, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICE = PartnerHours(PersonId(3), frozenset(range(5)), "09:00", "17:00", None, None)


@pytest.mark.parametrize(
    ("later", "with_hours", "without"),
    [(0, True, True), (-2, False, True), (7, False, True), (11, False, False), (15, False, False)],
)
def test_by_their_hours_or_by_day(later: int, with_hours: bool, without: bool) -> None:
    at = MONDAY_TEN + later * HOUR
    assert reads(OFFICE, ZONE, at) is with_hours
    assert reads(None, ZONE, at) is without


def test_not_on_other_days_and_not_while_away() -> None:
    assert not reads(OFFICE, ZONE, MONDAY_TEN - timedelta(days=1))
    away = PartnerHours(
        PersonId(3), frozenset(range(7)), "09:00", "17:00", MONDAY_TEN - HOUR, MONDAY_TEN + HOUR
    )
    assert not reads(away, ZONE, MONDAY_TEN)
    assert reads(away, ZONE, MONDAY_TEN + 2 * HOUR)
