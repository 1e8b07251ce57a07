"""An outage of our own, as a table: what counts later, and what is asked once more, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.rules.gap import GapPolicy
from handlers.rules.occasions import NudgePolicy
from handlers.rules.outage import Outage, asked_since, asks_again, contact_later
from tests.handlers.rules.cast import DAY, HOUR, MINUTE, NEW_YORK, SECOND, START, utc

BEGAN = START + 30 * DAY


def away(lasted: timedelta) -> Outage:
    """So long, from a certain instant on."""
    return Outage(BEGAN, BEGAN + lasted)


def test_a_clock_that_was_put_back_is_no_outage() -> None:
    assert away(-HOUR).lasted == timedelta(0)
    assert asked_since(away(-HOUR)) is None


@pytest.mark.parametrize(
    ("lasted", "before"),
    [
        pytest.param(150 * SECOND, None, id="every tap still came through"),
        pytest.param(151 * SECOND, HOUR, id="a tap may be gone: what was asked in the last hour"),
        pytest.param(5 * HOUR, 5 * HOUR, id="longer than an hour: as long as the outage"),
    ],
)
def test_what_was_asked_lately_may_have_been_answered_in_vain(
    lasted: timedelta, before: timedelta | None
) -> None:
    assert asked_since(away(lasted)) == (None if before is None else BEGAN - before)


@pytest.mark.parametrize(
    ("ended", "at", "until"),
    [
        pytest.param("2026-11-03 15:00", "2026-11-03 15:02", "2026-11-04 02:00", id="by day"),
        pytest.param("2026-11-04 01:57", "2026-11-04 01:59", "2026-11-04 02:00", id="at 20:57"),
        pytest.param("2026-11-04 01:58", "2026-11-04 13:00", "2026-11-05 02:00", id="at 20:58"),
        pytest.param("2026-11-01 05:00", "2026-11-01 13:00", "2026-11-02 02:00", id="clocks turn"),
    ],
)
def test_it_is_asked_in_waking_hours_once_texts_were_heard(ended: str, at: str, until: str) -> None:
    found = asks_again(Outage(BEGAN, utc(ended)), NEW_YORK, NudgePolicy())
    assert found == (utc(at), utc(until))


@pytest.mark.parametrize(
    ("contact", "lasted", "later"),
    [
        pytest.param(6 * DAY, DAY, timedelta(0), id="the question comes after it, in time"),
        pytest.param(6 * DAY, 3 * DAY, 2 * DAY, id="the question fell into it: it comes now"),
        pytest.param(8 * DAY, 5 * DAY, 5 * DAY, id="asked before it: the days left are kept"),
        pytest.param(10 * DAY - SECOND, DAY, DAY, id="one second was left"),
        pytest.param(10 * DAY, DAY, timedelta(0), id="it was over before"),
        pytest.param(8 * DAY, -HOUR, timedelta(0), id="the clock was put back"),
        pytest.param(8 * DAY, 10 * MINUTE, 10 * MINUTE, id="minutes, too"),
    ],
)
def test_only_the_days_in_which_a_partner_may_answer_are_given_back(
    contact: timedelta, lasted: timedelta, later: timedelta
) -> None:
    assert contact_later(BEGAN - contact, away(lasted), GapPolicy()) == later
