"""What each person wishes for themselves: words, answers, quiet, a tidy chat."""

from __future__ import annotations

from datetime import datetime

from storage import ledger
from storage.database import Tx
from storage.enums import Gone, Pack


def set_pack(tx: Tx, person_id: int, pack: Pack | None) -> None:
    """The words of the five places; None: the programme's."""
    tx.run("UPDATE person SET pack = :pack WHERE id = :id", pack=pack, id=person_id)


def set_new_messages(tx: Tx, person_id: int, wanted: bool) -> None:
    """Whether every answer comes as a new message."""
    tx.run(
        "UPDATE person SET new_messages = :wanted WHERE id = :id", wanted=int(wanted), id=person_id
    )


def set_tidy(tx: Tx, person_id: int, wanted: bool) -> None:
    """Whether finished check-ins shrink to one line, and what was typed goes."""
    tx.run("UPDATE person SET tidy = :wanted WHERE id = :id", wanted=int(wanted), id=person_id)


def set_quiet_after(tx: Tx, person_id: int, days: int, now: datetime) -> None:
    """After how many quiet days the partner may say hello; 0: only if the person asks."""
    changed = tx.run(
        "UPDATE person SET quiet_after = :days"
        " WHERE id = :id AND (quiet_after IS NULL OR quiet_after <> :days)",
        days=days,
        id=person_id,
    )
    if changed and days == 0:
        ledger.note_person(tx, Gone.QUIET, person_id, now)


def ask(tx: Tx, checkin_id: int, wish: str) -> None:
    """This wish is asked after this check-in."""
    tx.run("UPDATE checkin SET wish = :wish WHERE id = :id", wish=wish, id=checkin_id)


def asked(tx: Tx, person_id: int) -> dict[str, int]:
    """The wishes that somebody was asked for, each with the check-in after which it was."""
    rows = tx.all(
        "SELECT id, wish FROM checkin WHERE person_id = :id AND wish IS NOT NULL", id=person_id
    )
    return {row["wish"]: row["id"] for row in rows}
