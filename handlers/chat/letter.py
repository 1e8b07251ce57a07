"""Letters: what one kind of outbox row says, and whether it is still true.

A letter is made when its row is claimed, in the same transaction; so a paused, revoked or
closed thing is never said late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.chat.kinds import Kind
from handlers.screens.screen import Screen
from handlers.texts.catalog import Texts, Words, spoken
from storage import people
from storage.database import Tx
from storage.enums import Language
from storage.records import Circle, Person, PersonId, Row


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a letter is for: a person, or a stranger with only a language."""

    id: PersonId
    language: Language
    opens_name: Callable[[], str] = field(repr=False, compare=False, default=str)
    """As a person's: most letters say no name."""
    zone: str = "UTC"

    @property
    def name(self) -> str:
        """What they are called; empty for a stranger."""
        return self.opens_name()


@dataclass(frozen=True, slots=True)
class Send:
    """Still true, still allowed."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Not to be said any more, and why (a code for counting)."""

    why: str


Facts = Mapping[str, Any]
Arrived = Callable[[Tx, Row, datetime], None]
Loader = Callable[[Tx, Row], Facts]
Check = Callable[[Facts, datetime], Send | Drop]
Maker = Callable[[Facts, Reader, Words], Screen]


def _as_kept(_tx: Tx, row: Row) -> Facts:
    return row.facts


def _always(_facts: Facts, _now: datetime) -> Send | Drop:
    return Send()


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of message: load its facts, check that it is still true, make its screen."""

    kind: Kind
    screen: Maker
    load: Loader = _as_kept
    still: Check = _always
    about: Callable[[Tx, Row], Circle | None] | None = None
    """The circle whose end silences it; None: it may be said after any end."""
    arrived: Arrived | None = None
    """What is to be remembered when it stands in the chat, in the step that keeps so."""
    menu: bool = False
    """It says that a role changed, and the menu of commands with it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed row with all that its words need: delivery can send it without the database."""

    row: Row
    letter: Letter
    facts: Facts = field(repr=False)
    reader: Reader
    callback: str = ""
    """The tap to be answered together with it."""
    strip: int | None = None
    """An older message that loses its buttons when this one arrives."""

    def screen(self, texts: Texts) -> Screen:
        """What it says, in its reader's language."""
        return self.letter.screen(self.facts, self.reader, texts.of(self.reader.language))


def reader_of(tx: Tx, row: Row, known: Person | None = None) -> Reader:
    """Who reads the row: the person as they are now, ``known`` if read already, or a stranger.

    A row may name a language of its own: a stranger's, or the one that a card was turned to.
    """
    person = known or people.get(tx, row.person_id)
    code = row.facts.get("language")
    if person is None:
        return Reader(row.person_id, spoken(str(code or "")))
    language = spoken(str(code)) if code else person.language
    return Reader(person.id, language, person.opens_name, person.zone)
