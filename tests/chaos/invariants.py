"""The invariants of gaps and alerts, read from the database by somebody who does not trust the bot.

A second, shorter reading of the design (section 4, *The gap*): it imports no rule of the house and
knows circles, seats and alerts only as they are stored. It looks at every instant at which
something comes due, so it knows by itself since when a circle has nobody.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SILENT_AFTER, STILL_HERE_WAIT, STEP_IN_LASTS = 14 * DAY, 48 * HOUR, 10 * DAY
CLEAR_FOR = HOUR
"""A circle is covered for so long before its alert closes."""
NIGHT = 13 * HOUR
"""What is told in the evening may arrive in the morning."""
SLACK = timedelta(minutes=5)
NO_SUPPORTER = "no_active_supporter"

_CIRCLES = """
    SELECT circle.id, starts_at, nobody_since, paused_since, paused_until
    FROM circle LEFT JOIN rhythm ON rhythm.person_id = circle.participant_id
    WHERE participant_id IS NOT NULL AND starts_at <= :now AND ended_at IS NULL AND ends_at > :now
"""
_SEATS = """
    SELECT circle_id, state, since, seen_at, still_here_at, unreachable_since
    FROM seat LEFT JOIN person ON person.id = supporter_id
"""
_STEP_INS = "SELECT circle_id, contact_at FROM step_in WHERE state = 'agreed'"
_LIVE = "SELECT id, circle_id, kind, state, next_at, opened_at FROM alert WHERE state <> 'resolved'"
_TOLD = """
    SELECT alert_id, alert_told.at, delivered_at, unreachable_since
    FROM alert_told JOIN person ON person.id = alert_told.person_id
    JOIN alert ON alert.id = alert_id
    WHERE alert.state = 'notified'
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that did not hold: which, where, when, and what was seen."""

    name: str
    circle: int
    at: datetime
    what: str


class World:
    """What the database holds at one instant, all of it read together."""

    def __init__(self, rows: sqlite3.Connection, now: datetime) -> None:
        rows.execute("BEGIN")
        try:
            self.circles = rows.execute(_CIRCLES, {"now": _us(now)}).fetchall()
            self.seats = _grouped(rows.execute(_SEATS), "circle_id")
            self.step_ins = {one["circle_id"]: one for one in rows.execute(_STEP_INS)}
            self.live = rows.execute(_LIVE).fetchall()
            self.told = _grouped(rows.execute(_TOLD), "alert_id")
        finally:
            rows.execute("ROLLBACK")

    def alerts(self, circle: int) -> list[sqlite3.Row]:
        """What is not over about somebody's being without anybody."""
        return [
            one for one in self.live if (one["circle_id"], one["kind"]) == (circle, NO_SUPPORTER)
        ]


