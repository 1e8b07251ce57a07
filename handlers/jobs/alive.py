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


def back(tx: Tx, house: House, now: datetime) -> Outage:
    """After a start or a leap of the clock: nobody was silent, and open questions are asked once
    more. How long the bot was away."""
    outage = started(tx, house, now)
    outages.ask_again(tx, house, outage)
    return outage


def started(tx: Tx, house: House, now: datetime) -> Outage:
    """Whoever is waited for gets the time back in which nothing could arrive."""
    before = people.alive(tx, now)
    outage = Outage(before or now, now)
    if outage.lasted > rule.NO_MATTER:
        outages.give_back(tx, house, outage)
    return outage
