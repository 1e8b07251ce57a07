"""The answers to an invitation, besides starting: another time, not this one, a pause; and back."""

from __future__ import annotations

from handlers.chat import cover, occasions, resting
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import nudge, pauses, wall
from handlers.rules.occasions import is_answered
from handlers.rules.pauses import Length
from storage import circles, rhythms
from storage.enums import OccasionState
from storage.moments import maybe_micros
from storage.records import Occasion


def later(talk: Talk) -> None:
    """Later today; tomorrow, when today has no hour left."""
    _put_off(talk, nudge.Choice.LATER_TODAY)


def tomorrow(talk: Talk) -> None:
    """Tomorrow, at the person's own hour."""
    _put_off(talk, nudge.Choice.TOMORROW)


def skip(talk: Talk) -> None:
    """Nothing more about this one; the rhythm's next day is another one."""
    occasion = _newest(talk)
    if occasion is None:
        talk.note("checkin.closed", check_in=True)
        return
    rhythms.set_occasion(talk.tx, occasion.id, OccasionState.SKIPPED)
    talk.note("nudge.skipped")


def _newest(talk: Talk) -> Occasion | None:
    """The tapped occasion, unless it is answered or a newer one came."""
    occasion = occasions.tapped(talk)
    if occasion is None or is_answered(occasion, rhythms.answered_at(talk.tx, talk.id)):
        return None
    newest = rhythms.newest(talk.tx, talk.id, 1)
    return occasion if newest == [occasion] else None


def _put_off(talk: Talk, choice: nudge.Choice) -> None:
    """The same occasion comes again; the last choice wins, until the check-in is answered."""
    occasion, rhythm, zone = _newest(talk), rhythms.get(talk.tx, talk.id), talk.known.zone
    if occasion is None or rhythm is None:
        talk.note("checkin.closed", check_in=True)
        return
    due = nudge.postpone(choice, rhythm, zone, talk.now, talk.house.nudge)
    day = wall.local(due, zone).date()
    occasions.back(talk.tx, talk.id, talk.now)
    rhythms.set_due(talk.tx, talk.id, due)
    rhythms.put_off(talk.tx, occasion.id, day)
    today = wall.local(talk.now, zone).date()
    talk.note("nudge.later" if day == today else "nudge.tomorrow")


def pause(talk: Talk) -> None:
    """For how long? Nothing is paused yet."""
    if talk.person is None or talk.person.joined_at is None:
        talk.show(Kind.STRANGER)
    else:
        talk.show(Kind.PAUSE, supports=cover.supports(talk.tx, talk.id, talk.now))


def pause_for(talk: Talk) -> None:
    """Nothing is asked until then; whatever is open is set aside. A supporter's places rest, too:
    whoever asks not to be asked anything is not counted on."""
    if rhythms.get(talk.tx, talk.id) is None:
        talk.show(Kind.HOME)
        return
    until = pauses.until(Length(talk.value), talk.known.zone, talk.now)
    resting.begin(talk.tx, talk.id, talk.now, until)
    rhythms.pause(talk.tx, talk.id, talk.now, until)
    rhythms.set_aside(talk.tx, talk.id)
    circles.touch(talk.tx, talk.id, talk.now)
    talk.show(Kind.PAUSED, until=maybe_micros(until))


def come_back(talk: Talk) -> None:
    """Back before the end, or from an open pause."""
    occasions.back(talk.tx, talk.id, talk.now)
    talk.note("pause.back", check_in=True)
