"""The ledger's file: what went and must not come back with an older copy, apart from the database.

It stands with the backups, or beside the database where there is no folder for them. Its lines are
those of ``storage.ledger``, a few seconds later; the time of the file is when the bot last ran. It
is written after the database has it for good: so what it knows and the database lacks says that
this is an older copy, which nobody runs on before it was brought up to the ledger.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.clock import Clock, sure
from bot.logs import get
from bot.schedule import Chore
from bot.settings import Settings
from storage import ledger, people
from storage.backups import LONGEST
from storage.database import Database, Refused, Unavailable
from storage.enums import Gone
from storage.records import Entry

log = get(__name__)

EVERY = timedelta(seconds=5)
BEAT = timedelta(minutes=1)
A_DAY = timedelta(days=1)
PEOPLES = frozenset({Gone.PERSON, Gone.QUIET})
"""What is marked with a keyed hash of somebody."""
_NUMBER = re.compile(r"[0-9]{1,18}")
HEAD = "circlekeeper ledger since "
OLDER = (
    "{where} is an older copy, which knows nothing of what people deleted or took back since: "
    "run circlekeeper restore, as docs/operator-guide.md says, then start the bot."
)
EMPTY = (
    "{where} knows nobody, and the ledger {path} knows of people: run circlekeeper restore, or "
    "move the ledger away to begin anew."
)


def ledger_of(settings: Settings) -> Path:
    """Where it stands: with the copies, which outlive the database's disk.

    With the database on a server the settings name that folder in any case.
    """
    path = settings.database_path
    return (settings.backup.folder or path.parent) / f"{path.name}-ledger"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the file says."""

    since: datetime
    """Everything that went from then on is in it."""
    entries: tuple[Entry, ...]
    ran_at: datetime
    """When the bot last ran."""


def read(path: Path) -> Ledger | None:
    """The file; None when there is none. ``Refused`` when it is not what was written."""
    try:
        text = path.read_text("utf-8")
        ran_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise Refused(f"The ledger {path} cannot be read.") from None
    # What stands behind the last end of a line was being written when the process died.
    head, *lines = text.split("\n")[:-1] or [""]
    try:
        since = _aware(head.removeprefix(HEAD))
        return Ledger(since, tuple(map(_entry, lines)), ran_at)
    except ValueError:
        raise Refused(
            f"The ledger {path} is damaged: move it away to go on without it; nothing is shared "
            "any more then."
        ) from None


async def fit(
    database: Database, settings: Settings, now: datetime, *, certain: bool = False
) -> None:
    """Refuse an older copy that was not brought up to what went since it was made.

    While ``now`` is not certain, a clock may be behind that shows no time at which the bot ran
    already; once it is, the file may be what a clock that was ahead has touched.
    """
    path = ledger_of(settings)
    try:
        found = await asyncio.to_thread(read, path)
    except Refused:
        return  # The log tells it when it cannot be written either.
    until = max(now, found.ran_at) if found and not certain else now
    young = [one for one in found.entries if one.at > until - LONGEST] if found else []
    if not await database.read(partial(ledger.lacking, entries=young)):
        return
    says = OLDER if await database.read(people.arrived) else EMPTY
    raise Refused(says.format(where=database.description, path=path))


async def look(settings: Settings, now: datetime) -> None:
    """The same before it is our turn to lead: a standby must not find out when it is needed."""
    url, keyring = settings.database.url, settings.keys.keyring()
    try:
        database = await Database.open(url, keyring=keyring, migrate=False, readers=1)
    except (Refused, Unavailable):
        return  # What is wrong with it is said by whoever opens it to run on it.
    try:
        await fit(database, settings, now)
    except Unavailable:
        return
    finally:
        await database.close()


def _entry(line: str) -> Entry:
    at, what, mark = line.split(" ")
    if what not in PEOPLES and not _NUMBER.fullmatch(mark):
        raise ValueError
    return Entry(_aware(at), Gone(what), mark)


def _aware(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at


def _line(entry: Entry) -> str:
    return f"{entry.at.isoformat()} {entry.what.value} {entry.mark}\n"


class Keeper:
    """Brings the file up to the database, again and again."""

    def __init__(self, database: Database, path: Path, clock: Clock) -> None:
        self._database = database
        # It may stand elsewhere, behind a link: there it is written anew, too.
        self._path = path.resolve()
        self._clock = clock
        self._row = 0
        self._waits = False
        self._striking = asyncio.Lock()
        self._known: set[Entry] | None = None
        self._beaten = self._tidied = datetime.min.replace(tzinfo=UTC)

    @property
    def chore(self) -> Chore:
        """What the schedule strikes."""
        return Chore("ledger", EVERY, self.strike)

    async def strike(self) -> None:
        """What is new in the database, and that the bot runs; a missing folder is told once."""
        try:
            async with self._striking:  # the schedule, a turned clock and the end may come at once
                await self._bring_up()
        except (OSError, Refused) as error:
            # Half a line may stand at its end now, which the next one must not go on with.
            self._known, self._row = None, 0
            if not self._waits:
                log.error("ledger_waits", error=error)
            self._waits = True
        else:
            self._waits = False

    async def _bring_up(self) -> None:
        now = self._clock.now()
        if not await asyncio.to_thread(self._path.exists):
            self._known, self._row = None, 0
        row, fresh = await self._database.read(partial(ledger.after, number=self._row))
        await asyncio.to_thread(self._keep, fresh, now)
        self._row = row

    def _keep(self, fresh: Iterable[Entry], now: datetime) -> None:
        known = self._known if self._known is not None else self._begin(now)
        new = [entry for entry in fresh if entry not in known]
        if new:
            _append(self._path, "".join(map(_line, new)))
            known.update(new)
        if sure(self._clock) and _due(self._tidied, A_DAY, now):
            known = self._tidy(now, known)
        if new or _due(self._beaten, BEAT, now):
            os.utime(self._path, (now.timestamp(), now.timestamp()))
            self._beaten = now
        self._known = known

    def _begin(self, now: datetime) -> set[Entry]:
        """The file as it was left, without what was half written; or a new one."""
        found = read(self._path)
        if found is None:
            _write(self._path, f"{HEAD}{now.isoformat()}\n")
            return set()
        _write(self._path, _text(found.since, found.entries))
        return set(found.entries)

    def _tidy(self, now: datetime, known: set[Entry]) -> set[Entry]:
        """What no backup can bring back any more goes; what is left."""
        found, self._tidied = read(self._path), now
        if found is None:
            return known
        young = [one for one in found.entries if one.at > now - ledger.KEPT]
        if len(young) < len(found.entries):
            _write(self._path, _text(max(found.since, now - ledger.KEPT), young))
        return set(young)


def _due(last: datetime, every: timedelta, now: datetime) -> bool:
    """Whether it is time again; a last time that has not been yet was by a wrong clock."""
    return not last <= now < last + every


def _text(since: datetime, entries: Iterable[Entry]) -> str:
    return f"{HEAD}{since.isoformat()}\n{''.join(map(_line, entries))}"


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _write(path: Path, text: str) -> None:
    """The whole file anew; a kill leaves the old one or the new one."""
    new = path.with_name(f"{path.name}-new")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    _append(new, text)
    new.replace(path)
