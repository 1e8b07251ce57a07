"""Letters of the check-in: its questions, one at a time or only what changed, and the pulse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import checkin as rule
from handlers.screens import places
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import checkins, people
from storage.database import Tx
from storage.enums import CheckinState, Dimension, Pack, Temperature
from storage.records import Answer, Row

Buttons = tuple[tuple[Button, ...], ...]


def _load(tx: Tx, row: Row) -> Facts:
    """The facts of the row, with what was said of the parts that it shows."""
    listed = row.kind == Kind.CHANGED or bool(row.facts.get("listed"))
    return {
        **row.facts,
        "pack": Pack(str(row.facts["pack"])),
        "given": _given(tx, row, listed=listed),
        "from_list": listed,
        "stands": _stands(tx, row),
    }


def _given(tx: Tx, row: Row, *, listed: bool) -> Mapping[Dimension, Answer]:
    """What was said so far: of each part for a list, else of the one that is asked."""
    number = int(str(row.facts["checkin"]))
    if row.kind == Kind.PULSE:
        return {}
    if listed:
        checkin = checkins.get(tx, number)
        before = checkins.before(tx, checkin) if checkin else None
        last = checkins.answers(tx, before.id) if before else {}
        return {**last, **checkins.answers(tx, number)}
    part = _dimension(row.facts)
    one = checkins.answer_to(tx, number, part)
    return {part: one} if one else {}


def _stands(tx: Tx, row: Row) -> bool:
    """Whether a question that is asked once more is where its check-in stands now; any other is."""
    if "back" not in row.facts:
        return True
    checkin = checkins.get(tx, int(str(row.facts["checkin"])))
    if checkin is None or checkin.state is not CheckinState.OPEN:
        return False
    return checkin.asked_row == row.id


def _still(facts: Facts, _now: datetime) -> Send | Drop:
    """Asked once more after an outage: only if nothing came in between."""
    return Send() if facts["stands"] else Drop("settled")


def _dimension(facts: Facts) -> Dimension:
    return rule.ORDER[min(int(str(facts["at"])), rule.DONE - 1)]


def _head(facts: Facts, words: Words) -> list[str]:
    """What was heard comes first, or what a supporter is given."""
    said = [words("checkin.back")] if "back" in facts else []
    if facts.get("again"):
        said.append(words("checkin.again"))
    if "ack" in facts:
        said.append(words(f"checkin.ack.{facts['ack']}"))
    if "note" in facts:
        said.append(_about_note(facts, words))
    if "idea" in facts:
        said.append(words("checkin.helps", idea=words(f"checkin.idea.{facts['idea']}")))
        said.append(words("checkin.about_you"))
    return said


def _about_note(facts: Facts, words: Words) -> str:
    if facts["note"] != "kept":
        return words("checkin.note_gone")
    if int(facts["at"]) == rule.DONE or facts.get("whole"):
        return words("checkin.note_whole")
    return words("checkin.note", part=places.name(words, _dimension(facts)))


def _no_note(facts: Facts, words: Words) -> Buttons:
    kept = facts.get("note") == "kept"
    return ((Button(words("button.note_remove"), "note_remove"),),) if kept else ()


def _question(facts: Facts, _reader: Reader, words: Words) -> Screen:
    dimension, pack = _dimension(facts), facts["pack"]
    asked = words(f"checkin.question.{dimension.value}")
    said = _head(facts, words)
    if facts["from_list"]:
        said.append(asked)
    else:
        said.append(words("checkin.of", n=int(facts["at"]) + 1, question=asked))
    given = facts["given"].get(dimension)
    if given and given.pack is pack:
        said.append(words("checkin.so_far", place=places.place(words, pack, given.temperature)))
    elif facts["at"] == 0:
        said.append(words(f"checkin.legend.{pack.value}"))
    shown = (facts["from_list"], bool(facts["at"]), given is not None)
    ways = _ways(words, *shown, bool(facts.get("changed")), bool(facts.get("shorter")))
    buttons = (*places.five(words, pack), *_no_note(facts, words), *ways)
    return Screen("\n\n".join(said), buttons)


@cache
def _ways(
    words: Words, from_list: bool, later_part: bool, answered: bool, changed: bool, shorter: bool
) -> Buttons:
    """Everything but an answer; the quiet ways are as near as the loud ones."""
    back = Button(words("button.back"), "answer_back")
    later = Button(words("button.later"), "answer_later")
    means = Button(words("button.meaning"), "meaning_see")
    last = (means, help_button(words))
    if from_list:
        return ((back, later), last)
    first = [Button(words("button.skip"), "answer_skip")]
    if later_part:
        first.append(back)
    more: list[tuple[Button, ...]] = []
    if answered:
        more.append((Button(words("button.keep_answer"), "answer_keep"),))
    if changed:
        more.append((Button(words("button.only_changed"), "only_changed"),))
    if shorter:
        more.append((Button(words("button.one_tap"), "pulse_instead"),))
    return (*more, (*first, later), last)


def _pulse(facts: Facts, _reader: Reader, words: Words) -> Screen:
    said = [*_head({**facts, "whole": True}, words), words("checkin.pulse")]
    skip = Button(words("button.skip"), "answer_skip")
    later = Button(words("button.later"), "answer_later")
    eight = Button(words("button.all_eight"), "full_instead")
    ways = ((skip, later), (eight, help_button(words)))
    buttons = (*places.five(words, facts["pack"]), *_no_note(facts, words), *ways)
    return Screen("\n\n".join(said), buttons)


def _load_first(tx: Tx, row: Row) -> Facts:
    person = people.get(tx, row.person_id)
    pack = (person and person.pack) or Pack(str(row.facts["pack"]))
    return {**row.facts, "pack": pack}


def _first_pulse(facts: Facts, _reader: Reader, words: Words) -> Screen:
    """The first question of all; no check-in is open before it is answered."""
    five = [
        (Button(places.place(words, facts["pack"], one), "first_answer", str(int(one))),)
        for one in Temperature
    ]
    not_now = Button(words("button.not_now"), "first_not_now")
    return Screen(words("checkin.first"), (*five, (not_now, help_button(words))))


def _changed(facts: Facts, _reader: Reader, words: Words) -> Screen:
    parts = []
    for dimension in rule.ORDER:
        given = facts["given"].get(dimension)
        shown = places.place(words, given.pack, given.temperature) if given else "–"
        label = f"{places.name(words, dimension)}: {shown}"
        parts.append((Button(label, "changed_pick", dimension.value),))
    save = Button(words("button.save"), "changed_save")
    walk = Button(words("button.walk"), "changed_walk")
    later = Button(words("button.later"), "answer_later")
    ways = ((save,), (walk,), (later, help_button(words)))
    text = "\n\n".join([*_head(facts, words), words("checkin.changed")])
    return Screen(text, (*parts, *_no_note(facts, words), *ways))


def _meaning(facts: Facts, _reader: Reader, words: Words) -> Screen:
    dimension = _dimension(facts)
    name, means = words(f"part.name.{dimension.value}"), words(f"part.meaning.{dimension.value}")
    back = Button(words("button.to_question"), "question_see")
    return Screen(f"{name}\n\n{means}", ((back, help_button(words)),))


def _noted(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    """A sentence that came after *Saved*."""
    remove = Button(words("button.note_remove"), "noted_remove")
    home = Button(words("button.home"), "home")
    return Screen(words("checkin.note_whole"), ((remove,), (home, help_button(words))))


def _later(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    resume = Button(words("button.go_on"), "answer_resume")
    return Screen(words("checkin.later"), ((resume, help_button(words)),))


def _own(facts: Facts, _reader: Reader, words: Words) -> Screen:
    yes = Button(words("button.own_yes"), "own_check_in")
    no = Button(words("button.not_now"), "home")
    return Screen(words("checkin.own", age=facts["age"]), ((yes,), (no, help_button(words))))


def _stopped(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    resume = Button(words("button.go_on"), "answer_resume")
    anew = Button(words("button.anew"), "answer_anew")
    return Screen(words("checkin.stopped"), ((resume, anew), (help_button(words),)))


LETTERS = (
    Letter(Kind.STOPPED, _stopped),
    Letter(Kind.OWN_CHECK_IN, _own),
    Letter(Kind.QUESTION, _question, load=_load, still=_still),
    Letter(Kind.PULSE, _pulse, load=_load, still=_still),
    Letter(Kind.FIRST_PULSE, _first_pulse, load=_load_first),
    Letter(Kind.CHANGED, _changed, load=_load, still=_still),
    Letter(Kind.NOTED, _noted),
    Letter(Kind.MEANING, _meaning),
    Letter(Kind.LATER, _later),
)
