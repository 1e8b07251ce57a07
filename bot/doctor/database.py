"""What the doctor sees of the database: whether it is whole, our key fits, and who runs on it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot import ledger, upkeep
from bot.doctor.finding import Finding, mend, ok
from bot.exits import EndsError
from bot.settings import Settings
from bot.troubles import advice
from storage import people, sealing
from storage.database import Database, Held, Refused, Unavailable, runner

AHEAD = timedelta(minutes=2)


async def database(settings: Settings, now: datetime) -> list[Finding]:
    """Everything about it. Nothing is made, migrated or changed."""
    path = settings.database_path
    if not settings.database.on_server and not await asyncio.to_thread(path.exists):
        return [ok("database", f"{path} is not there yet; the first start makes it.")]
    try:
        opened = await Database.open(
            settings.database.url, keyring=settings.keys.keyring(), migrate=False
        )
    except (Held, Unavailable) as error:
        return [mend("database", advice(error))]
    except Refused as error:
        return [mend("database", str(error))]
    try:
        return [
            await _whole(opened),
            await _key(opened),
            *await _older(settings, opened, now),
            await _runner(settings, opened, now),
        ]
    except Unavailable as error:
        return [mend("database", advice(error))]
    finally:
        await opened.close()


async def _whole(opened: Database) -> Finding:
    if await opened.whole():
        return ok("database", f"{opened.description} is whole, and at version {opened.version}.")
    return mend(
        "database",
        f"{opened.description} is damaged: circlekeeper restore puts a copy in its place.",
    )


async def _key(opened: Database) -> Finding:
    try:
        await upkeep.own(opened)
    except EndsError as error:
        return mend("key", str(error))
    if not await opened.read(sealing.keys):
        return ok("key", "Nothing is sealed yet: the first start ties it to the master key.")
    return ok("key", "The master key is the one that it was sealed with.")


async def _older(settings: Settings, opened: Database, now: datetime) -> list[Finding]:
    """Nothing, unless it is an older copy that was not brought up."""
    try:
        await ledger.fit(opened, settings, now)
    except Refused as error:
        return [mend("ledger", str(error))]
    return []


async def _runner(settings: Settings, opened: Database, now: datetime) -> Finding:
    last = await opened.read(people.last_alive)
    if last is not None and last > now + AHEAD:
        return mend(
            "clock",
            f"The bot ran at {last:%Y-%m-%d %H:%M} UTC, which is later than now: set the clock.",
        )
    held = await asyncio.to_thread(runner, settings.database.url)
    if held is not None:
        return ok("bot", str(held))
    ran = "has not run yet" if last is None else f"last ran at {last:%Y-%m-%d %H:%M} UTC"
    return ok("bot", f"Nobody runs it now; it {ran}.")
