"""Polling: raw getUpdates over the transport, and what each answer of Telegram means.

The library's own loop confirms updates before they are handled, and one update that it cannot
parse stops it for good (references in docs/decisions.md); so this one hands over raw JSON.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from telegram.error import TelegramError

from bot.exits import TOKEN_AT, EndsError, ExitCode, token_refused
from bot.failures import pause
from bot.logs import get
from bot.transport import Transport, read_answer
from bot.troubles import Seldom

log = get(__name__)

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""Always said: left out, Telegram keeps an earlier setting."""
WAIT = 50
"""Seconds that Telegram may hold a poll open: the longest it allows."""
GRACE = 15
SHORTEST = 1.0
"""Seconds from one poll to the next, unless the first brought something."""
CONFLICTS = 5
CONFLICT_WINDOW = 60.0
OTHER = (
    "Another process polls Telegram with this token, or a webhook is set for it: end that program. "
    "circlekeeper doctor says which."
)


class Polling:
    """One getUpdates at a time. ``fetch`` gives a batch, or None and how long to wait."""

    def __init__(
        self,
        transport: Transport,
        url: str,
        real: Callable[[], float],
        token_place: str = TOKEN_AT,
    ) -> None:
        self._transport = transport
        self._token_place = token_place
        self._url = url
        self._real = real
        self._failed = 0
        self.answered_at = real()
        """When Telegram last answered a poll; at first, when this began."""
        self._finished_at = self.answered_at
        self._resting = False
        self._conflicts: deque[float] = deque(maxlen=CONFLICTS)
        self._seldom = Seldom(real)
        self._told = False
        """Whether the log says that Telegram errs, and not yet that it is back."""

    async def fetch(self, offset: int | None) -> tuple[list[Any], float]:
        """A batch of raw updates, and the seconds to wait before the next poll.

        Raises ``EndsError`` when Telegram refuses the token, or somebody else polls with it.
        """
        began = self._real()
        batch, wait = await self._ask(offset)
        ended = self._real()
        if not batch and not wait:
            # Whoever answers at once that there is nothing must not be asked as fast.
            wait = max(0.0, began + SHORTEST - ended)
        self._finished_at = ended + wait
        return batch, wait

    @property
    def finished_at(self) -> float:
        """When a poll last ended, well or not, and the pause after it; now, while it rests."""
        return self._real() if self._resting else self._finished_at

    @property
    def unheard_for(self) -> float | None:
        """Seconds since Telegram answered, 0 while it is not asked; None: it cannot be reached."""
        if self._failed:
            return None
        return 0.0 if self._resting else self._real() - self.answered_at

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Not to poll for a while is meant so."""
        self._resting = True
        try:
            yield
        finally:
            self._finished_at, self._resting = self._real(), False

    async def _ask(self, offset: int | None) -> tuple[list[Any], float]:
        # After trouble Telegram need not wait for news: that it answers is what matters.
        wait = 0 if self._failed else WAIT
        wish: dict[str, Any] = {"timeout": wait, "limit": 100, "allowed_updates": ALLOWED}
        if offset is not None:
            wish["offset"] = offset
        try:
            status, body = await self._transport.call(self._url, orjson.dumps(wish), WAIT + GRACE)
            if status != 200:
                return [], self._refused(status, body)
            result = read_answer(body)["result"]
        except (TelegramError, KeyError) as error:
            return [], self._trouble(type(error).__name__)
        if not isinstance(result, list):
            return [], self._trouble("no_list")
        self._failed = 0
        self.answered_at = self._real()
        if self._told:
            self._told = False
            log.info("telegram_back")
        return result, 0.0

    def _refused(self, status: int, body: bytes) -> float:
        if status in (401, 404):
            raise token_refused(self._token_place)
        if status == 409:
            return self._conflict()
        return max(self._trouble(f"http_{status}"), _asked_pause(body))

    def _conflict(self) -> float:
        now = self._real()
        self._conflicts.append(now)
        full = len(self._conflicts) == CONFLICTS
        if full and now - self._conflicts[0] <= CONFLICT_WINDOW:
            raise EndsError(ExitCode.OTHER_POLLER, OTHER)
        self._failed += 1
        self._warn("another_process_polls_with_this_token")
        return 2.0 + random.random()  # noqa: S311

    def _trouble(self, kind: str) -> float:
        self._failed += 1
        self._warn(kind)
        return pause(self._failed - 1, random.random()).total_seconds()  # noqa: S311

    def _warn(self, kind: str) -> None:
        """One line a minute and kind; once it answers again, one more."""
        if self._seldom.may(kind):
            self._told = True
            log.warning("telegram_errs", kind=kind, failed=self._failed)


def _asked_pause(body: bytes) -> float:
    """The seconds that Telegram asks to be left alone; 0 when it does not."""
    try:
        return float(read_answer(body)["parameters"]["retry_after"])
    except (TelegramError, KeyError, TypeError, ValueError):
        return 0.0
