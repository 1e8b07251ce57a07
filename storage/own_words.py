"""What somebody said, shared, sent and was sent, as it is handed out to them."""

from __future__ import annotations

from storage import grants, names
from storage.database import Row, Tx
from storage.facts import read_facts
from storage.own_fields import Entry, Part, as_it_is, at, number, text, word
from storage.seal import Unreadable


def _hello(_tx: Tx, row: Row, _person_id: int) -> Entry:
    """Whether somebody is left to be asked is told to nobody: only what the participant heard."""
    state = row["state"]
    if state in ("asking", "unanswered"):
        state = "asking" if row["told_at"] is None else "unanswered"
    return {"state": state}


def _reader(tx: Tx, row: Row, _person_id: int) -> Entry:
    """The name of whom they let see something, as they read it then: not what somebody who left is
    called now."""
    known = grants.reader_name(tx, row)
    if known is not None:
        return {"reader": known}
    number = row["reader_id"]
    found = tx.one("SELECT name FROM person WHERE id = :id", id=number)
    name = found["name"] if found else None
    return {"reader": names.opened(tx.keyring, name, where="person.name", row=number)}


def _from_them(tx: Tx, row: Row, person_id: int) -> bool:
    """A row to somebody else that keeps this person's words until they are opened; where its facts
    cannot be read, nobody knows whose they are."""
    try:
        found = tx.keyring.open(row["facts"], where="outbox.facts", row=row["id"])
        return bool(read_facts(found).get("from") == person_id)
    except (Unreadable, ValueError):
        return False


_ANSWERS = Part(
    "answers",
    "answer",
    "checkin_id = :id",
    {
        "dimension": as_it_is("dimension"),
        "temperature": number("temperature"),
        "words": as_it_is("pack"),
        "at": at("answered_at"),
    },
    "answered_at, dimension",
)
_NOTES = Part(
    "notes",
    "note",
    "checkin_id = :id",
    {"dimension": as_it_is("dimension"), "text": text("text"), "at": at("written_at")},
    "written_at, dimension",
)

SAID = (
    Part(
        "checkins",
        "checkin",
        "person_id = :id",
        {
            "kind": as_it_is("kind"),
            "state": as_it_is("state"),
            "question": as_it_is("at"),
            "opened_at": at("opened_at"),
            "closed_at": at("closed_at"),
            "heavy": number("heavy"),
        },
        inside=(_ANSWERS, _NOTES),
    ),
    Part(
        "small_steps",
        "small_step",
        "person_id = :id",
        {
            "dimension": word("dimension"),
            "text": text("text"),
            "outcome": word("outcome"),
            "chosen_at": at("chosen_at"),
            "settled_at": at("settled_at"),
        },
    ),
    Part(
        "goals", "goal", "person_id = :id", {"text": text("text"), "set_at": at("set_at")}, "set_at"
    ),
    Part(
        "invitations_to_check_in",
        "occasion",
        "person_id = :id",
        {
            "day": as_it_is("local_date"),
            "kind": as_it_is("kind"),
            "state": as_it_is("state"),
            "at": at("created_at"),
            "again_on": as_it_is("reminded_on"),
        },
    ),
    Part(
        "help_shown",
        "crisis_event",
        "person_id = :id",
        {
            "hour": at("hour"),
            "level": as_it_is("level"),
            "kind": as_it_is("kind"),
            "rule": as_it_is("rule"),
            "version": as_it_is("version"),
        },
    ),
)

SHARED = (
    Part(
        "shared_with",
        "sharing_grant",
        "subject_id = :id",
        {
            "grant": as_it_is("id"),
            "category": as_it_is("category"),
            "dimension": as_it_is("dimension"),
            "given_at": at("given_at"),
            "lapses_at": at("lapses_at"),
            "revoked_at": at("revoked_at"),
            "agreed_in": as_it_is("language"),
        },
        more=_reader,
        looks=("reader_name",),
    ),
    Part(
        "shown",
        "disclosure",
        "grant_id IN (SELECT id FROM sharing_grant WHERE subject_id = :id)",
        {"grant": as_it_is("grant_id"), "at": at("at")},
    ),
)

WORDS = (
    Part("lines_sent", "line", "from_id = :id", {"at": at("sent_at")}),
    Part(
        "words_waiting",
        "outbox",
        "state = 0 AND secret IS NOT NULL",
        {"text": text("secret"), "since": at("created_at")},
        only=_from_them,
        looks=("facts",),
    ),
    Part(
        "hellos",
        "hello",
        "circle_id IN (SELECT id FROM circle WHERE participant_id = :id)",
        {"at": at("asked_at"), "told_at": at("told_at")},
        more=_hello,
        looks=("state",),
    ),
    Part(
        "hello_answers",
        "hello_ask",
        "answer IS NOT NULL AND seat_id IN (SELECT id FROM seat WHERE supporter_id = :id)",
        {"at": at("asked_at"), "answer": word("answer")},
        "asked_at, hello_id",
    ),
    Part(
        "asked_for_somebody",
        "alert",
        "person_id = :id",
        {"at": at("opened_at"), "kind": as_it_is("kind"), "detail": word("detail")},
    ),
    Part(
        "alerts_told",
        "alert_told",
        "person_id = :id",
        {"at": at("at"), "delivered_at": at("delivered_at"), "opened_at": at("opened_at")},
        "at, alert_id",
    ),
    Part("alerts_answered", "alert_change", "person_id = :id", {"at": at("at")}),
    Part(
        "messages_in",
        "inbox",
        "chat_id = :id",
        {"at": at("received_at"), "body": text("body")},
    ),
    Part("messages_out", "outbox", "person_id = :id AND state = 2", {"at": at("done_at")}),
)
