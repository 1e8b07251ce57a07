"""Peer `ptb-aiohttp`: python-telegram-bot, 256 updates at once, on aiohttp. It stores nothing."""

import asyncio

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes

from tests.bench.peers.aiohttp_request import AiohttpRequest
from tests.bench.peers.ptb_handlers import builder, following, start

AT_ONCE = 256


async def press_together(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer and edit leave together."""
    assert update.callback_query is not None
    text, markup = following(update)
    await asyncio.gather(
        update.callback_query.answer(),
        update.callback_query.edit_message_text(text, reply_markup=markup),
    )


def main() -> None:
    """Poll until stopped."""
    build = builder().request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    application = build.concurrent_updates(AT_ONCE).build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(press_together))
    application.run_polling()


if __name__ == "__main__":
    main()
