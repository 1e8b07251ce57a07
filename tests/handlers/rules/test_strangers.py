"""Requests of strangers: once a day from one of them, ten a day of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.strangers import DAY, told_at

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("last", "others", "waits"),
    [
        (None, 0, timedelta(0)),
        (None, 9, timedelta(0)),
        (None, 10, DAY),
        (None, 49, 4 * DAY),
        (None, 50, None),
        (DAY, 0, timedelta(0)),
        (DAY - MINUTE, 0, None),
    ],
)
def test_when_a_request_is_told(
    last: timedelta | None, others: int, waits: timedelta | None
) -> None:
    before = None if last is None else NOW - last
    assert told_at(before, others, NOW) == (None if waits is None else NOW + waits)
