"""The end: two weeks' notice to everybody of a circle, and a goodbye when its time is over."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import ending
from handlers.chat.context import House
from handlers.chat.one_by_one import each, never_mind
from handlers.rules.programme import ProgrammePolicy
from storage import milestones, programmes
from storage.database import Tx
from storage.moments import maybe_micros
from storage.records import Circle

_POLICY = ProgrammePolicy()


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Notices and goodbyes of at most ``limit`` circles each; how many of the fuller kind."""
    over = programmes.to_close(tx, now, limit)
    each(tx, house, over, lambda circle: ending.goodbye(tx, house, circle, now), never_mind)
    near = programmes.to_notice(tx, now, now + _POLICY.notice, limit)
    each(tx, house, near, lambda circle: _notice(tx, house, circle, now), never_mind)
    return max(len(over), len(near))


def next_due(tx: Tx) -> datetime | None:
    """When the next notice or goodbye is due."""
    untold = programmes.next_untold(tx)
    ends = programmes.next_end(tx)
    times = (untold - _POLICY.notice if untold else None, ends)
    return min((at for at in times if at is not None), default=None)


def _notice(tx: Tx, house: House, circle: Circle, now: datetime) -> None:
    kind = f"{programmes.NOTICE}{maybe_micros(circle.ends_at)}"
    for person_id in ending.everybody(tx, circle):
        if milestones.first(tx, circle.id, kind, person_id, now):
            ending.tell(tx, house, circle, person_id, "notice", now)
