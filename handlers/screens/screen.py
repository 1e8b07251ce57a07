"""What a person sees: text, buttons, maybe a picture or a file; and how a button names itself.

No Telegram types: ``bot.delivery`` turns a screen into a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DATA = re.compile(r"v1:(\d{1,18}):([a-z_]{1,20})(?:\.([A-Za-z0-9_+-]{1,24}))?", re.ASCII)
NO_ROW = 0
"""Buttons of row 0 need no row and no database: Help, and the language of a card."""
ANYWHERE = ("help", "lang")
"""Their verbs; no other verb means anything without a row."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: what it says, and the verb (with a value) that a tap on it means."""

    text: str
    verb: str = ""
    value: str = ""
    anywhere: bool = False
    """It works with no row and no database."""
    url: str = ""
    """It opens this page instead."""

    def data(self, row: int) -> str:
        """The callback data when the outbox row ``row`` puts this button there."""
        verb = f"{self.verb}.{self.value}" if self.value else self.verb
        return f"v1:{NO_ROW if self.anywhere else row}:{verb}"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to keep: what it is called, and what is in it."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """One message. Rows of buttons read top to bottom, left to right."""

    text: str = field(repr=False)
    buttons: tuple[tuple[Button, ...], ...] = field(default=(), repr=False)
    picture: bytes | None = field(default=None, repr=False)
    document: Document | None = None
    protect: bool = False
    """It holds somebody else's data: not to be forwarded or saved."""
    gone: bool = False
    """The message that its row changes is deleted."""


GONE = Screen("", gone=True)
"""For rows that delete a message."""


@dataclass(frozen=True, slots=True)
class Tap:
    """What a tap's callback data says: the row that put the button there, verb and value."""

    row: int
    verb: str
    value: str


def read_data(data: str) -> Tap | None:
    """The tap behind callback data; None for data that no button of ours carries."""
    match = _DATA.fullmatch(data)
    if match is None:
        return None
    row, verb, value = match.groups()
    return Tap(int(row), verb, value or "")
