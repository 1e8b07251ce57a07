"""Letters of one text: notes, Help, and the stranger's answer."""

from __future__ import annotations

from dataclasses import replace

from handlers.chat import hours, pairs
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import cards
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import people
from storage.database import Tx
from storage.records import Row

_NOT_WORDS = ("key", "language", "help", "check_in", "write", "home", "person", "more")
_WAYS = ("check_in", "write", "home", "help")
"""What a note may offer, a row each, in this order."""


def _load_note(tx: Tx, row: Row) -> Facts:
    """Somebody is kept by number: a name that was changed or forgotten then stands nowhere."""
    if "person" not in row.facts:
        return row.facts
    person = people.get(tx, int(str(row.facts["person"])))
    return {**row.facts, "name": person.name if person else ""}


def _note(facts: Facts, reader: Reader, words: Words) -> Screen:
    """One text. Whoever is known here finds their start page below it, if nothing else is there and
    no more is said."""
    values = {key: value for key, value in facts.items() if key not in _NOT_WORDS}
    buttons = {
        "check_in": Button(words("button.check_in"), "check_in"),
        "write": Button(words("button.write_partner"), "write_partner"),
        "home": Button(words("button.home"), "home"),
        "help": cards.help_button(words),
    }
    ways = [one for one in _WAYS if facts.get(one)]
    if reader.name and not ways and not facts.get("more"):
        ways = ["home"]
    return Screen(words(facts["key"], **values), tuple((buttons[one],) for one in ways))


def _load_help(tx: Tx, row: Row) -> Facts:
    """Whom this person may write to from here, where they have a partner."""
    theirs = pairs.partners(tx, row.person_id, row.created_at)
    partner = people.get(tx, theirs[0].partner_id) if theirs else None
    reads = hours.of(tx, partner.id, row.created_at) if partner and len(theirs) == 1 else {}
    name = partner.name if partner else ""
    return {**row.facts, "partner": name, "several": len(theirs) > 1, "hours": reads}


def _help(facts: Facts, reader: Reader, words: Words) -> Screen:
    """The card, the same for everybody; a partner stands below it where there is one."""
    if facts.get("need"):
        return cards.help_page(facts["need"], words)
    card = cards.help_card(words)
    if not facts["partner"]:
        return card
    key = "button.write_partner" if facts["several"] else "button.write_to"
    write = Button(words(key, name=facts["partner"]), "write_partner")
    usual = hours.text(facts["hours"], words, reader.zone)
    return replace(card, text=f"{card.text}\n\n{usual}".strip(), buttons=(*card.buttons, (write,)))


def _stranger(facts: Facts, reader: Reader, words: Words) -> Screen:
    del facts, reader
    return cards.stranger(words)


LETTERS = (
    Letter(Kind.NOTE, _note, load=_load_note),
    Letter(Kind.HELP, _help, load=_load_help),
    Letter(Kind.STRANGER, _stranger),
)
