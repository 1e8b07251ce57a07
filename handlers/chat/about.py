"""About: which circle a row is about. Once its time is over, what waited to be said of it is not
said any more."""

from __future__ import annotations

from storage import alerts, circles, hellos, invitations, step_ins
from storage.database import Tx
from storage.records import Circle, Row


def _number(row: Row, fact: str) -> int:
    return int(str(row.facts.get(fact) or 0))


def _circle(tx: Tx, number: int | None) -> Circle | None:
    return circles.get(tx, number) if number else None


def circle(tx: Tx, row: Row) -> Circle | None:
    """The one that its facts name."""
    return _circle(tx, _number(row, "circle"))


def seat(tx: Tx, row: Row) -> Circle | None:
    """The one of a seat."""
    found = circles.get_seat(tx, _number(row, "seat"))
    return _circle(tx, found.circle_id if found else None)


def alert(tx: Tx, row: Row) -> Circle | None:
    """The one of an alert."""
    found = alerts.get(tx, _number(row, "alert"))
    return _circle(tx, found.circle_id if found else None)


def step_in(tx: Tx, row: Row) -> Circle | None:
    """The one of an offer."""
    found = step_ins.get(tx, _number(row, "step_in"))
    return _circle(tx, found.circle_id if found else None)


def hello(tx: Tx, row: Row) -> Circle | None:
    """The one of a hello."""
    found = hellos.get(tx, _number(row, "hello"))
    return _circle(tx, found.circle_id if found else None)


def invitation(tx: Tx, row: Row) -> Circle | None:
    """The one that a link opens."""
    found = invitations.get(tx, _number(row, "invitation"))
    return _circle(tx, found.circle_id if found else None)
