"""What of somebody may be opened for somebody else, one category at a time.

Only ``handlers.chat.sharing`` calls this, after ``handlers.rules.sharing`` said what is visible;
an import contract holds it. Nothing is opened that is not to be shown.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from storage.database import Row, Tx
from storage.enums import Dimension, Pack, StepState, Temperature
from storage.moments import micros
from storage.records import Answer

_STEP = "small_step.text"
_OUTCOME = "small_step.outcome"
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
    rows = tx.all(
        "SELECT id, text, outcome FROM small_step WHERE person_id = :id AND chosen_at > :since"
        " AND chosen_at <= :until ORDER BY id DESC",
        id=person_id,
        since=micros(since),
        until=micros(until),
    )
    for row in rows:
        if _stands(tx, row):
            return tx.keyring.open_text(row["text"], where=_STEP, row=row["id"])
    return ""


def _stands(tx: Tx, row: Row) -> bool:
    """Not what somebody dropped: that is shown to nobody."""
    sealed = row["outcome"]
    if sealed is None:
        return True
    said = StepState(tx.keyring.open_text(sealed, where=_OUTCOME, row=row["id"]).rstrip())
    return said not in (StepState.CHANGED_MIND, StepState.LET_GO)


def goal(tx: Tx, person_id: int, until: datetime) -> str:
    """The goal that somebody kept by then; empty when there is none."""
    row = tx.one(
        "SELECT text FROM goal WHERE person_id = :id AND set_at <= :until",
        id=person_id,
        until=micros(until),
    )
    return "" if row is None else tx.keyring.open_text(row["text"], where=_GOAL, row=person_id)
