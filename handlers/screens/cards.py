"""Cards that need no row and no database: Help and its pages, and the one answer for a stranger."""

from __future__ import annotations

from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from handlers.texts.lines import Line, lines
from storage.enums import Language

ABROAD = "abroad"
NEEDS = ("drugs", "violence", "young", "veterans", "shelter", ABROAD)
"""The pages of Help, in the order of their buttons."""
STRANGER = "_start"
"""Behind a language: it turns the stranger's card, not Help."""


def help_card(words: Words) -> Screen:
    """Who answers now, by phone or text. Never behind consent, a state or the database."""
    text = f"{words('help.title')}\n\n{_reach(lines(), words)}\n\n{words('help.program')}"
    needs = [
        Button(words(f"button.help.{need}"), "help", f"{need}_{words.language}", anywhere=True)
        for need in NEEDS
    ]
    rows = [tuple(needs[at : at + 2]) for at in range(0, len(needs), 2)]
    return Screen(text, (*rows, (_other_language(words),)))


def help_page(need: str, words: Words) -> Screen:
    """Lines for one need. The two lines for everybody stay one tap away.

    Numbers of one country help nobody in another, so that page names none.
    """
    found = lines(need)
    text = _reach(found, words)
    if need != ABROAD:
        text = f"{text}\n\n{words('help.now', number=lines()[-1].number)}"
    pages = tuple((Button(page(line), "", url=line.url),) for line in found if line.url)
    return Screen(text, (*pages, (help_button(words),)))


def page(line: Line) -> str:
    """A page's address as a button says it."""
    return line.url.removeprefix("https://").removeprefix("www.").partition("/")[0]


def stranger(words: Words) -> Screen:
    """For no link and for a used, expired, revoked or foreign one: the same, to the byte."""
    text = f"{words('stranger')}\n\n{_reach(lines(), words)}"
    ask = (Button(words("button.ask_link"), "ask_link"),)
    return Screen(text, (ask, (help_button(words), _other_language(words, STRANGER))))


def closed_link(words: Words) -> Screen:
    """The same for somebody inside: the link opens nothing for them, and their place stays."""
    text = f"{words('link.closed')}\n\n{_reach(lines(), words)}"
    ask = (Button(words("button.ask_link"), "ask_link"),)
    return Screen(text, (ask, (Button(words("button.home"), "home"), help_button(words))))


def help_button(words: Words) -> Button:
    """Help, one tap away, with no row and no database."""
    return Button(words("button.help"), "help", anywhere=True)


def _reach(found: tuple[Line, ...], words: Words) -> str:
    return "\n".join(line.text(words.language) for line in found)


def _other_language(words: Words, card: str = "") -> Button:
    spanish = words.language is Language.SPANISH
    other = Language.ENGLISH if spanish else Language.SPANISH
    return Button(words(f"button.language.{other}"), "lang", f"{other.value}{card}", anywhere=True)
