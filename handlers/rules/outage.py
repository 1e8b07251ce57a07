"""An outage of our own: what it may not be held against, and which open questions it touched.

Nobody could reach the bot while it was away: Telegram keeps texts for 24 hours, and taps for 150
seconds. A clock that leaps forward is such a time, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.rules import wall
from handlers.rules.gap import GapPolicy
from handlers.rules.occasions import NudgePolicy

NO_MATTER = timedelta(minutes=10)
"""A restart as short as this takes nothing from anybody."""
TAPS_LIVE = timedelta(seconds=150)
"""A tap that waits longer is gone: whoever tapped waits for an answer that never comes. Whatever
kept the bot from people for longer is an outage: a stop, a sleep, a lost network, a clock set."""
AHEAD = timedelta(hours=2)
"""A clock that goes back by more was wrong before, and what it put off is looked at."""
LATELY = timedelta(hours=1)
LONG = timedelta(days=1)
"""Whoever was invited before it, or in it, had no fair time to answer."""
_TEXTS_FIRST = timedelta(minutes=2)
"""What was typed meanwhile waits at Telegram, and is answered before anything is asked again."""


@dataclass(frozen=True, slots=True)
class Outage:
    """From the last minute in which the bot was there until it was back."""

    began: datetime
    ended: datetime

    @property
    def lasted(self) -> timedelta:
        """How long nobody could reach it; nothing, when the clock was put back."""
        return max(timedelta(0), self.ended - self.began)


def asked_since(outage: Outage) -> datetime | None:
    """From when on a question may have been answered in vain: it was asked lately, or the outage
    was longer than their thinking. None: every tap came through."""
    if outage.lasted <= TAPS_LIVE:
        return None
    return outage.began - max(LATELY, outage.lasted)


def asks_again(outage: Outage, zone: str, policy: NudgePolicy) -> tuple[datetime, datetime]:
    """From when until when a question may be asked once more: in the person's waking hours."""
    soon = outage.ended + _TEXTS_FIRST
    at = wall.next_within(soon, zone, policy.quiet_to, policy.quiet_from)
    return at, wall.next_wall(wall.EVERY_DAY, policy.quiet_from, zone, at).at


def contact_later(contact_at: datetime, outage: Outage, policy: GapPolicy) -> timedelta:
    """By how much a stepped-in partner's last contact counts as later.

    Only the days between the question whether they talked and the end are theirs to answer in.
    That question is never put off by an outage: the participant was without them all the same.
    """
    if contact_at + policy.step_in_lasts <= outage.began:
        return timedelta(0)
    asked_at = contact_at + policy.contact_asked
    return max(timedelta(0), outage.ended - max(asked_at, outage.began))
