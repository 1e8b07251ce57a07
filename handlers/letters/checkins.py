"""Letters of the check-in: the invitation, the question, and what was saved."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import rhythms
from storage.database import Tx
from storage.enums import OccasionState, Temperature
from storage.records import Row


def _load_nudge(tx: Tx, row: Row) -> Facts:
    occasion = rhythms.get_occasion(tx, int(str(row.facts["occasion"])))
    return {"state": occasion.state if occasion else OccasionState.SKIPPED}


def _nudge_still(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["state"] is OccasionState.ASKED else Drop("settled")


def _nudge(_facts: Facts, reader: Reader, words: Words) -> Screen:
    start = Button(words("button.start"), "nudge_start")
    later = Button(words("button.later_today"), "nudge_later")
    tomorrow = Button(words("button.tomorrow"), "nudge_tomorrow")
    skip = Button(words("button.skip_one"), "nudge_skip")
    return Screen(
        words("nudge.participant", name=reader.name), ((start,), (later, tomorrow), (skip,))
    )


def _question(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    five = [
        (Button(words(f"temperature.{place:d}"), "answer", str(int(place))),)
        for place in Temperature
    ]
    skip = Button(words("button.skip"), "answer_skip")
    later = Button(words("button.later"), "answer_later")
    return Screen(words("checkin.question.emotional"), (*five, (skip, later, help_button(words))))


def _saved(facts: Facts, _reader: Reader, words: Words) -> Screen:
    home = Button(words("button.home"), "home")
    return Screen(words(f"checkin.saved.{facts['temperature']}"), ((home, help_button(words)),))


LETTERS = (
    Letter(Kind.NUDGE, _nudge, load=_load_nudge, still=_nudge_still),
    Letter(Kind.QUESTION, _question),
    Letter(Kind.SAVED, _saved),
)
