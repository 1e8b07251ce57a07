"""Only what changed: the last answers on one screen, and a tap on the part that moved."""

from __future__ import annotations

from handlers.chat import walk
from handlers.chat.context import Talk
from handlers.rules import checkin as rule
from storage import checkins
from storage.enums import CheckinKind, Dimension
from storage.records import Checkin


def only_changed(talk: Talk) -> None:
    """The last answers, when there are some in the same words; else the walk goes on."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    elif checkin.kind is CheckinKind.CHANGED or walk.same_words(talk, checkin):
        walk.go_to(talk, checkin, rule.DONE, CheckinKind.CHANGED)
    else:
        walk.ask(talk, checkin)


def _open(talk: Talk) -> Checkin | None:
    """The open check-in of what changed; whatever else holds is said already."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    elif checkin.kind is not CheckinKind.CHANGED:
        walk.ask(talk, checkin)
    else:
        return checkin
    return None


def pick(talk: Talk) -> None:
    """This part moved: its five places."""
    checkin = _open(talk)
    if checkin:
        at = rule.ORDER.index(Dimension(talk.value))
        walk.go_to(talk, checkin, at, CheckinKind.CHANGED)


def all_eight(talk: Talk) -> None:
    """The whole walk after all, with what was said already."""
    checkin = _open(talk)
    if checkin:
        walk.go_to(talk, checkin, 0, CheckinKind.FULL)


def save(talk: Talk) -> None:
    """Save: what was not touched is as it was last time, in the words of then."""
    checkin = _open(talk)
    if checkin is None:
        return
    said = checkins.answers(talk.tx, checkin.id)
    for dimension, one in walk.last(talk, checkin).items():
        if dimension not in said:
            checkins.answer(talk.tx, checkin.id, dimension, one.temperature, one.pack, talk.now)
    walk.save(talk, checkin)
