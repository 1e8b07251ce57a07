"""What must be true after a busy evening, whoever was killed: from the phones and the database."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.practice_room.room import Room
from storage.enums import Class, RowState
from tests.chaos.busy import INVITED, Evening, Person, row_of
from tests.stories import kill_rows
from tests.stories.kill_people import Lost

HOME = ZoneInfo("America/New_York")
UNTRUE = (kill_rows.EXPECTED | {"seen"}) - {"crash"}
"""Why even an alert may stay unsaid: it was not true any more."""
FINE = UNTRUE | {"crash", "unsent", "late"}
"""A crash fell on what is said at most once; or nobody sent words that were only typed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an evening came to."""

    answers: int
    alerts: int
    repeats: int
    dropped: int


class Counted(Lost):
    """What is lost, counted."""

    def __init__(self, answers: list[str], alerts: list[str], others: list[str]) -> None:
        super().__init__("\n".join((*answers, *alerts, *others)))
        self.answers, self.alerts = len(answers), len(alerts)


def check(room: Room, evening: Evening, database: Path, flying: int, updates: int | None) -> Kept:
    """Raise `Counted` for whatever was lost, done twice, or said too often.

    `flying`: so many alerts were on their way at the kills. `updates`: so many came, where the
    bot stores them.
    """
    with closing(kill_rows.opened(database)) as rows:
        answers = [fault for one in evening.all() for fault in _answers(rows, one)]
        answers += kill_rows.unanswered(rows, evening.all())
        if updates is not None:
            answers += _updates(rows, updates)
        alerts = [*_alerts(rows, evening), *_words(evening)]
        repeats = [row for one in evening.all() for row in repeated(one)]
        others = [
            *_said_twice(rows, repeats, flying),
            *(fault for one in evening.all() for fault in _invited(one)),
            *_sound(rows),
            *(f"the bot's mistake: {one}" for one in room.complaints),
        ]
        if answers or alerts or others:
            raise Counted(answers, alerts, others)
        return Kept(
            answers=sum(len(one.given) for one in evening.all()),
            alerts=kill_rows.number(rows, "SELECT count(*) FROM outbox WHERE class = ?", _ALERT),
            repeats=len(repeats),
            dropped=kill_rows.number(rows, "SELECT count(*) FROM outbox WHERE why = 'crash'"),
        )


_ALERT = int(Class.ALERT)


def _answers(rows: sqlite3.Connection, person: Person) -> Iterator[str]:
    """What was given is stored, each once, and nothing else; what shows as saved is no more."""
    given = Counter(person.given)
    stored = Counter(tuple(one) for one in kill_rows.saved(rows, person).values())
    if stored != given:
        lost, more = given - stored, stored - given
        yield f"{person.name}: {lost.total()} answers are not stored, {more.total()} too often"
    shown = len({one.message.id for one in person.shown("Saved.") if one.message})
    if shown > stored.total():
        yield f"{person.name} saw {shown} saved, and {stored.total()} are stored"


def _updates(rows: sqlite3.Connection, updates: int) -> Iterator[str]:
    """Each update that Telegram had was stored, and is done."""
    states = dict(rows.execute("SELECT state, count(*) FROM inbox GROUP BY state").fetchall())
    if states != {1: updates}:
        yield f"{updates} updates came, and stored are {states} by state"


def _alerts(rows: sqlite3.Connection, evening: Evening) -> Iterator[str]:
    """Whatever must be told was seen on its phone, or stopped being true."""
    phones = {one.phone.id: {s.message.id for s in one.seen if s.message} for one in evening.all()}
    query = "SELECT * FROM outbox WHERE class = ? AND not_before <= ?"
    now = max(one.at for person in evening.all() for one in person.seen)
    micros = int(now.timestamp() * 1_000_000)
    for row in rows.execute(query, (_ALERT, micros)):
        arrived = row["message_id"] in phones[row["person_id"]]
        sent = row["state"] == RowState.SENT
        if (sent and not arrived) or row["state"] < RowState.SENT:
            yield f"an alert {row['kind']} never arrived: its state is {row['state']}"
        elif not sent and row["why"] not in UNTRUE:
            yield f"an alert {row['kind']} was dropped: {row['why']}"


def _words(evening: Evening) -> Iterator[str]:
    for words in evening.ana.wrote:
        if not evening.cora.shown(words):
            yield f"words that were sent never arrived: {words}"


def repeated(person: Person) -> list[int]:
    """The rows that came again as new messages, as often as they did."""
    times = Counter(row_of(one) for one in person.shown() if one.kind == "sent")
    return [row for row, many in times.items() if row is not None for _ in range(many - 1)]


def _said_twice(rows: sqlite3.Connection, repeats: list[int], flying: int) -> Iterator[str]:
    """Only alerts come again, and no more of them than were on their way at a kill."""
    if len(repeats) > flying:
        yield f"{len(repeats)} messages came again, and only {flying} alerts were on their way"
    for row in repeats:
        klass = kill_rows.number(rows, "SELECT class FROM outbox WHERE id = ?", row)
        if klass != _ALERT:
            yield f"row {row} of class {klass} came again"


def _invited(person: Person) -> Iterator[str]:
    """Each invitation at most once a local day."""
    days = Counter(one.at.astimezone(HOME).date() for one in person.shown(INVITED))
    for day, times in days.items():
        if times > 1:
            yield f"{person.name} was invited {times} times on {day}"


def _sound(rows: sqlite3.Connection) -> Iterator[str]:
    """The file is whole, and the bot made no mistake."""
    for fault in rows.execute("PRAGMA integrity_check").fetchall():
        if fault[0] != "ok":
            yield f"the database is damaged: {fault[0]}"
    for row in rows.execute("SELECT kind, why FROM outbox WHERE why IS NOT NULL"):
        if row["why"] not in FINE:
            yield f"a row {row['kind']} was dropped: {row['why']}"
