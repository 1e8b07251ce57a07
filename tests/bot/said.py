"""Every way in which something said, or a token, could come to the log: for ``test_logs``."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import threading
import warnings
from collections.abc import Callable

from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest
from typing_extensions import override

from bot import logs
from storage.enums import Language
from storage.records import Person, PersonId

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary_ca"
PRACTICE = "7:canary-practice-half"
SAID = "I told canary\nnobody"
PERSON = Person(PersonId(99), Language.ENGLISH, "UTC", lambda: "canary", None, None, None, 0)

log = logs.get("bot.tests")
ptb = logging.getLogger("telegram.ext.Application")


def fail(error: BaseException, say: Callable[[], object]) -> None:
    """Say it where the error, and one that caused it, is being handled."""
    try:
        try:
            raise KeyError(SAID)
        except KeyError as cause:
            raise error from cause
    except type(error):
        say()


def _own_exception() -> None:
    fail(ValueError(SAID), lambda: log.exception("failed", text=SAID))


def _foreign_exception() -> None:
    error = InvalidToken(f"The token `{TOKEN}` was rejected.")
    fail(error, lambda: ptb.exception("No error handlers for %s", SAID))


def _group() -> None:
    log.error("failed", error=ExceptionGroup(SAID, [ValueError(SAID), TypeError(SAID)]))


def _note() -> None:
    error = ValueError()
    error.add_note(SAID)
    log.error("failed", error=error)


def _invalid_json() -> None:
    with contextlib.suppress(TelegramError):
        BaseRequest.parse_json_payload(b'{"text": "canary')


def _lost_task() -> None:
    async def lose() -> None:
        async def end() -> None:
            raise ValueError(SAID)

        task = asyncio.create_task(end(), name=SAID)
        await asyncio.sleep(0)
        del task

    asyncio.run(lose())
    gc.collect()


def _thread() -> None:
    def end() -> None:
        raise ValueError(SAID)

    thread = threading.Thread(target=end)
    thread.start()
    thread.join()


def _warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(SAID, stacklevel=1)


def _closure() -> None:
    class Loud:
        @override
        def __repr__(self) -> str:
            return SAID

    log.info("kept", thing=Loud(), things=[Loud()], pairs={"a": SAID}, raw=SAID.encode())


WAYS: dict[str, Callable[[], object]] = {
    "text": lambda: log.debug("said", text=SAID),
    "name in one word": lambda: log.info("joined", name="canary"),
    "sentence under a listed key": lambda: log.info("dropped", reason=SAID),
    "arguments": lambda: log.info("said %s", SAID),
    "bound": lambda: log.bind(note=SAID).info("said"),
    "record": lambda: log.info("joined", someone=PERSON, person=99),
    "error as a value": lambda: log.info("failed", error=ValueError(SAID)),
    "exception": _own_exception,
    "group": _group,
    "note": _note,
    "anything": _closure,
    "token in the event": lambda: log.info(f"GET https://api.telegram.org/bot{TOKEN}/getMe"),
    "practice token": lambda: log.info(f"GET http://127.0.0.1/bot{PRACTICE}/getMe"),
    "half of it": lambda: log.info("canary-practice-half"),
    "quoted token": lambda: log.info("GET /bot7%3Acanary-practice-half/"),
    "token under a listed key": lambda: log.info("called", method=TOKEN),
    "library": lambda: ptb.error("Update %s caused an error", {"text": SAID}),
    "library, by name": lambda: ptb.error("%(text)s", {"text": SAID}),
    "library, made text": lambda: ptb.error(f"Update {SAID}"),
    "library, an object": lambda: ptb.error(ValueError(SAID)),
    "library, exception": _foreign_exception,
    "library, token in the template": lambda: ptb.error(f"POST /bot{TOKEN}/x %s", 1),
    "library, stack": lambda: ptb.error("x %s", SAID, stack_info=True),
    "invalid JSON": _invalid_json,
    "lost task": _lost_task,
    "thread": _thread,
    "warning": _warning,
}
