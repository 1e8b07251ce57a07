"""Which typed words are an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.checkin import plain, understand
from storage.enums import Temperature

LABELS = {plain(word): Temperature.WARM for word in ("Warm", "Término medio")}


@pytest.mark.parametrize("place", Temperature)
def test_a_number_names_its_place(place: Temperature) -> None:
    assert understand(f" {place:d} ", LABELS) is place


@pytest.mark.parametrize("typed", ["warm", "WARM!", "  Warm.", "termino  medio", "¡Término medio!"])
def test_a_word_counts_with_or_without_accents_marks_and_capitals(typed: str) -> None:
    assert understand(typed, LABELS) is Temperature.WARM


@pytest.mark.parametrize("typed", ["", "0", "6", "12", "-1", "1.5", "1 2", "warm today", "٤"])
def test_anything_else_is_no_answer(typed: str) -> None:
    assert understand(typed, LABELS) is None


def test_a_wide_digit_is_a_digit() -> None:
    assert understand("４", LABELS) is Temperature.WARM


@given(st.text())
def test_no_text_breaks_it(typed: str) -> None:
    understand(typed, LABELS)
