"""What of somebody may be opened for somebody else, one category at a time.

Only ``handlers.chat.sharing`` calls this, after ``handlers.rules.sharing`` said what is visible;
an import contract holds it. Nothing is opened that is not to be shown.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from storage.database import Tx
from storage.enums import Dimension, Pack, Temperature
from storage.moments import micros
from storage.records import Answer

_STEP = "small_step.text"
_GOAL = "goal.text"


def temperatures(
    tx: Tx, person_id: int, dimensions: Collection[Dimension], since: datetime, until: datetime
) -> dict[Dimension, Answer]:
    """The newest saved answers of this time, of these dimensions only; a pulse is of none."""
    rows = tx.all(
        "SELECT answer.* FROM answer JOIN checkin ON checkin.id = answer.checkin_id"
        " WHERE checkin.person_id = :id AND checkin.state = 'saved'"
        " AND checkin.kind <> 'pulse'"
        " AND answer.answered_at > :since AND answer.answered_at <= :until ORDER BY checkin.id",
        id=person_id,
        since=micros(since),
        until=micros(until),
    )
    newest = {row["dimension"]: row for row in rows if row["dimension"] in dimensions}
    return {
        Dimension(dimension): Answer(
            Temperature(
                int(
                    tx.keyring.open_text(
                        row["temperature"],
                        where=f"answer.temperature.{dimension}",
                        row=row["checkin_id"],
                    )
                )
            ),
            Pack(row["pack"]),
        )
        for dimension, row in newest.items()
    }


def small_step(tx: Tx, person_id: int, since: datetime, until: datetime) -> str:
    """The small step that somebody chose in this time; empty when there is none."""
    row = tx.one(
        "SELECT id, text FROM small_step WHERE person_id = :id AND chosen_at > :since"
        " AND chosen_at <= :until AND state NOT IN ('changed_mind', 'let_go')"
        " ORDER BY id DESC LIMIT 1",
        id=person_id,
        since=micros(since),
        until=micros(until),
    )
    return "" if row is None else tx.keyring.open_text(row["text"], where=_STEP, row=row["id"])


def goal(tx: Tx, person_id: int, until: datetime) -> str:
    """The goal that somebody kept by then; empty when there is none."""
    row = tx.one(
        "SELECT text FROM goal WHERE person_id = :id AND set_at <= :until",
        id=person_id,
        until=micros(until),
    )
    return "" if row is None else tx.keyring.open_text(row["text"], where=_GOAL, row=person_id)