@dataclass
class Watch:
    """Looks at a database again and again, and remembers since when it saw what."""

    database: Path
    alone: dict[int, tuple[datetime, timedelta]] = field(default_factory=dict)
    """Since when a circle has nobody, and how long that may undo itself before anybody hears."""
    covered: dict[int, datetime] = field(default_factory=dict)
    ever: set[int] = field(default_factory=set)
    """Circles that somebody stood by at some time."""
    looks: int = 0
    worst: timedelta = timedelta(0)
    """How long after its time an alert was seen open, at most."""

    @cached_property
    def rows(self) -> sqlite3.Connection:
        """A connection that cannot write, and holds nobody up between two looks."""
        uri = f"{self.database.as_uri()}?mode=ro"
        rows = sqlite3.connect(uri, uri=True, isolation_level=None)
        rows.row_factory = sqlite3.Row
        return rows

    def close(self) -> None:
        """No more looks."""
        self.rows.close()

    def look(self, now: datetime) -> list[Broken]:
        """Everything that does not hold at this instant."""
        self.looks += 1
        world = World(self.rows, now)
        return [*self._circles(world, now), *self._alerts(world, now)]

    def forget(self) -> None:
        """The bot was away: what it could not know does not count against it."""
        self.alone.clear()
        self.covered.clear()

    def _circles(self, world: World, now: datetime) -> Iterator[Broken]:
        for gone in self.alone.keys() - {circle["id"] for circle in world.circles}:
            del self.alone[gone]
        for circle in world.circles:
            seats = world.seats[circle["id"]]
            step_in = world.step_ins.get(circle["id"])
            if _rests(circle, now):
                self.alone.pop(circle["id"], None)
                self.covered.pop(circle["id"], None)
            elif circle["nobody_since"] is None and any(_counts(seat, now) for seat in seats):
                yield from self._with(world, circle, now, CLEAR_FOR)
            elif _steps_in(circle, step_in, now):
                yield from self._with(world, circle, now, timedelta(0))
            else:
                yield from self._without(world, circle, seats, now)

    def _with(
        self, world: World, circle: sqlite3.Row, now: datetime, closes_in: timedelta
    ) -> Iterator[Broken]:
        """I2: whoever has somebody has no alert, but for the time in which it closes."""
        self.ever.add(circle["id"])
        self.alone.pop(circle["id"], None)
        since = self.covered.setdefault(circle["id"], now)
        if now > since + closes_in + SLACK:
            for alert in world.alerts(circle["id"]):
                yield Broken("I2", circle["id"], now, f"covered, and alert {alert['id']} lives")

    def _without(
        self, world: World, circle: sqlite3.Row, seats: list[sqlite3.Row], now: datetime
    ) -> Iterator[Broken]:
        """I1: whoever has nobody, and had time for that to undo itself, has one open alert."""
        self.covered.pop(circle["id"], None)
        fresh = (now, self._damping(circle, seats, now))
        since, damping = self.alone.setdefault(circle["id"], fresh)
        told = [one for one in world.alerts(circle["id"]) if one["state"] != "pending"]
        if told:
            self.worst = max(self.worst, _at(told[0]["opened_at"]) - since - damping)
        elif now > since + damping + SLACK:
            yield Broken("I1", circle["id"], now, f"alone since {since}, and no alert is open")

    def _damping(self, circle: sqlite3.Row, seats: list[sqlite3.Row], now: datetime) -> timedelta:
        """The longest that may be meant: it is looked at from outside why somebody went."""
        if circle["nobody_since"] is not None:
            return timedelta(0)
        if circle["id"] not in self.ever:
            return max(timedelta(0), _at(circle["starts_at"]) + 72 * HOUR - now)
        states = {seat["state"] for seat in seats}
        return 24 * HOUR if "paused" in states else HOUR

    def _alerts(self, world: World, now: datetime) -> Iterator[Broken]:
        resting = {circle["id"] for circle in world.circles if _rests(circle, now)}
        for alert in world.live:
            due, circle = alert["next_at"], alert["circle_id"]
            if due is None and circle not in resting:
                yield Broken("I3", circle, now, f"alert {alert['id']} has no next step")
            elif due is not None and now > _at(due) + SLACK:
                yield Broken("I3", circle, now, f"alert {alert['id']} was due at {_at(due)}")
            if alert["state"] == "notified" and not _heard(world.told[alert["id"]], now):
                yield Broken("I4", circle, now, f"alert {alert['id']} reached nobody")


def _grouped(rows: Iterable[sqlite3.Row], column: str) -> defaultdict[int, list[sqlite3.Row]]:
    found: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _rests(circle: sqlite3.Row, now: datetime) -> bool:
    """The participant takes a break, and did not say within it that nobody is there."""
    since, until = circle["paused_since"], circle["paused_until"]
    if since is None or (until is not None and now >= _at(until)):
        return False
    return circle["nobody_since"] is None or circle["nobody_since"] < since


def _steps_in(circle: sqlite3.Row, step_in: sqlite3.Row | None, now: datetime) -> bool:
    """Whether the partner stands by the circle now: somebody talked to them lately."""
    if step_in is None:
        return False
    contact, nobody = step_in["contact_at"], circle["nobody_since"]
    return now < _at(contact) + STEP_IN_LASTS and (nobody is None or contact >= nobody)


def _counts(seat: sqlite3.Row, now: datetime) -> bool:
    """A confirmed, reachable seat; a silent one until "still here?" went unanswered for 48 h."""
    if seat["state"] not in ("active", "quiet") or seat["unreachable_since"] is not None:
        return False
    seen, asked = seat["seen_at"] or seat["since"], seat["still_here_at"]
    if asked is None or asked <= seen:
        return True
    return now < max(_at(seen) + SILENT_AFTER, _at(asked) + STILL_HERE_WAIT)


def _heard(told: list[sqlite3.Row], now: datetime) -> bool:
    """I4: it reached somebody who can be reached, or was told just now or for the morning."""
    return any(
        (one["delivered_at"] is not None and one["unreachable_since"] is None)
        or now <= _at(one["at"]) + NIGHT
        for one in told
    )


def _at(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)


def _us(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)
