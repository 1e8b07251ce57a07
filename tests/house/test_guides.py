"""The guides for people: what they quote is what the bot says, and both languages tell the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.commands import COMMANDS
from handlers.texts import catalog, checks, reading
from handlers.texts.lines import lines
from storage.enums import Language
from tests.house.source import ROOT

FOLDER = ROOT / "docs" / "guides"
ROLES = ("participant", "supporter", "partner")
MOST_WORDS = {"participant": 960, "supporter": 900, "partner": 1300}
MOST_BYTES = 80 * 1024
SHOWN = ["room.en.png", "question.en.png", "alert.en.png"]
"""What the README shows: the room, a check-in, an alert."""
LEAST_SAID = 60
"""Characters: whoever does not see a picture is told what is on it."""
TEXTS = catalog.load()
ON_BUTTONS = ("button.", "temperature.")

_BUTTON = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_QUOTE = {Language.ENGLISH: re.compile("“([^”]+)”"), Language.SPANISH: re.compile("«([^»]+)»")}
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
_COMMAND = re.compile(r"`/([a-z]+)`")
_FILLED = re.compile(r"%\((\w+)\)s")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`#]|^\d+\. |^- |^\|[-| ]+\|$", re.MULTILINE)

GUIDES = [
    pytest.param(role, language, id=f"{role}.{language}") for role in ROLES for language in Language
]


def _path(role: str, language: Language) -> Path:
    return FOLDER / f"{role}.{language}.md"


def _text(role: str, language: Language) -> str:
    return _path(role, language).read_text("utf-8")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said(text: str) -> Iterator[str]:
    """The guide as somebody reads it: paragraphs, list items and cells, each whole."""
    for block in re.split(r"\n\s*\n|\n(?=- |\d+\. |\|)", _LINK.sub(r"\1", _PICTURE.sub("", text))):
        for cell in _MARKS.sub("", block).split("|"):
            if cell.strip():
                yield _one_line(cell)


def _pattern(form: str, filled: str) -> str:
    """A text of the catalogue, with whatever is filled in."""
    return filled.join(re.escape(part) for part in _FILLED.split(form)[::2])


def _forms(language: Language, *begins: str) -> Iterator[str]:
    words = TEXTS.of(language)
    for key in words.keys():  # noqa: SIM118
        if key.startswith(begins):
            yield from words.forms(key)


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_every_button_that_is_told_is_there(role: str, language: Language) -> None:
    buttons = [_pattern(form, r"[\w]+") for form in _forms(language, *ON_BUTTONS)]
    told = {_one_line(one) for one in _BUTTON.findall(_text(role, language))}
    assert len(told) > 20
    assert sorted(one for one in told if not any(re.fullmatch(x, one) for x in buttons)) == []


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_what_the_bot_is_quoted_with_it_says(role: str, language: Language) -> None:
    says = [_FILLED.sub("K7", form) for form in _forms(language, "")]
    quotes = {_one_line(one) for one in _QUOTE[language].findall(_text(role, language))}
    assert len(quotes) > 1
    assert sorted(one for one in quotes if not any(one in text for text in says)) == []


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_every_command_that_is_told_is_one_of_its_language(role: str, language: Language) -> None:
    names = {one.names[language is Language.SPANISH] for one in COMMANDS}
    told = set(_COMMAND.findall(_text(role, language)))
    assert len(told) > 2
    assert sorted(told - names) == []


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_every_guide_says_whom_to_call(role: str, language: Language) -> None:
    text = _text(role, language)
    assert [line.number for line in lines() if line.number not in text] == []


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_a_guide_is_kind_and_plain(role: str, language: Language) -> None:
    said = list(_said(_text(role, language)))
    assert [one for text in said for one in checks.hurting(text, language)] == []
    assert [one for text in said for one in checks.too_long_sentences(text)] == []
    assert "!" not in "".join(said)
    if language is Language.ENGLISH:
        assert reading.grade(said) <= checks.HARDEST_GRADE
    else:
        assert reading.ease(said) >= checks.LEAST_EASE


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_a_guide_is_short(role: str, language: Language) -> None:
    count = sum(len(reading.words(text)) for text in _said(_text(role, language)))
    assert count <= MOST_WORDS[role]


@pytest.mark.parametrize("role", ROLES)
def test_both_languages_have_the_same_parts(role: str) -> None:
    english, spanish = (_text(role, one) for one in Language)
    for part in (r"^(#+) ", r"^(-|\d\.) ", r"^\|", r"(!)\[", r"\]\((?:\.\./)?\w+[./]"):
        assert len(re.findall(part, english, re.M)) == len(re.findall(part, spanish, re.M)), part


@pytest.mark.parametrize(("role", "language"), GUIDES)
def test_every_picture_is_there_small_and_said_in_words(role: str, language: Language) -> None:
    pictures = _PICTURE.findall(_text(role, language))
    assert pictures
    for said, place in pictures:
        assert len(said) >= LEAST_SAID
        assert place.endswith(f".{language}.png")
        assert (FOLDER / place).stat().st_size < MOST_BYTES


def test_every_link_between_documents_leads_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (one, place.partition("#")[0])
        for one in documents
        for place in re.findall(r"\]\(([^)\s]+)\)", one.read_text("utf-8"))
        if "://" not in place and not place.startswith("#")
    ]
    assert len(links) > 25
    assert [link for link in links if not (link[0].parent / link[1]).exists()] == []


def test_the_pictures_of_the_readme_are_small_and_said_in_words() -> None:
    pictures = _PICTURE.findall((ROOT / "README.md").read_text("utf-8"))
    assert [Path(place).name for _, place in pictures] == SHOWN
    assert [said for said, _ in pictures if len(said) < LEAST_SAID] == []
    assert all((ROOT / place).stat().st_size < MOST_BYTES for _, place in pictures)


def test_every_guide_leads_to_the_other_language_and_the_readme_to_all() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for role in ROLES:
        for language in Language:
            other = next(one for one in Language if one is not language)
            assert f"({role}.{other}.md)" in _text(role, language)
            assert f"(docs/guides/{role}.{language}.md)" in readme
