"""The log: what happened, in words that we wrote, and never what anybody said.

An event is a constant of the source. Numbers and a few listed words may stand beside it; any other
value is told by its type alone, a person by a mark that changes with every start. Of the libraries
only warnings are heard, and of those only the place and the template. Whatever comes, nothing like
a token leaves and no data begins a line.
"""

from __future__ import annotations

import enum
import hashlib
import logging
import re
import secrets as randomness
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from types import TracebackType
from typing import TextIO

import orjson
from structlog import wrap_logger
from structlog.stdlib import BoundLogger, ProcessorFormatter, filter_by_level
from structlog.typing import EventDict, WrappedLogger
from typing_extensions import override

from bot.scrub import one_line, scrub, variants
from bot.traces import place, told
from storage.enums import Temperature

OURS = ("bot", "handlers", "storage")
CHATTY = ("aiohttp", "aiosqlite", "apscheduler", "asyncio", "httpcore", "httpx", "telegram")
# fmt: off
WORDS = frozenset((
    "action", "alert", "circle", "class", "code", "command", "host", "job", "kind", "language",
    "letter", "library", "method", "mode", "phase", "reason", "role", "state", "status", "step",
    "task", "verb", "version", "why", "zone",
))
# fmt: on
"""Keys whose text, one word of it, comes from the source or the settings, never from a person."""
PEOPLE = frozenset(("chat", "chat_id", "person", "person_id", "user", "user_id"))
"""Keys whose number is somebody."""
PRIVATE = frozenset(("answer", "answers", "score", "temperature", "temperatures", "value"))
"""Keys whose number is an answer."""

Shown = str | int | float | bool | None

_WORD = re.compile(r"[\w.:/@+-]{1,80}")
_PLAIN = re.compile(r"[\w.:/@+<>~-]+")
_LONGEST = 200
_BITS = 63  # what JSON's readers and writers agree on
_SALT = randomness.token_bytes(16)


def get(name: str) -> BoundLogger:
    """The logger of a module: ``log = logs.get(__name__)``. Events are constants.

    An exception is handed over as it is (``error=error``, or ``log.exception``), never as text.
    """
    logger: BoundLogger = wrap_logger(
        logging.getLogger(name),
        processors=[filter_by_level, _guard, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
        cache_logger_on_first_use=True,
    )
    return logger


def configure(
    level: str, as_json: bool, secrets: Sequence[str], stream: TextIO | None = None
) -> None:
    """Send every log of this process to stderr, one safe line each; call it once, at the start.

    What nobody caught is logged too, since Python itself would print its message.
    """
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_Formatter(as_json, variants(secrets)))
    ours = logging.getLevelNamesMapping()[level.upper()]
    others = max(ours, logging.WARNING)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(others)
    for names, least in ((OURS, ours), (CHATTY, others)):
        for name in names:
            logging.getLogger(name).setLevel(least)
    # A strike that finds the last one at work is left out, as it is meant to be.
    logging.getLogger("apscheduler.scheduler").setLevel(max(others, logging.ERROR))
    logging.captureWarnings(True)
    _catch_the_rest()


def _catch_the_rest() -> None:
    log = get(__name__)

    def end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            log.critical("a bug ends the process", error=error)

    sys.excepthook = end
    threading.excepthook = lambda args: log.critical("a bug ends a thread", error=args.exc_value)
    sys.unraisablehook = lambda args: log.error("a bug while tidying up", error=args.exc_value)


def _guard(_logger: WrappedLogger, _method: str, given: EventDict) -> EventDict:
    """Our own records: let through what may be shown, before any handler sees it."""
    event, error = given.pop("event", None), _error(given.pop("exc_info", None))
    for never in ("positional_args", "stack_info"):
        given.pop(never, None)
    kept: EventDict = {key: _shown(key, value) for key, value in given.items()}
    if error is not None:
        kept["error"] = told(error)
    kept["event"] = event if isinstance(event, str) else _kind(event)
    return kept


def _error(info: object) -> BaseException | None:
    """The exception of any form in which logging hands one over."""
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple):
        info = info[1]
    return info if isinstance(info, BaseException) else None


def _shown(key: str, value: object) -> Shown:
    """What may stand in the log of a value."""
    if isinstance(value, BaseException):
        return told(value)
    if key in PRIVATE or isinstance(value, Temperature):
        return _kind(value)
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        return value if key in WORDS and _WORD.fullmatch(value) else _kind(value)
    if key in PEOPLE and isinstance(value, int):
        return f"~{hashlib.blake2b(b'%d' % value, key=_SALT, digest_size=4).hexdigest()}"
    return _simple(value)


def _simple(value: object) -> Shown:
    """A value that is no text: numbers, times, the source's own names, places of files."""
    if isinstance(value, enum.Enum):
        return value.name.lower()
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if value.bit_length() <= _BITS else _kind(value)
    if isinstance(value, datetime | timedelta | PurePath):
        return str(value)
    return _kind(value)


def _kind(value: object) -> str:
    """The type alone, and of a text its length."""
    size = f" of {len(value)}" if isinstance(value, str) else ""
    return f"<{type(value).__name__}{size}>"


def _foreign(_logger: WrappedLogger, _method: str, given: EventDict) -> EventDict:
    """A library's record: arguments may hold a whole update, and so may a text made of them.

    Only what still has its arguments apart is known to be a template.
    """
    record: logging.LogRecord = given["_record"]
    arguments, error = given.pop("positional_args", None), _error(record.exc_info)
    template = record.msg if arguments and isinstance(record.msg, str) else ""
    kept: EventDict = {"_record": record, "event": template[:_LONGEST] or "a library speaks up"}
    kept["at"] = place(record.pathname, record.lineno)
    if error is not None:
        kept["error"] = told(error)
    return kept


class _Formatter(ProcessorFormatter):
    """One record, one line, sieved once more at the very end."""

    def __init__(self, as_json: bool, forms: Sequence[str]) -> None:
        super().__init__(
            processors=[_json if as_json else _readable],
            foreign_pre_chain=[_foreign],
            use_get_message=False,
            pass_foreign_args=True,
        )
        self._forms = forms

    @override
    def format(self, record: logging.LogRecord) -> str:
        return one_line(scrub(super().format(record), self._forms))


def _heads(given: EventDict) -> dict[str, str]:
    record: logging.LogRecord = given.pop("_record")
    given.pop("_from_structlog", None)
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return {
        "time": moment.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": one_line(given.pop("event")),
    }


def _json(_logger: WrappedLogger, _method: str, given: EventDict) -> str:
    heads = _heads(given)
    # orjson refuses half a character, which one_line writes out.
    safe = {key: one_line(v) if isinstance(v, str) else v for key, v in given.items()}
    return orjson.dumps(heads | {k: v for k, v in safe.items() if k not in heads}).decode()


def _readable(_logger: WrappedLogger, _method: str, given: EventDict) -> str:
    heads = _heads(given)
    words = "".join(f" {key}={_quoted(value)}" for key, value in given.items())
    return f"{heads['time']} {heads['level']:<8} {heads['logger']}: {heads['event']}{words}"


def _quoted(value: Shown) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    text = str(value)
    return text if _PLAIN.fullmatch(text) else '"' + text.replace('"', "'") + '"'


class _Handler(logging.StreamHandler[TextIO]):
    """Writes a line, and does not print the record when that fails, as logging's own would."""

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        del record
        # Nothing is left to tell it to, and a broken pipe must not end the bot.
