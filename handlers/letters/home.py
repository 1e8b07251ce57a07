"""The start page: where somebody is in the programme, and what they can do from here."""

from __future__ import annotations

from dataclasses import replace

from handlers.chat import cover, pairs
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import pauses
from handlers.screens import cards, rhythms
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, invitations, people
from storage import rhythms as stored
from storage.database import Tx
from storage.enums import Role, SeatState
from storage.records import Circle, Rhythm, Row, Seat

TEXTS = (
    ("participant", "home.participant"),
    ("participant", "home.participant.next"),
    ("supporter", "home.supporter"),
    ("waiting", "home.supporter.waiting"),
    ("paused", "home.paused"),
    ("partner", "home.partner"),
    ("coordinator", "home.coordinator"),
    ("rhythm", "home.rhythm"),
)
"""Which fact brings which text, in this order."""

ACTIONS = (
    ("paused", (Button("button.come_back", "come_back"),)),
    ("takes_part", (Button("button.check_in", "check_in"),)),
    ("one_partner", (Button("button.write_to", "write_partner"),)),
    ("some_partners", (Button("button.write_partner", "write_partner"),)),
    ("may_wish", (Button("button.hello", "hello"),)),
    ("participant", (Button("button.invite_supporter", "invite_supporter"),)),
    ("links", (Button("button.links", "links"),)),
    ("alone", (Button("button.nobody", "nobody"),)),
    ("nobody", (Button("button.somebody", "somebody"),)),
    ("takes_part", (Button("button.sharing", "sharing"),)),
    ("joined", (Button("button.settings", "settings"), Button("button.privacy", "privacy"))),
    ("partner", (Button("button.open_circle", "open_circle"),)),
    ("partner", (Button("button.circles", "circles"),)),
    ("partner", (Button("button.hours", "hours"),)),
    ("partner", (Button("button.shared", "shared"),)),
    ("coordinator", (Button("button.invite_partner", "invite_partner"),)),
)
"""Which fact brings which row of buttons, in this order; their texts are keys here. Help stands
below all."""


def _load(tx: Tx, row: Row) -> Facts:
    """Every part that the person has here: in the programme, and in each circle."""
    seats = circles.seats_of(tx, row.person_id)
    roles = people.roles(tx, row.person_id)
    circle = circles.of_participant(tx, row.person_id)
    participant = circle is not None
    supporter = any(cover.stands(seat) for seat in seats)
    theirs = pairs.partners(tx, row.person_id, row.created_at)
    partner = people.get(tx, theirs[0].partner_id) if len(theirs) == 1 else None
    rhythm = stored.get(tx, row.person_id)
    near = any(_waits(seat) for seat in seats)
    paused = pauses.holds(rhythm, row.created_at)
    return {
        "one_partner": partner is not None,
        "partner_name": partner.name if partner else "",
        "some_partners": len(theirs) > 1,
        "joined": True,
        "links": bool(invitations.open_of(tx, row.person_id, row.created_at, 1)),
        "rhythm": rhythm if (participant or supporter or near) and not paused else None,
        "may_wish": any(one.participant_id == row.person_id for one in theirs),
        "participant": participant,
        **_alone(tx, circle),
        "supporter": supporter,
        "takes_part": participant or supporter,
        "paused": paused,
        "waiting": not supporter and near,
        "partner": Role.PARTNER in roles,
        "coordinator": Role.COORDINATOR in roles,
    }


def _alone(tx: Tx, circle: Circle | None) -> dict[str, bool]:
    """Whether nobody chosen is near, and whether that was said."""
    if circle is None:
        return {"alone": False, "nobody": False}
    said = circle.nobody_since is not None
    here = (SeatState.ACTIVE, SeatState.QUIET)
    near = any(seat.state in here for seat in circles.seats(tx, circle.id))
    return {"alone": not near and not said, "nobody": said}


def _waits(seat: Seat) -> bool:
    """Who was refused reads what they read before: a No is told to nobody."""
    refused = seat.state is SeatState.REMOVED and seat.seen_at is None
    return refused or seat.state is SeatState.WAITING


def _home(facts: Facts, reader: Reader, words: Words) -> Screen:
    parts = [key for fact, key in TEXTS if facts[fact]] or ["home.nothing"]
    values = {"name": reader.name, "rhythm": _rhythm(facts["rhythm"], reader, words)}
    text = "\n\n".join(words(key, **values) for key in parts)
    name = facts["partner_name"]
    rows = [
        tuple(replace(button, text=words(button.text, name=name)) for button in buttons)
        for fact, buttons in ACTIONS
        if facts[fact]
    ]
    return Screen(text, (*rows, (cards.help_button(words),)))


def _rhythm(rhythm: Rhythm | None, reader: Reader, words: Words) -> str:
    if rhythm is None:
        return ""
    return rhythms.said(rhythm.full_first(), rhythm.wall, reader.zone, words)


LETTERS = (Letter(Kind.HOME, _home, load=_load),)
