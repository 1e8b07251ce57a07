"""The zone: a likely city, a city that is typed, or the hour that somebody's clock shows."""

from __future__ import annotations

from handlers.chat import choosing, way
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import zones
from handlers.texts import cities
from storage.enums import Expected, JoinStep

MOST = 10
"""More cities than this on one screen are hard to read."""


def _may(talk: Talk) -> bool:
    if choosing.joining(talk) or (talk.person and talk.person.joined_at):
        return True
    way.on(talk, JoinStep.RHYTHM)
    return False


def set_zone(talk: Talk) -> None:
    """Another city's time, from the settings."""
    if _may(talk):
        choosing.ask_zone(talk)


def city(talk: Talk) -> None:
    """One of the cities on the screen."""
    known = talk.row.facts.get("zones") if talk.row else None
    if isinstance(known, list) and int(talk.value) < len(known) and _may(talk):
        choosing.take_zone(talk, str(known[int(talk.value)]))
    else:
        talk.note("say.old_button")


def other(talk: Talk) -> None:
    """None of them: a city is typed."""
    if _may(talk):
        talk.show(Kind.ZONE_ASK)
        talk.expect(Expected.CITY)


def typed(talk: Talk) -> None:
    """A city was typed: the one that it is, or those that it may be."""
    if not _may(talk):
        return
    found = cities.search(talk.said.text)[:MOST]
    if len(found) == 1 and found[0].sure:
        choosing.take_zone(talk, found[0].zone)
        return
    names = [[one.en, one.es] for one in found]
    talk.say(Kind.ZONE_FOUND, zones=[one.zone for one in found], names=names)
    talk.expect(Expected.CITY)


def clock(talk: Talk) -> None:
    """What time is it for you? All hours, likely ones first."""
    if _may(talk):
        likely = zones.likely(talk.language, talk.known.zone, talk.house.programme.zone)
        talk.show(Kind.ZONE_CLOCK, hours=list(zones.hours_first(likely, talk.now)))


def clock_hour(talk: Talk) -> None:
    """Cities where it is that hour now: one for each way of turning the clocks."""
    if _may(talk):
        likely = zones.likely(talk.language, talk.known.zone, talk.house.programme.zone)
        every = (*likely, *cities.zones())
        showing = zones.with_hour(every, int(talk.value), talk.now)
        talk.show(Kind.ZONE, zones=list(zones.one_per_rule(showing, talk.now))[:MOST])
