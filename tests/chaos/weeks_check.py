"""What is left of weeks with faults: what phones saw, held against what the database keeps."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

from bot.practice_room.records import Sighting
from tests.chaos.invariants import DAY, HOUR, NIGHT, Broken
from tests.chaos.weather import AWAY_FOR
from tests.chaos.weeks import Lived
from tests.simulation.checker import check
from tests.simulation.owner import Finding
from tests.simulation.people import Person
from tests.simulation.run import DEEDS, HALF_HOUR

LATE = ("nobody knows this one", "at night")
"""What an answer looks like that came after its instant, because of a fault: no finding here."""
ALONE = ("reminded of what was answered", "reminded on another day than the next")
"""What a reminder looks like whose invitation was lost on its way."""
NOTE = (" days after another",)
"""A note whose hour passed in an outage comes on another day; the next one has its own again."""
HELD_UP = timedelta(seconds=AWAY_FOR[1]) + HALF_HOUR
"""So much later than its hour may an invitation come that a fault held up, and never earlier."""
REPEAT = "may be a repeat"
"""What an alert says that Telegram may have had; how many there may be is judged apart."""
_SAVED = re.compile(r"(Saved|Guardado)(\.|: (?!your words|tus palabras))")
_TOLD = """
    SELECT code, alert_told.person_id AS who, alert_told.at, delivered_at, unreachable_since
    FROM alert_told JOIN alert ON alert.id = alert_id JOIN circle ON circle.id = circle_id
    JOIN person ON person.id = alert_told.person_id
"""


def broken(lived: Lived) -> list[Broken]:
    """Invariants that did not hold."""
    return list(lived.broken)


def findings(lived: Lived) -> list[str]:
    """What came to the phones that must not: caps, pauses, and whatever came twice."""
    found = [one for person in lived.people for one in check(person.owner, _once(person))]
    return [str(one) for one in found if not excused(one, lived)]


def excused(found: Finding, lived: Lived) -> bool:
    """Whether trouble did it: just before, the day before to what a reminder is of, or a week
    before to the note that this one follows."""
    late = (*LATE, *_late(found)) if lived.trouble(found.at - NIGHT, found.at) else ()
    lost = ALONE if _trouble_around(found.at - DAY, lived) else ()
    moved = NOTE if _trouble_around(found.at - 7 * DAY, lived) else ()
    return any(what in found.what for what in (*late, *lost, *moved))


def _trouble_around(at: datetime, lived: Lived) -> bool:
    """At this hour; clocks are turned in between."""
    return lived.trouble(at - HOUR, at + HOUR)


def _late(found: Finding) -> tuple[str, ...]:
    """An invitation may come after its hour, while it is fresh."""
    earlier = [found.at - number * HALF_HOUR for number in range(HELD_UP // HALF_HOUR + 1)]
    return ("invited at another hour",) if any(map(found.owner.at_own_hour, earlier)) else ()


def lost_answers(lived: Lived) -> list[str]:
    """Whoever saw more check-ins saved than are stored."""
    query = "SELECT person_id, count(*) FROM checkin WHERE state = 'saved' GROUP BY person_id"
    with closing(sqlite3.connect(lived.database)) as rows:
        stored = Counter(dict(rows.execute(query).fetchall()))
    return [
        f"{person.owner.name} saw {many} saved, and {stored[_id(person)]} are stored"
        for person in lived.people
        if (many := _saved(person)) > stored[_id(person)]
    ]


def saved(lived: Lived) -> int:
    """How many check-ins people saw saved."""
    return sum(map(_saved, lived.people))


def deeds(lived: Lived) -> int:
    """How often people did something on their phones."""
    return sum(one.kind in DEEDS for person in lived.people for one in _seen(person))


def lost_alerts(lived: Lived) -> list[str]:
    """Whoever was to be told of an alert, could be reached, and saw nothing of it."""
    people = {_id(person): person for person in lived.people}
    with closing(sqlite3.connect(lived.database)) as rows:
        rows.row_factory = sqlite3.Row
        told = rows.execute(_TOLD).fetchall()
    return [
        f"{people[one['who']].owner.name} saw nothing of {one['code']}"
        for one in told
        if one["unreachable_since"] is None
        and _at(one["at"]) < lived.end - NIGHT
        and not _saw(people[one["who"]], one["code"], _at(one["at"]))
    ]


def repeats(lived: Lived) -> int:
    """How many alerts came that say of themselves that they may be a repeat."""
    return sum(REPEAT in one.text for person in lived.people for one in _sent(person))


def _saw(person: Person, code: str, at: datetime) -> bool:
    """A notice that names the circle or counts circles, from its time on, by the next noon."""
    span = (at - HOUR, at + 2 * NIGHT + timedelta(hours=12))
    return any(
        span[0] <= one.at <= span[1] and (code in one.text or "circles" in one.text)
        for one in _sent(person)
    )


def _saved(person: Person) -> int:
    """How many messages said at some time that a check-in is saved."""
    shown = [one for one in _seen(person) if one.message and one.kind in ("sent", "edited")]
    return len({one.message.id for one in shown if one.message and _SAVED.match(one.text)})


def _seen(person: Person) -> list[Sighting]:
    return person.hands.phone.account.seen


def _once(person: Person) -> list[Sighting]:
    return [one for one in _seen(person) if one.kind != "sent" or REPEAT not in one.text]


def _sent(person: Person) -> list[Sighting]:
    return [one for one in _seen(person) if one.kind == "sent"]


def _id(person: Person) -> int:
    return person.hands.phone.id


def _at(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1e6, UTC)
