"""Reading: whether somebody who answers for a circle usually reads at this hour."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from storage.records import PartnerHours

EARLIEST, LATEST = "08:00", "21:00"
"""For partners who have not said their hours: by night nobody is expected to read."""


def reads(hours: PartnerHours | None, zone: str, now: datetime) -> bool:
    """Whether a partner in this zone usually reads now."""
    local = now.astimezone(ZoneInfo(zone))
    wall = f"{local:%H:%M}"
    if hours is None:
        return EARLIEST <= wall < LATEST
    if hours.away_from and hours.away_until and hours.away_from <= now < hours.away_until:
        return False
    return local.weekday() in hours.days and hours.wall_from <= wall < hours.wall_to
