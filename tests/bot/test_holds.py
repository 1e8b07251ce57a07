"""Holds: nothing that fails is called twice a second, in one chat or in all of them."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from bot.holds import LONGEST, SEVERAL, Holds
from tests.bot.doors import MONDAY

SECOND = timedelta(seconds=1)


def all_fail(holds: Holds) -> None:
    """Telegram fails for one chat after another."""
    for chat in range(SEVERAL):
        assert holds.until(chat, MONDAY) is None
        holds.failed(chat, MONDAY, None)


def test_a_chat_for_which_it_failed_rests_for_a_second_and_others_go_on() -> None:
    holds = Holds()
    holds.failed(7, MONDAY, None)
    assert holds.until(7, MONDAY) == MONDAY + SECOND
    assert holds.until(8, MONDAY) is None
    assert holds.until(7, MONDAY + SECOND) is None


def test_a_pause_that_telegram_asked_for_holds_its_own_chat_only() -> None:
    holds = Holds()
    for chat in range(2 * SEVERAL):
        holds.failed(chat, MONDAY, timedelta(hours=1))
    assert holds.until(0, MONDAY + 3599 * SECOND) == MONDAY + timedelta(hours=1)
    assert not holds.all


def test_while_it_fails_for_all_one_call_at_a_time_finds_out() -> None:
    holds, now, calls = Holds(), MONDAY, []
    all_fail(holds)
    for _ in range(600):
        now += timedelta(milliseconds=100)
        for chat in range(100, 110):
            if holds.until(chat, now) is None:
                calls.append(now)
                holds.failed(chat, now, None)
    pauses = [later - sooner for sooner, later in pairwise(calls)]
    assert SECOND <= min(pauses) <= max(pauses) <= LONGEST + timedelta(milliseconds=100)
    assert len(calls) < 20


def test_one_answer_ends_it() -> None:
    holds = Holds()
    all_fail(holds)
    assert holds.until(50, MONDAY + SECOND) is None
    assert holds.closed(MONDAY + SECOND) >= SECOND
    holds.answered()
    assert not holds.closed(MONDAY + SECOND)
    assert [holds.until(chat, MONDAY + SECOND) for chat in (50, 51, 52)] == [None] * 3


def test_a_clock_that_was_set_back_holds_nobody_longer() -> None:
    holds, hour = Holds(), timedelta(hours=1)
    holds.failed(99, MONDAY, timedelta(seconds=30))
    all_fail(holds)
    assert holds.until(50, MONDAY + SECOND) is None
    rest = holds.closed(MONDAY + SECOND)
    holds.set_back(hour)
    assert holds.closed(MONDAY + SECOND - hour) == rest
    assert holds.until(99, MONDAY + SECOND - hour) == MONDAY + 30 * SECOND - hour


def test_one_chat_that_fails_again_and_again_is_no_trouble_of_all() -> None:
    holds = Holds()
    for number in range(20):
        holds.failed(7, MONDAY + number * SECOND, None)
    assert not holds.all
