"""Every button of every screen: pressed twice by whom it is for, and by a stranger."""

from __future__ import annotations

import pytest

from handlers.buttons import BUTTONS
from handlers.chat.kinds import Kind
from handlers.letterbox import LETTERS
from handlers.offers import offers
from handlers.screens.screen import Button
from handlers.values import carried
from storage.enums import Language
from tests.handlers.driver import TEXTS, Play
from tests.handlers.every_screen import SCREENS, One, shown, world
from tests.handlers.people import DAN

OLD = TEXTS.of(Language.ENGLISH)("say.old_button")


def test_every_kind_has_its_screen_here() -> None:
    assert {one.kind for one in SCREENS} == set(LETTERS)


@pytest.mark.parametrize("one", SCREENS, ids=str)
async def test_every_button_may_be_pressed_twice(play: Play, one: One) -> None:
    await world(play)
    screen = await shown(play, one)
    assert screen.row.kind == one.kind
    for button in screen.buttons:
        data = button.data(screen.row.id)
        assert await play.presses(one.reader, data, screen.message_id)
        after_first = await play.dump()
        assert await play.presses(one.reader, data, screen.message_id)
        assert await play.dump() == after_first


async def test_no_other_button_works_on_ones_own_message(play: Play) -> None:
    await world(play)
    screens = [(one, await shown(play, one)) for one in SCREENS]
    for at, verb in enumerate(sorted(set(BUTTONS) - {"lang", "help"})):
        turned = screens[at % len(screens) :] + screens
        one, screen = next(pair for pair in turned if verb not in offers(pair[0].kind))
        data = Button("", verb, max(carried(verb))).data(screen.row.id)
        assert await play.presses(one.reader, data, screen.message_id) == OLD


async def test_a_place_beyond_the_list_is_answered_kindly(play: Play) -> None:
    await world(play)
    for one, screen in [(one, await shown(play, one)) for one in SCREENS]:
        for verb in sorted(verb for verb in offers(one.kind) if "99" in carried(verb)):
            data = Button("", verb, "99").data(screen.row.id)
            assert await play.presses(one.reader, data, screen.message_id)


async def test_help_is_one_tap_away_on_the_whole_way_in(play: Play) -> None:
    await world(play)
    screens = [await shown(play, one) for one in SCREENS if one.step]
    verbs = [[button.verb for button in screen.buttons] for screen in screens]
    assert [
        screen.row.kind for screen, known in zip(screens, verbs, strict=True) if "help" not in known
    ] == []


async def test_what_is_shown_to_whoever_tapped_is_no_dead_end(play: Play) -> None:
    await world(play)
    shorts = [one for one in SCREENS if one.kind in (Kind.NOTE, Kind.HELLO_SAID)]
    assert [one for one in shorts if not (await shown(play, one)).buttons] == []


async def test_a_stranger_gets_the_same_words_and_changes_nothing(play: Play) -> None:
    await world(play)
    screens = [await shown(play, one) for one in SCREENS]
    before = await play.dump()
    for screen in screens:
        for button in screen.buttons:
            if not button.anywhere:
                data = button.data(screen.row.id)
                assert await play.presses(DAN, data, screen.message_id) == OLD
    assert await play.dump() == before
