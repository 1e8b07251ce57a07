"""Letters of stopping: what it can mean, what leaving does, and the words after it."""

from __future__ import annotations

from handlers.chat import cover, departing, places
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import deleting, programme
from handlers.screens.cards import help_button
from handlers.screens.programme import whose
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, people
from storage.database import Tx
from storage.enums import Role
from storage.records import Row


def _load_stop(tx: Tx, row: Row) -> Facts:
    held = places.held(tx, row.person_id, row.created_at)
    roles = people.roles(tx, row.person_id)
    return {
        "participant": cover.own(tx, row.person_id, row.created_at) is not None,
        "supporter": bool(held),
        "rests": any(cover.stands(seat) for seat in held),
        "partner": Role.PARTNER in roles,
        "circles": any(
            not programme.over(one, row.created_at) for one in circles.of_partner(tx, row.person_id)
        ),
        "coordinator": Role.COORDINATOR in roles,
        "carries": isinstance(departing.decide(tx, row.person_id, row.created_at), deleting.Stay),
    }


def _stop(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """Each way out stands there with what it means; staying costs nothing."""
    takes_part = facts["participant"] or facts["supporter"]
    parts = ["stop.takes_part"] if takes_part else []
    if facts["partner"]:
        parts.append("stop.partner" if facts["circles"] else "stop.partner.no_circle")
    if facts["coordinator"]:
        parts.append("stop.coordinator.carries" if facts["carries"] else "stop.coordinator")
    rows: list[tuple[Button, ...]] = []
    if facts["participant"]:
        rows.append((Button(words("button.pause"), "pause"),))
    if facts["rests"]:
        rows.append((Button(words("button.rest"), "rest"),))
    if takes_part:
        rows.append((Button(words("button.leave"), "leave"),))
    if facts["partner"]:
        rows.append((Button(words("button.hours"), "hours"),))
    rows.append((Button(words("button.leave_and_delete"), "delete"),))
    rows.append((Button(words("button.stay"), "home"), help_button(words)))
    text = "\n\n".join(words(key) for key in parts or ["stop.nothing"])
    return Screen(text, tuple(rows))


def _load_leave(tx: Tx, row: Row) -> Facts:
    listed = row.facts["seats"]
    seats = [circles.get_seat(tx, int(one)) for one in listed] if isinstance(listed, list) else []
    own = int(str(row.facts["own"]))
    return {
        "own": bool(own),
        "partner": places.name(tx, circles.get(tx, own).partner_id) if own else "",
        "names": [places.centre(tx, seat) for seat in seats if seat],
    }


def _pick(facts: Facts, _reader: Reader, words: Words) -> Screen:
    rows: list[tuple[Button, ...]] = []
    if facts["own"]:
        rows.append((Button(words("button.own_circle"), "leave_pick", "own"),))
    names = enumerate(whose(facts["names"], words))
    rows += [(Button(name, "leave_pick", str(at)),) for at, name in names]
    rows.append((Button(words("button.all_of_them"), "leave_pick", "all"),))
    rows.append((Button(words("button.stay"), "home"), help_button(words)))
    return Screen(words("leave.which"), tuple(rows), protect=True)


def _ask(facts: Facts, _reader: Reader, words: Words) -> Screen:
    parts = []
    if facts["own"]:
        parts.append(words("leave.own", partner=facts["partner"]))
    if facts["names"]:
        parts.append(words("leave.place", names=", ".join(whose(facts["names"], words))))
    parts.append(words("leave.yours"))
    yes = (Button(words("button.leave_yes"), "leave_yes"),)
    stay = (Button(words("button.stay"), "home"), help_button(words))
    return Screen("\n\n".join(parts), (yes, stay), protect=True)


def _left(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    export, delete = (
        Button(words("button.export"), "export"),
        Button(words("button.delete"), "delete"),
    )
    home = (Button(words("button.home"), "home"), help_button(words))
    return Screen(words("leave.done"), ((export, delete), home))


LETTERS = (
    Letter(Kind.STOP, _stop, load=_load_stop),
    Letter(Kind.LEAVE_PICK, _pick, load=_load_leave),
    Letter(Kind.LEAVE_ASK, _ask, load=_load_leave),
    Letter(Kind.LEFT, _left),
)
