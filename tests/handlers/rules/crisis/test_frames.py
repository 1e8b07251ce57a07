"""The board: clauses, gaps, and how many steps a text costs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from handlers.rules.crisis import gate
from handlers.rules.crisis.frames import Board
from handlers.rules.crisis.phrases import Book, Phrases
from handlers.rules.crisis.tables import Table
from tests.handlers.rules.crisis.phrases import phrases

EMPTY = Book().closed()
LONGEST = 4_096
"""Telegram's longest text."""
WORDS = st.lists(st.sampled_from(["a", ",", "."]), max_size=70)
HOSTILE = (
    "i ",
    "i dont want to ",
    "me quiero ",
    "my, ",
    "took pills ",
    "\U0001f52a",
    "e\u0301",
    ".",
    "a,",
    "k**l ",
    "killlll ",
    "when i was ",
    "20 ",
    "\ufb03",
)
"""What repeats: words of frames, ends of clauses, masks, stretches, signs made of many."""

MOST_LINES = 120 * LONGEST
"""A line costs a tenth of a microsecond: 30 ms at worst, told in docs/evidence.md."""


class Counted(Phrases):
    """Phrases that count how often they are asked."""

    asked = 0

    @override
    def at(self, words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
        self.asked += 1
        return super().at(words, at)


@given(WORDS, st.integers(0, 69))
def test_a_clause_is_all_between_two_ends(words: list[str], at: int) -> None:
    board = Board(words, EMPTY, 2026)
    at %= len(board.words)
    first = last = at
    while first and board.words[first - 1] == "a":
        first -= 1
    while board.words[last] == "a":
        last += 1
    clause = (1 << last) - (1 << first) if board.words[at] == "a" else 0
    assert board.within(1 << at) == clause


@given(WORDS)
def test_ends_in_a_row_are_one_end(words: list[str]) -> None:
    board = Board(words, EMPTY, 2026)
    assert not board.ends & board.ends << 1
    assert board.words[-1] == "."


def test_a_phrase_of_sixteen_words_is_found_wherever_it_stands() -> None:
    book = Book()
    book.add("X", ("long",) * 16)
    board = Board(("long",) * 40, book.closed(), 2026)
    assert board.starts("X")[16].bit_count() == 25


def test_what_repeats_is_looked_up_once() -> None:
    counted = Counted([], Table(), Table())
    Board(("i", "want", "to", ",") * 1_000, counted, 2026)
    assert counted.asked < 30


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_a_hostile_text_costs_little(text: str) -> None:
    assert _lines((text * LONGEST)[:LONGEST]) < MOST_LINES


def test_all_phrases_in_a_row_cost_little() -> None:
    whole = " ".join(one.text for one in phrases("near_en"))[:LONGEST]
    assert _lines(whole) < MOST_LINES


def _lines(text: str) -> int:
    """How many lines of Python run until there is a verdict: the same on every machine."""
    gate.judge("once, so that all is read")
    count = 0

    def step(_frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        gate.judge(text)
    finally:
        sys.settrace(before)
    return count
