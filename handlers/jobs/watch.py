"""The gap watch and the escalation: two sweeps, one look at a circle.

The first visits circles whose cover may have changed, the second alerts whose next step is due.
Both gather facts, ask the rules, and store what they decided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from handlers.chat import alerting, changes, long_break, silence, stepped_in, urgent, waiting
from handlers.chat import cover as covers
from handlers.chat.context import House
from handlers.chat.one_by_one import AGAIN, each
from handlers.rules import alert as rule
from handlers.rules.cover import Cover
from storage import alerts, audits, circles
from storage.database import Tx
from storage.enums import AlertKind
from storage.records import Alert, Circle


def circles_due(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """The gap watch: look at circles whose cover may have changed; how many there were."""
    due = circles.to_look_at(tx, now, limit)
    each(
        tx, house, due, partial(_visit, tx, house, now),
        later=lambda circle: circles.look_at(tx, circle.id, now + AGAIN),
    )  # fmt: skip
    return len(due)


def _visit(tx: Tx, house: House, now: datetime, circle: Circle) -> None:
    """One circle: its alerts, and then what else may be due, which holds up no alert."""
    looks = covers.looks(tx, circle, now, house.gap)
    for kind, cover in looks.items():
        _decide(tx, house, circle, kind, cover, now)
    gap = looks[AlertKind.NO_ACTIVE_SUPPORTER]
    beside: tuple[Callable[[], datetime | None], ...] = (
        partial(stepped_in.look, tx, house, circle, gap, now),
        partial(silence.ask, tx, house, circle, now),
        partial(changes.look, tx, house, circle, now),
        partial(waiting.remind, tx, house, circle, now),
        partial(long_break.ask, tx, house, circle, now),
    )
    times = each(tx, house, beside, lambda look: look(), later=lambda _: now + AGAIN)
    times += [cover.look_at for cover in looks.values()]
    soonest = min((at for at in times if at is not None and at > now), default=None)
    circles.look_at(tx, circle.id, soonest)


def alerts_due(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """The escalation: alerts whose next step is due; how many there were."""
    due = alerts.due(tx, now, limit)
    _go_on(tx, house, due, now)
    return len(due)


def alerts_open(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """After an outage: each open alert, due or not, before anything new; what ended meanwhile is
    told no more. It is one look."""
    del limit
    _go_on(tx, house, audits.live(tx), now)
    return 0


def _go_on(tx: Tx, house: House, due: Sequence[Alert], now: datetime) -> None:
    each(
        tx, house, due, partial(_carry_on, tx, house, now),
        later=lambda alert: audits.hasten(tx, alert.id, now + AGAIN),
    )  # fmt: skip


def _carry_on(tx: Tx, house: House, now: datetime, alert: Alert) -> None:
    circle = circles.get(tx, alert.circle_id)
    if alert.person_id is not None:
        urgent.carry_on(tx, house, circle, alert, now)
        return
    cover = covers.looks(tx, circle, now, house.gap).get(alert.kind)
    if cover is not None:
        _decide(tx, house, circle, alert.kind, cover, now)


def _decide(
    tx: Tx, house: House, circle: Circle, kind: AlertKind, cover: Cover, now: datetime
) -> None:
    """Bring the circle's alert of this kind in line with its cover."""
    alert = alerts.live(tx, circle.id, kind)
    roster = alerting.roster_for(tx, circle, kind, now)
    opens, told_at = alerts.lately(tx, circle.id, kind, now - house.alert.unstable_in)
    before = rule.History(opens, told_at)
    change = rule.decide(alert, cover, roster, now, house.alert, before)
    if change:
        alert = alert or alerts.insert(tx, circle.id, kind, now)
        after = alerting.change(tx, alert, change, cover, now, house.alert)
        alerting.closed(tx, after, circle, now, house.alert)
