"""What a dead or living bot left in its database, looked up beside it."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot import keys
from handlers.rules.checkin import ORDER
from storage.enums import Dimension, InboxState, RowState
from storage.seal import Keyring
from tests.stories.kill_people import Human

EXPECTED = frozenset({"crash", "replaced", "settled", "resolved", "gone"})
"""Why a row may stay unsaid in a story with kills."""
_ROW = re.compile(r"v1:(\d+):")


def opened(database: Path) -> sqlite3.Connection:
    """A connection that only looks."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def number(rows: sqlite3.Connection, query: str, *values: Any) -> int:
    """What a query counts."""
    return int(rows.execute(query, values).fetchone()[0])


def saved(rows: sqlite3.Connection, human: Human) -> dict[int, list[int]]:
    """The answers of each saved check-in, in the order in which they are asked."""
    found = rows.execute(
        "SELECT checkin.id, dimension, temperature FROM checkin"
        " JOIN answer ON checkin_id = checkin.id"
        " WHERE person_id = ? AND state = 'saved'",
        (human.phone.id,),
    )
    key = keyring(rows)
    answers = defaultdict[int, dict[int, int]](dict)
    for checkin, dimension, blob in found:
        where = f"answer.temperature.{dimension}"
        at = ORDER.index(Dimension(dimension))
        answers[checkin][at] = int(key.open_text(blob, where=where, row=checkin))
    return {one: [given[at] for at in sorted(given)] for one, given in answers.items()}


def keyring(rows: sqlite3.Connection) -> Keyring:
    """The key that the story's bot was given, beside its settings."""
    _, _, file = rows.execute("PRAGMA database_list").fetchone()
    key = Path(file).parent / "key" / "master.key"
    return keys.keyring(keys.read(key.read_text("ascii")))


def dropped(rows: sqlite3.Connection, human: Human) -> list[sqlite3.Row]:
    """What a crash dropped on its way to somebody; not what had arrived, as its buttons show."""
    arrived = {
        int(named[1])
        for one in human.shown()
        for button in (one.message.buttons if one.message else ())
        if (named := _ROW.match(button.data or ""))
    }
    query = "SELECT id, kind FROM outbox WHERE why = 'crash' AND person_id = ?"
    found = rows.execute(query, (human.phone.id,)).fetchall()
    return [row for row in found if row["id"] not in arrived]


def unanswered(rows: sqlite3.Connection, people: Iterable[Human]) -> Iterator[str]:
    """Whatever got no answer is explained by a reply that a crash dropped, and that was counted."""
    for human in people:
        gone = dropped(rows, human)
        if len(human.unanswered) > len(gone):
            yield (
                f"{human.name} {', '.join(human.unanswered)} and nothing comes back, but only "
                f"{len(gone)} replies were dropped: an update is lost"
            )


def boxes(rows: sqlite3.Connection, later: str) -> Iterator[str]:
    """Nothing waits for ever, nothing is set aside, nothing was given up as a mistake.

    `later` names a kind that may wait.
    """
    if left := number(rows, "SELECT count(*) FROM inbox WHERE state <> ?", InboxState.DONE):
        yield f"{left} updates wait or are set aside"
    unsent = "SELECT count(*) FROM outbox WHERE state < ? AND kind <> ?"
    if left := number(rows, unsent, RowState.SENT, later):
        yield f"{left} rows are still to be sent"
    query = "SELECT kind, why FROM outbox WHERE why IS NOT NULL"
    for row in rows.execute(query):
        if row["why"] not in EXPECTED:
            yield f"a row {row['kind']} was dropped: {row['why']}"
