"""The commands: each with its names and the conversation that answers, and the menu of each role.

A command in the middle of a check-in is answered, and the check-in stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.chat import cover, way
from handlers.chat import places as places_of
from handlers.chat.context import Talk
from handlers.chat.offline import HELP
from handlers.conversations import (
    checkin,
    circle_page,
    deleting,
    home,
    inviting,
    joining,
    places,
    privacy,
    settings,
    stopping,
)
from handlers.rules import pasted
from storage import circles, people
from storage.database import Tx
from storage.enums import Language, Role
from storage.records import PersonId


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, in each language, and who answers."""

    names: tuple[str, ...]
    talk: Callable[[Talk], None]


def on_the_way(talk: Talk) -> bool:
    """Somebody on the way in goes on there, whatever command they type."""
    return talk.person is not None and talk.person.joined_at is None and way.resume(talk)


def _start(talk: Talk) -> None:
    if link_pasted(talk):
        return
    if talk.said.payload:
        joining.opens(talk)
    elif not way.resume(talk):
        home.start(talk)


def link_pasted(talk: Talk) -> bool:
    """A link to this bot in a text is opened like a tapped one; nothing else of the text counts."""
    code = pasted.code(talk.said.text, talk.house.username)
    if code:
        talk.said = replace(talk.said, text="", payload=code)
        joining.opens(talk)
    return bool(code)


def _inside(answer: Callable[[Talk], None]) -> Callable[[Talk], None]:
    """Whoever is on the way in goes on there; a stranger reads how people come in."""

    def talk_if_inside(talk: Talk) -> None:
        if on_the_way(talk):
            return
        if talk.person is None or talk.person.joined_at is None:
            home.start(talk)
        else:
            answer(talk)

    return talk_if_inside


def _check_in(talk: Talk) -> None:
    if not on_the_way(talk):
        checkin.begin(talk)


def _stop(talk: Talk) -> None:
    """Whoever is on the way in may stop there, too."""
    if talk.person is not None and talk.person.joined_at is None:
        way.leaves(talk)
    else:
        _inside(stopping.stop)(talk)


def _where(tx: Tx, person_id: PersonId, now: datetime) -> str:
    """What goes on now: one's own circle first, then the places, then the circles of a partner.
    Without any, what was: the others stand on the start page."""
    if cover.own(tx, person_id, now) is not None:
        return "circle"
    if places_of.held(tx, person_id, now):
        return "places"
    if Role.PARTNER in people.roles(tx, person_id):
        return "caseload"
    return "nothing" if circles.of_participant(tx, person_id) is None else "over"


_PAGES: Mapping[str, Callable[[Talk], None]] = {
    "circle": circle_page.page,
    "places": places.page,
    "caseload": inviting.caseload,
    "over": circle_page.page,
    "nothing": places.page,
}
_GOES_ON = ("circle", "places", "caseload")
"""The menu offers these, each in words of its own."""


def _circle(talk: Talk) -> None:
    _PAGES[_where(talk.tx, talk.id, talk.now)](talk)


COMMANDS: tuple[Command, ...] = (
    Command(HELP, home.help_typed),
    Command(("start", "inicio"), _start),
    Command(("checkin", "comoestoy", "chequeo"), _check_in),
    Command(("circle", "circulo"), _inside(_circle)),
    Command(("settings", "ajustes"), _inside(settings.page)),
    Command(("privacy", "privacidad"), privacy.start),
    Command(("export", "exportar"), privacy.export),
    Command(("delete", "borrar"), deleting.ask),
    Command(("stop", "parar"), _stop),
)

_STRANGER = (("start", "inicio"), ("privacy", "privacidad"), ("help", "ayuda"))
_TAKES_PART = (
    ("checkin", "comoestoy"),
    ("start", "inicio"),
    ("circle", "circulo"),
    ("settings", "ajustes"),
    ("privacy", "privacidad"),
    ("stop", "parar"),
    ("help", "ayuda"),
)
_STAFF = (
    ("start", "inicio"),
    ("circle", "circulo"),
    ("settings", "ajustes"),
    ("privacy", "privacidad"),
    ("help", "ayuda"),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """What Telegram shows beside the field for typing: commands, each with the key of its words."""

    language: Language
    entries: tuple[tuple[str, str], ...]


def menu(language: Language) -> Menu:
    """What everybody sees of whom nothing is known."""
    return _menu(_STRANGER, language, "nothing")


def menu_of(tx: Tx, person_id: int, now: datetime) -> Menu | None:
    """What somebody sees who is all the way in; None for whoever sees the menu of all."""
    person = people.get(tx, person_id)
    if person is None or person.joined_at is None:
        return None
    where = _where(tx, person.id, now)
    part = where in ("circle", "places")
    return _menu(_TAKES_PART if part else _STAFF, person.language, where)


def _menu(commands: tuple[tuple[str, str], ...], language: Language, where: str) -> Menu:
    """Each command in its language; /circle says what its reader finds there, if anything."""
    spanish = language is Language.SPANISH
    entries = tuple(
        (es if spanish else en, f"menu.{where if en == 'circle' else en}")
        for en, es in commands
        if en != "circle" or where in _GOES_ON
    )
    return Menu(language, entries)
