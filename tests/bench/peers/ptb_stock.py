"""Peers `ptb` and `ptb-256`: python-telegram-bot on its own httpx. It stores nothing."""

import sys

from telegram.ext import CallbackQueryHandler, CommandHandler

from tests.bench.peers.ptb_handlers import builder, press, start


def main() -> None:
    """Poll until stopped; a third argument is the number of updates handled at once."""
    build = builder()
    if sys.argv[3:]:
        build = build.concurrent_updates(int(sys.argv[3]))
    application = build.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(press))
    application.run_polling()


if __name__ == "__main__":
    main()
