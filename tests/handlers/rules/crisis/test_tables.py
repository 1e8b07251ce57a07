"""A table finds what was added, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.crisis.normalise import Sounds
from handlers.rules.crisis.tables import Table

ROWS = st.lists(st.tuples(st.text(max_size=4), st.integers(0, 65_535)), max_size=300)


@given(ROWS, st.text(max_size=4))
def test_it_holds_what_was_added(rows: list[tuple[str, int]], asked: str) -> None:
    table = Table()
    for text, number in rows:
        table.add(text, number)
    table.sort()
    for text in (asked, *(text for text, _ in rows)):
        wanted = sorted({number for other, number in rows if other == text})
        assert list(table.numbers(text)) == wanted
        assert table.first(text) == (wanted[0] if wanted else None)


def test_of_words_that_sound_alike_the_last_is_heard() -> None:
    sounds = Sounds(["vaca", "baca", "casa", "sol"])
    assert sounds.heard("baka") == "vaca"
    assert sounds.heard("kasa") == "casa"
    assert sounds.heard("sol") is None
    assert sounds.heard("perro") is None
