"""The check-in: how it begins, waits and goes on, and how much of it is asked."""

from __future__ import annotations

from handlers.chat import occasions, walk
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import checkins, people
from storage.enums import CheckinKind


def begin(talk: Talk) -> None:
    """/checkin or its button, whenever it suits: the open check-in, one that was stopped half-way
    if they like, or a new one."""
    stopped = walk.stopped(talk)
    if stopped is not None:
        talk.show(Kind.STOPPED, checkin=stopped.id)
    elif walk.may_begin(talk):
        walk.begin(talk, CheckinKind.FULL)
    elif not walk.asks_first(talk):
        talk.show(Kind.HOME if talk.person and talk.person.joined_at else Kind.STRANGER)


def own(talk: Talk) -> None:
    """Yes to what a check-in keeps, from somebody who works here; said once."""
    if talk.person is not None and people.roles(talk.tx, talk.id):
        people.set_adult(talk.tx, talk.id, talk.now)
        talk.refresh()
    begin(talk)


def nudge_start(talk: Talk) -> None:
    """Start, from an invitation; an old one starts a check-in all the same."""
    occasion = occasions.tapped(talk)
    if not walk.may_begin(talk):
        begin(talk)
    elif occasion:
        walk.begin(talk, occasion.kind, occasion.id)
    else:
        walk.begin(talk, CheckinKind.FULL)


def later(talk: Talk) -> None:
    """The question stays open; /checkin, the button or a typed answer finds it again."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    else:
        talk.show(Kind.LATER, checkin=checkin.id)
        checkins.asked(talk.tx, checkin, talk.posts[-1].row.id)


def resume(talk: Talk) -> None:
    """Go on exactly where it stopped, a week later, too."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    else:
        walk.ask(talk, checkin)


def anew(talk: Talk) -> None:
    """From the beginning: what was said before stays as it is."""
    if walk.may_begin(talk):
        walk.begin(talk, CheckinKind.FULL)
    else:
        begin(talk)


def full_instead(talk: Talk) -> None:
    """All eight, in place of one tap."""
    _instead(talk, CheckinKind.FULL)


def pulse_instead(talk: Talk) -> None:
    """One tap, in place of all eight: before anything is answered."""
    _instead(talk, CheckinKind.PULSE)


def _instead(talk: Talk, kind: CheckinKind) -> None:
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    elif checkin.at or checkins.packs(talk.tx, checkin.id):
        walk.ask(talk, checkin)
    else:
        walk.go_to(talk, checkin, 0, kind)
