"""Every error that Telegram may answer a call with, and what it means for the call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from typing_extensions import override

from bot.practice_room.faults import Kind
from bot.practice_room.room import Room


class Means(Enum):
    """What is known after such an answer."""

    FINE = auto()
    """It is an answer like any."""
    WAIT = auto()
    """It certainly had no effect; later it may."""
    MISSED = auto()
    """Nobody can know; it had none."""
    CAME = auto()
    """Nobody can know; it had one."""
    GONE = auto()
    """This person cannot be reached."""
    BUG = auto()
    """Telegram does not take it."""
    SETTLED = auto()
    """It is as it was meant to be."""
    NO_MESSAGE = auto()
    """What was to be changed is not there any more."""
    TOKEN = auto()
    """The token is refused."""


@dataclass(frozen=True)
class Error:
    """One of them; ``says`` is Telegram's text."""

    name: str
    means: Means
    status: int = 0
    says: str | None = None
    pause: int | None = None
    kind: Kind | None = None

    def happens(self, room: Room, method: str, chat: int | None = None, count: int = 1) -> None:
        """The next calls of a method meet it."""
        if self.kind is not None:
            room.faults.trouble(self.kind, method=method, chat=chat, count=count, seconds=0.05)
            return
        said, pause = self.says, self.pause
        room.faults.answer(
            self.status, description=said, retry_after=pause, method=method, chat=chat, count=count
        )

    @override
    def __str__(self) -> str:
        return self.name


def _forbidden(text: str, means: Means) -> Error:
    return Error(f"403 {text}", means, 403, f"Forbidden: {text}")


def _bad(text: str, means: Means) -> Error:
    return Error(f"400 {text}", means, 400, f"Bad Request: {text}")


ERRORS = (
    *(Error(f"429 for {pause} s", Means.WAIT, 429, pause=pause) for pause in (2, 3600)),
    *(Error(str(status), Means.WAIT, status) for status in (500, 502, 503, 504)),
    *(
        Error(kind.value, Means.MISSED, kind=kind)
        for kind in (Kind.TIMEOUT, Kind.RESET, Kind.HTML, Kind.NOT_OK)
    ),
    *(
        Error(kind.value, Means.CAME, kind=kind)
        for kind in (Kind.HELD, Kind.LOST, Kind.CUT, Kind.NO_RESULT)
    ),
    *(Error(kind.value, Means.FINE, kind=kind) for kind in (Kind.CLOSED, Kind.SLOW)),
    Error("409", Means.MISSED, 409),
    *(Error(str(status), Means.TOKEN, status) for status in (401, 404)),
    _forbidden("bot was blocked by the user", Means.GONE),
    _forbidden("user is deactivated", Means.GONE),
    _forbidden("bot can't initiate conversation with a user", Means.GONE),
    _forbidden("something new", Means.WAIT),
    _bad("chat not found", Means.GONE),
    _bad("can't parse entities: unsupported start tag", Means.BUG),
    _bad("something new", Means.BUG),
    _bad("message is not modified: they are the same", Means.SETTLED),
    _bad("query is too old and response timeout expired or query ID is invalid", Means.SETTLED),
    _bad("message to edit not found", Means.NO_MESSAGE),
)
FEW = tuple(
    error for error in ERRORS if error.name in ("429 for 2 s", "503", "timeout", "lost", "401")
)
"""One of each sort that is told apart by more than its text."""
