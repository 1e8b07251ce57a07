"""A second circle beside Ana's, whose people nobody of hers may read, tell or change.

Their names stand nowhere else: whoever is shown one was shown too much.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from handlers.chat.kinds import Kind
from handlers.offers import offers
from storage import circles, outbox, people, rhythms
from storage.database import Tx
from storage.enums import Class, Language, Role, SeatState
from storage.records import PersonId
from tests.chaos.circle import Circle
from tests.handlers.people import WEEK
from tests.handlers.rules.cast import NEW_YORK

PARTNER, CENTRE, FRIEND, OTHER = (PersonId(7_000_000_000 + number) for number in range(1, 5))
NAMES = {PARTNER: "Quetzalina", CENTRE: "Wenceslada", FRIEND: "Xiomarita", OTHER: "Yolotzina"}
THEIRS = tuple(NAMES)
ONES = ("alert", "hello", "step_in", "checkin", "grant", "occasion", "invitation", "step", "goal")
FACTS: dict[str, object] = {
    **dict.fromkeys(ONES, 1),
    "seat": 2,
    "seats": [2, 3],
    "links": [1],
    "grants": [1],
    "alerts": [1],
    "person": CENTRE,
    "to": PARTNER,
    "from": FRIEND,
    "reader": FRIEND,
    "partner": PARTNER,
}
"""What rows of any kind may name."""
PASSING = frozenset(("inbox", "tapped", "ids", "sqlite_sequence", "chat_wait"))
"""Tables that hold no facts."""


def begin(tx: Tx, now: datetime) -> int:
    """Their circle; its number."""
    for person, name in NAMES.items():
        people.welcome(tx, person, Language.ENGLISH, NEW_YORK, now)
        people.set_name(tx, person, name)
        people.set_agreed(tx, person, now)
        people.set_adult(tx, person, now)
        people.set_joined(tx, person, now)
        rhythms.choose(tx, person, frozenset({1}), "18:00", now + WEEK)
    people.give_role(tx, PARTNER, Role.PARTNER, now)
    circle = circles.open_circle(tx, PARTNER, None, now)
    circles.start(tx, circle.id, CENTRE, now, now + 12 * WEEK)
    for person in (FRIEND, OTHER):
        seat = circles.add_seat(tx, circle.id, now)
        circles.take_seat(tx, seat.id, person, now)
        circles.set_seat(tx, seat.id, SeatState.ACTIVE, now, only=(SeatState.WAITING,))
    return circle.id


def rows(tx: Tx, circle: int, now: datetime) -> list[tuple[int, str]]:
    """One delivered message of every kind with buttons to each of them: each row, each verb."""
    found: list[tuple[int, str]] = []
    line: dict[str, object] = {"circle": circle, "from": FRIEND}
    words = outbox.put(tx, PARTNER, Class.REPLY, Kind.LINE, line, now, secret="Zacarina?")
    for kind in Kind:
        if not offers(kind):
            continue
        for person in THEIRS:
            facts = {**FACTS, "circle": circle, "people": [[circle, CENTRE]], "words": words.id}
            row = outbox.put(tx, person, Class.REPLY, kind, facts, now, secret="Zacarina?")
            found += [(row.id, verb) for verb in sorted(offers(kind))]
    tx.run("UPDATE outbox SET state = 2, done_at = 1 WHERE state = 0")
    return found


def theirs(tx: Tx, circle: int, *, but: frozenset[str] = PASSING) -> dict[str, list[Any]]:
    """All that is kept of them, table by table."""
    tables = [row["name"] for row in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: dict[str, list[Any]] = {}
    for table in sorted(set(tables) - but):
        for row in tx.all(f"SELECT * FROM {table} ORDER BY 1"):  # noqa: S608 - a name of the schema
            kept: dict[str, Any] = dict(cast("Any", row))
            kept.pop("look_at", None)  # when the watch comes by, as it does for everybody
            own = kept.get("circle_id") == circle or (table == "circle" and kept["id"] == circle)
            if own or any(value in THEIRS for value in kept.values() if isinstance(value, int)):
                found.setdefault(table, []).append(kept)
    return found


def leaked(played: Circle) -> list[str]:
    """Whoever else was shown one of their names."""
    others = [one for one in played.room.world.accounts.values() if one.id not in THEIRS]
    return [
        f"{account.id} was shown {name}"
        for account in others
        for seen in account.seen
        for name in (*NAMES.values(), "Zacarina")
        if name in seen.text
    ]
