"""What an engine is: the seam between the one database of the house and SQLite or PostgreSQL.

An engine's file opens, locks, copies and translates; what is the same everywhere stands outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from storage.engines.scripts import Scripts
from storage.engines.sealed import Sealing


class Row(Protocol):
    """One row of an answer, by the names of its columns."""

    def __getitem__(self, column: str, /) -> Any: ...


class Tx(Protocol):
    """What a step gets: plain calls, inside one transaction, on the connection's own thread."""

    @property
    def keyring(self) -> Sealing:
        """Seals and opens columns."""
        ...

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, if there is one."""
        ...

    def all(self, sql: str, **values: object) -> list[Row]:
        """Every row, fetched at once."""
        ...

    def run(self, sql: str, **values: object) -> int:
        """Change rows; how many."""
        ...

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same statement for every row."""
        ...

    def new_id(self, name: str, count: int = 1) -> int:
        """The first of ``count`` fresh numbers in a row, never given out before or again."""
        ...

    def apart(self) -> AbstractContextManager[None]:
        """A part of the step: when it fails, it alone is undone, and the step may go on."""
        ...


class Session(Protocol):
    """One connection, as seen from its own thread."""

    @property
    def tx(self) -> Tx:
        """What the steps of this connection get."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open: an engine may end one by itself."""
        ...

    def begin(self) -> None:
        """Open a transaction; a writer's holds the right to write from here on."""
        ...

    def commit(self) -> None:
        """Make it last."""
        ...

    def rollback(self) -> None:
        """Forget it; nothing happens if none is open."""
        ...

    def mark(self) -> None:
        """Set a savepoint."""
        ...

    def keep(self) -> None:
        """Give up the savepoint, keep what was done since."""
        ...

    def undo(self) -> None:
        """Go back to the savepoint and give it up."""
        ...

    def explain(self, error: BaseException) -> BaseException:
        """``Unavailable`` for what the engine could not do now; any other error as it came."""
        ...

    def again(self, error: BaseException) -> bool:
        """Whether a step that ended so may run anew: nothing of it lasted, it is not to blame."""
        ...


class Line(Protocol):
    """A connection with a thread of its own."""

    @property
    def session(self) -> Session:
        """The connection; touch it only in work that was submitted."""
        ...

    def submit(self, work: Callable[[], None]) -> None:
        """Run ``work`` on the thread, after all that was submitted before. It must not raise."""
        ...


class Engine(Protocol):
    """An open database: one line that writes, others that read."""

    @property
    def writer(self) -> Line:
        """The one that writes."""
        ...

    @property
    def readers(self) -> Sequence[Line]:
        """Those that cannot write."""
        ...

    version: int  # the number of the last migration it has seen
    description: str  # where it is, without secrets

    async def tidy(self, now: datetime) -> bool:
        """Have nothing that was deleted stand beside the database; False: not all of it yet."""
        ...

    async def whole(self) -> bool:
        """Whether everything in it holds together; a look that may take a while."""
        ...

    async def copy(self, to: Path) -> None:
        """Write everything as it stands now into a new file; writers go on meanwhile."""
        ...

    async def lost(self) -> None:
        """Return once the lease is gone, which another process may have by then."""
        ...

    async def close(self) -> None:
        """Finish what was submitted, end the threads, give back the lease."""
        ...


Seam = Callable[[str], None]
"""Where tests fail or kill, on the writer's thread: it hears "commit" right before each commit
and "committed" right after it, "migrating" and "migrated" in between statements of a migration,
"statement" right before each."""


def no_seam(_moment: str) -> None:
    """Nothing fails on purpose."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody wants a database opened."""

    keyring: Sealing
    scripts: Scripts
    migrate: bool
    hold: bool
    readers: int
    patience: float  # seconds to wait for somebody else's lock
    now: Callable[[], datetime]
    seam: Seam
    waits: Callable[[Held], None] | None  # hears whom ``hold`` waits for; None: it does not wait
    unhurried: bool  # a step may take as long as it takes


Trouble = Literal["locked", "full", "io", "damaged"]
"""What an engine could not do now, and why."""


class Unavailable(Exception):
    """The engine could not do it now: nothing was done, try later."""

    def __init__(self, kind: Trouble) -> None:
        super().__init__(_WHY[kind])
        self.kind = kind


_WHY = {
    "locked": "somebody else has locked the database",
    "full": "there is no space left for the database",
    "io": "the database could not be read or written",
    "damaged": "the database is damaged",
}


class Fenced(Unavailable):
    """Another process may hold the lease: nothing was done, and nothing will be."""


class Refused(Exception):
    """This database is not opened, and was not changed; the message is one plain sentence."""


class Older(Refused):
    """A database of an older version, and nobody asked to bring it up."""


class Away(Refused):
    """A server does not let us in now; it may later."""


class Held(Refused):
    """Another process runs on this database."""

    def __init__(
        self, where: Path | str, pid: int | None, since: datetime | None, host: str = ""
    ) -> None:
        who = ("another process" if pid is None else f"process {pid}") + f" on {host}" * bool(host)
        when = "" if since is None else f" since {since:%Y-%m-%d %H:%M} UTC"
        super().__init__(f"{where} is in use by {who}{when}.")
        self.pid = pid
        self.host = host
        self.since = since
