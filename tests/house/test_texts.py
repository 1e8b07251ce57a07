"""The words of the bot: both languages whole, plain, kind, and each of them used."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from handlers.texts import catalog
from handlers.texts.lines import lines
from storage.enums import Language
from tests.house import keys, reading
from tests.house.source import ROOT

ENGLISH = catalog.load().of(Language.ENGLISH)
SPANISH = catalog.load().of(Language.SPANISH)
BOTH = [pytest.param(ENGLISH, id="en"), pytest.param(SPANISH, id="es")]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%")
LONGEST_BUTTON = 24
LONGEST_SENTENCE = 20

FORBIDDEN = {
    Language.ENGLISH: (
        "failed|failure|missed|overdue|streak|scores?|compliance|compliant|should|still haven't"
        "|don't forget|patients?|clients?|addicts?|non-responsive|please note|successfully"
        "|invalid|users?|i see you|husband|wife|sorry|error|must|warning"
    ),
    Language.SPANISH: (
        "falló|fallaste|perdiste|atrasad[oa]s?|racha|puntaje|puntuación|cumplimiento|deberías"
        "|debes|todavía no has|aún no has|no olvides|no te olvides|pacientes?|clientes?"
        "|adict[oa]s?|adicción|por favor nota|con éxito|exitosamente|inválid[oa]s?|usuari[oa]s?"
        "|te veo|marido|esposo|esposa|error|usted|ustedes|vosotros|cansad[oa]"
        "|(?<!la )bienvenid[oa]s?"
    ),
}


def _texts(words: catalog.Words) -> dict[str, str]:
    return {key: form for key in sorted(words.keys()) for form in words.forms(key)}


def _files(language: Language) -> list[Path]:
    return sorted((ROOT / "handlers" / "texts" / "words" / language).glob("*.po"))


def _catalog(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale=path.parent.name)


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.keys() == SPANISH.keys()


def test_both_languages_fill_in_the_same() -> None:
    for key in ENGLISH.keys() & SPANISH.keys():
        for one, other in zip(ENGLISH.forms(key), SPANISH.forms(key), strict=True):
            assert set(PLACEHOLDER.findall(one)) == set(PLACEHOLDER.findall(other)), key


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty_or_fuzzy_or_twice(language: Language) -> None:
    found = [message for path in _files(language) for message in _catalog(path) if message.id]
    assert [m.id for m in found if not m.string or m.fuzzy] == []
    written = "".join(path.read_text("utf-8") for path in _files(language))
    assert len(re.findall(r"^msgid \"[^\"]+\"", written, re.M)) == len(found)
    assert len({str(m.id) for m in found}) == len(found)


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
    forbidden = re.compile(rf"\b({FORBIDDEN[words.language]})\b", re.IGNORECASE)
    found = {key: forbidden.findall(text) for key, text in _texts(words).items()}
    assert {key: hits for key, hits in found.items() if hits} == {}


@pytest.mark.parametrize("words", BOTH)
def test_no_sentence_is_longer_than_twenty_words(words: catalog.Words) -> None:
    long = [
        (key, sentence)
        for key, text in _texts(words).items()
        for sentence in reading.sentences(text)
        if len(reading.words(sentence)) > LONGEST_SENTENCE
    ]
    assert long == []


@pytest.mark.parametrize("words", BOTH)
def test_at_most_one_exclamation_mark(words: catalog.Words) -> None:
    assert [key for key, text in _texts(words).items() if text.count("!") > 1] == []


@pytest.mark.parametrize("words", BOTH)
def test_buttons_are_short(words: catalog.Words) -> None:
    labels = ("button.", "temperature.", "day.")
    found = {key: text for key, text in _texts(words).items() if key.startswith(labels)}
    bare = {key: PLACEHOLDER.sub("", text) for key, text in found.items()}
    assert {key: text for key, text in bare.items() if len(text) > LONGEST_BUTTON} == {}


@pytest.mark.parametrize("words", BOTH)
def test_no_text_hides_a_mark(words: catalog.Words) -> None:
    strange = re.compile(r"  |\s$|^\s|[<>*`]|\bTODO\b|—")
    assert [key for key, text in _texts(words).items() if strange.search(text)] == []


def test_the_english_is_easy_to_read() -> None:
    assert reading.grade(_said(ENGLISH)) <= 6


def test_the_spanish_is_easy_to_read() -> None:
    assert reading.ease(_said(SPANISH)) >= 70


def _said(words: catalog.Words) -> list[str]:
    """What is read as text: without buttons, which are no sentences."""
    labels = ("button.", "temperature.", "day.", "menu.")
    return [text for key, text in _texts(words).items() if not key.startswith(labels)]


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
