"""Lengths and marks in a text, the way Telegram counts them: in UTF-16 code units.

Commands that people type are found here, and parse_mode HTML is read into entities. Other parse
modes are not known to the room.
"""

from __future__ import annotations

import re
from html import unescape

from bot.practice_room.records import Json

COMMAND = re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")
TAG = re.compile(r"(<[^<>]*>)")
HREF = re.compile(r"""href=["']([^"']*)["']""")
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}


class MarkupError(Exception):
    """The text is not well-formed HTML of Telegram's kind."""


def units(text: str) -> int:
    """How long a text is for Telegram."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def commands_in(text: str) -> list[Json]:
    """The bot_command entities that a phone adds to what its owner types."""
    return [
        {"type": "bot_command", "offset": units(text[: m.start()]), "length": len(m.group())}
        for m in COMMAND.finditer(text)
    ]


def read_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities of a text sent with parse_mode HTML."""
    text, found, opened = "", list[Json](), list[tuple[str, Json]]()
    for piece in TAG.split(source):
        if not TAG.fullmatch(piece):
            text += unescape(piece)
        elif piece.startswith("</"):
            _close(piece[2:-1].strip().lower(), units(text), opened, found)
        else:
            opened.append(_start(piece, units(text)))
    if opened:
        raise MarkupError(f'can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _start(piece: str, at: int) -> tuple[str, Json]:
    name = piece[1:-1].split(maxsplit=1)[0].lower() if piece[1:-1].strip() else ""
    if name not in TAGS:
        raise MarkupError(f'unsupported start tag "{name}" at byte offset {at}')
    entity: Json = {"type": TAGS[name], "offset": at}
    if name == "a":
        link = HREF.search(piece)
        entity["url"] = unescape(link.group(1)) if link else ""
    return name, entity


def _close(name: str, at: int, opened: list[tuple[str, Json]], found: list[Json]) -> None:
    if not opened or opened[-1][0] != name:
        raise MarkupError(f'unexpected end tag "{name}" at byte offset {at}')
    _, entity = opened.pop()
    if at > entity["offset"]:
        found.append({**entity, "length": at - entity["offset"]})
