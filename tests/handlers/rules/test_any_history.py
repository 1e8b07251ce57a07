"""Any history before a due time: what is asked keeps every limit, and what is not has a reason.

The limits are numbers of this file's own (design 4), not those of the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import nudge, wall
from handlers.rules.nudge import Ask, Facts, NudgePolicy, Part, Skip, SkipReason, What
from storage.enums import OccasionState
from storage.records import Occasion, Rhythm
from tests.handlers.rules.cast import BEN, DAY, HOUR, NEW_YORK, circle, utc

START = utc("2026-08-31 15:00")
"""A Monday, at eleven in New York."""
NEW = (What.NEW, What.LESS, What.LAST, What.MOVED)
SILENT = (OccasionState.ASKED, OccasionState.UNANSWERED)


@dataclass(frozen=True)
class World:
    """What was before, and the hour that has come."""

    facts: Facts
    day: date

    @property
    def now(self) -> datetime:
        return self.facts.due_at

    @property
    def paused(self) -> bool:
        own = self.facts.rhythm
        ends = own.paused_until
        return own.paused_since is not None and (ends is None or self.now < ends)

    @property
    def participant(self) -> bool:
        return self.facts.part is not None and self.facts.part.participant

    def week(self, at: datetime) -> int:
        return (at - START).days // 7 + 1

    def after(self, one: Occasion) -> int:
        """How many days after this one the day is."""
        return (self.day - date.fromisoformat(one.local_date)).days

    def touched(self, one: Occasion) -> bool:
        """Whether it comes on that day, or after it."""
        return max(one.local_date, one.reminded_on or "") >= self.day.isoformat()

    def answered(self, one: Occasion) -> bool:
        by_hand = self.facts.answered_at
        since = by_hand is not None and by_hand >= one.created_at
        return since or one.state is OccasionState.ANSWERED

    def row(self, past: Sequence[Occasion]) -> int:
        """How many in a row were left, since week 5; a skipped one is none."""
        count = 0
        for one in past:
            if self.answered(one) or self.week(one.created_at) <= 4:
                return count
            count += one.state in SILENT
        return count

    def over(self) -> bool:
        """Whether one more is more than seven days may bring."""
        seven = [one for one in self.facts.past if self.after(one) < 7]
        late = [one for one in seven if self.week(one.created_at) > 4]
        if not self.participant:
            return len(seven) + 1 > 1
        is_late = self.week(self.now) > 4
        return len(seven) + 1 > 3 or (is_late and len(late) + 1 > 2)

    def grave(self, hours: int) -> bool:
        return self.facts.grave_at is not None and self.now - self.facts.grave_at < hours * HOUR

    def answered_today(self) -> bool:
        found = self.facts.answered_at
        return found is not None and wall.local(found, NEW_YORK).date() >= self.day


def history(dice: Random, day: date) -> list[Occasion]:
    """Up to eight before that day, or on it, newest first; each tapped or left as it may be."""
    made, when = [], day - dice.choice((0, 1, 1, 2, 3, 7, 13, 14)) * DAY
    every, states = dice.choice((1, 2, 3, 7)), dice.choice((tuple(OccasionState), SILENT))
    for number in range(dice.choice((0, 1, 2, 3, 4, 5, 5, 6, 8))):
        state = dice.choice(states)
        later = state is OccasionState.LATER
        again = dice.choice((0, 1, 1) if later else (None, None, 1))
        on = (when + again * DAY).isoformat() if again is not None else None
        created = wall.instant(when, "18:00", NEW_YORK)
        made.append(Occasion(99 - number, BEN, when.isoformat(), state, created, reminded_on=on))
        when -= every * DAY
    return [one for one in made if one.created_at >= START]


def any_world(dice: Random) -> World:
    """Somebody's hour on some day of their weeks, whatever was before."""
    day = date(2026, 8, 31) + dice.randrange(110) * DAY
    due = wall.instant(day, "18:00", NEW_YORK)
    days = {dice.randrange(7) for _ in range(dice.randrange(3))}
    days.add(dice.choice((day.weekday(), day.weekday(), 3)))
    own = Rhythm(BEN, frozenset(days), "18:00", due, full_day=dice.choice(sorted(days)))
    if dice.random() < 0.2:
        ends = dice.choice((None, due + HOUR, due - HOUR))
        own = replace(own, paused_since=due - DAY, paused_until=ends)
    facts = Facts(
        own,
        NEW_YORK,
        due,
        Part(participant=dice.random() < 0.7, circle=circle(starts_at=START)),
        past=history(dice, day),
        answered_at=dice.choice((None, None, due - dice.randrange(30 * 24) * HOUR)),
        grave_at=dice.choice((None, None, None, due - dice.choice((1, 15, 20, 71, 80)) * HOUR)),
    )
    return World(facts, day)


