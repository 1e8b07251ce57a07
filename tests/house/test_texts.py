"""The words of the bot: both languages whole, plain, kind, and each of them used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handlers.texts import catalog, checks, overlay, po, reading
from handlers.texts.lines import lines
from storage.enums import Language
from tests.house import keys
from tests.house.source import ROOT

ENGLISH = catalog.load().of(Language.ENGLISH)
SPANISH = catalog.load().of(Language.SPANISH)
BOTH = [pytest.param(ENGLISH, id="en"), pytest.param(SPANISH, id="es")]


def _texts(words: catalog.Words) -> list[tuple[str, str]]:
    return [(key, form) for key in sorted(words.keys()) for form in words.forms(key)]


def _files(language: Language) -> list[Path]:
    return sorted((ROOT / "handlers" / "texts" / "words" / language).glob("*.po"))


def _read(path: Path) -> tuple[po.Entry, ...]:
    return po.read(path.read_text("utf-8"), Language(path.parent.name)).entries


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.keys() == SPANISH.keys()


def test_both_languages_fill_in_the_same() -> None:
    for key in ENGLISH.keys() & SPANISH.keys():
        for one, other in zip(ENGLISH.forms(key), SPANISH.forms(key), strict=True):
            assert checks.filled_in([one]) == checks.filled_in([other]), key
            assert not checks.stray_percent(one + other), key


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty_or_fuzzy_or_twice(language: Language) -> None:
    read = [po.read(path.read_text("utf-8"), language) for path in _files(language)]
    assert [file.faults for file in read if file.faults] == []
    found = [entry for file in read for entry in file.entries]
    assert [
        entry.key for entry in found if any(map(checks.blank, entry.forms)) or entry.fuzzy
    ] == []
    assert len({entry.key for entry in found}) == len(found)


@pytest.mark.parametrize("language", Language)
def test_both_languages_have_the_same_files(language: Language) -> None:
    assert [path.name for path in _files(language)] == [
        path.name for path in _files(Language.ENGLISH)
    ]


def test_every_key_is_used() -> None:
    assert [key for key in sorted(ENGLISH.keys()) if not keys.is_used(key)] == []


def test_no_key_is_missing() -> None:
    asked = set(keys.asked_for())
    assert asked
    assert [key for key in sorted(asked) if not ENGLISH.has(key)] == []


@pytest.mark.parametrize("words", BOTH)
def test_no_family_is_without_texts(words: catalog.Words) -> None:
    _, families = keys.named()
    for family in families:
        assert any(re.fullmatch(family, key) for key in words.keys()), family  # noqa: SIM118


@pytest.mark.parametrize("words", BOTH)
def test_no_word_that_hurts(words: catalog.Words) -> None:
    found = {key: checks.hurting(text, words.language) for key, text in _texts(words)}
    assert {key: hits for key, hits in found.items() if hits} == {}


CALLED = (
    # Eight questions are not small, and nobody who says how they are is filed by a clerk.
    ("nudge.participant.full", "small|pequeñ"),
    ("nudge.supporter.full", "small|pequeñ"),
    ("checkin.ack", "^noted|^anotado"),
)


@pytest.mark.parametrize("words", BOTH)
@pytest.mark.parametrize(("family", "never"), CALLED)
def test_what_is_never_called_so(words: catalog.Words, family: str, never: str) -> None:
    found = [text for key, text in _texts(words) if key.startswith(f"{family}.")]
    assert len(found) > 2
    assert [text for text in found if re.search(never, text.lower())] == []


@pytest.mark.parametrize("words", BOTH)
def test_ours_could_be_laid_over_themselves(words: catalog.Words) -> None:
    entries = [entry for path in _files(words.language) for entry in _read(path)]
    kept = tuple(start for starts in overlay.KEPT for start in starts)
    free = [entry for entry in entries if not entry.key.startswith(kept)]
    assert overlay.faults(free, words) == []
    assert overlay.warnings(free, words) == []


@pytest.mark.parametrize("words", BOTH)
def test_no_sentence_is_longer_than_twenty_words(words: catalog.Words) -> None:
    found = {key: checks.too_long_sentences(text) for key, text in _texts(words)}
    assert {key: parts for key, parts in found.items() if parts} == {}


@pytest.mark.parametrize("words", BOTH)
def test_at_most_one_exclamation_mark(words: catalog.Words) -> None:
    assert [key for key, text in _texts(words) if checks.too_loud(text)] == []


@pytest.mark.parametrize("words", BOTH)
def test_texts_and_buttons_are_short(words: catalog.Words) -> None:
    assert [key for key, text in _texts(words) if checks.too_long(key, text)] == []


@pytest.mark.parametrize("words", BOTH)
def test_no_text_hides_a_mark(words: catalog.Words) -> None:
    found = [key for key, text in _texts(words) if checks.strange(text) or checks.hidden(text)]
    assert found == []


def test_the_english_is_easy_to_read() -> None:
    assert reading.grade(_said(ENGLISH)) <= checks.HARDEST_GRADE


def test_the_spanish_is_easy_to_read() -> None:
    assert reading.ease(_said(SPANISH)) >= checks.LEAST_EASE


def _said(words: catalog.Words) -> list[str]:
    """What is read as text: without buttons, which are no sentences."""
    return [text for key, text in _texts(words) if not checks.is_label(key)]


@pytest.mark.parametrize(("word", "count"), [("come", 1), ("little", 2), ("invited", 3)])
def test_english_syllables(word: str, count: int) -> None:
    assert reading.syllables_en(word) == count


@pytest.mark.parametrize(
    ("word", "count"), [("quien", 1), ("día", 2), ("respuesta", 3), ("ahí", 2), ("círculo", 3)]
)
def test_spanish_syllables(word: str, count: int) -> None:
    assert reading.syllables_es(word) == count


def test_every_line_of_help_has_both_languages_and_a_source() -> None:
    assert [line.id for line in lines() if not (line.en and line.es and line.source)] == []


@pytest.mark.parametrize("words", BOTH)
def test_a_label_is_one_line(words: catalog.Words) -> None:
    found = [key for key, text in _texts(words) if checks.is_label(key) and "\n" in text]
    assert found == []


@pytest.mark.parametrize("language", Language)
def test_no_typed_answer_means_two_things(language: Language) -> None:
    entries = [entry for path in _files(language) for entry in _read(path)]
    assert overlay.mixed_up(entries, language, catalog.load()) == []
