"""One by one: a sweep decides about each thing apart, so that one that cannot be decided about
holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from handlers.chat.context import House
from storage.database import Tx, Unavailable

T = TypeVar("T")
R = TypeVar("R")

AGAIN = timedelta(minutes=5)
"""When to look again at what could not be decided: until then it does not stand before others."""


def each(
    tx: Tx,
    house: House,
    things: Iterable[T],
    decide: Callable[[T], R],
    later: Callable[[T], R],
) -> list[R]:
    """What came of each. What ``decide`` fails at is undone and told, and ``later`` says instead
    what becomes of it."""
    return [_one(tx, house, thing, decide, later) for thing in things]


def _one(tx: Tx, house: House, thing: T, decide: Callable[[T], R], later: Callable[[T], R]) -> R:
    try:
        with tx.apart():
            return decide(thing)
    except Unavailable:
        # No fault of the thing's: nothing of this step is kept.
        raise
    except Exception as error:
        house.undecided(error)
        return later(thing)


def never_mind(_thing: object) -> None:
    """It comes again by itself."""
