"""Requests of strangers: once a day from one of them, ten a day of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.rules.strangers import DAY, heard_at, told_at

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("last", "forgotten", "waits"),
    [
        (None, False, timedelta(0)),
        (None, True, DAY),
        (DAY, False, timedelta(0)),
        (DAY - MINUTE, False, None),
    ],
)
def test_when_somebody_is_heard(
    last: timedelta | None, forgotten: bool, waits: timedelta | None
) -> None:
    before = None if last is None else NOW - last
    assert heard_at(before, forgotten, NOW) == (None if waits is None else NOW + waits)


@pytest.mark.parametrize(
    ("due", "waits"),
    [
        ([0] * 9, timedelta(0)),
        ([0] * 10, DAY),
        ([0] * 10 + [1] * 9, DAY),
        ([4] * 3 + [3] * 7, 4 * DAY),
        ([-1] + [1] * 9, timedelta(0)),
        ([4] * 10, None),
    ],
)
def test_when_a_request_is_told(due: list[int], waits: timedelta | None) -> None:
    told = told_at(NOW, [NOW + days * DAY for days in due], NOW)
    assert told == (None if waits is None else NOW + waits)


def test_a_day_with_room_is_no_sooner_than_somebody_is_heard() -> None:
    assert told_at(NOW + DAY, [NOW - DAY] * 10, NOW) == NOW + DAY
