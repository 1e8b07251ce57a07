"""Moments: aware UTC times, and the whole microseconds in which every column keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """UTC microseconds since 1970, the form in which every column keeps time."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    """The aware UTC time of a column's microseconds."""
    return _EPOCH + timedelta(microseconds=value)


def maybe_micros(at: datetime | None) -> int | None:
    """As ``micros``, for a column that may be empty."""
    return None if at is None else micros(at)


def maybe_moment(value: int | None) -> datetime | None:
    """As ``moment``, for a column that may be empty."""
    return None if value is None else moment(value)
