"""When somebody is quiet: whole days, by consent, and never in a pause."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.rules import quiet
from storage.enums import Language
from storage.records import Person, Rhythm
from tests.handlers.rules.cast import ANA, DAY, NEW_YORK, SECOND, utc

SEEN = utc("2026-10-05 00:00")
"""The day of the last sign of life."""


@pytest.mark.parametrize(
    ("after", "paused_until", "at", "expected"),
    [
        pytest.param(3, None, SEEN + 4 * DAY - SECOND, False, id="three days, a second before"),
        pytest.param(3, None, SEEN + 4 * DAY, True, id="three whole days after that day"),
        pytest.param(7, None, SEEN + 4 * DAY, False, id="a week"),
        pytest.param(0, None, SEEN + 90 * DAY, False, id="only if I ask"),
        pytest.param(None, None, SEEN + 90 * DAY, False, id="not asked yet"),
        pytest.param(3, SEEN + 9 * DAY, SEEN + 8 * DAY, False, id="paused"),
        pytest.param(3, SEEN + 9 * DAY, SEEN + 13 * DAY - SECOND, False, id="counts from its end"),
        pytest.param(3, SEEN + 9 * DAY, SEEN + 13 * DAY, True, id="and then"),
    ],
)
def test_when_somebody_is_quiet(
    after: int | None, paused_until: datetime | None, at: datetime, expected: bool
) -> None:
    name = str  # it is never looked at
    person = Person(ANA, Language.ENGLISH, NEW_YORK, name, None, None, None, 0, quiet_after=after)
    since = SEEN if paused_until else None
    rhythm = Rhythm(
        ANA, frozenset({1}), "18:00", None,
        paused_since=since, paused_until=paused_until, quiet_since=SEEN,
    )  # fmt: skip
    assert quiet.is_quiet(person, rhythm, at) is expected
