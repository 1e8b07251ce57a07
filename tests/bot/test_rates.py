"""Rates: 25 a second overall, 1 a second in a chat, 5 at first, by the clock that is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rates import Rates

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    """So many seconds after nine."""
    return NOW + timedelta(seconds=seconds)


def send(rates: Rates, count: int, now: datetime) -> None:
    """So many messages, each to a chat of its own."""
    for chat in range(count):
        rates.draw(chat, now)


def test_25_may_leave_at_once_and_no_more() -> None:
    rates = Rates()
    assert rates.free(NOW) == 25
    send(rates, 25, NOW)
    assert rates.free(NOW) == 0


def test_each_place_comes_back_a_second_after_it_was_taken() -> None:
    rates = Rates()
    send(rates, 20, NOW)
    send(rates, 5, later(0.5))
    assert [rates.free(later(seconds)) for seconds in (0.9, 1, 1.4, 1.5, 60)] == [0, 20, 20, 25, 25]


def test_replies_draw_what_is_not_there_and_the_others_wait_for_it() -> None:
    rates = Rates()
    send(rates, 20, NOW)
    send(rates, 15, later(0.5))
    assert [rates.free(later(seconds)) for seconds in (0.5, 1, 1.5)] == [0, 10, 25]


def test_a_flood_of_replies_delays_the_others_by_no_more_than_a_second() -> None:
    rates = Rates()
    send(rates, 500, NOW)
    assert rates.free(later(1)) == 25


def test_a_chat_gets_five_at_once_and_then_one_a_second() -> None:
    rates = Rates()
    for _ in range(5):
        assert rates.chat_free_at(7, NOW) is None
        rates.draw(7, NOW)
    free_at = rates.chat_free_at(7, NOW)
    assert free_at is not None
    assert abs(free_at - later(1)) < timedelta(milliseconds=1)
    assert rates.chat_free_at(7, later(1.001)) is None
    assert rates.chat_free_at(8, NOW) is None


def test_what_is_planned_counts_as_sent() -> None:
    rates = Rates()
    assert rates.chat_free_at(7, NOW, planned=4) is None
    assert rates.chat_free_at(7, NOW, planned=5) is not None


def test_asking_changes_nothing() -> None:
    rates = Rates()
    rates.draw(7, NOW)
    before = repr(rates)
    rates.chat_free_at(7, later(0.5))
    assert repr(rates) == before


@given(st.lists(st.floats(0, 3), min_size=1, max_size=30))
def test_whoever_waits_until_the_time_that_was_named_may_go_then(pauses: list[float]) -> None:
    rates, now = Rates(), NOW
    for pause in pauses:
        now += timedelta(seconds=pause)
        free_at = rates.chat_free_at(7, now)
        if free_at is not None:
            assert free_at > now
            now = free_at
            assert rates.chat_free_at(7, now) is None
        rates.draw(7, now)


@given(st.lists(st.tuples(st.floats(0, 0.3), st.integers(0, 30)), max_size=40))
def test_no_second_has_more_than_its_share_wherever_it_begins(
    steps: list[tuple[float, int]],
) -> None:
    rates, now, sent = Rates(), NOW, []
    for pause, wish in steps:
        now += timedelta(seconds=pause)
        many = min(wish, rates.free(now))
        send(rates, many, now)
        sent += [now] * many
    for start in sent:
        inside = [at for at in sent if start <= at < start + timedelta(seconds=1)]
        assert len(inside) <= 25


def test_a_clock_that_goes_back_stops_nothing() -> None:
    rates = Rates()
    send(rates, 25, NOW)
    assert rates.free(NOW - timedelta(hours=1)) == 0
    assert rates.free(NOW - timedelta(hours=1) + timedelta(seconds=1)) == 25


def test_chats_of_long_ago_are_forgotten() -> None:
    rates = Rates()
    for number in range(10_000):
        rates.draw(number, later(number / 100))
    assert len(rates._chats) < 5_000


def test_a_clock_that_goes_back_holds_no_chat_until_then() -> None:
    rates = Rates()
    for _ in range(10):
        rates.draw(7, later(3600))
    assert rates.chat_free_at(7, later(3600)) is not None
    assert rates.chat_free_at(7, later(3599.9)) is not None
    assert rates.chat_free_at(7, NOW) is None
