"""The board: clauses, gaps, and how many steps a text costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import process_time

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
    """About 10 ms on a quiet machine; the bound is for a machine that has much else to do."""
    whole = (text * LONGEST)[:LONGEST]
    gate.judge(whole)
    assert min(_cost(whole) for _ in range(3)) < 0.1


def test_all_phrases_in_a_row_cost_little() -> None:
    whole = " ".join(one.text for one in phrases("near_en"))[:LONGEST]
    assert min(_cost(whole) for _ in range(3)) < 0.2


def _cost(text: str) -> float:
    begin = process_time()
    gate.judge(text)
    return process_time() - begin
