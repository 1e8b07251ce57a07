"""Who cannot be reached: the participant, or the partner. Alerts of their own kinds, never merged
with the gap (reliability 6), looked at in the same way.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.rules.cover import Cover, Reason
from handlers.rules.gap import GapPolicy, unwatched
from storage.records import Circle


def participant(
    circle: Circle, lost_since: datetime | None, now: datetime, policy: GapPolicy
) -> Cover:
    """Whether messages reach the participant; after three days somebody is told."""
    reason = Reason.PARTICIPANT_UNREACHABLE
    return _reach(circle, lost_since, now, reason, policy.unreachable_damping)


def partner(circle: Circle, lost_since: datetime | None, now: datetime, policy: GapPolicy) -> Cover:
    """Whether the circle has a partner who can be told anything."""
    return _reach(circle, lost_since, now, Reason.PARTNER_UNREACHABLE, policy.gone_damping)


def _reach(
    circle: Circle, lost_since: datetime | None, now: datetime, reason: Reason, damping: timedelta
) -> Cover:
    away = unwatched(circle, now)
    if away is not None:
        return away
    if lost_since is None:
        return Cover(True, True, None, Reason.HERE, now, None, None)
    opens_at = lost_since + damping
    look_at = opens_at if opens_at > now else None
    return Cover(True, False, None, reason, lost_since, opens_at, look_at)
