"""Failures of a call to Telegram, in three kinds: permanent, wait, bug; and two that are none.

Told apart by Telegram's exact texts: the library's ``BadRequest`` and ``TimedOut`` are both
``NetworkError``, so its classes would retry for ever what can never work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import Lost, NotSent

_GONE = (
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation with a user",
    "chat not found",
)
_SETTLED = (
    "message is not modified",
    "query is too old",
    # Somebody deleted it themselves, or it is older than the 48 hours that Telegram allows.
    "message to delete not found",
    "message can't be deleted",
)
_NO_MESSAGE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_SHORTEST = 1.0
LONGEST = timedelta(minutes=1)
"""A pause between two tries, at most."""


class Outcome(StrEnum):
    """What a failure means for the row."""

    DONE = "done"
    """No failure: it is as it was meant to be."""
    GONE = "gone"
    """Permanent: this person cannot be reached."""
    NO_MESSAGE = "no_message"
    """Permanent: the message to change is not there any more."""
    WAIT = "wait"
    """It certainly had no effect; later it may."""
    UNKNOWN = "unknown"
    """It may have had its effect."""
    TOKEN = "token"  # noqa: S105 - not a secret
    """Telegram refuses the token: the process ends."""
    REFUSED = "refused"
    """Telegram will not write to this chat, in words that nobody has met: later it may."""
    BUG = "bug"
    """Telegram refuses what we said."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed call: what it means, and how long its chat asked to be left alone."""

    outcome: Outcome
    retry_after: timedelta | None = None


def judge(error: BaseException) -> Failure:
    """The kind of a failure, by exact texts; whatever is unknown is never permanent."""
    text = str(error).lower()
    if isinstance(error, RetryAfter):
        after = error.retry_after
        pause = after if isinstance(after, timedelta) else timedelta(seconds=after)
        return Failure(Outcome.WAIT, pause)
    if isinstance(error, Forbidden | BadRequest):
        unknown = Outcome.REFUSED if isinstance(error, Forbidden) else Outcome.BUG
        return Failure(_refusal(text) or unknown)
    if isinstance(error, InvalidToken):
        return Failure(Outcome.TOKEN)
    if isinstance(error, TimedOut | Lost):
        return Failure(Outcome.UNKNOWN)
    if isinstance(error, NotSent | NetworkError) and not isinstance(error, ChatMigrated):
        return Failure(Outcome.WAIT)
    return Failure(Outcome.UNKNOWN if isinstance(error, TelegramError) else Outcome.BUG)


def _refusal(text: str) -> Outcome | None:
    for marks, outcome in (
        (_GONE, Outcome.GONE),
        (_SETTLED, Outcome.DONE),
        (_NO_MESSAGE, Outcome.NO_MESSAGE),
    ):
        if any(mark in text for mark in marks):
            return outcome
    return None


def pause(tries: int, chance: float) -> timedelta:
    """How long to wait before the next try: doubling from a second to a minute, with jitter, and
    never under a second.

    ``chance`` is a number from 0 to 1.
    """
    most = min(LONGEST.total_seconds(), 2.0 ** min(tries, 10))
    return timedelta(seconds=max(_SHORTEST, most * (0.5 + chance / 2)))
