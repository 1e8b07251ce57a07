"""Alive: the bot writes down that it runs. What passed while it did not is nobody's silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import outage as outages
from handlers.chat.context import House
from handlers.rules import outage as rule
from handlers.rules.outage import Outage
from storage import people
from storage.database import Tx

EVERY = timedelta(minutes=1)


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """It runs now. Nothing follows from it at once."""
    del house, limit
    people.alive(tx, now)
    return 0


def back(tx: Tx, house: House, now: datetime, since: datetime | None = None) -> Outage:
    """After an outage of any kind: nobody was silent, and open questions are asked once more.

    How long the bot was away; ``since`` when, if it ran meanwhile and knows.
    """
    outage = started(tx, house, now, since)
    outages.ask_again(tx, house, outage)
    return outage


def started(tx: Tx, house: House, now: datetime, since: datetime | None = None) -> Outage:
    """Whoever is waited for gets the time back in which nothing could arrive."""
    written = people.alive(tx, now)
    outage = Outage(since or written or now, now)
    if outage.began - now > rule.AHEAD:
        outages.put_right(tx, outage.began, now)
    if outage.lasted > rule.NO_MATTER:
        outages.give_back(tx, house, outage)
    return outage
