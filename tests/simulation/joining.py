"""The way in, by the buttons that stand there: from a link to the start page."""

from __future__ import annotations

import re

from bot.practice_room.records import Message
from tests.simulation.hands import Hands, first, labels
from tests.simulation.owner import Owner
from tests.simulation.phrases import CITIES, DAYS, of, say

_STEPS = 30
_HOUR = re.compile(r"(\d{1,2}):00\s*([AP]M)?$")
_NAME = ("What shall I call you?", "¿Cómo te llamo?")
_IN_ORDER = ("go on", "agree", "nobody sees", "older", "change")


async def join(hands: Hands, owner: Owner, link: str) -> None:
    """Come in by a link, with the owner's own name, hour, days and city."""
    await hands.opens(link)
    for _ in range(_STEPS):
        message = hands.phone.newest
        if any(name in message.words for name in _NAME):
            await hands.says(owner.name)
            continue
        button = _next(hands, owner, message)
        if button is None:
            return
        await hands.taps(button, on=message)
        if button == say("other city", hands.language):
            await hands.says(_city(owner))
    raise AssertionError(f"{owner.name} does not find the way in: {labels(hands.phone.newest)}")


def _next(hands: Hands, owner: Owner, message: Message) -> str | None:
    """The button that comes next; None at the end of the way."""
    there, language = labels(message), hands.language
    wanted = [say("spanish" if language == "es" else "english", language)]
    wanted += [say(what, language) for what in _IN_ORDER]
    wanted += [one for one in there if _hour(one) == owner.hour]
    wanted += [of(DAYS, language)[day] for day in sorted(owner.days)]
    wanted += [say("done", language)]
    found = next((one for one in wanted if one in there), None)
    place = re.compile(rf"{_city(owner)}(?: de Chile)?, \d")
    city = next((one for one in there if place.match(one)), None)
    other = say("other city", language)
    return found or city or (other if other in there else None)


def _city(owner: Owner) -> str:
    return next(city for city, zone in CITIES.items() if zone == owner.zone)


def _hour(button: str) -> int | None:
    found = _HOUR.match(button.replace("\u202f", " "))
    if found is None:
        return None
    hour, half = int(found[1]), found[2]
    return hour % 12 + (12 if half == "PM" else 0) if half else hour


async def link_for(hands: Hands, button: str) -> str:
    """A button that makes a link, on the start page or on the circle's, and the link below it."""
    await hands.says("/start")
    mine = first(hands.phone.newest, [say("my circle", hands.language)])
    if mine:
        await hands.taps(mine)
    wanted = first(hands.phone.newest, [button])
    assert wanted, f"no {button!r} among {labels(hands.phone.newest)}"
    await hands.taps(wanted)
    words = " ".join(message.words for message in hands.phone.messages[-3:]).split()
    return next(word for word in reversed(words) if word.startswith("https://t.me/"))
