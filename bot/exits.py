"""The exit codes of the console command: what a supervisor or a script may rely on.

No logic and no imports of ours, so that every module of this floor may use it.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Why the process ended."""

    FINE = 0
    BUG = 1
    SETTINGS = 2
    """The settings or the usage are wrong (click's own code for usage)."""
    DATABASE = 3
    """The database was refused: only a person can put it right."""
    OTHER_POLLER = 4
    """Another process polls Telegram with this token, or a webhook is set."""
    TOKEN = 5
    """Telegram refuses the token."""
    SILENT = 6
    """Telegram does not answer, and the command cannot go on without it."""
    KEY = 7
    """The database was sealed with another key."""
    TO_MEND = 8
    """The doctor found something to mend."""
    DEAF = 9
    """No poll ended for minutes: whoever started the bot starts it anew."""
    LEAD = 10
    """Another process may lead now: whoever started the bot starts it anew, to stand by."""
    HELD = 11
    """The database cannot be had now, since another process holds it, say: a later start may do."""


class EndsError(Exception):
    """The process must end; the sentence is for the operator."""

    def __init__(self, code: ExitCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


TOKEN_AT = "[telegram] token"  # noqa: S105 - where it stands when nothing else is said
SILENT = "Telegram does not answer at {base}: try again, or check [telegram] api_base_url."


def token_refused(place: str) -> EndsError:
    """Telegram does not know the token that stands at this place."""
    return EndsError(ExitCode.TOKEN, f"Telegram refuses the token: check {place}.")
