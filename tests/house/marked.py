"""A screen in which each text says its key, so that a test sees where which key stands."""

from __future__ import annotations

import re

from handlers.letterbox import LETTERS
from handlers.screens.screen import Screen
from handlers.texts.catalog import Words, load
from storage.enums import Language
from tests.handlers.driver import TEXTS, Play
from tests.handlers.every_screen import One, put


def _marked() -> Words:
    plain = TEXTS.of(Language.ENGLISH)
    marked: dict[str, str | tuple[str, ...]] = {}
    for key in plain.keys():  # noqa: SIM118
        forms = tuple(f"<{key}>{form}" for form in plain.forms(key))
        marked[key] = forms if len(forms) > 1 else forms[0]
    return load({Language.ENGLISH: marked}).of(Language.ENGLISH)


MARKED = _marked()


async def screen(play: Play, one: One) -> Screen:
    """One of every screen, in these words."""
    row = await play.do(lambda tx: put(tx, play, one))
    facts = await play.do(lambda tx: LETTERS[row.kind].load(tx, row))
    reader = await play.reader(row)
    return LETTERS[row.kind].screen(facts, reader, MARKED)


def keys(text: str) -> list[str]:
    """The keys whose texts stand in it, from its beginning."""
    return re.findall(r"<([\w.]+)>", text)
