"""The checker: what may come unasked, held against one phone's transcript, with its own numbers.

It imports nothing of the bot, and knows of people only what they tapped themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.practice_room.records import Sighting
from tests.simulation import invitations
from tests.simulation.owner import DAY, Finding, Findings, Owner
from tests.simulation.reading import Came, Did, Event, Saved, read
from tests.simulation.words import (
    ALERT,
    HELLO_ASK,
    INVITATION,
    REMINDER,
    STILL_HERE,
    WEEKLY,
    Hours,
)

HELLOS_A_DAY = 3
WEEK = timedelta(days=7)
ALERT_EVERY = timedelta(hours=23, minutes=59)
"""A day from when the last was due: that one may have arrived some seconds late."""
CAUSES = 2
"""A circle can need a look for two causes at once, each once a day: nobody is near, and messages
reach somebody no more. Both say the same on the phone until they are tapped."""
STILL_HERE_EVERY = timedelta(days=14)
"""For each place that somebody has in a circle."""
RESTS = (INVITATION, REMINDER, WEEKLY, STILL_HERE, HELLO_ASK)
"""What does not come while its reader is paused."""
PAUSES = {"1 week": 7, "2 weeks": 14, "Until I'm back": None}
PAUSAS = {"1 semana": 7, "2 semanas": 14, "Hasta que vuelva": None}
BACK = ("Come back", "Estoy de vuelta")


def check(owner: Owner, chat: Sequence[Sighting]) -> list[Finding]:
    """Everything on one phone that must not be."""
    events = read(chat)
    came = [event for event in events if isinstance(event, Came)]
    rules: tuple[Callable[[], Findings], ...] = (
        lambda: _known(owner, came),
        lambda: _hours(owner, came),
        lambda: _paused(owner, events),
        lambda: _apart(owner, came, WEEKLY, WEEK),
        lambda: _still_here(owner, came),
        lambda: _hellos(owner, came),
        lambda: _alerts(owner, came),
        lambda: invitations.check(owner, events),
    )
    return [finding for rule in rules for finding in rule()]


def unasked(owner: Owner, chat: Sequence[Sighting]) -> list[tuple[date, str]]:
    """What came unasked: the reader's date, and what it is."""
    return [(owner.day(one.at), one.name) for one in read(chat) if isinstance(one, Came)]


def _known(owner: Owner, came: Sequence[Came]) -> Findings:
    for one in came:
        if one.family is None:
            yield Finding(owner, one.at, f"nobody knows this one: {one.text[:60]!r}")


def _hours(owner: Owner, came: Sequence[Came]) -> Findings:
    for one in came:
        hours = one.family.hours if one.family else Hours.DAY
        chosen = hours is Hours.OWN and owner.at_own_hour(one.at)
        if hours is not Hours.ANY and not chosen and not owner.in_daytime(one.at):
            yield Finding(owner, one.at, f"{one.name} at night")


def _paused(owner: Owner, events: Sequence[Event]) -> Findings:
    """From the tap until the morning of the chosen day, or until something says: back."""
    paused, until = False, None
    for event in events:
        if isinstance(event, Did) and event.text in PAUSES | PAUSAS:
            days = (PAUSES | PAUSAS)[event.text]
            paused = True
            until = owner.day(event.at) + days * DAY if days else None
        elif isinstance(event, Saved) or (isinstance(event, Did) and event.text in BACK):
            paused = False
        elif isinstance(event, Came) and paused and event.name in RESTS:
            paused = until is None or owner.day(event.at) < until
            if paused:
                yield Finding(owner, event.at, f"{event.name} in a pause")


def _apart(owner: Owner, came: Sequence[Came], name: str, every: timedelta) -> Findings:
    days = [(owner.day(one.at), one.at) for one in came if one.name == name]
    for (before, _), (day, at) in pairwise(days):
        if day - before < every:
            yield Finding(owner, at, f"{name} {(day - before).days} days after another")


def _still_here(owner: Owner, came: Sequence[Came]) -> Findings:
    asked: list[datetime] = []
    for one in came:
        if one.name == STILL_HERE:
            asked = [at for at in asked if one.at - at < STILL_HERE_EVERY] + [one.at]
            if len(asked) > owner.places:
                yield Finding(owner, one.at, "asked whether they are here again")


def _hellos(owner: Owner, came: Sequence[Came]) -> Findings:
    asked: Counter[date] = Counter()
    for one in came:
        if one.name == HELLO_ASK:
            asked[owner.day(one.at)] += 1
            if asked[owner.day(one.at)] > HELLOS_A_DAY:
                yield Finding(owner, one.at, "too many hellos in a day")


def _alerts(owner: Owner, came: Sequence[Came]) -> Findings:
    told: defaultdict[str, list[datetime]] = defaultdict(list)
    for one in came:
        if one.name == ALERT:
            lately = [at for at in told[one.circle] if one.at - at < ALERT_EVERY]
            told[one.circle] = [*lately, one.at]
            if len(lately) >= CAUSES:
                yield Finding(owner, one.at, f"{len(lately) + 1} alerts about one circle in a day")
