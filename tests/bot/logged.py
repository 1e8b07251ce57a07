"""The log as it was before: a test that sets it up leaves nothing behind."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from bot import logs
from bot.logs import CHATTY, OURS


@contextmanager
def log_as_before() -> Iterator[None]:
    """Whatever is set up in the block, afterwards it is as it was."""
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, (*OURS, *CHATTY))]
    handlers, levels = root.handlers[:], [logger.level for logger in loggers]
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        logging.captureWarnings(False)
        root.handlers[:] = handlers
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def heard(level: str = "debug", secrets: Sequence[str] = ()) -> Iterator[io.StringIO]:
    """All that the bot says in its log, until the block ends."""
    with log_as_before():
        stream = io.StringIO()
        logs.configure(level, as_json=True, secrets=secrets, stream=stream)
        yield stream
