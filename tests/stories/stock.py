"""The control: the same conversations and storage over the library's stock polling.

python-telegram-bot's own Application fetches updates into its queue in memory and tells Telegram
at once to forget them. The command line is that of `tests.stories.process`, and so is the kill:
after the fetch, before the step has committed.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import telegram
from telegram.ext import Application, ApplicationBuilder, TypeHandler
from typing_extensions import override

from bot.app import App, make
from bot.clock import FollowingClock
from bot.intake import Intake
from bot.polling import ALLOWED
from bot.settings import Settings
from handlers import buttons, steps
from handlers.chat import gates
from handlers.chat.context import Said
from storage.database import Tx
from tests.stories.process import main

Seam = Callable[[str], None]


class StockIntake(Intake):
    """In place of our way in: no inbox, the library's Updater and its queue."""

    def __init__(self, app: App, seam: Seam) -> None:
        self._app = app
        self._hit = seam

    @property
    @override
    def finished_at(self) -> float:
        """The library polls: whether it does is not looked at."""
        return time.monotonic()

    @property
    @override
    def unheard_for(self) -> float:
        """Nor how it is answered."""
        return 0.0

    @override
    async def run(self) -> None:
        """Poll until cancelled, as the library's own examples do."""
        application = self._application()
        updater = application.updater
        assert updater is not None
        async with application:
            await application.start()
            await updater.start_polling(allowed_updates=ALLOWED)
            try:
                await asyncio.Event().wait()
            finally:
                await updater.stop()
                await application.stop()

    def _application(self) -> Application[Any, Any, Any, Any, Any, Any]:
        telegram_ = self._app.settings.telegram
        built = (
            ApplicationBuilder()
            .token(telegram_.secret())
            .base_url(f"{telegram_.api_base_url}/bot")
            .build()
        )
        built.add_handler(TypeHandler(telegram.Update, self._handle))
        return built

    async def _handle(self, update: telegram.Update, _context: object) -> None:
        self._hit("intake.fetched")
        said = gates.read(update)
        talk = steps.match(update) if said else None
        if said is None or talk is None:
            return
        spoken = await self._app.database.write(partial(self._step, said, talk))
        self._hit("step.committed")
        self._app.delivery.take(spoken.ready)
        if spoken.told:
            self._app.delivery.wake()

    def _step(self, said: Said, talk: buttons.Conversation, tx: Tx) -> steps.Spoken:
        spoken = steps.step(tx, self._app.house, said, talk, self._app.clock.now())
        self._hit("step")
        return spoken


async def serve(settings: Settings, seam: Seam) -> int:
    """As `bot.app.serve`, with the other way in."""

    def change(app: App) -> None:
        app.intake = StockIntake(app, seam)

    return await serve_changed(settings, seam, change)


async def serve_changed(settings: Settings, seam: Seam, change: Callable[[App], None]) -> int:
    """As `bot.app.serve`, with a part of the wired bot changed before it runs."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    clock = FollowingClock(settings.telegram.api_base_url)
    assert await clock.find()
    async with AsyncExitStack() as stack:
        app = await make(settings, clock, seam, stack)
        change(app)
        await app.run(stop)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], serve))
