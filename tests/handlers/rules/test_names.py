"""What somebody may be called here."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.rules.names import LONGEST, clean, fits, same

FAMILY = "👨\u200d👩\u200d👧"
SURGEON = "👩🏽\u200d⚕\ufe0f"
UNSEEN = ["Co\u200dra", "Cora\ufe0f", "Cora\U000e0101", "Co\u180bra", "Cora\u20e3"]
BOLD = ["\U0001d402\U0001d428\U0001d42b\U0001d41a", "\U0001d5a2ora"]
OTHER_SCRIPTS = ["C\u043era", "\u0421ora", "C\u03bfra", "\u03f9ora"]


@pytest.mark.parametrize(
    "name", ["Ana", "José María", "李小龍", "عمر", "O'Neil", "Ana 🌱", FAMILY, SURGEON]
)
def test_a_name_stays_as_it_was_typed(name: str) -> None:
    assert clean(name) == name
    assert fits(name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ana \t María ", "Ana María"),
        ("Ana\nCora says: call me", "Ana Cora says: call me"),
        ("\u202eanA", "anA"),
        ("A\u2066n\u2069a", "Ana"),
        ("Ana\u0000\u0007", "Ana"),
        ("Ana\u200b", "Ana"),
        ("\u200dAna\u200d", "Ana"),
        ("A\u200dna", "Ana"),
        ("Ana\u200d🌱", "Ana🌱"),
        (":\u200d//", ""),
    ],
)
def test_what_cannot_be_seen_or_turns_the_text_goes(typed: str, name: str) -> None:
    assert clean(typed) == name


@pytest.mark.parametrize("typed", ["", "   ", "\n\n", "\u202e", "\u200d\u200d", "\u0301"])
def test_nothing_to_see_is_no_name(typed: str) -> None:
    assert not fits(clean(typed))


def test_a_name_may_have_thirty_two_letters_and_no_more() -> None:
    assert fits("a" * LONGEST)
    assert not fits("a" * (LONGEST + 1))


def test_accents_written_apart_do_not_count() -> None:
    assert fits(clean("e\u0301" * LONGEST))


def test_a_tower_of_accents_does_not_fit() -> None:
    assert not fits(clean("a" + "\u0301" * 100))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ana.", "Ana"),
        ("I'm Ana.", "I'm Ana"),
        ("I'm Jo.", "I'm Jo"),
        ("Soy Ana María ...", "Soy Ana María"),
        ("¡Ana!", "Ana"),
        ("¿Ana?", "Ana"),
        (" ¡ Ana, ", "Ana"),
        ("Ana…", "Ana"),
        ("安娜。", "安娜"),
        ("Ana 🌱.", "Ana 🌱"),
        ("Ana P.", "Ana P."),
        ("Ana P.,", "Ana P."),
        ("J.-P.", "J.-P."),
        ("J. R.", "J. R."),
        ("Al Jr.", "Al Jr."),
        ("Al Jr...", "Al Jr."),
        ("José Ma.", "José Ma."),
    ],
)
def test_a_name_ends_where_its_sentence_would(typed: str, name: str) -> None:
    assert clean(typed) == name
    assert fits(name)


@given(st.text())
def test_a_cleaned_name_is_one_line_without_hidden_marks(typed: str) -> None:
    name = clean(typed)
    assert "\n" not in name
    assert not [m for m in name if unicodedata.category(m)[0] == "C" and m != "\u200d"]


@given(st.text())
@example("e\u200b\u0301")
@example("\u200d Ana")
@example("\u2adc\u200d🌱")
@example("+\u200d=\u200d\u0338")
@example("Ana P. , .")
@example("¡🌱\u200d.🌱.\u200d")
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@pytest.mark.parametrize("points", [".", ". ", "?!", "…"])
def test_what_is_all_points_is_decided_however_long_it_is(points: str) -> None:
    """In time that grows with its length: with the square of it, this would take minutes."""
    assert clean(f"Ana {points * 100_000}Ben{points * 100_000}").endswith("Ben")


@pytest.mark.parametrize("tail", ["۔", "।", "‥", "‼", " !?…"])
def test_no_script_keeps_the_points_of_a_sentence(tail: str) -> None:
    assert clean(f"Ana{tail}") == "Ana"


@pytest.mark.parametrize(
    "text", ["\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\u034f", "\ufe0f", "...", "\u200d"]
)
def test_a_name_that_shows_nothing_does_not_fit(text: str) -> None:
    assert not fits(clean(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("http://evil.example/x", "http evil example/x"),
        ("@durov", "durov"),
        ("/start", "start"),
        ("¡/start", "start"),
        ("://¡/start", "start"),
        ("J. R. Smith", "J. R. Smith"),
        ("Ana María O'Neil-Ruiz", "Ana María O'Neil-Ruiz"),
    ],
)
def test_nothing_in_a_name_becomes_a_link(text: str, name: str) -> None:
    assert clean(text) == name
    assert fits(name)


@pytest.mark.parametrize(
    "fake", [*UNSEEN, *BOLD, *OTHER_SCRIPTS, "CÓRA", "Cora.", "Co ra", "C0ra"], ids=ascii
)
def test_what_reads_as_cora_is_cora(fake: str) -> None:
    assert same(clean(fake), "Cora")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lola", "L01a"),
        ("Iris", "lris"),
        ("Iris", "\u0131ris"),
        ("Pawel", "Pawe\u0142"),
        ("Soren", "S\u00f8ren"),
        ("Nora", "\u039dora"),
        ("Eva", "E\u03bda"),
        ("\u0410\u041d\u041d\u0410", "\u0430\u043d\u043d\u0430"),
    ],
    ids=ascii,
)
def test_letters_that_look_alike_are_one(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana", "Ann"), ("Ana 1", "Ana 2"), ("李", "王"), ("🌱", "🌻"), ("عمر", "علي")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert not same(one, other)
