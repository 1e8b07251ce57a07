"""A link to this bot that somebody pasted into the chat instead of tapping it."""

from __future__ import annotations

import re

_CODE = r"[?&](?:[^\s#]*&)?start=([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])"
_BEFORE = r"(?<![\w./@-])"
_WAYS = (
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/{name}/?(?=\?)",
    r"(?:https?://)?{name}\.t\.me/?(?=\?)",
    r"tg:(?://)?resolve/?\?domain={name}(?=&)",
)
"""How Telegram writes a link to a chat; whatever of the rest is a start code follows."""


def code(text: str, username: str) -> str:
    """What the first link to this bot in a text opens; empty without one."""
    ways = "|".join(way.format(name=re.escape(username)) for way in _WAYS)
    found = re.search(f"{_BEFORE}(?i:{ways}){_CODE}", text)
    return found[1] if found else ""
