"""Letters of one text: notes, Help, the stranger's answer, and where one is (the start page)."""

from __future__ import annotations

from handlers.chat.cover import STANDING
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import cards
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, people
from storage.database import Tx
from storage.enums import Role, SeatState
from storage.records import Row, Seat

_NOT_WORDS = ("key", "language", "help", "check_in")


def _note(facts: Facts, _reader: Reader, words: Words) -> Screen:
    values = {key: value for key, value in facts.items() if key not in _NOT_WORDS}
    buttons: tuple[tuple[Button, ...], ...] = ()
    if facts.get("check_in"):
        buttons = ((Button(words("button.check_in"), "check_in"),),)
    if facts.get("help"):
        buttons = (*buttons, (cards.help_button(words),))
    return Screen(words(facts["key"], **values), buttons)


def _help(facts: Facts, reader: Reader, words: Words) -> Screen:
    del facts, reader
    return cards.help_card(words)


def _stranger(facts: Facts, reader: Reader, words: Words) -> Screen:
    del facts, reader
    return cards.stranger(words)


def _load_home(tx: Tx, row: Row) -> Facts:
    """Every part that the person has here: in the programme, and in each circle."""
    seats = circles.seats_of(tx, row.person_id)
    return {
        "roles": people.roles(tx, row.person_id),
        "participant": circles.of_participant(tx, row.person_id) is not None,
        "supporter": any(seat.state in STANDING for seat in seats),
        "waiting": any(_waits(seat) for seat in seats),
    }


def _waits(seat: Seat) -> bool:
    """Who was refused reads what they read before: a No is told to nobody."""
    refused = seat.state is SeatState.REMOVED and seat.seen_at is None
    return refused or seat.state is SeatState.WAITING


def _home(facts: Facts, reader: Reader, words: Words) -> Screen:
    parts = [key for key, here in _parts(facts) if here] or ["home.nothing"]
    text = "\n\n".join(
        words(key, name=reader.name) if "%(name)s" in words.forms(key)[0] else words(key)
        for key in parts
    )
    return Screen(text, _actions(facts, words))


def _parts(facts: Facts) -> tuple[tuple[str, bool], ...]:
    return (
        ("home.participant", facts["participant"]),
        ("home.participant.next", facts["participant"]),
        ("home.supporter", facts["supporter"]),
        ("home.supporter.waiting", facts["waiting"] and not facts["supporter"]),
        ("home.partner", Role.PARTNER in facts["roles"]),
        ("home.coordinator", Role.COORDINATOR in facts["roles"]),
    )


def _actions(facts: Facts, words: Words) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    if facts["participant"] or facts["supporter"]:
        rows.append((Button(words("button.check_in"), "check_in"),))
    if facts["participant"]:
        rows.append((Button(words("button.invite_supporter"), "invite_supporter"),))
    if Role.PARTNER in facts["roles"]:
        rows.append((Button(words("button.open_circle"), "open_circle"),))
        rows.append((Button(words("button.circles"), "circles"),))
    if Role.COORDINATOR in facts["roles"]:
        rows.append((Button(words("button.invite_partner"), "invite_partner"),))
    rows.append((cards.help_button(words),))
    return tuple(rows)


LETTERS = (
    Letter(Kind.NOTE, _note),
    Letter(Kind.HELP, _help),
    Letter(Kind.STRANGER, _stranger),
    Letter(Kind.HOME, _home, load=_load_home),
)
