"""Letters of the invitation to a check-in, and of a pause."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import occasions
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules.nudge import What
from handlers.rules.pauses import Length
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import rhythms
from storage.database import Tx
from storage.enums import CheckinKind, OccasionState
from storage.moments import moment
from storage.records import Circle, Row

WORDINGS = 3
"""How many ways there are to say an invitation; each person hears them in turn."""


def _load_nudge(tx: Tx, row: Row) -> Facts:
    occasion = rhythms.get_occasion(tx, int(str(row.facts["occasion"])))
    return {**row.facts, "state": occasion.state if occasion else OccasionState.SKIPPED}


def _part(tx: Tx, row: Row) -> Circle | None:
    """The circle for whose sake somebody was invited."""
    part = occasions.part(tx, row.person_id, row.created_at)
    return part.circle if part else None


def _nudge_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["state"] is OccasionState.ASKED else Drop("settled")


def _nudge(facts: Facts, reader: Reader, words: Words) -> Screen:
    start = Button(words("button.start"), "nudge_start")
    later = Button(words("button.later_today"), "nudge_later")
    tomorrow = Button(words("button.tomorrow"), "nudge_tomorrow")
    skip = Button(words("button.skip_one"), "nudge_skip")
    pause = Button(words("button.pause"), "pause")
    return Screen(_invitation(facts, reader, words), ((start,), (later, tomorrow), (skip, pause)))


def _invitation(facts: Facts, reader: Reader, words: Words) -> str:
    what = facts.get("what", What.NEW)
    if what == What.REMINDER:
        return words("nudge.reminder", name=reader.name)
    if facts.get("gentle"):
        return words("nudge.gentle", name=reader.name)
    reader_is = "supporter" if facts.get("supporter") else "participant"
    kind = CheckinKind(facts.get("kind", CheckinKind.FULL))
    turn = int(facts.get("turn", 0)) % WORDINGS
    text = words(f"nudge.{reader_is}.{kind}.{turn}", name=reader.name)
    if what in (What.LESS, What.LAST):
        text = f"{text}\n\n{words(f'nudge.pace.{what}')}"
    return text


def _pause(facts: Facts, _reader: Reader, words: Words) -> Screen:
    lengths = [
        (Button(words(f"button.pause.{length}"), "pause_for", length.value),) for length in Length
    ]
    home = Button(words("button.home"), "home")
    text = words("pause.how_long")
    if facts.get("supports"):
        text = f"{text}\n\n{words('pause.supporter')}"
    return Screen(text, (*lengths, (home, help_button(words))))


def _paused(facts: Facts, reader: Reader, words: Words) -> Screen:
    until = facts.get("until")
    if until is None:
        text = words("pause.open")
    else:
        text = words("pause.until", day=times.day(moment(until), reader.zone, words.language))
    back = Button(words("button.come_back"), "come_back")
    return Screen(text, ((back,), (help_button(words),)))


LETTERS = (
    Letter(Kind.NUDGE, _nudge, load=_load_nudge, still=_nudge_still, about=_part),
    Letter(Kind.PAUSE, _pause),
    Letter(Kind.PAUSED, _paused),
)
