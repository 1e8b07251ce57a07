"""Leader and standby: what is said while another process leads, and the end of a lead.

Which of them leads is decided by PostgreSQL; on one file there is never a second to wait for.
"""

from __future__ import annotations

from bot import ending, supervisor
from bot.exits import EndsError, ExitCode
from bot.logs import get
from storage.database import Database, Held

log = get(__name__)

LOST = (
    "The session that says who leads has ended: this process leads no more. Started again, it "
    "stands by, or leads if nobody else does."
)


def stands_by(held: Held) -> None:
    """Another process leads. Whoever watches this one need not wait for more."""
    log.info("stands_by", pid=held.pid, host=held.host or None)
    supervisor.tell(supervisor.READY)


async def lost(database: Database) -> None:
    """End the process once another one may lead: nothing that it remembers is sure any more."""
    await database.lost()
    ending.within(code=ExitCode.LEAD)
    raise EndsError(ExitCode.LEAD, LOST)
