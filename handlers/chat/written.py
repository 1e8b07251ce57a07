"""All that somebody wrote in a message, wherever Telegram puts it: what the crisis gate reads.

Texts and captions, forwarded or changed ones, too; polls, checklists, names of contacts, places and
files, and what they quote of somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import telegram

_PARTS = (
    "text",
    "caption",
    "quote",
    "poll",
    "poll_option_added",
    "checklist",
    "checklist_tasks_added",
    "contact",
    "venue",
    "document",
    "audio",
    "video",
    "animation",
    "external_reply",
)
_WORDS = frozenset((
    "text", "caption", "question", "option_text", "explanation", "description", "title", "address",
    "first_name", "last_name", "vcard", "performer", "file_name",
))  # fmt: skip
"""Whatever else stands in a part are ids, numbers and marks."""


def in_message(message: telegram.Message | None) -> str:
    """What a message says, each part on a line of its own."""
    if message is None:
        return ""
    if message.text and not message.quote and not message.external_reply:
        return message.text
    return in_raw(message.to_dict())


def in_raw(message: object) -> str:
    """The same of a message as Telegram sent it; whatever has another shape says nothing."""
    if not isinstance(message, Mapping):
        return ""
    parts = {one: message[one] for one in _PARTS if one in message}
    if _bot_said(message.get("reply_to_message")):
        parts.pop("quote", None)
    return "\n".join(_words(parts))


def _bot_said(message: object) -> bool:
    """Our own words are no words of theirs: the card itself speaks of suicide."""
    sender = message.get("from") if isinstance(message, Mapping) else None
    return isinstance(sender, Mapping) and sender.get("is_bot") is True


def _words(part: Mapping[str, object]) -> Iterator[str]:
    ahead: list[tuple[str, object]] = list(part.items())[::-1]
    while ahead:
        name, value = ahead.pop()
        if isinstance(value, str):
            if name in _WORDS:
                yield value
        elif isinstance(value, Mapping):
            ahead.extend(list(value.items())[::-1])
        elif isinstance(value, list | tuple):
            ahead.extend((name, one) for one in reversed(value))
