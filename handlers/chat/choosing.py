"""Choosing a rhythm and a zone: the same screens on the way in and in the settings.

On the way in each leads to the next and the last one to the place; in the settings each leads back
to the settings. What was chosen is kept at once, so that stopping between two loses nothing.
"""

from __future__ import annotations

from handlers.chat import cover, way
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import wall, zones
from storage import expecting, people, rhythms
from storage.enums import JoinStep, Role
from storage.records import Invitation

MOST_DAYS = 3
"""More would not be asked anyway: three occasions in seven days (design 4)."""


def joining(talk: Talk) -> Invitation | None:
    """The link of somebody who stands on this step of the way in."""
    place = way.here(talk)
    return place[1] if place and place[0].step is JoinStep.RHYTHM else None


def may(talk: Talk) -> bool:
    """Whether there is a rhythm to choose; if not, today's place is shown already."""
    if joining(talk) or has_rhythm(talk):
        return True
    way.on(talk, JoinStep.RHYTHM)
    return False


def has_rhythm(talk: Talk) -> bool:
    """Whether somebody who is all the way in has one."""
    inside = talk.person is not None and talk.person.joined_at is not None
    return inside and rhythms.get(talk.tx, talk.id) is not None


def ask_hour(talk: Talk) -> None:
    """Around what time?"""
    talk.show(Kind.RHYTHM_HOUR)


def ask_days(talk: Talk, days: list[int]) -> None:
    """Which days? A supporter is asked on one day a week, a participant on up to three."""
    invitation = joining(talk)
    several = invitation is not None and invitation.role is Role.PARTICIPANT
    several = several or cover.own(talk.tx, talk.id, talk.now) is not None
    talk.show(Kind.RHYTHM_DAYS, days=days, several=several)


def ask_zone(talk: Talk) -> None:
    """Which city has your time? Likely ones first, the one that counts now before all."""
    home, programme = talk.known.zone, talk.house.programme.zone
    talk.show(Kind.ZONE, zones=list(zones.likely(talk.language, home, programme)))


def keep(talk: Talk, days: list[int] | None = None, hour: str | None = None) -> None:
    """Keep the rhythm as it is now with these days or this hour; the first day is the full one."""
    old, programme = rhythms.get(talk.tx, talk.id), talk.house.programme
    full = days[0] if days else old.full_day if old else programme.day
    chosen = frozenset(days or (old.days if old else {programme.day}))
    at = hour or (old.wall if old else programme.wall)
    due = wall.next_wall(chosen, at, talk.known.zone, talk.now).at
    rhythms.choose(talk.tx, talk.id, chosen, at, due, full_day=full)


def take_zone(talk: Talk, zone: str) -> None:
    """This zone from now on: the rhythm moves with it."""
    people.set_zone(talk.tx, talk.id, zone)
    talk.refresh()
    if joining(talk) or has_rhythm(talk):
        keep(talk)
    expecting.clear(talk.tx, talk.id)
    invitation = joining(talk)
    if invitation:
        way.goes_on(talk, invitation, JoinStep.RHYTHM)
    else:
        settings(talk)


def settings(talk: Talk) -> None:
    """The settings as they are now; whoever chose no words reads which ones the programme chose."""
    talk.show(Kind.SETTINGS, pack=talk.house.programme.pack.value)
