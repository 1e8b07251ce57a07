"""Identity: the library's Bot over our transport, and who Telegram says that it is."""

from __future__ import annotations

import asyncio
import random

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.exits import SILENT, TOKEN_AT, EndsError, ExitCode, token_refused
from bot.failures import pause
from bot.logs import get
from bot.settings import Settings
from bot.transport import Transport

log = get(__name__)


def bot_over(transport: Transport, settings: Settings) -> Bot:
    """The Bot; it speaks to nobody yet."""
    base = settings.telegram.api_base_url
    return Bot(
        settings.telegram.secret(),
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=transport,
        get_updates_request=transport,
    )


async def meet(bot: Bot, token_place: str = TOKEN_AT) -> None:
    """Ask Telegram who we are; a Telegram that errs is waited for, a refused token ends it."""
    tries = 0
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise token_refused(token_place) from None
        except TelegramError as error:
            again_in = pause(tries, random.random()).total_seconds()  # noqa: S311
            kind = type(error).__name__
            log.warning("waits_for_telegram", again_in=round(again_in, 1), kind=kind)
            log.debug("telegram_did_not_answer", error=error)
            await asyncio.sleep(again_in)
            tries += 1
        else:
            return


async def ask_username(settings: Settings) -> str:
    """Before the first start only Telegram knows the bot's username."""
    try:
        async with bot_over(Transport(), settings) as bot:
            return bot.username
    except InvalidToken:
        raise token_refused(settings.token_place) from None
    except TelegramError:
        sentence = SILENT.format(base=settings.telegram.api_base_url)
        raise EndsError(ExitCode.SILENT, sentence) from None
