"""Cards that need no row and no database: Help, and the one answer for a stranger."""

from __future__ import annotations

from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from handlers.texts.lines import lines
from storage.enums import Language


def help_card(words: Words) -> Screen:
    """Who answers now, by phone or text. Never behind consent, a state or the database."""
    reach = "\n".join(line.text(words.language) for line in lines())
    text = f"{words('help.title')}\n\n{reach}\n\n{words('help.program')}"
    return Screen(text, ((_other_language(words),),))


def stranger(words: Words) -> Screen:
    """For no link and for a used, expired, revoked or foreign one: the same, to the byte."""
    reach = "\n".join(line.text(words.language) for line in lines())
    text = f"{words('stranger')}\n\n{reach}"
    ask = (Button(words("button.ask_link"), "ask_link"),)
    return Screen(text, (ask, (help_button(words), _other_language(words))))


def help_button(words: Words) -> Button:
    """Help, one tap away, with no row and no database."""
    return Button(words("button.help"), "help", anywhere=True)


def _other_language(words: Words) -> Button:
    spanish = words.language is Language.SPANISH
    other = Language.ENGLISH if spanish else Language.SPANISH
    return Button(words(f"button.language.{other}"), "lang", other.value, anywhere=True)
