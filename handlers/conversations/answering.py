"""Answers to the questions of a check-in, tapped and typed; skipping, going back, notes."""

from __future__ import annotations

from functools import cache

from handlers.chat import afterwards, walk
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import checkin as rule
from handlers.screens import places
from handlers.texts.catalog import Texts
from storage import checkins, expecting, notes
from storage.enums import CheckinKind, CheckinState, Dimension, Language, Pack, Temperature
from storage.records import Checkin


def _at(talk: Talk) -> int:
    """Which question the tapped message asked."""
    return int(str(talk.row.facts.get("at", 0))) if talk.row else 0


def answer(talk: Talk) -> None:
    """A tapped answer. While the check-in is open the last tap on a question wins."""
    _answer(talk, Temperature(int(talk.value)))


def skip(talk: Talk) -> None:
    """Nothing is kept of this question, and nothing follows from it."""
    _answer(talk, None)


def _answer(talk: Talk, place: Temperature | None) -> None:
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    elif _at(talk) == rule.DONE:
        walk.ask(talk, checkin)
    else:
        walk.take(talk, checkin, _at(talk), (place,))


def back(talk: Talk) -> None:
    """The question before; of a check-in of what changed, its list."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    elif checkin.kind is CheckinKind.CHANGED:
        walk.go_to(talk, checkin, rule.DONE, checkin.kind)
    elif checkin.at == _at(talk):
        walk.go_to(talk, checkin, max(0, checkin.at - 1), checkin.kind)
    else:
        walk.ask(talk, checkin)


def keep(talk: Talk) -> None:
    """The answer that stands is right: on to the next question."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
        return
    dimension = _dimension(checkin, _at(talk))
    given = checkins.answer_to(talk.tx, checkin.id, dimension) if dimension else None
    if given is None or checkin.at != _at(talk):
        walk.ask(talk, checkin)
    else:
        walk.after(talk, checkin, checkin.at, (given.temperature,))


def first(talk: Talk) -> None:
    """The first pulse of all, tapped on the last screen of joining, if nothing came since."""
    newest = checkins.newest(talk.tx, talk.id)
    open_now = newest is not None and newest.state is CheckinState.OPEN
    since = newest is not None and talk.row is not None and newest.opened_at >= talk.row.created_at
    if not walk.may_begin(talk) or (since and not open_now):
        walk.closed(talk)
        return
    checkin = checkins.open_one(talk.tx, talk.id, None, talk.now, CheckinKind.PULSE)
    if checkin.kind is CheckinKind.PULSE:
        walk.take(talk, checkin, 0, (Temperature(int(talk.value)),))
    else:
        walk.ask(talk, checkin)


def not_now(talk: Talk) -> None:
    """Not now: nothing is open, and nothing follows from it."""
    expecting.clear(talk.tx, talk.id)
    talk.note("checkin.first_later")


def first_typed(talk: Talk) -> None:
    """The first pulse, typed; whatever else is typed is taken as in any open question."""
    expecting.clear(talk.tx, talk.id)
    checkins.open_one(talk.tx, talk.id, None, talk.now, CheckinKind.PULSE)
    typed(talk)


def meaning(talk: Talk) -> None:
    """The official name of this part, and what it means."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    else:
        talk.show(Kind.MEANING, checkin=checkin.id, at=_at(talk))


def again(talk: Talk) -> None:
    """Back to the question that is asked now."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    else:
        walk.ask(talk, checkin)


def forget_note(talk: Talk) -> None:
    """The note was not wanted: it is gone, and the question stands."""
    checkin = walk.tapped(talk)
    if checkin is None:
        walk.closed(talk)
    else:
        notes.remove(talk.tx, checkin.id, _dimension(checkin, _at(talk)))
        walk.ask(talk, checkin, note="gone")


def _dimension(checkin: Checkin, at: int) -> Dimension | None:
    """The part that a question is about; None beside the whole check-in."""
    whole = checkin.kind is CheckinKind.PULSE or at == rule.DONE
    return None if whole else rule.ORDER[at]


def typed(talk: Talk) -> bool:
    """A typed answer or note to the open question; False when none is open or waits."""
    checkin = checkins.current(talk.tx, talk.id)
    if checkin is None:
        return _comes_back(talk)
    if talk.known.tidy:
        notes.typed(talk.tx, talk.id, talk.said.message_id, checkin.id)
    match said := _read(talk, checkin.at):
        case rule.Answers():
            walk.take(talk, checkin, said.start, said.places)
        case rule.Note():
            dimension = _dimension(checkin, checkin.at)
            notes.write(talk.tx, checkin.id, dimension, said.text, talk.now)
            walk.ask(talk, checkin, note="kept")
        case rule.Nothing():
            talk.say(Kind.NOTE, key="checkin.type")
            walk.ask(talk, checkin)
    return True


def _comes_back(talk: Talk) -> bool:
    """A typed answer to what was stopped half-way: they may not recall to which question, so it is
    asked anew."""
    checkin = checkins.newest(talk.tx, talk.id)
    if checkin is None or not walk.waits(talk, checkin):
        return False
    said = _read(talk, checkin.at)
    if not isinstance(said, rule.Answers) or len(said.places) == rule.DONE:
        return False
    walk.resume(talk, checkin)
    return True


def all_at_once(talk: Talk) -> bool:
    """All eight, typed while no question stands: a check-in all the same."""
    said = _read(talk, 0)
    if not isinstance(said, rule.Answers) or len(said.places) < rule.DONE:
        return False
    if not walk.may_begin(talk):
        return walk.asks_first(talk)
    checkins.open_one(talk.tx, talk.id, None, talk.now)
    return typed(talk)


def afterwards_typed(talk: Talk) -> bool:
    """A sentence soon after *Saved*: kept beside what was saved, and said so."""
    checkin, said = checkins.newest(talk.tx, talk.id), _read(talk, rule.DONE)
    if checkin is None or not isinstance(said, rule.Note):
        return False
    if checkin.state is not CheckinState.SAVED or not rule.takes_note(checkin, talk.now):
        return False
    notes.write(talk.tx, checkin.id, None, said.text, talk.now)
    talk.say(Kind.NOTED, checkin=checkin.id)
    if talk.known.tidy:
        notes.typed(talk.tx, talk.id, talk.said.message_id, checkin.id)
        afterwards.tidy(talk, checkin)
    return True


def forget_noted(talk: Talk) -> None:
    """The same was not wanted as a note."""
    checkin = afterwards.tapped(talk)
    if checkin is not None:
        notes.remove(talk.tx, checkin.id, None)
    talk.note("checkin.note_gone")


def _read(talk: Talk, at: int) -> rule.Answers | rule.Note | rule.Nothing:
    return rule.read(talk.said.text, at, _labels(talk.house.texts))


@cache
def _labels(texts: Texts) -> rule.Labels:
    """The words of every pack in every language, and the word that skips."""
    labels: dict[str, Temperature | None] = {}
    for words in map(texts.of, Language):
        labels[rule.plain(words("button.skip"))] = None
        for pack in Pack:
            for one in Temperature:
                labels[rule.plain(places.place(words, pack, one))] = one
    return labels
