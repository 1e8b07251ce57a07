"""What the room remembers: accounts, messages, photos, calls. Facts only; nothing here acts.

Text fields stay out of every repr: a failing test or a log line must not show what people wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Photo:
    """A picture that was sent; every size of it serves the same bytes."""

    file_id: str
    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Document:
    """A file that was sent."""

    file_id: str
    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Button:
    """One inline button as a phone shows it."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Message:
    """One message of a chat, as it stands now; an edit makes a new one with the same id."""

    id: int
    chat_id: int
    sender: int
    date: datetime
    text: str | None = field(default=None, repr=False)
    caption: str | None = field(default=None, repr=False)
    entities: tuple[Json, ...] = field(default=(), repr=False)
    photo: Photo | None = None
    document: Document | None = None
    keyboard: Json | None = field(default=None, repr=False)
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    from_bot: bool = True
    edited_at: datetime | None = None

    @property
    def words(self) -> str:
        """What can be read on it: the text, or the caption of a picture or a file."""
        return self.text or self.caption or ""

    @property
    def has_file(self) -> bool:
        """Whether its words stand under a picture or a file."""
        return self.photo is not None or self.document is not None

    @property
    def rows(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        rows = (self.keyboard or {}).get("inline_keyboard", [])
        return [
            [Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows
        ]

    @property
    def buttons(self) -> list[Button]:
        """The inline buttons in reading order."""
        return [button for row in self.rows for button in row]


@dataclass(frozen=True)
class Sighting:
    """One thing that happened on one phone, in the order in which its owner saw it."""

    at: datetime
    kind: str
    text: str = field(default="", repr=False)
    message: Message | None = None


@dataclass(frozen=True)
class Toast:
    """The short words above a chat after a tap."""

    at: datetime
    text: str = field(repr=False)


@dataclass
class Account:
    """A person's Telegram account and their private chat with the bot."""

    id: int
    name: str
    language: str = "en"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    seen: list[Sighting] = field(default_factory=list, repr=False)
    toast: Toast | None = None


@dataclass
class Group:
    """A group that the bot was put into; it only matters until the bot leaves."""

    id: int
    title: str
    bot_is_in: bool = True
    messages: dict[int, Message] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Tap:
    """A button that was tapped, until its answer may no longer come."""

    id: str
    account: int
    date: datetime


@dataclass(frozen=True)
class Effect:
    """What a call changed in the room: sent, edited, deleted, toast, commands, left."""

    kind: str
    chat: int | None = None
    message: int | None = None


@dataclass(frozen=True)
class Call:
    """One request to the Bot API: status 0 means that no answer left the room."""

    method: str
    at: datetime
    status: int
    params: Json = field(repr=False)
    effect: Effect | None = None
    description: str = ""