def too_much(world: World, asked: Ask) -> Iterator[str]:
    """Which limit an invitation breaks."""
    last = world.facts.past[0] if world.facts.past else None
    if world.paused:
        yield "in a pause"
    if asked.what in NEW:
        yield from _too_new(world, asked.what)
    elif last is None or world.answered(last):
        yield "again, and nothing stands open"
    elif asked.what is What.AGAIN:
        if (last.state, last.reminded_on) != (OccasionState.LATER, world.day.isoformat()):
            yield "again on a day that nobody chose"
    else:
        if last.state is not OccasionState.ASKED or last.reminded_on or world.after(last) != 1:
            yield "a second reminder, a late one, or one after a tap"
        if world.grave(72) or world.row(world.facts.past[1:]) >= 3:
            yield "a reminder to somebody who is asked gently"


def _too_new(world: World, what: What) -> Iterator[str]:
    own, past = world.facts.rhythm, world.facts.past
    row = world.row(past)
    if world.day.weekday() not in own.days:
        yield "on a day that was not chosen"
    if any(map(world.touched, past[:1])) or world.answered_today():
        yield "twice on a day"
    if world.over():
        yield "more than seven days may bring"
    if row >= 6:
        yield "after six in a row"
    if row >= 3 and (world.after(past[0]) < 14 or world.day.weekday() != own.full_day):
        yield "as often after three in a row"
    if (what is What.MOVED) is not world.grave(16):
        yield "soon after grave words"


def no_reason(world: World, skip: Skip) -> bool:
    """Whether nothing is asked, and what is said of it does not hold."""
    past = world.facts.past
    row = world.row(past)
    most = 1 if not world.participant else 3 if world.week(world.now) <= 4 else 2
    days = world.facts.rhythm.days
    reminding = world.grave(72) or world.row(past[1:]) >= 3
    return not {
        SkipReason.PAUSED: world.paused,
        SkipReason.CAP: world.over(),
        SkipReason.STOPPED: row >= 6,
        SkipReason.LESS_OFTEN: row >= 3 or reminding,
        SkipReason.SAME_DAY: any(map(world.touched, past[:1])) or world.answered_today(),
        SkipReason.NOT_A_DAY: world.day.weekday() not in days or len(days) > most,
    }.get(skip.reason, False)


def _decided(world: World) -> Ask | Skip:
    return nudge.decide(world.facts, world.now, NudgePolicy())


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_whatever_was_before_every_limit_holds_and_every_silence_has_its_reason(seed: int) -> None:
    dice = Random(seed)
    for world in (any_world(dice) for _ in range(50)):
        found = _decided(world)
        if isinstance(found, Ask):
            assert list(too_much(world, found)) == [], world
            assert found.next_due > world.now
        else:
            assert not no_reason(world, found), (found.reason, world)


def test_these_histories_meet_everything_that_may_come_of_them() -> None:
    dice, seen = Random(7), set[str]()
    for world in (any_world(dice) for _ in range(5000)):
        found = _decided(world)
        seen.add(found.what if isinstance(found, Ask) else found.reason)
    late = {SkipReason.NOT_DUE, SkipReason.STALE, SkipReason.QUIET_HOURS}
    away = {SkipReason.NO_PART, SkipReason.UNREACHABLE, SkipReason.OPEN_CHECKIN}
    assert seen == {*What, *SkipReason} - late - away
