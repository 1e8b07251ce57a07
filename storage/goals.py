"""Goals: what somebody would like from this time, in their own words. One a person, sealed."""

from __future__ import annotations

from datetime import datetime

from storage.database import Tx
from storage.moments import micros

_TEXT = "goal.text"


def get(tx: Tx, person_id: int) -> str:
    """Somebody's own goal; empty when they keep none."""
    row = tx.one("SELECT text FROM goal WHERE person_id = :id", id=person_id)
    return "" if row is None else tx.keyring.open_text(row["text"], where=_TEXT, row=person_id)


def keep(tx: Tx, person_id: int, text: str, now: datetime) -> None:
    """Keep a goal in place of the one before."""
    tx.run(
        "INSERT INTO goal (person_id, text, set_at) VALUES (:id, :text, :now)"
        " ON CONFLICT (person_id) DO UPDATE SET text = :text, set_at = :now",
        id=person_id,
        text=tx.keyring.seal(text, where=_TEXT, row=person_id),
        now=micros(now),
    )


def forget(tx: Tx, person_id: int) -> None:
    """Keep no goal any more."""
    tx.run("DELETE FROM goal WHERE person_id = :id", id=person_id)
