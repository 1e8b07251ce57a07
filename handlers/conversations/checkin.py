"""The check-in. One question so far: Feelings, five words."""

from __future__ import annotations

from functools import cache

from handlers.chat import cover, occasions, sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import checkin as rule
from handlers.texts.catalog import Texts
from storage import checkins, expecting, rhythms
from storage.enums import CheckinState, Dimension, Language, OccasionState, Temperature
from storage.records import Checkin

PACK = "temperature"
"""The words that the question is asked in; each answer keeps its pack."""


def begin(talk: Talk) -> None:
    """/checkin or its button, whenever it suits: the open check-in, or a new one."""
    if not _takes_part(talk):
        talk.show(Kind.HOME if talk.person and talk.person.joined_at else Kind.STRANGER)
        return
    _ask(talk, None)


def _takes_part(talk: Talk) -> bool:
    if talk.person is None or talk.person.joined_at is None:
        return False
    return cover.takes_part(talk.tx, talk.id, talk.now)


def _ask(talk: Talk, occasion_id: int | None) -> None:
    checkin = checkins.open_one(talk.tx, talk.id, occasion_id, talk.now)
    _question(talk, checkin)


def _question(talk: Talk, checkin: Checkin) -> None:
    """Ask in this chat's newest message; an older question of the same check-in goes quiet."""
    talk.show(Kind.QUESTION, checkin=checkin.id)
    expecting.clear(talk.tx, talk.id)
    talk.strip(checkin.asked_row)
    checkins.asked(talk.tx, checkin.id, talk.posts[-1].row.id)


def _asked(talk: Talk) -> Checkin | None:
    """The check-in that the tapped question belongs to, while it is open."""
    number = talk.row.facts.get("checkin") if talk.row else None
    checkin = checkins.get(talk.tx, int(str(number))) if number is not None else None
    return checkin if checkin and checkin.state is CheckinState.OPEN else None


def answer(talk: Talk) -> None:
    """A tapped answer. After Saved a late tap gets a kind word and changes nothing."""
    checkin = _asked(talk)
    if checkin is None:
        talk.note("checkin.closed", check_in=True)
    else:
        _save(talk, checkin, Temperature(int(talk.value)))


def skip(talk: Talk) -> None:
    """Nothing is kept, and nothing follows from it."""
    checkin = _asked(talk)
    if checkin is None:
        talk.note("checkin.closed", check_in=True)
        return
    checkins.close(talk.tx, checkin.id, CheckinState.KEPT)
    if checkin.occasion_id is not None:
        rhythms.set_occasion(talk.tx, checkin.occasion_id, OccasionState.SKIPPED)
    talk.note("checkin.skipped")


def later(talk: Talk) -> None:
    """The question stays open; /checkin or a typed answer finds it again."""
    if _asked(talk):
        talk.note("checkin.later", check_in=True)
    else:
        talk.note("checkin.closed", check_in=True)


def typed(talk: Talk) -> bool:
    """A typed answer to the open question; False when none is open."""
    checkin = checkins.current(talk.tx, talk.id)
    if checkin is None:
        return False
    place = rule.understand(talk.said.text, _labels(talk.house.texts))
    if place is None:
        talk.say(Kind.NOTE, key="checkin.type")
        _question(talk, checkin)
    else:
        _save(talk, checkin, place)
        talk.strip(checkin.asked_row)
    return True


@cache
def _labels(texts: Texts) -> dict[str, Temperature]:
    return {
        rule.plain(texts.of(language)(f"temperature.{place:d}")): place
        for language in Language
        for place in Temperature
    }


def _save(talk: Talk, checkin: Checkin, place: Temperature) -> None:
    checkins.answer(talk.tx, checkin.id, Dimension.EMOTIONAL, place, PACK, talk.now)
    checkins.close(talk.tx, checkin.id, CheckinState.SAVED)
    occasions.answered(talk.tx, talk.id, checkin.occasion_id, talk.now)
    talk.show(Kind.SAVED, temperature=int(place))
    sharing.ask_again(talk)


def nudge_start(talk: Talk) -> None:
    """Start, from an invitation; an old one starts a check-in all the same."""
    occasion = occasions.tapped(talk)
    if _takes_part(talk):
        _ask(talk, occasion.id if occasion else None)
    else:
        talk.show(Kind.HOME)
