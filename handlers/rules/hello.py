"""Hellos: who is asked next, when, and when the participant hears that nobody could yet.

It looks at waking hours, never at what anybody answered: "not today" and no answer look the same.
Whoever says yes ends the asking elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.rules import wall
from storage.enums import HelloState, SeatState
from storage.records import Hello, Seat, SeatId

HERE = (SeatState.ACTIVE, SeatState.QUIET)
_AWAY = (SeatState.PAUSED, SeatState.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class HelloPolicy:
    """One every two waking hours; after four of them the participant is told (design 4)."""

    wake_from: str = "08:00"
    wake_to: str = "21:00"
    every: timedelta = timedelta(hours=2)
    tell_after: timedelta = timedelta(hours=4)
    per_day: int = 3
    """How many a participant may send in a day, and how many a supporter may be asked."""
    lasts: timedelta = timedelta(hours=24)
    """How long somebody new is asked, and how long an ask may be answered."""
    left_counts: timedelta = timedelta(days=7)
    """The participant may not have heard yet that somebody left: asking looks as it always does."""

    def __post_init__(self) -> None:
        wall.check_hours(self.wake_from, self.wake_to)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supporter who may be asked and was not yet, and the zone they live in."""

    seat_id: SeatId
    zone: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due now, and when to look again; None: nothing follows by itself."""

    ask: SeatId | None
    not_after: datetime | None
    tell: bool
    next_at: datetime | None

    @property
    def state(self) -> HelloState:
        """While something follows, it is asking."""
        return HelloState.ASKING if self.next_at else HelloState.UNANSWERED


def waking(start: datetime, much: timedelta, zone: str, policy: HelloPolicy) -> datetime:
    """When so much waking time has passed in this zone since then; always in waking hours."""
    at, left = wall.next_within(start, zone, policy.wake_from, policy.wake_to), much
    while True:
        night = wall.next_wall(wall.EVERY_DAY, policy.wake_to, zone, at).at
        if at + left < night:
            return at + left
        left -= night - at
        at = wall.next_within(night, zone, policy.wake_from, policy.wake_to)


def plan(
    hello: Hello,
    last_ask: datetime | None,
    candidates: Sequence[Candidate],
    zone: str,
    now: datetime,
    policy: HelloPolicy,
) -> Plan:
    """What to do about a hello that is being asked; ``zone`` is the participant's.

    ``candidates`` stand in the participant's order. Whoever is awake first is asked first, so that
    a night somewhere else holds nobody up; where all live by one clock, that is the order.
    """
    over_at = hello.asked_at + policy.lasts
    tell_at = waking(hello.asked_at, policy.tell_after, zone, policy)
    tell = hello.told_at is None and now >= tell_at
    told = tell or hello.told_at is not None
    ask, not_after = None, None
    if candidates:
        at, first = _first(hello, last_ask, candidates, now, policy)
        if at <= now < over_at:
            ask, not_after = first.seat_id, _night(now, first.zone, policy)
            last_ask, candidates = now, [one for one in candidates if one is not first]
    times = [] if told else [tell_at]
    if candidates:
        next_ask, _ = _first(hello, last_ask, candidates, now, policy)
        times += [next_ask] if next_ask < over_at else []
    return Plan(ask, not_after, tell, min(times, default=None))


def _first(
    hello: Hello,
    last_ask: datetime | None,
    candidates: Sequence[Candidate],
    now: datetime,
    policy: HelloPolicy,
) -> tuple[datetime, Candidate]:
    """Who comes next, and when: the earliest, and in the given order among equals."""
    times = []
    for one in candidates:
        due = hello.asked_at
        if last_ask is not None:
            due = waking(last_ask, policy.every, one.zone, policy)
        late = max(due, now)
        times.append(wall.next_within(late, one.zone, policy.wake_from, policy.wake_to))
    at = min(times)
    return at, candidates[times.index(at)]


def _night(now: datetime, zone: str, policy: HelloPolicy) -> datetime:
    return wall.next_wall(wall.EVERY_DAY, policy.wake_to, zone, now).at


def somebody(seats: Iterable[Seat], now: datetime, policy: HelloPolicy) -> bool:
    """Whether asking is offered at all. A break, a block or a leaving tells nothing here."""
    return any(
        seat.state in (*HERE, *_AWAY)
        or (seat.state is SeatState.LEFT and now < seat.since + policy.left_counts)
        for seat in seats
    )


def may_answer(
    hello: Hello, seat: Seat, asked_at: datetime, now: datetime, policy: HelloPolicy
) -> bool:
    """Whether an ask still stands: not taken back, in time, and the seat is held today."""
    standing = hello.state is not HelloState.STOPPED and seat.state in (*HERE, *_AWAY)
    return standing and now < asked_at + policy.lasts
