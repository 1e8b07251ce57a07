"""Presence: Telegram says that somebody blocked the bot, or let it back in."""

from __future__ import annotations

from handlers.chat import reach
from handlers.chat.context import Talk


def gone(talk: Talk) -> None:
    """Blocked: nothing can be delivered, and nothing is said."""
    reach.lost(talk.tx, talk.id, talk.now)


def back(talk: Talk) -> None:
    """Let back in: messages arrive again. No backlog, no word about it."""
    reach.found(talk.tx, talk.id, talk.now)
