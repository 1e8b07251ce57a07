"""Letters of the invitation to a check-in."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import rhythms
from storage.database import Tx
from storage.enums import OccasionState
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


LETTERS = (Letter(Kind.NUDGE, _nudge, load=_load_nudge, still=_nudge_still),)
