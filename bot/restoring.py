"""Putting a backup back: looked at first, brought up to what went since, then put in place."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import upkeep
from bot.house import house_of, texts_of
from bot.ledger import Ledger, ledger_of, read
from bot.settings import Settings
from handlers import restored
from handlers.jobs import audit
from storage import backups, ledger, people, sealing
from storage.database import Database, Refused, Seam, Tx, Unavailable, no_seam
from storage.enums import Gone
from storage.records import Entry
from storage.seal import Keyring


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, in numbers only."""

    counts: Mapping[str, int]
    ran_at: datetime | None
    """When the bot of the copy last ran: what people did later is not in it."""
    gone: Mapping[Gone, int]
    """What went since and went once more."""
    whole: bool
    """Whether the ledger knew of everything that went since."""
    breaches: int
    """What did not hold in the copy; the auditor puts it right."""
    kept: Path | None
    """Where the present database went."""


@dataclass(frozen=True, slots=True)
class _Since:
    """What is known of the time after the copy."""

    entries: tuple[Entry, ...]
    whole_from: datetime | None
    ran_at: datetime | None


async def restore(
    settings: Settings, file: Path, now: datetime, reached: Seam = no_seam
) -> Restored:
    """Put a copy in the database's place. ``Refused`` says why not; nothing is changed then."""
    path = settings.database_path.resolve()
    keyring = settings.keys.keyring()
    with backups.held(path, now):
        since = await _known(path, ledger_of(settings), keyring)
        try:
            staged = backups.stage(path, file)
            reached("staged")
            found = await _brought_up(settings, staged, keyring, since, now)
            reached("brought up")
            kept = backups.put(path, staged, now, reached)
        except OSError as error:
            raise Refused(f"{path.parent} cannot be written: {error.strerror}.") from error
        finally:
            backups.clear(path)
    counts, ran_at, gone, whole, breaches = found
    return Restored(counts, ran_at, gone, whole, breaches, kept)


async def _known(path: Path, at: Path, keyring: Keyring) -> _Since:
    """The ledger's file, and whatever the present database still says of itself."""
    file: Ledger | None = await asyncio.to_thread(read, at)
    entries, ran_at = await _present(path, keyring)
    if file is None:
        return _Since(entries, None, ran_at)
    last = max(ran_at, file.ran_at) if ran_at else file.ran_at
    return _Since((*dict.fromkeys((*file.entries, *entries)),), file.since, last)


async def _present(path: Path, keyring: Keyring) -> tuple[tuple[Entry, ...], datetime | None]:
    if not await asyncio.to_thread(path.exists):
        return (), None
    try:
        database = await Database.open(f"sqlite:///{path}", keyring=keyring, migrate=False)
    except (Refused, Unavailable):
        return (), None
    try:
        return await database.read(
            lambda tx: (tuple(ledger.after(tx, 0)[1]), people.last_alive(tx))
        )
    except Unavailable:
        return (), None
    finally:
        await database.close()


async def _brought_up(
    settings: Settings, staged: Path, keyring: Keyring, since: _Since, now: datetime
) -> tuple[Mapping[str, int], datetime | None, Mapping[Gone, int], bool, int]:
    database = await Database.open(f"sqlite:///{staged}", keyring=keyring)
    try:
        await upkeep.own(database)
        return await database.write(partial(_step, settings, since, now))
    finally:
        await database.close()


def _step(
    settings: Settings, since: _Since, now: datetime, tx: Tx
) -> tuple[Mapping[str, int], datetime | None, Mapping[Gone, int], bool, int]:
    house = house_of(settings, texts_of(settings), people.bot_username(tx) or "")
    sealing.bind(tx)
    ran_at = people.last_alive(tx)
    counts = backups.counts(tx)
    breaches = len(audit.find(tx, house, ran_at)) if ran_at else 0
    # Without a word of when the bot last ran, it may have run until now.
    until = min(now, max(since.ran_at or now, ran_at or now))
    whole = since.whole_from is not None and ran_at is not None and since.whole_from <= ran_at
    gone = restored.bring_up(tx, house, since.entries, until, now, whole=whole)
    return counts, ran_at, gone, whole, breaches
