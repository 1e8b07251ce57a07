"""Asking Telegram one plain thing: no update is fetched or confirmed, nobody hears of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from telegram.error import TelegramError

from bot.exits import SILENT, EndsError, ExitCode, token_refused
from bot.transport import Transport, read_answer

PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Asking:
    """Where Telegram is, and as whom it is asked."""

    transport: Transport
    base: str
    token: str = field(repr=False)
    token_place: str

    async def ask(self, method: str) -> Any:
        """What a method without parameters gives back; ``EndsError`` says why there is nothing."""
        url = f"{self.base}/bot{self.token}/{method}"
        try:
            status, body = await self.transport.call(url, b"{}", PATIENCE)
            if status in (401, 404):
                raise token_refused(self.token_place)
            if status == 200:
                return read_answer(body)["result"]
        except (TelegramError, KeyError):
            pass
        raise EndsError(ExitCode.SILENT, SILENT.format(base=self.base))
