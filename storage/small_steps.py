"""Small steps: the one small thing that somebody chose after a check-in, for themselves."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.enums import Dimension, StepState
from storage.moments import maybe_moment, micros, moment
from storage.records import PersonId, SmallStep
from storage.seal import padded

_DIMENSION = "small_step.dimension"
_TEXT = "small_step.text"
_OUTCOME = "small_step.outcome"


def _step(tx: Tx, row: Row) -> SmallStep:
    number, keyring = row["id"], tx.keyring
    part = keyring.open_text(row["dimension"], where=_DIMENSION, row=number)
    return SmallStep(
        id=number,
        person_id=PersonId(row["person_id"]),
        dimension=Dimension(part.rstrip()),
        text=keyring.open_text(row["text"], where=_TEXT, row=number),
        state=_outcome(tx, number, row["outcome"]),
        chosen_at=moment(row["chosen_at"]),
        settled_at=maybe_moment(row["settled_at"]),
        checkin_id=row["checkin_id"],
    )


def _outcome(tx: Tx, step_id: int, sealed: bytes | None) -> StepState:
    """What became of it; until that was said it is chosen."""
    if sealed is None:
        return StepState.CHOSEN
    return StepState(tx.keyring.open_text(sealed, where=_OUTCOME, row=step_id).rstrip())


def get(tx: Tx, step_id: int) -> SmallStep | None:
    """One small step by its id."""
    row = tx.one("SELECT * FROM small_step WHERE id = :id", id=step_id)
    return None if row is None else _step(tx, row)


def live(tx: Tx, person_id: int) -> SmallStep | None:
    """The small step that the person has chosen and not spoken of since."""
    row = tx.one(
        "SELECT * FROM small_step WHERE person_id = :id AND settled_at IS NULL", id=person_id
    )
    return None if row is None else _step(tx, row)


def choose(
    tx: Tx, person_id: int, checkin_id: int, dimension: Dimension, text: str, now: datetime
) -> SmallStep:
    """Keep a small step: the last choice after one check-in wins, and it is the only one."""
    standing = live(tx, person_id)
    if standing and standing.checkin_id == checkin_id:
        _write(tx, standing.id, dimension, text)
        return _found(tx, standing.id)
    if standing:
        settle(tx, standing.id, StepState.LET_GO, now)
    number = tx.new_id("small_step")
    tx.run(
        "INSERT INTO small_step (id, person_id, checkin_id, dimension, text, chosen_at)"
        " VALUES (:id, :person, :checkin, :dimension, :text, :now)",
        id=number,
        person=person_id,
        checkin=checkin_id,
        dimension=tx.keyring.seal(padded(dimension), where=_DIMENSION, row=number),
        text=tx.keyring.seal(text, where=_TEXT, row=number),
        now=micros(now),
    )
    return _found(tx, number)


def _write(tx: Tx, step_id: int, dimension: Dimension, text: str) -> None:
    tx.run(
        "UPDATE small_step SET dimension = :dimension, text = :text WHERE id = :id",
        dimension=tx.keyring.seal(padded(dimension), where=_DIMENSION, row=step_id),
        text=tx.keyring.seal(text, where=_TEXT, row=step_id),
        id=step_id,
    )


def _found(tx: Tx, step_id: int) -> SmallStep:
    step = get(tx, step_id)
    assert step is not None  # noqa: S101 - it was written by the caller
    return step


def settle(tx: Tx, step_id: int, state: StepState, now: datetime) -> None:
    """What became of a small step; saying the same twice changes nothing."""
    step = get(tx, step_id)
    if step is None or step.state is state:
        return
    tx.run(
        "UPDATE small_step SET outcome = :outcome, settled_at = :now WHERE id = :id",
        outcome=tx.keyring.seal(padded(state), where=_OUTCOME, row=step_id),
        now=micros(now),
        id=step_id,
    )


def keep(tx: Tx, step_id: int) -> None:
    """It stands again, when no other was chosen since."""
    tx.run(
        "UPDATE small_step SET outcome = NULL, settled_at = NULL WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM small_step AS other"
        " WHERE other.person_id = small_step.person_id AND other.settled_at IS NULL)",
        id=step_id,
    )
