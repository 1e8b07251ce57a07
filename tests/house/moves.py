"""Which way a seat and an alert can go, found out from the code that moves them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.rules import alert as gap_rule
from handlers.rules import urgent as urgent_rule
from handlers.rules.alert import AlertPolicy, Change, Roster
from handlers.rules.urgent import UrgentPolicy
from storage import circles, forget, places
from storage.database import Tx
from storage.enums import AlertState, SeatState
from storage.records import Alert, Circle, SeatId
from tests.handlers.people import BEN, MONDAY, arrive
from tests.handlers.rules.alerts import GAP, OPEN_GAP, OVER, STEPPED_IN, SUPPORTED
from tests.handlers.rules.cast import (
    ANA,
    CORA,
    DAY,
    DEV,
    EVE,
    HOUR,
    MINUTE,
    ROSTER,
    START,
    alert,
    changed,
    duty,
)
from tests.house.source import functions, modules, name

Move = tuple[str, str]

# ---- Seats: each function that writes a state is run on a seat of every state.

WRITERS: Mapping[str, Callable[[Tx, SeatId], object]] = {
    "storage/circles.py: take_seat": lambda tx, seat: circles.take_seat(tx, seat, BEN, MONDAY),
    "storage/places.py: pause": lambda tx, seat: places.pause(tx, seat, MONDAY, None),
    "storage/places.py: resume": lambda tx, seat: places.resume(tx, seat, MONDAY),
    "storage/places.py: leave": lambda tx, seat: places.leave(tx, seat, MONDAY),
    "storage/places.py: remove": lambda tx, seat: places.remove(tx, seat, MONDAY),
    "storage/forget.py: _places": lambda tx, _: forget.person(tx, BEN, "Ben", MONDAY),
}
"""All but ``set_seat``, whose callers say from where to where."""


def by_writers(tx: Tx, circle: Circle) -> Iterator[Move]:
    """What each of them makes of each state."""
    for write in WRITERS.values():
        for before in SeatState:
            seat = circles.add_seat(tx, circle.id, MONDAY)
            arrive(tx, BEN, MONDAY)
            tx.run(
                "UPDATE seat SET state = :state, supporter_id = :ben WHERE id = :id",
                state=before,
                ben=None if before is SeatState.INVITED else BEN,
                id=seat.id,
            )
            write(tx, seat.id)
            after = circles.get_seat(tx, seat.id)
            assert after is not None
            yield before, after.state
            forget.person(tx, BEN, "Ben", MONDAY)


def by_callers() -> Iterator[Move]:
    """What the callers of ``set_seat`` say: to which state, and only from which."""
    for path in modules("handlers"):
        for function in functions(path):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "set_seat":
                    [only] = [one.value for one in node.keywords if one.arg == "only"]
                    [after] = _states(node.args[2], function)
                    for before in _states(only, function):
                        yield before, after


def _states(node: ast.expr, function: ast.AST) -> list[SeatState]:
    """``SeatState.LEFT``, several in brackets, or a name that was given to them above."""
    if isinstance(node, ast.Tuple):
        return [state for one in node.elts for state in _states(one, function)]
    if isinstance(node, ast.Name):
        [value] = [
            one.value
            for one in ast.walk(function)
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == node.id
        ]
        return _states(value, function)
    return [SeatState[ast.unparse(node).removeprefix("SeatState.")]]


def writers_of(table: str) -> set[str]:
    """The functions of storage whose SQL gives rows of a table another state."""
    update = re.compile(rf"UPDATE {table} SET (.*?) WHERE ", re.DOTALL)  # noqa: S608
    return {
        f"{name(path)}: {function.name}"
        for path in modules("storage")
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for columns in update.findall(f"{node.value} WHERE ")
        if re.search(r"\bstate = ", columns)
    }


# ---- Alerts: the rules are played, move by move, until nothing new comes.

POLICY, CALLS = AlertPolicy(), UrgentPolicy()
NOBODY = Roster(None, None, ())
TOKYO = "Asia/Tokyo"
FAR = Roster(duty(CORA, TOKYO), duty(DEV, TOKYO), (duty(EVE, TOKYO),))
"""Where it is night while New York has its morning."""
NEW = alert(AlertState.PENDING, None)
"""As it is inserted, before the first decision is stored."""
JUMPS = (20 * MINUTE, 2 * HOUR, 25 * HOUR, 73 * HOUR)
Played = Callable[[Alert, Roster, datetime], Iterator[Change | None]]


def by_rules() -> set[Move]:
    """Where the rules of gaps and of urgent calls can lead from a new alert."""
    return _play(NEW, _gap) | _play(replace(NEW, person_id=ANA), _call)


def _gap(before: Alert, roster: Roster, now: datetime) -> Iterator[Change | None]:
    known = None if before is NEW else before
    fresh = replace(GAP, since=now, opens_at=now + HOUR)
    held = replace(OPEN_GAP, held=True)
    for cover in (fresh, OPEN_GAP, held, SUPPORTED, STEPPED_IN, OVER):
        yield gap_rule.decide(known, cover, roster, now, POLICY)
    if known is not None:
        yield gap_rule.acknowledge(known, CORA, now, POLICY)
        yield gap_rule.snooze(known, now, POLICY)
        yield gap_rule.hand_over(known, roster, now, POLICY)


def _call(before: Alert, roster: Roster, now: datetime) -> Iterator[Change | None]:
    for step in (
        urgent_rule.decide(before, roster, now, CALLS),
        urgent_rule.got_it(before, CORA, now, CALLS),
        urgent_rule.cannot(before, CORA, roster, now, CALLS),
    ):
        yield step.change if step else None


def _play(new: Alert, moves: Played) -> set[Move]:
    found, known, waiting = set[Move](), set[object](), [(new, START)]
    while waiting:
        before, at = waiting.pop()
        for jump in JUMPS:
            for roster in (ROSTER, FAR, NOBODY):
                for change in filter(None, moves(before, roster, at + jump)):
                    found.add((before.state, change.state))
                    after = changed(before, change, at + jump)
                    # What is resolved stays so: a new gap is a new alert.
                    lives = after.state is not AlertState.RESOLVED
                    if lives and _about(after, at + jump) not in known:
                        known.add(_about(after, at + jump))
                        waiting.append((after, at + jump))
    return found


def _about(one: Alert, now: datetime) -> object:
    """What the rules can tell alerts apart by, roughly: how much of it is enough to see all."""
    clear = now - one.clear_since < HOUR if one.clear_since else None
    due = one.next_at and min(DAY * 4, one.next_at - now) // timedelta(hours=6)
    return one.state, min(one.step, 5), one.snoozes, one.acknowledged_by, clear, due
