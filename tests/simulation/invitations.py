"""Invitations and reminders on one phone: which belong together, and how many there may be.

The numbers are the checker's own: design, *Occasions, not nagging*, written down a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from tests.simulation.owner import DAY, Finding, Findings, Owner
from tests.simulation.reading import Answered, Came, Did, Event, Saved
from tests.simulation.words import INVITATION, REMINDER

FIRST_WEEKS = 4
AT_MOST_FIRST = 3
AT_MOST_THEN = 2
AT_MOST_SUPPORTER = 1
SEVEN = timedelta(days=7)
LESS_AFTER, STOP_AFTER = 3, 6
FORTNIGHT = timedelta(days=14)
LATER = ("Later today", "Hoy más tarde")
TOMORROW = ("Tomorrow", "Mañana")


@dataclass
class Occasion:
    """One invitation, and whatever came and was done about it."""

    came: list[Came]
    day: date
    taps: list[Did] = field(default_factory=list)
    answered: bool = False
    again: Did | None = None
    """The tap that asked for it another time, until it came."""

    @property
    def ignored(self) -> bool:
        """Nobody touched it."""
        return not self.taps and not self.answered


def check(owner: Owner, events: Sequence[Event]) -> Findings:
    """All that must not be about the invitations of one phone."""
    found: list[Occasion] = []
    for event in events:
        yield from _take(owner, found, event)
    yield from _times(owner, events)
    yield from _days(owner, found)
    yield from _caps(owner, found)
    yield from _quieter(owner, found)


def _take(owner: Owner, found: list[Occasion], event: Event) -> Findings:
    last = found[-1] if found else None
    if isinstance(event, Came) and event.name == INVITATION:
        if last and _wanted(owner, last, event):
            last.again = None
            last.came.append(event)
        else:
            found.append(Occasion([event], owner.day(event.at)))
    elif isinstance(event, Came) and event.name == REMINDER:
        yield from _reminder(owner, last, event)
    elif isinstance(event, Answered | Saved) and last:
        last.answered, last.again = True, None
    elif isinstance(event, Did) and last and event.message in {one.message for one in last.came}:
        last.taps.append(event)
        if event.what == "taps":
            last.again = event if event.text in LATER + TOMORROW else None


def _wanted(owner: Owner, last: Occasion, event: Came) -> bool:
    """Whether it was put off to now: to later that day, or to the next one."""
    if last.again is None:
        return False
    since = owner.day(event.at) - owner.day(last.again.at)
    return since == DAY or (since == 0 * DAY and last.again.text in LATER)


def _reminder(owner: Owner, last: Occasion | None, event: Came) -> Findings:
    """One, the next day, when nothing was done, on a day that has no invitation of its own."""
    if last is None or not last.ignored:
        yield Finding(owner, event.at, "reminded of what was answered")
    elif owner.day(event.at) - owner.day(last.came[-1].at) <= DAY and len(last.came) > 1:
        yield Finding(owner, event.at, "reminded twice")
    elif owner.day(event.at) - last.day != DAY:
        yield Finding(owner, event.at, "reminded on another day than the next")
    if last:
        last.came.append(event)


def _times(owner: Owner, events: Sequence[Event]) -> Findings:
    """At the person's own hour; what was put off to later that day comes in daytime."""
    laters: set[date] = set()
    touched: Counter[date] = Counter()
    for event in events:
        if isinstance(event, Did) and event.text in LATER:
            laters.add(owner.day(event.at))
        if not isinstance(event, Came) or event.name not in (INVITATION, REMINDER):
            continue
        day = owner.day(event.at)
        put_off = day in laters and owner.in_daytime(event.at)
        if not owner.at_own_hour(event.at) and not put_off:
            yield Finding(owner, event.at, "invited at another hour")
        touched[day] += 1
        laters_then = sum(
            1
            for did in events
            if isinstance(did, Did) and did.text in LATER and owner.day(did.at) == day
        )
        if touched[day] > 1 + laters_then:
            yield Finding(owner, event.at, "invited twice in a day")


def _days(owner: Owner, found: Sequence[Occasion]) -> Findings:
    for one in found:
        if one.day.weekday() not in owner.days:
            yield Finding(owner, one.came[0].at, "invited on a day that was not chosen")


def _caps(owner: Owner, found: Sequence[Occasion]) -> Findings:
    """In any seven days; where the first weeks end in them, the later weeks have their own cap."""
    for number, one in enumerate(found):
        seven = [other for other in found[: number + 1] if one.day - other.day < SEVEN]
        late = [other for other in seven if owner.week(other.came[0].at) > FIRST_WEEKS]
        most, most_late = AT_MOST_FIRST, AT_MOST_THEN
        if owner.part == "supporter":
            most = most_late = AT_MOST_SUPPORTER
        if len(seven) > most or len(late) > most_late:
            yield Finding(owner, one.came[0].at, f"{len(seven)} invitations in seven days")


def _quieter(owner: Owner, found: Sequence[Occasion]) -> Findings:
    """After three in a row untouched since week 5 two weeks apart; after six none. One answer is
    enough to begin anew; whatever else was tapped neither counts nor ends the row."""
    row = 0
    for before, one in pairwise(found):
        late = owner.week(before.came[0].at) > FIRST_WEEKS
        row = 0 if before.answered else row + (late and before.ignored)
        if row >= STOP_AFTER:
            yield Finding(owner, one.came[0].at, f"invited after {row} in a row unanswered")
        elif row >= LESS_AFTER and one.day - before.day < FORTNIGHT:
            days = (one.day - before.day).days
            told = f"invited as often after {row} unanswered, {days} days after another"
            yield Finding(owner, one.came[0].at, told)
