"""What is kept about somebody: who they are here, their times, their circles and places.

Whatever would tell on somebody else is not handed out: a place that was taken away reads as it was
before, and a hello tells what its participant heard.
"""

from __future__ import annotations

from storage.circles import KNOWN
from storage.database import Row, Tx
from storage.moments import maybe_moment
from storage.own_fields import Entry, Part, as_it_is, at, days, flag, text, texts
from storage.places import NEVER


def _carried(_tx: Tx, row: Row, person_id: int) -> Entry:
    return {"as": "partner" if row["partner_id"] == person_id else "backup"}


def _place(_tx: Tx, row: Row, _person_id: int) -> Entry:
    """A No and a removal are told to nobody, in a file neither: they read as what was before."""
    state, seen_at = row["state"], row["seen_at"]
    if state == "waiting" or (state == "removed" and seen_at is None):
        return {"state": "waiting", "seen_at": None, "paused_until": None}
    until = maybe_moment(row["paused_until"])
    if state == "removed" and until is not None:
        state = "paused"
    return {
        "state": state if state in ("paused", "left") else "open",
        "seen_at": maybe_moment(seen_at),
        "paused_until": until if until != NEVER else None,
    }


PERSON = (
    Part(
        "you",
        "person",
        "id = :id",
        {
            "telegram_id": as_it_is("id"),
            "name": text("name"),
            "language": as_it_is("language"),
            "zone": as_it_is("zone"),
            "known_since": at("created_at"),
            "agreed_at": at("agreed_at"),
            "old_enough_since": at("adult_at"),
            "joined_at": at("joined_at"),
            "words": as_it_is("pack"),
            "new_messages": flag("new_messages"),
            "tidy": flag("tidy"),
            "quiet_after_days": as_it_is("quiet_after"),
        },
    ),
    Part(
        "roles",
        "role",
        "person_id = :id",
        {"role": as_it_is("kind"), "since": at("since")},
        "since",
    ),
    Part("on_the_way", "joining", "person_id = :id", {"step": as_it_is("step")}, "person_id"),
    Part(
        "asked_for",
        "expecting",
        "person_id = :id",
        {"what": as_it_is("what"), "words": texts("facts"), "since": at("since")},
        "person_id",
    ),
    Part(
        "rhythm",
        "rhythm",
        "person_id = :id",
        {
            "days": days("days"),
            "full_day": as_it_is("full_day"),
            "time": as_it_is("wall"),
            "next": at("due_at"),
            "paused_since": at("paused_since"),
            "paused_until": at("paused_until"),
            "quiet_since": at("quiet_since"),
            "quiet_told_at": at("quiet_told_at"),
        },
        "person_id",
    ),
    Part(
        "hours",
        "partner_hours",
        "person_id = :id",
        {
            "days": days("days"),
            "from": as_it_is("wall_from"),
            "to": as_it_is("wall_to"),
            "away_from": at("away_from"),
            "away_until": at("away_until"),
        },
        "person_id",
    ),
    Part(
        "weekly_note",
        "weekly_note",
        "person_id = :id",
        {"next": at("due_at"), "idea": as_it_is("idea")},
        "person_id",
    ),
)

CIRCLES = (
    Part(
        "circles",
        "circle",
        "participant_id = :id",
        {
            "code": as_it_is("code"),
            "starts_at": at("starts_at"),
            "ends_at": at("ends_at"),
            "ended_at": at("ended_at"),
            "nobody_since": at("nobody_since"),
        },
    ),
    Part(
        "carried",
        "circle",
        ":id IN (partner_id, backup_id)",
        {"code": as_it_is("code"), "opened_at": at("opened_at")},
        more=_carried,
        looks=("partner_id", "backup_id"),
    ),
    Part("places", "seat", KNOWN, more=_place, looks=("state", "seen_at", "paused_until")),
    Part(
        "steps_in",
        "step_in",
        "circle_id IN (SELECT id FROM circle WHERE participant_id = :id)",
        {
            "offered_at": at("offered_at"),
            "state": as_it_is("state"),
            "answered_at": at("answered_at"),
        },
    ),
    Part(
        "offers_made",
        "step_in",
        "partner_id = :id",
        {"at": at("offered_at"), "contact_at": at("contact_at")},
    ),
    Part(
        "links_made",
        "invitation",
        "inviter_id = :id",
        {
            "role": as_it_is("role"),
            "at": at("created_at"),
            "until": at("expires_at"),
            "taken_back_at": at("revoked_at"),
        },
    ),
    Part(
        "links_used", "invitation", "used_by = :id", {"role": as_it_is("role"), "at": at("used_at")}
    ),
    Part(
        "link_requests",
        "contact_request",
        "person_id = :id",
        {"at": at("asked_at"), "language": as_it_is("language")},
    ),
)
