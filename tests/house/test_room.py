"""Every screen fits into a message of Telegram's, whatever a programme says in its own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.posting import LONGEST_CAPTION, LONGEST_TEXT, units
from handlers.screens.screen import Screen
from handlers.texts import catalog, checks, overlay
from handlers.texts.po import Entry
from storage.enums import Language
from tests.handlers.driver import TEXTS, Play
from tests.handlers.every_screen import SCREENS, screen_of, world

ROOM = 1000
"""So much is left for lists and words that are longer than those of the tests."""
AND_ON = " y así" * 200
KEPT = tuple(start for starts in overlay.KEPT for start in starts)


def longest(language: Language) -> Iterator[Entry]:
    """As much as may be said in place of each text of ours."""
    ours = TEXTS.of(language)
    for key in sorted(ours.keys()):
        forms = ours.forms(key)
        room = checks.too_long(key, AND_ON, forms)
        texts = [one + AND_ON[: room - len(checks.bare(one))] for one in forms]
        if not (checks.is_label(key) or key == checks.FILE_NAME or key.startswith(KEPT)):
            yield Entry(key, texts[0] if len(texts) == 1 else tuple(texts), 1)


def fits(screen: Screen) -> bool:
    file = screen.picture is not None or screen.document is not None
    return units(screen.text) <= (LONGEST_CAPTION if file else LONGEST_TEXT - ROOM)


@pytest.mark.parametrize("language", Language)
def test_so_much_is_taken_and_not_a_letter_more(language: Language) -> None:
    words, entries = TEXTS.of(language), list(longest(language))
    said = [one.sentence for one in overlay.faults(entries, words)]
    assert [one for one in said if "shorten it" in one] == []
    more = [Entry(one.key, tuple(f"{form}." for form in one.forms), 1) for one in entries]
    said = [one.sentence for one in overlay.faults(more, words)]
    assert len([one for one in said if "shorten it" in one]) == sum(len(one.forms) for one in more)


@pytest.mark.parametrize("language", Language)
async def test_every_screen_fits_with_the_longest_words(play: Play, language: Language) -> None:
    own = {language: {one.key: one.text for one in longest(language)}}
    texts = catalog.load(own)
    await world(play)
    screens = [(one, await screen_of(play, one, language, texts)) for one in SCREENS]
    assert [str(one) for one, screen in screens if not fits(screen)] == []
