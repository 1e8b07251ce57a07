"""The crisis cards: a warm line, what this is, three ways to a person, when to call, buttons.

Made from words and lines only, so that they are there without a row and without the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.rules.crisis.verdict import CrisisKind
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from handlers.texts.lines import line, lines

FIRST_911 = (CrisisKind.OVERDOSE,)
TRACELESS = (CrisisKind.ABUSE, CrisisKind.CHILD)
"""Somebody else may hold the phone: nothing is offered that comes back to it later."""
_AGAIN = "again"
PAGES = ("call", "trusted", "minutes", "what", "steps", "meant")


@dataclass(frozen=True, slots=True)
class Near:
    """Whom somebody has here."""

    partner: str = ""
    """Their Community Partner's name."""
    hours: str = ""
    """Said while the partner does not read: when they usually do."""
    trusted: bool = False
    """They have a circle of their own."""


def card(kind: CrisisKind, words: Words, near: Near | None, *, again: bool = False) -> Screen:
    """The card for a kind of crisis; ``near`` None: with no row that buttons could name."""
    if kind is CrisisKind.DISTRESS:
        raise ValueError("a concern has no crisis card")
    buttons = _buttons(kind, words, near) if near else _rowless(words)
    text = _short(words) if again else _text(kind, words)
    if near and near.hours and kind not in TRACELESS:
        text = f"{text}\n\n{near.hours}"
    return Screen(text, buttons)


def _text(kind: CrisisKind, words: Words) -> str:
    warm = words(f"crisis.warm.{kind}")
    program = words("crisis.program")
    reach = "\n".join(one.text(words.language) for one in lines(kind))
    call = words(f"crisis.emergency.{kind}", number=line("911").number)
    if kind in FIRST_911:
        return f"{call}\n\n{warm} {program}\n{reach}"
    return f"{warm} {program}\n\n{reach}\n\n{call}"


def _short(words: Words) -> str:
    reach = "\n".join(one.text(words.language) for one in lines(_AGAIN))
    call = words("crisis.again.call", number=line("911").number)
    return f"{words('crisis.again')}\n\n{reach}\n\n{call}"


def _rowless(words: Words) -> tuple[tuple[Button, ...], ...]:
    return ((_chat(words),), (help_button(words),))


def _chat(words: Words) -> Button:
    first = line("988")
    return Button(words("button.crisis.chat", number=first.number), "", url=first.url)


def _buttons(kind: CrisisKind, words: Words, near: Near) -> tuple[tuple[Button, ...], ...]:
    rows = [Button(words("button.crisis.call", number=line("988").number), "crisis_call")]
    if kind in TRACELESS:
        rows.append(Button(words("button.crisis.clear"), "crisis_clear"))
    else:
        rows.append(_chat(words))
        if near.partner:
            rows.append(Button(words("button.crisis.partner", name=near.partner), "crisis_partner"))
        if near.trusted:
            rows.append(Button(words("button.crisis.trusted"), "crisis_trusted"))
    if kind is CrisisKind.THIRD:
        rows.append(Button(words("button.crisis.steps"), "crisis_steps"))
    else:
        rows.append(Button(words("button.crisis.minutes"), "crisis_minutes"))
    rows.append(Button(words("button.crisis.what"), "crisis_what"))
    rows.append(Button(words("button.crisis.meant"), "crisis_meant"))
    return tuple((one,) for one in rows)


def page(name: str, words: Words) -> Screen:
    """What stands behind a button of the card."""
    if name == "call":
        first = line("988")
        return Screen(
            f"{first.number}\n{first.long}\n\n{words('crisis.page.call', number=first.number)}",
            ((_chat(words),), (help_button(words),)),
        )
    return Screen(words(f"crisis.page.{name}"), ((help_button(words),),))


def concern(words: Words, *, again: bool = False) -> Screen:
    """One or two warm lines, and a choice."""
    talk = Button(words("button.concern.talk"), "help", anywhere=True)
    go = Button(words("button.concern.go"), "concern_go")
    return Screen(words("concern.again" if again else "concern.warm"), ((talk, go),))
