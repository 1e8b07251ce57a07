"""What is kept about one person, gathered for that person alone.

Of others only what the person sees anyway: the names of those whom they let see something.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from storage.circles import KNOWN
from storage.database import Row, Tx
from storage.moments import maybe_moment, moment
from storage.records import Person
from storage.sealing import COLUMNS, opened

Entry = dict[str, Any]
_SEALED = {(one.table, one.name): one for one in COLUMNS}


def gather(tx: Tx, person: Person) -> dict[str, Any]:
    """Everything, by subject; times are aware moments, days numbers from Monday 0."""

    def each(sql: str, entry: Callable[[Row], Entry]) -> list[Entry]:
        return [entry(row) for row in tx.all(sql, id=person.id)]

    said = {
        "checkins": each(_CHECKINS, lambda row: _checkin(tx, row)),
        "small_steps": each(_STEPS, lambda row: _small_step(tx, row)),
        "goals": each(_GOAL, lambda row: _goal(tx, row)),
    }
    shared = {
        "shared_with": each(_GRANTS, lambda row: _grant(tx, row)),
        "shown": each(_SHOWN, lambda row: {"grant": row["grant_id"], "at": moment(row["at"])}),
    }
    return {
        "you": _you(person),
        "rhythm": each("SELECT * FROM rhythm WHERE person_id = :id", _rhythm),
        "circles": each("SELECT * FROM circle WHERE participant_id = :id ORDER BY id", _circle),
        "places": each(_PLACES, _place),
        **said,
        "invitations_to_check_in": each(_ASKED, _occasion),
        **shared,
        "lines_sent": each(_LINES, lambda row: {"at": moment(row["sent_at"])}),
        "hellos": each(_HELLOS, lambda row: {"at": moment(row["asked_at"]), "state": row["state"]}),
        "help_shown": each(_HELP, lambda row: {"hour": moment(row["hour"]), "kind": row["kind"]}),
    }


def readers(tx: Tx, person_id: int, now: datetime) -> list[str]:
    """The names of those who may see something of this person now."""
    rows = tx.all(_GRANTS, id=person_id)
    given = [_grant(tx, row) for row in rows]
    stands = (one for one in given if one["revoked_at"] is None and one["lapses_at"] > now)
    return list(dict.fromkeys(one["reader"] for one in stands if one["reader"]))


_CHECKINS = "SELECT * FROM checkin WHERE person_id = :id ORDER BY id"
_STEPS = "SELECT * FROM small_step WHERE person_id = :id ORDER BY id"
_PLACES = f"SELECT * FROM seat WHERE {KNOWN} ORDER BY id"  # noqa: S608 - our own words
_GOAL = "SELECT * FROM goal WHERE person_id = :id"
_ASKED = "SELECT * FROM occasion WHERE person_id = :id ORDER BY id"
_LINES = "SELECT * FROM line WHERE from_id = :id ORDER BY id"
_HELP = "SELECT * FROM crisis_event WHERE person_id = :id ORDER BY id"
_GRANTS = """
    SELECT sharing_grant.*, person.name FROM sharing_grant
    JOIN person ON person.id = sharing_grant.reader_id
    WHERE subject_id = :id ORDER BY sharing_grant.id
"""
_SHOWN = """
    SELECT disclosure.grant_id, disclosure.at FROM disclosure
    JOIN sharing_grant ON sharing_grant.id = disclosure.grant_id
    WHERE sharing_grant.subject_id = :id ORDER BY disclosure.id
"""
_HELLOS = """
    SELECT hello.asked_at, hello.state FROM hello JOIN circle ON circle.id = hello.circle_id
    WHERE circle.participant_id = :id ORDER BY hello.id
"""


def _text(tx: Tx, table: str, name: str, row: Row) -> str:
    return opened(tx, _SEALED[table, name], row).decode()


def _you(person: Person) -> Entry:
    return {
        "telegram_id": person.id,
        "name": person.name,
        "language": person.language.value,
        "zone": person.zone,
        "agreed_at": person.agreed_at,
        "joined_at": person.joined_at,
        "old_enough_since": person.adult_at,
        "words": person.pack.value if person.pack else None,
        "new_messages": person.new_messages,
        "tidy": person.tidy,
        "quiet_after_days": person.quiet_after,
    }


def _rhythm(row: Row) -> Entry:
    return {
        "days": [day for day in range(7) if row["days"] >> day & 1],
        "time": row["wall"],
        "next": maybe_moment(row["due_at"]),
        "paused_since": maybe_moment(row["paused_since"]),
        "paused_until": maybe_moment(row["paused_until"]),
    }


def _circle(row: Row) -> Entry:
    return {
        "starts_at": maybe_moment(row["starts_at"]),
        "ends_at": maybe_moment(row["ends_at"]),
        "ended_at": maybe_moment(row["ended_at"]),
        "nobody_since": maybe_moment(row["nobody_since"]),
    }


def _place(row: Row) -> Entry:
    """A No and a removal are told to nobody, in a file neither: they read as what was before."""
    if row["state"] == "waiting" or (row["state"] == "removed" and row["seen_at"] is None):
        return {"state": "waiting"}
    if row["state"] == "removed" and row["paused_until"] is not None:
        return {"state": "paused"}
    return {"state": row["state"] if row["state"] in ("paused", "left") else "open"}


def _checkin(tx: Tx, row: Row) -> Entry:
    number = row["id"]
    answers = tx.all("SELECT * FROM answer WHERE checkin_id = :id ORDER BY answered_at", id=number)
    notes = tx.all("SELECT * FROM note WHERE checkin_id = :id ORDER BY written_at", id=number)
    return {
        "kind": row["kind"],
        "state": row["state"],
        "opened_at": moment(row["opened_at"]),
        "closed_at": maybe_moment(row["closed_at"]),
        "heavy": None if row["heavy"] is None else int(_text(tx, "checkin", "heavy", row)),
        "answers": [_answer(tx, one) for one in answers],
        "notes": [
            {"dimension": one["dimension"], "text": _text(tx, "note", "text", one)} for one in notes
        ],
    }


def _answer(tx: Tx, row: Row) -> Entry:
    return {
        "dimension": row["dimension"],
        "temperature": int(_text(tx, "answer", "temperature", row)),
        "words": row["pack"],
        "at": moment(row["answered_at"]),
    }


def _small_step(tx: Tx, row: Row) -> Entry:
    return {
        "dimension": _text(tx, "small_step", "dimension", row).rstrip(),
        "text": _text(tx, "small_step", "text", row),
        "outcome": _text(tx, "small_step", "outcome", row).rstrip() if row["outcome"] else None,
        "chosen_at": moment(row["chosen_at"]),
        "settled_at": maybe_moment(row["settled_at"]),
    }


def _goal(tx: Tx, row: Row) -> Entry:
    return {"text": _text(tx, "goal", "text", row), "set_at": moment(row["set_at"])}


def _occasion(row: Row) -> Entry:
    return {"day": row["local_date"], "kind": row["kind"], "state": row["state"]}


def _grant(tx: Tx, row: Row) -> Entry:
    name = row["name"]
    reader = tx.keyring.open_text(name, where="person.name", row=row["reader_id"]) if name else ""
    return {
        "grant": row["id"],
        "reader": reader,
        "category": row["category"],
        "dimension": row["dimension"] or None,
        "given_at": moment(row["given_at"]),
        "lapses_at": moment(row["lapses_at"]),
        "revoked_at": maybe_moment(row["revoked_at"]),
    }
