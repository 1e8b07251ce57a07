"""The walk through a check-in: ask, take answers, save. For taps and for typed texts alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.chat import afterwards, cover, occasions
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import checkin as rule
from storage import checkins, expecting, notes, people, rhythms
from storage.enums import CheckinKind, CheckinState, Dimension, OccasionState, Pack, Temperature
from storage.records import Answer, Checkin


def may_begin(talk: Talk) -> bool:
    """Whoever has a part in a circle; those who work here, once they said yes to what is kept."""
    if talk.person is None or talk.person.joined_at is None:
        return False
    if cover.takes_part(talk.tx, talk.id, talk.now):
        return True
    return talk.person.adult_at is not None and bool(people.roles(talk.tx, talk.id))


def asks_first(talk: Talk) -> bool:
    """Whoever only agreed as staff is first told what a check-in keeps; False for others."""
    inside = talk.person is not None and talk.person.joined_at is not None
    if not inside or may_begin(talk) or not people.roles(talk.tx, talk.id):
        return False
    talk.show(Kind.OWN_CHECK_IN, age=talk.house.programme.youngest)
    return True


def pack(talk: Talk) -> Pack:
    """The words that the person is asked in."""
    return talk.known.pack or talk.house.programme.pack


def begin(talk: Talk, kind: CheckinKind, occasion_id: int | None = None) -> None:
    """The open check-in at the question where it stands, or a new one."""
    ask(talk, checkins.open_one(talk.tx, talk.id, occasion_id, talk.now, kind))


def tapped(talk: Talk) -> Checkin | None:
    """The check-in that the tapped message belongs to, while it is open."""
    checkin = afterwards.tapped(talk)
    return checkin if checkin and checkin.state is CheckinState.OPEN else None


def closed(talk: Talk) -> None:
    """A late tap: what was stopped half-way goes on; else a kind word, and a way to a new one."""
    checkin = afterwards.tapped(talk)
    if checkin is not None and waits(talk, checkin):
        resume(talk, checkin)
    else:
        talk.note("checkin.closed", check_in=True)


def waits(talk: Talk, checkin: Checkin) -> bool:
    """Kept half-done, not long ago, and nothing newer stands beside it."""
    newest = checkins.newest(talk.tx, talk.id)
    if newest is None or newest.id != checkin.id or not may_begin(talk):
        return False
    if checkin.state is not CheckinState.KEPT or talk.now - checkin.opened_at >= rule.RESUMES:
        return False
    return checkin.at < rule.DONE or _said(talk, checkin)


def _said(talk: Talk, checkin: Checkin) -> bool:
    return bool(checkins.packs(talk.tx, checkin.id)) or notes.has_any(talk.tx, checkin.id)


def stopped(talk: Talk) -> Checkin | None:
    """The check-in in which somebody said something and stopped half-way, while it waits."""
    newest = checkins.newest(talk.tx, talk.id)
    return newest if newest and waits(talk, newest) and _said(talk, newest) else None


def resume(talk: Talk, checkin: Checkin) -> None:
    """Go on exactly where it stopped: the question is asked anew."""
    checkins.reopen(talk.tx, checkin.id, talk.now)
    ask(talk, _again(talk, checkin), again=True)


def last(talk: Talk, checkin: Checkin) -> dict[Dimension, Answer]:
    """What the person answered the time before, each in the words of then."""
    before = checkins.before(talk.tx, checkin)
    return checkins.answers(talk.tx, before.id) if before else {}


def same_words(talk: Talk, checkin: Checkin) -> bool:
    """Whether the check-in before this one was answered in the words of now."""
    before = checkins.before(talk.tx, checkin)
    return before is not None and checkins.packs(talk.tx, before.id) == {pack(talk)}


def ask(talk: Talk, checkin: Checkin, **heard: object) -> None:
    """Ask in this chat's newest message; an older question of the same check-in goes quiet.

    ``heard`` is what was just said, for the first words of the message.
    """
    facts = {"checkin": checkin.id, "at": checkin.at, "pack": pack(talk).value, **heard}
    if checkin.kind is CheckinKind.PULSE:
        talk.show(Kind.PULSE, **facts, **_gift(talk, checkin))
    elif checkin.kind is CheckinKind.CHANGED and checkin.at == rule.DONE:
        talk.show(Kind.CHANGED, **facts)
    else:
        talk.show(Kind.QUESTION, **facts, **_first(talk, checkin))
    expecting.clear(talk.tx, talk.id)
    talk.strip(checkin.asked_row)
    checkins.asked(talk.tx, checkin, talk.posts[-1].row.id)


def _first(talk: Talk, checkin: Checkin) -> dict[str, object]:
    """What only the first question brings: something that helps, and shorter ways. A part that was
    picked from a list is none of eight."""
    if checkin.kind is CheckinKind.CHANGED:
        return {"listed": True}
    if checkin.at or checkins.packs(talk.tx, checkin.id):
        return {}
    return {
        **_gift(talk, checkin),
        "changed": same_words(talk, checkin),
        "shorter": checkin.occasion_id is None,
    }


def _gift(talk: Talk, checkin: Checkin) -> dict[str, object]:
    """A supporter is given something before anything is asked."""
    supports = cover.supports(talk.tx, talk.id, talk.now)
    return {"idea": rule.idea(checkin.id)} if supports else {}


def go_to(talk: Talk, checkin: Checkin, at: int, kind: CheckinKind, **heard: object) -> None:
    """Ask this question next."""
    ask(talk, replace(checkin, at=at, kind=kind), **heard)


def _again(talk: Talk, checkin: Checkin) -> Checkin:
    return checkins.get(talk.tx, checkin.id) or checkin


def take(talk: Talk, checkin: Checkin, start: int, places: Sequence[Temperature | None]) -> None:
    """Keep answers from the question ``start`` on, in the words of now, and go on."""
    anew = len(places) == rule.DONE and bool(checkins.packs(talk.tx, checkin.id))
    for at, place in enumerate(places, start):
        if place is None:
            checkins.skip(talk.tx, checkin.id, rule.ORDER[at])
        else:
            checkins.answer(talk.tx, checkin.id, rule.ORDER[at], place, pack(talk), talk.now)
    after(talk, checkin, start, places, anew=anew)


def after(
    talk: Talk,
    checkin: Checkin,
    start: int,
    places: Sequence[Temperature | None],
    *,
    anew: bool = False,
) -> None:
    """Ask what comes after these answers, or save."""
    end = start + len(places)
    if checkin.kind is CheckinKind.PULSE and len(places) == 1:
        save(talk, checkin)
        return
    kind = checkin.kind if checkin.kind is CheckinKind.CHANGED else CheckinKind.FULL
    at = max(checkin.at, end) if start <= checkin.at else checkin.at
    if kind is CheckinKind.CHANGED and len(places) < rule.DONE:
        go_to(talk, checkin, rule.DONE, kind)
    elif at < rule.DONE:
        go_to(talk, checkin, at, kind, ack=rule.ack(checkin.id, end, places[-1]))
    else:
        save(talk, replace(checkin, at=rule.DONE, kind=kind), anew=anew)


def save(talk: Talk, checkin: Checkin, *, anew: bool = False) -> None:
    """The end of the questions. Where nothing was said, nothing is kept.

    ``anew``: all eight were said in one text, in place of answers that were there.
    """
    said = _said(talk, checkin)
    checkins.move(talk.tx, checkin.id, rule.DONE, checkin.kind)
    state = CheckinState.SAVED if said else CheckinState.KEPT
    checkins.close(talk.tx, checkin.id, state, talk.now)
    if said:
        occasions.answered(talk.tx, talk.id, checkin.occasion_id, talk.now)
    elif checkin.occasion_id is not None:
        rhythms.set_occasion(talk.tx, checkin.occasion_id, OccasionState.SKIPPED)
    expecting.clear(talk.tx, talk.id)
    if said:
        afterwards.saved(talk, _again(talk, checkin), "closing.typed" if anew else "")
    else:
        talk.note("checkin.skipped")
    talk.strip(checkin.asked_row)
