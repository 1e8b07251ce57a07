"""A goal: what somebody would like from this time, in their own words. One, and it may change."""

from __future__ import annotations

from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import expecting, goals
from storage.enums import Expected

LONGEST = 300


def page(talk: Talk) -> None:
    """The goal as it is kept, and who sees it. A question for it that stands open is let go."""
    expected = expecting.get(talk.tx, talk.id, talk.now)
    if expected and expected.what is Expected.GOAL:
        expecting.clear(talk.tx, talk.id)
    talk.show(Kind.GOAL)


def write(talk: Talk) -> None:
    """Ask for it."""
    talk.show(Kind.GOAL_ASK)
    talk.expect(Expected.GOAL)


def forget(talk: Talk) -> None:
    """Keep none."""
    goals.forget(talk.tx, talk.id)
    talk.show(Kind.GOAL)


def typed(talk: Talk) -> None:
    """What was typed is the goal; if it is too long, the question stands."""
    text = " ".join(talk.said.text.split())
    if len(text) > LONGEST:
        talk.say(Kind.GOAL_ASK, long=True)
        talk.expect(Expected.GOAL)
        return
    expecting.clear(talk.tx, talk.id)
    goals.keep(talk.tx, talk.id, text, talk.now)
    talk.say(Kind.GOAL)
