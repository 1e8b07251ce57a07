"""The page's own files: both languages whole, every word used, nothing loaded from outside."""

import json
import re
from pathlib import Path

import pytest

from bot.practice_room import server

SOURCE = server.PAGE.parent
LANGUAGES = {"en": "english.js", "es": "spanish.js"}
REFUSED = "refused."
LONGEST_MODULE = 250
LONGEST_SENTENCE = 20
MADE_UP = re.compile(r"say\(`([a-z.]+)\$")
"""A key whose end is known only when the page runs."""


def _words(code: str) -> dict[str, str]:
    text = (server.PAGE / LANGUAGES[code]).read_text("utf-8")
    table: dict[str, str] = json.loads(text.removeprefix("export default ").rstrip().rstrip(";"))
    return table


def _own(code: str) -> dict[str, str]:
    return {key: text for key, text in _words(code).items() if not key.startswith(REFUSED)}


def _scripts() -> list[Path]:
    return sorted(server.PAGE.glob("*.js"))


def _used() -> str:
    tables = set(LANGUAGES.values())
    pages = [server.PAGE / "index.html", *(one for one in _scripts() if one.name not in tables)]
    return "\n".join(path.read_text("utf-8") for path in pages)


def test_both_languages_have_the_same_words_and_none_is_empty() -> None:
    english, spanish = _own("en"), _own("es")
    assert list(english) == list(spanish)
    assert all(text.strip() for text in [*english.values(), *_words("es").values()])


def test_both_languages_have_the_same_places() -> None:
    english, spanish = _own("en"), _own("es")
    places = {key: set(re.findall(r"\{\w+\}", text)) for key, text in english.items()}
    assert places == {key: set(re.findall(r"\{\w+\}", text)) for key, text in spanish.items()}


def test_no_word_is_left_in_english_by_accident() -> None:
    english, spanish = _own("en"), _own("es")
    same = {key for key, text in english.items() if spanish[key] == text}
    assert same == {"message.bot", "message.mine"}


def test_every_word_is_used_and_every_used_one_is_there() -> None:
    keys, used = set(_own("en")), _used()
    begins = tuple(MADE_UP.findall(used))
    unused = {key for key in keys if f'"{key}"' not in used and not key.startswith(begins)}
    assert unused == set()
    asked = re.findall(r'data-(?:say|label|hint)="([^"]+)"|say\("([^"]+)"', used)
    assert {one or other for one, other in asked} <= keys


def test_sentences_are_short() -> None:
    for code in LANGUAGES:
        for text in _own(code).values():
            for sentence in re.split(r"[.:?!…]\s", text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_what_the_room_refuses_in_spanish_is_what_it_refuses() -> None:
    source = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("*.py")).lower()
    known = [key.removeprefix(REFUSED) for key in _words("es") if key.startswith(REFUSED)]
    assert known
    assert [one for one in known if one.lower().rstrip(".") not in source] == []


@pytest.mark.parametrize("path", _scripts(), ids=lambda path: str(path.name))
def test_a_module_is_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_nothing_is_loaded_from_outside() -> None:
    for path in server.PAGE.iterdir():
        text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.findall(r"(?:src|href|from|url|@import)[=(\s]+[\"']?(?:https?:)?//", text)
        assert not re.search(r"style=|innerHTML|\beval\b", text)
