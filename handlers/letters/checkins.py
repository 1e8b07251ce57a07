"""Letters of the check-in: the question, and what was saved."""

from __future__ import annotations

from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage.enums import Temperature


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
    Letter(Kind.QUESTION, _question),
    Letter(Kind.SAVED, _saved),
)
