"""Buttons, kinds and letters: each has its other half, and fits into what Telegram allows."""

from __future__ import annotations

import ast
from collections import Counter

from handlers.buttons import BUTTONS
from handlers.chat.kinds import Kind
from handlers.letterbox import LETTERS
from handlers.offers import offers
from handlers.screens.screen import ANYWHERE, Button, Tap, read_data
from handlers.texts import checks
from tests.handlers.driver import Play
from tests.handlers.every_screen import SCREENS, shown, world
from tests.house import marked
from tests.house.offers import offered
from tests.house.source import modules, tree

LARGEST_ROW = 10**18 - 1
MOST_BYTES = 64


def _calls(name: str) -> list[ast.Call]:
    """Every call of a name, or of a method with that name, in handlers."""
    return [
        node
        for path in modules("handlers")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
    ]


def _verbs() -> set[str]:
    """Every verb that a screen gives a button."""
    verbs = [call for call in _calls("Button") if len(call.args) > 1 and not _opens(call)]
    second = [call.args[1] for call in verbs]
    return {str(verb.value) for verb in second if isinstance(verb, ast.Constant)}


def _opens(call: ast.Call) -> bool:
    """Whether the button opens a page instead."""
    return any(keyword.arg == "url" for keyword in call.keywords)


def test_every_verb_has_a_route_and_every_route_a_button() -> None:
    assert _verbs() == set(BUTTONS)


def test_every_button_names_its_verb_plainly() -> None:
    assert all(isinstance(call.args[1], ast.Constant) for call in _calls("Button"))


def test_only_these_buttons_work_anywhere() -> None:
    anywhere = {
        str(call.args[1].value)
        for call in _calls("Button")
        if any(keyword.arg == "anywhere" for keyword in call.keywords)
        and isinstance(call.args[1], ast.Constant)
    }
    assert anywhere == set(ANYWHERE)


def test_every_kind_offers_what_its_letter_can_say() -> None:
    read = offered()
    assert {kind: offers(kind) for kind in Kind} == read
    assert set().union(*read.values()) | set(ANYWHERE) == set(BUTTONS)


async def test_every_button_fits_and_is_read_back(play: Play) -> None:
    await world(play)
    buttons = [button for one in SCREENS for button in (await shown(play, one)).buttons]
    for button in (one for one in buttons if not one.url):
        data = button.data(LARGEST_ROW)
        assert len(data.encode()) <= MOST_BYTES
        row = 0 if button.anywhere else LARGEST_ROW
        assert read_data(data) == Tap(row, button.verb, button.value)


async def test_whatever_stands_on_a_button_is_held_to_its_room(play: Play) -> None:
    await world(play)
    screens = [await marked.screen(play, one) for one in SCREENS]
    texts = [button.text for one in screens for line in one.buttons for button in line]
    keys = {key for text in texts for key in marked.keys(text)}
    assert [key for key in sorted(keys) if not checks.is_button(key)] == []


def test_the_longest_button_that_may_be_fits() -> None:
    data = Button("", "a" * 20, "b" * 21).data(LARGEST_ROW)
    assert len(data.encode()) <= MOST_BYTES
    assert read_data(data)


def test_every_kind_has_exactly_one_letter() -> None:
    written = Counter(
        node.attr
        for call in _calls("Letter")
        for node in call.args[:1]
        if isinstance(node, ast.Attribute)
    )
    assert written == dict.fromkeys((kind.name for kind in Kind), 1)
    assert set(LETTERS) == set(Kind)


def test_every_kind_is_said_by_somebody() -> None:
    """Outside of letters and the list of kinds itself, somebody names it."""
    talkers = [path for path in modules("handlers") if path.parent.name != "letters"]
    said = {
        node.attr
        for path in talkers
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Kind"
    }
    assert said == {kind.name for kind in Kind}
