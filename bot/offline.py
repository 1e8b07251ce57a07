"""Help while the database is away or slow: straight over the transport, once an update.

The one exception to the outbox (design 3). Whoever stores or handles the update later sees here
that it was answered, and closes it without a second word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot import updates
from bot.failures import Outcome, judge
from bot.logs import get
from bot.posting import post
from bot.troubles import Seldom
from handlers.chat.offline import Card, Cards
from handlers.screens.screen import NO_ROW

log = get(__name__)

REMEMBERED = 10_000
"""So many updates are remembered as answered; the oldest is forgotten first."""
_AGAIN = (Outcome.WAIT, Outcome.UNKNOWN, Outcome.TOKEN)
"""After these somebody may not have seen the card, and may see it later."""


class OfflineHelp:
    """Answers Help from cards built at start."""

    def __init__(self, bot: Bot, cards: Cards) -> None:
        self._bot = bot
        self._cards = cards
        self._tried: dict[int, None] = {}
        self._answered: set[int] = set()
        self._seldom = Seldom()

    def answered(self, number: int) -> bool:
        """Whether this update was answered here. The writer's thread may ask."""
        return number in self._answered

    async def look_through(self, batch: Iterable[Mapping[str, Any]]) -> None:
        """Answer every update that asks for Help and has not been answered."""
        for raw in batch:
            number = updates.update_id(raw)
            if number is None or number in self._tried:
                continue
            try:
                card = self._cards.answer(raw)
            except Exception as error:
                # Whatever somebody sends, the next one in the batch may need Help.
                log.error("update_not_looked_through", error=error)
                continue
            if card is not None:
                await self._help(number, card)

    async def answer(self, raw: Mapping[str, Any]) -> bool:
        """Answer one that is handled no more, however often that was tried; False: it did not come
        for certain, and may be tried again."""
        number, card = updates.update_id(raw), self._cards.answer(raw)
        if number is None or card is None or number in self._answered:
            return True
        return await self._help(number, card) not in _AGAIN

    async def _help(self, number: int, card: Card) -> Outcome:
        """Certainly not sent: whoever looks next tries again. Perhaps sent: not again from here,
        but when the update is handled after all."""
        # Before it is sent: the update must not be stored as unanswered meanwhile.
        self._remember(number)
        try:
            await post(
                self._bot,
                card.chat_id,
                card.screen,
                NO_ROW,
                edits=card.edits,
                callback=card.callback,
            )
        except TelegramError as error:
            outcome = judge(error).outcome
            if self._seldom.may(outcome):
                log.warning("help_not_sent", error=error)
            self._answered.discard(number)
            if outcome is Outcome.WAIT:
                self._tried.pop(number, None)
            return outcome
        return Outcome.DONE

    def _remember(self, number: int) -> None:
        self._tried[number] = None
        self._answered.add(number)
        if len(self._tried) > REMEMBERED:
            oldest = next(iter(self._tried))
            del self._tried[oldest]
            self._answered.discard(oldest)
