"""The start page: where somebody is in the programme, and what they can do from here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers.chat import cover, hours, pairs, places
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import pauses, programme
from handlers.rules.near import Near
from handlers.screens import cards, rhythms
from handlers.screens.programme import whose
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, invitations, people
from storage import rhythms as stored
from storage.database import Tx
from storage.enums import Role
from storage.records import Circle, Rhythm, Row, Seat

TEXTS = (
    ("participant", "home.participant"),
    ("week", "programme.week"),
    ("near", "home.near"),
    ("stepped_in", "near.stepped_in"),
    ("alone", "home.participant.next"),
    ("supporter", "home.supporter"),
    ("waiting", "home.supporter.waiting"),
    ("others", "home.supporter.another"),
    ("partner", "home.partner"),
    ("coordinator", "home.coordinator"),
    ("over", "home.over"),
    ("paused", "home.paused"),
    ("rhythm", "home.rhythm"),
)
"""Which fact brings which text, in this order: those that greet stand before those that do not."""

FURTHER = {
    "home.supporter": "home.supporter.too",
    "home.supporter.waiting": "home.supporter.waiting.too",
    "home.partner": "home.partner.too",
    "home.coordinator": "home.coordinator.too",
    "home.over": "home.over.too",
}
"""What says the same below another text: the first one greets, and nobody is greeted twice."""

ACTIONS = (
    ("paused", (Button("button.come_back", "come_back"),)),
    ("takes_part", (Button("button.check_in", "check_in"),)),
    ("one_partner", (Button("button.write_to", "write_partner"),)),
    ("some_partners", (Button("button.write_partner", "write_partner"),)),
    ("may_wish", (Button("button.hello", "hello"),)),
    ("alone", (Button("button.invite_supporter", "invite_supporter"),)),
    ("alone", (Button("button.nobody", "nobody"),)),
    ("nobody", (Button("button.somebody", "somebody"),)),
    ("participant", (Button("button.my_circle", "my_circle"),)),
    ("supporter", (Button("button.my_places", "my_places"),)),
    ("shares", (Button("button.sharing", "sharing"),)),
    ("partner", (Button("button.circles", "circles"),)),
    ("partner", (Button("button.open_circle", "open_circle"),)),
    ("partner", (Button("button.hours", "hours"),)),
    ("partner", (Button("button.shared", "shared"),)),
    ("coordinator", (Button("button.invite_partner", "invite_partner"),)),
    ("links", (Button("button.links", "links"),)),
    ("joined", (Button("button.settings", "settings"), Button("button.privacy", "privacy"))),
)
"""Which fact brings which row of buttons, in this order; their texts are keys here. Help stands
below all."""


def _load(tx: Tx, row: Row) -> Facts:
    """Every part that the person has here: in the programme, and in each circle."""
    now, roles = row.created_at, people.roles(tx, row.person_id)
    circle, once = cover.own(tx, row.person_id, now), circles.of_participant(tx, row.person_id)
    held = places.held(tx, row.person_id, now)
    supporter = any(cover.stands(seat) for seat in held)
    rhythm = stored.get(tx, row.person_id)
    paused = pauses.holds(rhythm, now)
    return {
        **_partners(tx, row),
        **_circle(tx, circle, now),
        "joined": True,
        "links": circle is None and bool(invitations.open_of(tx, row.person_id, now, 1)),
        "rhythm": rhythm if (circle or held) and not paused else None,
        "supporter": supporter,
        "takes_part": circle is not None or supporter,
        "paused": paused,
        "waiting": not supporter and bool(held),
        "others": _waiting(tx, held) if supporter else [],
        "over": once is not None and circle is None and not held,
        "shares": once is not None or supporter,
        "partner": Role.PARTNER in roles,
        "coordinator": Role.COORDINATOR in roles,
    }


def _waiting(tx: Tx, held: list[Seat]) -> list[str]:
    """Whose circles somebody waits for, as far as they know."""
    return [places.centre(tx, seat) for seat in held if cover.waits(seat)]


def _partners(tx: Tx, row: Row) -> dict[str, object]:
    """Whom the person may write to, and whether a hello may be asked for."""
    theirs = pairs.partners(tx, row.person_id, row.created_at)
    one = theirs[0].partner_id if len(theirs) == 1 else None
    return {
        "one_partner": one is not None,
        "partner_name": places.name(tx, one) if one is not None else "",
        "hours": hours.of(tx, one, row.created_at) if one is not None else {},
        "some_partners": len(theirs) > 1,
        "may_wish": any(one.participant_id == row.person_id for one in theirs),
    }


def _circle(tx: Tx, circle: Circle | None, now: datetime) -> dict[str, object]:
    """Where the person's own circle is, and who is near."""
    if circle is None:
        nothing = ("participant", "week", "near", "stepped_in", "alone", "nobody")
        return dict.fromkeys(nothing, False) | {"weeks": 0, "names": ""}
    chosen = places.chosen(tx, circle)
    here = [places.name(tx, seat.supporter_id) for seat, word in chosen if word is Near.HERE]
    said = circle.nobody_since is not None
    return {
        "participant": True,
        "week": programme.week(circle, now),
        "weeks": programme.weeks(circle),
        "near": bool(here) and not said,
        "names": ", ".join(here),
        "stepped_in": places.stepped_in(tx, circle),
        "alone": places.alone(tx, circle) and not said,
        "nobody": said,
    }


def _home(facts: Facts, reader: Reader, words: Words) -> Screen:
    first, *others = [key for fact, key in TEXTS if facts[fact]] or ["home.nothing"]
    parts = [first, *(FURTHER.get(key, key) for key in others)]
    values = {
        "name": reader.name,
        "rhythm": _rhythm(facts["rhythm"], reader, words),
        "week": min(facts["week"], facts["weeks"]),
        "weeks": facts["weeks"],
        "names": facts["names"],
        "others": ", ".join(whose(facts["others"], words)),
    }
    said = {**values, "name": facts["stepped_in"]}
    texts = [words(key, **(said if key == "near.stepped_in" else values)) for key in parts]
    text = "\n\n".join(filter(None, [*texts, hours.text(facts["hours"], words, reader.zone)]))
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
