"""What a typed text means, and how an answer is acknowledged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import checkin as rule
from handlers.rules.checkin import Answers, Note, Nothing, plain, read
from storage.enums import Temperature

LABELS: rule.Labels = {
    **{plain(word): Temperature.WARM for word in ("Warm", "Calidez", "Good")},
    **{plain(word): Temperature.VERY_WARM for word in ("Very warm", "Mucha calidez")},
    **{plain(word): Temperature.IN_BETWEEN for word in ("In between", "Término medio")},
    "cold": Temperature.COLD,
    "skip": None,
}


def one(place: int | None, at: int = 0) -> Answers:
    """A single answer."""
    return Answers(at, (None if place is None else Temperature(place),))


@pytest.mark.parametrize("place", range(1, 6))
def test_a_number_names_its_place(place: int) -> None:
    assert read(f" {place:d}. ", 4, LABELS) == one(place, 4)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("WARM!", 4),
        ("  Warm.", 4),
        ("good", 4),
        ("very warm", 5),
        ("termino  medio", 3),
        ("¡Término medio!", 3),
        ("４", 4),
        ("-", None),
        ("Skip", None),
    ],
)
def test_a_word_counts_with_or_without_accents_marks_and_capitals(
    typed: str, place: int | None
) -> None:
    assert read(typed, 0, LABELS) == one(place)


@pytest.mark.parametrize(
    "typed",
    [
        "2 3 3 1 4 3 2 3",
        "2,3,3,1,4,3,2,3",
        "2. 3. 3. 1. 4. 3. 2. 3.",
        "cold in between 3 1 warm término medio cold 3",
        "2/3/3/1/4/3/2/3",
        "2\n3\n3\n1\n4\n3\n2\n3",
    ],
)
@pytest.mark.parametrize("at", [0, 5, 8])
def test_eight_are_all_of_them_wherever_one_stands(typed: str, at: int) -> None:
    assert read(typed, at, LABELS) == Answers(0, tuple(map(Temperature, (2, 3, 3, 1, 4, 3, 2, 3))))


def test_fewer_go_on_from_where_one_stands() -> None:
    assert read("4 - very warm", 3, LABELS) == Answers(
        3, (Temperature.WARM, None, Temperature.VERY_WARM)
    )


@pytest.mark.parametrize("typed", ["", "0", "6", "12", "-1", "1.5", "🙂" * 200, "?!", "٤"])
def test_what_has_no_words_is_nothing(typed: str) -> None:
    assert read(typed, 0, LABELS) == Nothing()


def test_more_answers_than_questions_are_nothing() -> None:
    assert read("1 2 3", 6, LABELS) == Nothing()
    assert read("1 2 3 4 5 1 2 3 4", 0, LABELS) == Nothing()


@pytest.mark.parametrize(
    "typed", ["warm today", "so so", "<b>", "no", "2 days ago", "היום", "a" * 4096]
)
def test_anything_else_is_a_note_as_it_was_typed(typed: str) -> None:
    assert read(f" {typed}\n", 2, LABELS) == Note(typed)


@given(st.text(), st.integers(0, 8))
def test_no_text_breaks_it(typed: str, at: int) -> None:
    said = read(typed, at, LABELS)
    if isinstance(said, Answers):
        assert said.start + len(said.places) <= rule.DONE


@pytest.mark.parametrize("place", [None, *Temperature])
def test_no_answer_is_acknowledged_twice_in_a_row_in_the_same_words(
    place: Temperature | None,
) -> None:
    for checkin in range(9):
        said = [rule.ack(checkin, at, place) for at in range(1, 9)]
        assert all(said[i] != said[i + 1] for i in range(7))


@given(number=st.integers(1, 100), further=st.integers(0, 20), heavy=st.booleans())
def test_the_next_idea_is_another_one(number: int, further: int, heavy: bool) -> None:
    now, after = (rule.later_idea(number, one, heavy=heavy) for one in (further, further + 1))
    assert now != after
    assert rule.later_idea(number, 0, heavy=heavy) != rule.idea(number)
    assert not heavy or {now, after} <= set(rule.OWN_IDEAS)
