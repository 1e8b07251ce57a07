"""Putting a backup back: looked at first, brought up to what went since, then put in place.

A server's copy is put in place by pg_restore, into a database of its own: there it is brought up.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import addresses, upkeep
from bot.house import house_of, texts_of
from bot.ledger import ledger_of, read
from bot.settings import Settings
from handlers import restored
from handlers.jobs import audit
from storage import backups, ledger, people, sealing
from storage.database import Database, Older, Refused, Seam, Tx, Unavailable, no_seam
from storage.enums import Gone
from storage.records import Entry
from storage.seal import Keyring

DAMAGED = "{where} is damaged: restore another dump."


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, in numbers only."""

    counts: Mapping[str, int]
    """How much of what the copy held."""
    left: Mapping[str, int]
    """How much there is now that what went since is gone again."""
    ran_at: datetime | None
    """When the bot of the copy last ran: what people did later is not in it."""
    gone: Mapping[Gone, int]
    """What went since and went once more."""
    whole: bool
    """Whether the ledger knew of everything that went since."""
    breaches: int
    """What did not hold in the copy; the auditor puts it right."""
    until: datetime
    """When the bot last ran, as far as anybody knows."""
    served: bool = False
    """Whether a server has it, where several machines may have led."""
    kept: Path | None = None
    """Where the present database went."""


@dataclass(frozen=True, slots=True)
class _Since:
    """What is known of the time after the copy."""

    entries: tuple[Entry, ...]
    whole_from: datetime | None
    ran_at: datetime | None


async def restore(
    settings: Settings,
    file: Path,
    now: datetime,
    reached: Seam = no_seam,
    *,
    ledgers: Iterable[Path] = (),
) -> Restored:
    """Put a copy in the database's place. ``Refused`` says why not; nothing is changed then.

    ``ledgers``: those of other machines.
    """
    path = settings.database_path.resolve()
    keyring = settings.keys.keyring()
    with backups.held(path, now):
        since = await _known(settings, ledgers, await _present(path, keyring))
        try:
            staged = backups.stage(path, file)
            reached("staged")
            found = await _brought_up(settings, f"sqlite:///{staged}", since, now, str(file))
            reached("brought up")
            kept = backups.put(path, staged, now, reached)
        except OSError as error:
            raise Refused(f"{path.parent} cannot be written: {error.strerror}.") from error
        finally:
            backups.clear(path)
    return replace(found, kept=kept)


async def bring_up(
    settings: Settings, now: datetime, *, ledgers: Iterable[Path] = (), old: str | None = None
) -> Restored:
    """Bring up what pg_restore put into the database of the settings; nobody runs on it meanwhile.

    All of it, or nothing at all; once more does no harm. ``old``: the database that it replaces.
    """
    url, keyring = settings.database.url, settings.keys.keyring()
    with contextlib.suppress(Older):
        # An empty one is refused here, and not made.
        await (await Database.open(url, keyring=keyring, migrate=False)).close()
    known = await _says(old, keyring) if old else _NOTHING
    since = await _known(settings, ledgers, known)
    return replace(await _brought_up(settings, url, since, now), served=True)


_Said = tuple[tuple[Entry, ...], datetime | None]
_NOTHING: _Said = ((), None)


async def _known(settings: Settings, ledgers: Iterable[Path], present: _Said) -> _Since:
    """The ledgers' files, and whatever the replaced database still says of itself."""
    places = dict.fromkeys((ledger_of(settings), *ledgers))
    files = [file for at in places if (file := await asyncio.to_thread(read, at)) is not None]
    entries, ran_at = present
    every = [entry for file in files for entry in file.entries]
    ran = [file.ran_at for file in files] + ([ran_at] if ran_at else [])
    # Whoever begins to lead writes down all that the database has: so the oldest begin counts.
    begun = min((file.since for file in files), default=None)
    return _Since((*dict.fromkeys((*every, *entries)),), begun, max(ran, default=None))


async def _present(path: Path, keyring: Keyring) -> _Said:
    if not await asyncio.to_thread(path.exists):
        return _NOTHING
    try:
        return await _says(f"sqlite:///{path}", keyring)
    except (Refused, Unavailable):
        return _NOTHING


async def _says(url: str, keyring: Keyring) -> _Said:
    database = await Database.open(url, keyring=keyring, migrate=False)
    try:
        return await database.read(
            lambda tx: (tuple(ledger.after(tx, 0)[1]), people.last_alive(tx))
        )
    finally:
        await database.close()


async def _brought_up(
    settings: Settings, url: str, since: _Since, now: datetime, called: str = ""
) -> Restored:
    keyring, served = settings.keys.keyring(), addresses.on_server(url)
    database = await Database.open(url, keyring=keyring, hold=served, unhurried=True)
    try:
        await upkeep.own(database, called)
        if served and not await database.whole():
            raise Refused(DAMAGED.format(where=database.description))
        return await database.write(partial(_step, settings, since, now))
    finally:
        await database.close()


def _step(settings: Settings, since: _Since, now: datetime, tx: Tx) -> Restored:
    house = house_of(settings, texts_of(settings), people.bot_username(tx) or "")
    sealing.bind(tx)
    ran_at = people.last_alive(tx)
    counts = backups.counts(tx)
    breaches = len(audit.find(tx, house, ran_at)) if ran_at else 0
    # Without a word of when the bot last ran, it may have run until now.
    until = min(now, max(since.ran_at or now, ran_at or now))
    whole = since.whole_from is not None and ran_at is not None and since.whole_from <= ran_at
    gone = restored.bring_up(tx, house, since.entries, until, now, whole=whole)
    return Restored(counts, backups.counts(tx), ran_at, gone, whole, breaches, until)
