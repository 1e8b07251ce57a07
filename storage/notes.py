"""What people type beside their answers, and the messages that a tidy chat does not keep."""

from __future__ import annotations

from datetime import datetime

from storage.database import Tx
from storage.enums import Dimension
from storage.moments import micros


def _place(dimension: str) -> str:
    """Where a note is sealed: two of one check-in cannot change places unnoticed."""
    return f"note.text.{dimension}"


def write(tx: Tx, checkin_id: int, dimension: Dimension | None, text: str, now: datetime) -> None:
    """Keep a note beside an answer, or beside the whole check-in; one more goes below it."""
    place = dimension or ""
    before = read(tx, checkin_id, dimension)
    whole = f"{before}\n{text}" if before else text
    tx.run(
        "INSERT INTO note (checkin_id, dimension, text, written_at)"
        " VALUES (:checkin, :dimension, :text, :now)"
        " ON CONFLICT (checkin_id, dimension) DO UPDATE SET text = :text, written_at = :now",
        checkin=checkin_id,
        dimension=place,
        text=tx.keyring.seal(whole, where=_place(place), row=checkin_id),
        now=micros(now),
    )


def read(tx: Tx, checkin_id: int, dimension: Dimension | None) -> str:
    """The note at this place; empty when there is none."""
    place = dimension or ""
    row = tx.one(
        "SELECT text FROM note WHERE checkin_id = :id AND dimension = :dimension",
        id=checkin_id,
        dimension=place,
    )
    if row is None:
        return ""
    return tx.keyring.open_text(row["text"], where=_place(place), row=checkin_id)


def has_any(tx: Tx, checkin_id: int) -> bool:
    """Whether anything was typed beside this check-in."""
    return tx.one("SELECT 1 FROM note WHERE checkin_id = :id LIMIT 1", id=checkin_id) is not None


def remove(tx: Tx, checkin_id: int, dimension: Dimension | None) -> None:
    """Forget the note at this place."""
    tx.run(
        "DELETE FROM note WHERE checkin_id = :id AND dimension = :dimension",
        id=checkin_id,
        dimension=dimension or "",
    )


def typed(tx: Tx, person_id: int, message_id: int, checkin_id: int) -> None:
    """This message of the person goes once the check-in is saved."""
    tx.run(
        "INSERT INTO tidy_message (person_id, message_id, checkin_id)"
        " VALUES (:person, :message, :checkin) ON CONFLICT DO NOTHING",
        person=person_id,
        message=message_id,
        checkin=checkin_id,
    )


def take_typed(tx: Tx, checkin_id: int) -> list[int]:
    """The messages that go now, oldest first; they are not remembered any longer."""
    rows = tx.all(
        "SELECT message_id FROM tidy_message WHERE checkin_id = :id ORDER BY message_id",
        id=checkin_id,
    )
    tx.run("DELETE FROM tidy_message WHERE checkin_id = :id", id=checkin_id)
    return [int(row["message_id"]) for row in rows]
