"""Letters of the weekly note: a first line that tells nothing, and what stands behind it.

Not answered, not shared, paused, taken back and removed are the same letter, to the byte.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import sharing
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import weekly
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.screens.sharing import shared_lines
from handlers.texts.catalog import Words
from storage.database import Tx
from storage.moments import moment
from storage.records import Row

IDEAS = 12
"""So many doable ideas stand in the catalogue."""


def _load(tx: Tx, row: Row) -> Facts:
    return {**row.facts, "standing": sharing.standing(tx, row.person_id)}


def _still(facts: Facts, now: datetime) -> Send | Drop:
    return Send() if weekly.comes(facts["standing"], now) else Drop("settled")


def _weekly(_facts: Facts, reader: Reader, words: Words) -> Screen:
    see = Button(words("button.see"), "weekly_see")
    return Screen(words("weekly.short", name=reader.name), ((see,),))


def _load_details(tx: Tx, row: Row) -> Facts:
    """What was visible at the tap and still is."""
    week = sharing.week_before(moment(int(str(row.facts["until"]))))
    only = row.facts["grants"]
    shown = sharing.for_reader(
        tx,
        row.person_id,
        week,
        row.created_at,
        supporter=True,
        only=only if isinstance(only, list) else (),
    )
    return {**row.facts, "shown": shown}


def _still_shared(facts: Facts, now: datetime) -> Send | Drop:
    """Not after any of it has lapsed; a tap makes it anew."""
    return Send() if all(now < one.until for one in facts["shown"]) else Drop("late")


def _details(facts: Facts, _reader: Reader, words: Words) -> Screen:
    idea = words(f"idea.{int(facts['idea'] or 0) % IDEAS + 1}")
    text = "\n\n".join([idea, *shared_lines(facts["shown"], words)])
    home = (Button(words("button.home"), "home"), help_button(words))
    read_on = ((Button(words("button.read_on"), "weekly_on"),),) if facts.get("more") else ()
    return Screen(text, (*read_on, home), protect=True)


LETTERS = (
    Letter(Kind.WEEKLY, _weekly, load=_load, still=_still),
    Letter(Kind.WEEKLY_DETAILS, _details, load=_load_details, still=_still_shared),
)
