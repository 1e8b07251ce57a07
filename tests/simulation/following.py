"""What somebody does with what a tap leads to: question by question, until nothing is asked."""

from __future__ import annotations

from random import Random

from bot.practice_room.records import Message
from tests.simulation.hands import Hands, labels
from tests.simulation.phrases import FIRST_OF_EIGHT, HELLOS, LEAVES, PAUSES, PLACES, of, say

_STEPS = 16
_ANSWERED = 0.93
_LAST = ("have it", "offer", "tomorrow", "yes", "no", "talk first")


async def follow(hands: Hands, dice: Random, types: float = 0.0) -> str:
    """Go on from the newest screen; the last button that was tapped.

    So likely all eight answers are typed at once.
    """
    last = ""
    for _ in range(_STEPS):
        shown = [message for message in hands.news() if message.buttons]
        if not shown:
            return last
        message = hands.now(shown[-1])
        if message and message.words.startswith(FIRST_OF_EIGHT) and dice.random() < types:
            await hands.says(" ".join(str(dice.randint(1, 5)) for _ in range(8)))
            continue
        button = _choose(message, hands.language, dice) if message else None
        if message is None or button is None:
            return last
        await hands.taps(button, on=message)
        last = button
        if last in [say(what, hands.language) for what in _LAST]:
            return last
    return last


def _choose(message: Message, language: str, dice: Random) -> str | None:
    """One of what stands there; None: leave it."""
    there = labels(message)
    places = [one for one in of(PLACES, language) if one in there]
    if places:
        return _answer(places, there, language, dice)
    anew = say("anew", language)
    if anew in there:
        return dice.choice((say("go on", language), anew))
    for group in _groups(language):
        found = [one for one in group if one in there]
        if found:
            return dice.choice(found)
    return None


def _answer(places: list[str], there: list[str], language: str, dice: Random) -> str | None:
    changed = say("changed", language)
    if changed in there and dice.random() < 0.5:
        return changed
    if dice.random() < _ANSWERED:
        return dice.choice(places)
    others = [say(what, language) for what in ("skip question", "later question")]
    return dice.choice([one for one in others if one in there] or [places[0]])


def _groups(language: str) -> tuple[tuple[str, ...], ...]:
    """What is tapped when it stands there, the first group of which something does."""
    return (
        (say("save", language),),
        of(PAUSES, language),
        (say("ask for me", language),),
        (say("send", language),),
        of(HELLOS, language),
        (say("offer", language), say("have it", language), say("tomorrow", language)),
        tuple(say(what, language) for what in ("yes", "yes", "no", "talk first")),
        of(LEAVES, language),
    )
