"""Asking Telegram one plain thing: no update is fetched or confirmed, nobody hears of it."""

from __future__ import annotations

from typing import Any

from telegram.error import TelegramError

from bot.exits import SILENT, TOKEN_REFUSED, EndsError, ExitCode
from bot.transport import Transport, read_answer

PATIENCE = 15.0


async def ask(transport: Transport, base: str, token: str, method: str) -> Any:
    """What a method without parameters gives back; ``EndsError`` says why there is nothing."""
    try:
        status, body = await transport.call(f"{base}/bot{token}/{method}", b"{}", PATIENCE)
        if status in (401, 404):
            raise EndsError(ExitCode.TOKEN, TOKEN_REFUSED)
        if status == 200:
            return read_answer(body)["result"]
    except (TelegramError, KeyError):
        pass
    raise EndsError(ExitCode.SILENT, SILENT.format(base=base))
