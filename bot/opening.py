"""The opening of the database that a bot runs on; its health is told from the first moment.

A start may take its time: a database is brought up to date, or another process leads.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, suppress
from importlib import import_module

from bot import ledger, upkeep
from bot.clock import Clock
from bot.exits import EndsError
from bot.health import Told
from bot.settings import Settings
from bot.troubles import Troubles
from storage.database import Database, Seam


async def own(
    settings: Settings, clock: Clock, stack: AsyncExitStack, told: Told, seam: Seam
) -> Database:
    """The database, once it is ours to run on: of our key, and no older copy."""
    with suppress(EndsError):  # whoever has the port may have the database, too
        await _tell(told, settings.health.port, stack)
    if settings.database.on_server:
        await ledger.look(settings, clock.now())
    keyring = settings.keys.keyring()
    database = await Database.open(
        settings.database.url,
        keyring=keyring,
        hold=True,
        now=clock.now,
        seam=seam,
        waits=told.stands_by,
    )
    stack.push_async_callback(database.close)
    told.leads()
    await _tell(told, settings.health.port, stack)
    await upkeep.fit(database)
    await ledger.fit(database, settings, clock.now())
    keyring.unreadable = Troubles().unreadable
    return database


async def _tell(told: Told, port: int | None, stack: AsyncExitStack) -> None:
    """Open the page of its health, where the settings name a port and it is not open yet."""
    if port and not told.open:
        # Loaded only where it is wanted: it brings a web server along.
        await stack.enter_async_context(import_module("bot.health_page").page(told, port))
        told.open = True
