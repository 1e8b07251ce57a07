"""Delivery: the way out. It claims rows, has their letters make the words, sends, keeps results.

One message at a time in a chat, chats side by side. Replies come in memory from the step that
wrote them; alerts, nudges and whatever has to be tried again are swept from the outbox.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from telegram import Bot

from bot import marks
from bot.claims import BATCH, Claims
from bot.clock import Clock
from bot.exits import TOKEN_AT, token_refused
from bot.failures import LONGEST, Failure, Outcome, judge, pause
from bot.holds import Holds
from bot.lanes import Lanes
from bot.logs import get
from bot.posting import post
from bot.rates import Rates
from handlers.chat.letter import Ready
from handlers.texts.catalog import Texts
from storage import dispatch
from storage.database import Database, Unavailable
from storage.enums import Class
from storage.records import Row

log = get(__name__)
Seam = Callable[[str], None]

LAST_CALLS = 4.0
"""Seconds that calls on their way have when the process ends."""
SOON = 0.05
"""Seconds until the result of a failed call is kept for certain."""
STEP = timedelta(seconds=1)
"""A clock that went back by more was set."""
IDLE = 30.0
"""Looks at the outbox at least so often, in real seconds."""


class Delivery:
    """Sends what is to be sent. ``take`` and ``wake`` hand in work, ``run`` is its loop."""

    def __init__(
        self, bot: Bot, database: Database, texts: Texts, clock: Clock, seam: Seam
    ) -> None:
        self._bot = bot
        self._database = database
        self._texts = texts
        self._clock, self._seen = clock, clock.now()
        self._seam = seam
        self._rates = Rates()
        self.counts: Counter[str] = Counter()
        """What became of rows, by class and outcome, since the start."""
        self.changed: Callable[[int], None] = lambda _chat: None
        self._claims = Claims(database, self._rates, self.counts)
        self._lanes = Lanes(self._one)
        self._holds = Holds()
        self._refused, self.token_place = False, TOKEN_AT
        self._marks = marks.Marks(database, lambda: seam("delivery.marked"))
        self._wake = asyncio.Event()
        self._sweeping = asyncio.Lock()

    async def recover(self) -> None:
        """After a start: what was under way when the last process ended."""
        now, self._lanes = self._clock.now(), Lanes(self._one)
        self._holds.chats = await self._database.write(lambda tx: dispatch.chat_waits(tx, now))
        counts = await self._database.write(lambda tx: dispatch.recover(tx, now))
        if any(counts.values()):
            log.info("recovered", **counts)

    def take(self, ready: Sequence[Ready]) -> None:
        """Send what is claimed, such as replies, which are born so."""
        for one in ready:
            self._lanes.put(one)

    def wake(self) -> None:
        """Something was written to the outbox, or the clock was turned."""
        self._wake.set()

    async def run(self) -> None:
        """Sweep the outbox until cancelled. Raises ``EndsError`` when the token is refused."""
        while not self._refused:
            self._wake.clear()
            try:
                timeout = 0.0 if await self._sweep() else await self._next_in()
            except Unavailable as trouble:
                log.debug("outbox_waits", kind=trouble.kind)
                timeout = 1.0
            if timeout:
                await self._sleep(timeout)
        raise token_refused(self.token_place)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _next_in(self) -> float:
        """Real seconds until something may be due, by what waits and by the rates."""
        at, now = await self._database.read(dispatch.next_waiting), self._now()
        if at is None:
            return IDLE
        return min(IDLE, max(0.04, max(at - now, self._holds.closed(now)).total_seconds()))

    async def settle(self) -> None:
        """Send all that may be sent at this instant, until every result is kept."""
        while True:
            claimed = await self._sweep()
            busy = self._lanes.busy
            await self._lanes.settled()
            await self._marks.flushed()
            if not claimed and not busy:
                return

    async def stop(self, last_calls: float = LAST_CALLS) -> None:
        """Finish what is on its way, at most for a few seconds, and keep the results.

        What had not begun waits for the next start; what was cut off is then told as a crash.
        """
        cut = await self._lanes.end(last_calls)
        try:
            async with asyncio.timeout(last_calls):
                await self._marks.flushed()
                await self._database.write(lambda tx: dispatch.release(tx, cut))
        except (TimeoutError, Unavailable):
            log.warning("results_not_kept")
        await self._marks.stop()

    def _now(self) -> datetime:
        """The time. What waits for seconds waits no hour because the clock was set back by one."""
        now, before = self._clock.now(), self._seen
        if before - now > STEP:
            self._holds.set_back(before - now)
            self._marks.add(lambda tx: dispatch.set_back(tx, before, now, LONGEST))
            self._wake_at(now)
        self._seen = now
        return now

    def _wake_at(self, at: datetime) -> None:
        """The loop may be asleep for longer than this row waits."""
        seconds = max(0.0, (at - self._clock.now()).total_seconds()) + SOON
        asyncio.get_running_loop().call_later(min(seconds, IDLE), self._wake.set)

    async def _sweep(self) -> int:
        """Claim and queue what may go now, each class at once: a later edit must stand behind."""
        async with self._sweeping:
            looked = 0
            for klass in Class:
                now = self._now()
                if self._holds.all and (looked or self._holds.closed(now)):
                    break  # One call at a time finds out whether Telegram is back.
                count, ready = await self._claims.take(klass, now, 1 if self._holds.all else BATCH)
                looked += count
                if ready:
                    self._seam("delivery.claimed")
                self.take(ready)
            return looked

    # Sending.

    async def _one(self, ready: Ready, behind: Iterable[Ready]) -> None:
        now = self._now()
        row = ready.row
        self._claims.leaves(row)
        if row.klass is Class.EDIT and any(later.row.edits == row.edits for later in behind):
            self._marks.add(lambda tx: dispatch.drop(tx, row, "replaced", now))
        elif until := self._holds.until(row.person_id, now):
            self._marks.add(lambda tx: dispatch.put_back(tx, row, until))
            self._wake_at(until)
        else:
            await self._send(ready, now)

    async def _send(self, ready: Ready, now: datetime) -> None:
        row = ready.row
        self._rates.draw(row.person_id, now)
        self._seam("delivery.before")
        try:
            screen = ready.screen(self._texts)
            message_id = await post(
                self._bot,
                row.person_id,
                screen,
                row.id,
                edits=row.edits,
                callback=ready.callback,
                strip=ready.strip,
            )
        except Exception as error:
            self._failed(row, judge(error), error)
            return
        self._seam("delivery.after")
        self._holds.answered()
        self.counts[f"{row.klass.name.lower()}.sent"] += 1
        if ready.letter.menu:
            self.changed(row.person_id)
        at, arrived = self._clock.now(), ready.letter.arrived
        self._marks.add(lambda tx: marks.sent(tx, row, message_id, at, arrived))

    def _failed(self, row: Row, failure: Failure, error: Exception) -> None:
        """What a failed call means for its row, by class (design 3, *Classes* and *Failures*)."""
        outcome, now = failure.outcome, self._now()
        self.counts[f"{row.klass.name.lower()}.{outcome}"] += 1
        if outcome in (Outcome.WAIT, Outcome.UNKNOWN):
            self._holds.failed(row.person_id, now, failure.retry_after)
        else:
            self._holds.answered()
        self._refused |= outcome is Outcome.TOKEN
        if outcome is Outcome.DONE:
            self._marks.add(lambda tx: marks.sent(tx, row, None, now))
        elif outcome is Outcome.GONE:
            self._marks.add(lambda tx: marks.gone(tx, row, now))
        elif outcome is Outcome.NO_MESSAGE and row.klass is Class.EDIT:
            self._marks.add(lambda tx: dispatch.say_anew(tx, row, now))
            self._wake_at(now)
        elif marks.tries_again(row, outcome):
            at = now + (failure.retry_after or pause(row.tries, random.random()))  # noqa: S311
            repeat = outcome is Outcome.UNKNOWN
            waits = failure.retry_after is not None
            self._marks.add(lambda tx: marks.again(tx, row, at, repeat=repeat, chat_waits=waits))
            self._wake_at(at)
        else:
            log.warning("not_sent", kind=row.kind, outcome=outcome, error=error)
            self._marks.add(lambda tx: dispatch.drop(tx, row, outcome, now))
