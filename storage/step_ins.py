"""Step-ins: the partner as supporter for a time, offered, answered and ended.

Whether a step-in still counts is decided in ``handlers.rules.gap``.
"""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.enums import StepInState
from storage.moments import maybe_micros, maybe_moment, micros, moment
from storage.records import CircleId, PersonId, StepIn

_ANSWERS = (StepInState.AGREED, StepInState.DECLINED)


def standing(tx: Tx, circle_id: int) -> StepIn | None:
    """The offer or step-in that stands in a circle now."""
    row = tx.one(
        "SELECT * FROM step_in WHERE circle_id = :id"
        " AND state IN ('offered', 'talk_first', 'agreed')",
        id=circle_id,
    )
    return None if row is None else _step_in(row)


def declined(tx: Tx, circle_id: int) -> StepIn | None:
    """The newest offer in a circle that got a No."""
    row = tx.one(
        "SELECT * FROM step_in WHERE circle_id = :id AND state = 'declined'"
        " ORDER BY id DESC LIMIT 1",
        id=circle_id,
    )
    return None if row is None else _step_in(row)


def set_card(tx: Tx, step_in_id: int, row_id: int) -> None:
    """The partner sees the offer in the message of this row."""
    tx.run("UPDATE step_in SET card = :row WHERE id = :id", row=row_id, id=step_in_id)


def get(tx: Tx, step_in_id: int) -> StepIn | None:
    """One offer, whatever became of it."""
    row = tx.one("SELECT * FROM step_in WHERE id = :id", id=step_in_id)
    return None if row is None else _step_in(row)


def _step_in(row: Row) -> StepIn:
    return StepIn(
        id=row["id"],
        circle_id=CircleId(row["circle_id"]),
        partner_id=PersonId(row["partner_id"]),
        state=StepInState(row["state"]),
        offered_at=moment(row["offered_at"]),
        contact_at=maybe_moment(row["contact_at"]),
        answered_at=maybe_moment(row["answered_at"]),
        card=row["card"],
    )


def agreed(tx: Tx) -> list[StepIn]:
    """Every step-in that has the participant's yes and goes on."""
    rows = tx.all("SELECT * FROM step_in WHERE state = 'agreed' ORDER BY id")
    return [_step_in(row) for row in rows]


def set_contact(tx: Tx, step_in_id: int, at: datetime) -> None:
    """The time since the last contact counts from here."""
    tx.run("UPDATE step_in SET contact_at = :at WHERE id = :id", at=micros(at), id=step_in_id)


def offer(tx: Tx, circle_id: int, partner_id: int, now: datetime) -> StepIn | None:
    """The partner offers to be the supporter for now; None when an offer stands already."""
    number = tx.new_id("step_in")
    row = tx.one(
        "INSERT INTO step_in (id, circle_id, partner_id, state, offered_at)"
        " VALUES (:id, :circle, :partner, 'offered', :now)"
        " ON CONFLICT DO NOTHING RETURNING *",
        id=number,
        circle=circle_id,
        partner=partner_id,
        now=micros(now),
    )
    return None if row is None else _step_in(row)


def move(
    tx: Tx, step_in_id: int, state: StepInState, now: datetime, *, only: tuple[StepInState, ...]
) -> bool:
    """Move an offer on from one of ``only``; a yes counts as contact. False: it has moved."""
    before = get(tx, step_in_id)
    if before is None or before.state not in only:
        return False
    contact = micros(now) if state is StepInState.AGREED else maybe_micros(before.contact_at)
    answered = micros(now) if state in _ANSWERS else maybe_micros(before.answered_at)
    tx.run(
        "UPDATE step_in SET state = :state, contact_at = :contact, answered_at = :answered"
        " WHERE id = :id",
        state=state,
        contact=contact,
        answered=answered,
        id=step_in_id,
    )
    return True


def contact(tx: Tx, circle_id: int, now: datetime) -> bool:
    """The stepped-in partner and the participant had contact: the time counts anew from now.

    False when nobody has stepped in.
    """
    changed = tx.run(
        "UPDATE step_in SET contact_at = :now WHERE circle_id = :id AND state = 'agreed'",
        now=micros(now),
        id=circle_id,
    )
    if changed == 1:
        tx.run("UPDATE circle SET look_at = :now WHERE id = :id", now=micros(now), id=circle_id)
    return changed == 1
