"""Letters of one text: notes, Help, and the stranger's answer."""

from __future__ import annotations

from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import cards
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words

_NOT_WORDS = ("key", "language", "help", "check_in")


def _note(facts: Facts, _reader: Reader, words: Words) -> Screen:
    values = {key: value for key, value in facts.items() if key not in _NOT_WORDS}
    buttons: tuple[tuple[Button, ...], ...] = ()
    if facts.get("check_in"):
        buttons = ((Button(words("button.check_in"), "check_in"),),)
    if facts.get("help"):
        buttons = (*buttons, (cards.help_button(words),))
    return Screen(words(facts["key"], **values), buttons)


def _help(facts: Facts, reader: Reader, words: Words) -> Screen:
    del facts, reader
    return cards.help_card(words)


def _stranger(facts: Facts, reader: Reader, words: Words) -> Screen:
    del facts, reader
    return cards.stranger(words)


LETTERS = (
    Letter(Kind.NOTE, _note),
    Letter(Kind.HELP, _help),
    Letter(Kind.STRANGER, _stranger),
)
