"""The lexicon: reviewed data files, read once. Words in classes, frames of classes, spellings.

In a class ``a|b`` is either and ``a|`` may be left out; ``a_b`` is two words; ``@NAME`` is a class
of the same file. How frames are written stands in ``notation``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

from handlers.rules.crisis import verbs
from handlers.rules.crisis.normalise import Sounds, Spelling, fold, without_one
from handlers.rules.crisis.notation import Frame, load, read_frames
from handlers.rules.crisis.phrases import Book, Phrases

_WORDS = ("words_en.toml", "words_es.toml", "beside_en.toml", "beside_es.toml")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the gate knows."""

    version: int
    spelling: Spelling
    phrases: Phrases
    consuming: tuple[Frame, ...]
    """Idioms, losses, news: they take their own words out of the text and no more."""
    frames: tuple[Frame, ...]
    past: tuple[Frame, ...]
    now: tuple[Frame, ...]
    safe: tuple[Frame, ...]


def _variants(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(fold(full).split()) for word, full in data["variants"].items()}


class _Lists:
    """Comma-separated phrases, as the normaliser would write them. One comes after another:
    together they would fill the memory.
    """

    def __init__(self, variants: Mapping[str, tuple[str, ...]]) -> None:
        self._variants = variants
        self._written = dict[str, tuple[str, ...]]()

    def phrases(self, group: str, listed: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        """A class's phrases, with their choices written out."""
        for one in listed[group].split(","):
            choices = [self._choices(word, listed) for word in one.split()]
            yield from filter(None, map(_chained, product(*choices)))

    def _choices(self, word: str, listed: Mapping[str, str]) -> list[tuple[str, ...]]:
        if word[0] == "@":
            return list(self.phrases(word[1:], listed))
        return [self._run(choice) for choice in word.split("|")]

    def _run(self, choice: str) -> tuple[str, ...]:
        return _chained(self._word(word) for word in choice.split("_"))

    def _word(self, word: str) -> tuple[str, ...]:
        found = self._written.get(word)
        if found is None:
            plain = fold(word).replace("'", "")
            found = self._variants.get(plain, (plain,)) if plain else ()
            self._written[word] = found
        return found


def _chained(runs: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(runs))


def _spelling(data: Mapping[str, Any], words: Iterable[str], phrases: Phrases) -> Spelling:
    lists = _Lists({})
    triggers = [phrase[0] for phrase in lists.phrases("triggers", data)]
    guard = {word for phrase in lists.phrases("guard", data) for word in phrase}
    near: dict[str, str] = {}
    masked: dict[int, tuple[str, ...]] = {}
    for word in triggers:
        masked[len(word)] = (*masked.get(len(word), ()), word)
        if len(word) >= 5:
            near |= dict.fromkeys((word, *without_one(word)), word)
    return Spelling(
        emoji={ord(mark): f" {words} " for mark, words in data["emoji"].items()},
        variants=_variants(data),
        known=phrases.knows,
        guarded=frozenset(guard),
        sounds=Sounds(words),
        near=near,
        masked=masked,
        endings=tuple(one[0] for one in lists.phrases("endings", data)),
    )


def _verbs() -> Iterator[tuple[str, str]]:
    data = load("verbs.toml")
    for group, listed in data["en"].items():
        yield from verbs.english(group, fold(listed).replace(",", " ").split())
    ways = {who: fold(listed).split(", ") for who, listed in data["ways"].items()}
    for group, listed in data["es"].items():
        yield from verbs.spanish(group, fold(listed).replace(",", " ").split(), ways)


def _listed(spelling: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    """Every phrase with its class."""
    lists = _Lists(_variants(spelling))
    for name in _WORDS:
        listed = load(name)["words"]
        for group in listed:
            for phrase in lists.phrases(group, listed):
                yield group, phrase
    for group, text in _verbs():
        yield group, text.split()


def _negations(spelling: Mapping[str, Any]) -> set[str]:
    """The class of negations, and its words."""
    lists = _Lists(_variants(spelling))
    words = {"NEG"}
    for name in _WORDS:
        listed = load(name)["words"]
        if "NEG" in listed:
            words.update(one for one, *more in lists.phrases("NEG", listed) if not more)
    return words


def read() -> Lexicon:
    """Read and check the data files. Frames come first: what they leave behind is freed then."""
    spelling = load("spelling.toml")
    found, book = read_frames(_negations(spelling)), Book()
    for group, phrase in _listed(spelling):
        book.add(group, phrase, kept=group in found.classes)
    if missing := found.classes - book.classes.keys():
        raise ValueError(f"no class {min(missing)!r}")
    for word in sorted(found.literals):
        book.add(word, word.split("_"))
    phrases = book.closed()
    spelt = _spelling(spelling, book.words, phrases)
    return Lexicon(found.version, spelt, phrases, found.consuming, found.frames, **found.time)
