"""Letters of what was shown: who saw what of me, and what others share with me."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import sharing
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import sharing as rule
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.screens.sharing import shared_lines
from handlers.texts.catalog import Words
from storage import grants, people
from storage.database import Tx
from storage.records import Row

SEEN = 20
"""So many of the newest stand on the page of who saw what."""


def _load_seen(tx: Tx, row: Row) -> Facts:
    shown = grants.disclosures(tx, row.person_id, SEEN)
    return {
        "lines": [
            (
                one.at,
                one.name or sharing.name_of(tx, one.grant.reader_id),
                rule.Item(one.grant.category, one.grant.dimension).code,
            )
            for one in shown
        ]
    }


def _seen(facts: Facts, reader: Reader, words: Words) -> Screen:
    lines = [
        words(
            "share.seen.line",
            day=times.day(at, reader.zone, words.language),
            name=name,
            item=words(f"share.item.{code}"),
        )
        for at, name, code in facts["lines"]
    ]
    text = "\n".join([words("share.seen.title"), *lines]) if lines else words("share.seen.none")
    return Screen(text, ((Button(words("button.sharing"), "sharing"), help_button(words)),))


def _load_shared(tx: Tx, row: Row) -> Facts:
    """What was visible at the tap and still is."""
    person = people.get(tx, row.person_id)
    week = sharing.last_week(person.zone if person else "UTC", row.created_at)
    only = row.facts["grants"]
    return {
        "more": row.facts.get("more"),
        "shown": sharing.for_reader(
            tx,
            row.person_id,
            week,
            row.created_at,
            supporter=False,
            only=only if isinstance(only, list) else (),
        ),
    }


def _still_shared(facts: Facts, now: datetime) -> Send | Drop:
    return Send() if all(now < one.until for one in facts["shown"]) else Drop("late")


def _shared(facts: Facts, _reader: Reader, words: Words) -> Screen:
    parts = shared_lines(facts["shown"], words)
    text = "\n\n".join([words("shared.title"), *parts]) if parts else words("shared.nothing")
    home = (Button(words("button.home"), "home"), help_button(words))
    read_on = ((Button(words("button.read_on"), "shared_on"),),) if facts["more"] else ()
    return Screen(text, (*read_on, home), protect=True)


LETTERS = (
    Letter(Kind.SHARE_SEEN, _seen, load=_load_seen),
    Letter(Kind.SHARED, _shared, load=_load_shared, still=_still_shared),
)
