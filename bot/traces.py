"""Tells an exception by its types and places, never by its words: a message may hold a text.

"ValueError at bot/intake.py:88" names the place that raised; the way there and what caused it
follow. Locals, arguments and messages are not looked at.
"""

from __future__ import annotations

import errno
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import PurePath

_FRAMES = 12
_CAUSES = 5
_GROUPED = 5
_OUTSIDE = frozenset(("Lost", "NetworkError", "NotSent", "RetryAfter", "TimedOut"))
"""Trouble on the way to Telegram: no place in the source says more than the name."""


def told(error: BaseException) -> str:
    """The exception and what led to it, newest first, on one line."""
    return " < ".join(_one(one) for one in _chain(error))


def place(file: str, line: int) -> str:
    """A file by its last two names, which say enough and tell nothing of the machine."""
    return f"{'/'.join(PurePath(file).parts[-2:])}:{line}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen and len(seen) < _CAUSES:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _one(error: BaseException) -> str:
    # A walk keeps a number and a code object only; extract_tb would read source lines as well.
    frames = [
        place(frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    name = type(error).__name__ + _code(error) + _members(error)
    if not frames or name in _OUTSIDE:
        return name
    way = frames[:-1][-_FRAMES:]
    return f"{name} at {frames[-1]}" + (f" via {' > '.join(way)}" if way else "")


def _code(error: BaseException) -> str:
    """The name of what the system refused, where that is a fixed word."""
    if isinstance(error, sqlite3.Error):
        # Errors that Python's module raises by itself have no such name.
        return f"[{error.sqlite_errorname}]" if hasattr(error, "sqlite_errorname") else ""
    if isinstance(state := getattr(error, "sqlstate", None), str):  # PostgreSQL's
        return f"[{state}]"
    name = errno.errorcode.get(error.errno or 0) if isinstance(error, OSError) else None
    return f"[{name}]" if name else ""


def _members(error: BaseException) -> str:
    if not isinstance(error, BaseExceptionGroup):
        return ""
    members = ", ".join(_one(one) for one in error.exceptions[:_GROUPED])
    more = len(error.exceptions) - _GROUPED
    return f"({members}{f', {more} more' if more > 0 else ''})"
