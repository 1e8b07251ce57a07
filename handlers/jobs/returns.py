"""Returns: who was away is told what came up meanwhile, and is on the roster again."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.chat.one_by_one import each, never_mind
from storage import alerts, circles, outbox, partner_hours
from storage.database import Tx
from storage.enums import AlertState, Class
from storage.moments import micros
from storage.records import PartnerHours


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Welcome back whose days away are over; how many there were."""
    back = partner_hours.returned(tx, now, limit)
    each(tx, house, back, lambda hours: _welcome(tx, hours, now), never_mind)
    return len(back)


def _welcome(tx: Tx, hours: PartnerHours, now: datetime) -> None:
    _digest(tx, hours, now)
    partner_hours.set_away(tx, hours.person_id, None, None)


def _digest(tx: Tx, hours: PartnerHours, now: datetime) -> None:
    since = hours.away_from or now
    lines = [
        [
            circles.get(tx, alert.circle_id).code,
            micros(alert.opened_at),
            alert.state is not AlertState.RESOLVED,
        ]
        for alert in alerts.opened_between(tx, hours.person_id, since, now)
    ]
    facts: dict[str, object] = {"lines": lines}
    outbox.put(tx, hours.person_id, Class.ALERT, Kind.HOURS_DIGEST, facts, now)
