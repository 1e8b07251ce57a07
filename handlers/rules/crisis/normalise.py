"""One plain spelling for many: what people type on phones, as words that the lexicon knows.

Both languages at once. Every step looks at each character or word a bounded number of times.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from handlers.rules.crisis.tables import Table

SOFT, HARD = ",", "."
"""The end of a clause, and of a sentence."""

_QUOTES = str.maketrans(dict.fromkeys("‘’ʼ`´′＇", "'"))
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_][^\W\d_](?![^\W_])){3,}")
_TOKEN = re.compile(r"[$@]?[^\W_]+(?:[*!@$]+[^\W_]+)*|[.!?;…\n]|[,:\"“”«»()/|—–-]|'")
_SELF = re.compile(r"\b(my|him|her|them) (self|selves)\b")
_ODED = re.compile(r"\bod'e?d\b")
"""Written as "od'd"; without its apostrophe it would read as another word."""
_COMMAND = re.compile(r"^\s*/\w+(?:@\w+)?(?=\s)|(?<!\S)/(?:help|ayuda|sos)\b(?:@\w+)?")
"""What was asked of the bot is no word of the sentence."""
_HARD = frozenset(".!?;…\n")
_STRETCHED = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.)\1+")
_LEET = (str.maketrans("103457@!$", "ioeastais"), str.maketrans("103457@!$", "loeastals"))
_PARTS = re.compile(r"[*!@$]+")
_LONGEST = 24
"""A longer word is nobody's misspelling."""
_SHORTEST_SOUND = 4
_SHORTEST_MEDICINE = 7
_MEDICINE = "medicine"
_LONG_SIGNS = str.maketrans("\ufdfa\ufdfb", "  ")
"""Signs that stand for a whole Arabic phrase: a text of them would be twenty times as long."""


def fold(text: str) -> str:
    """Lower case, plain quotes, no accents, nothing that cannot be seen."""
    if text.isascii() and text.isprintable():
        return text.lower().translate(_QUOTES)
    text = unicodedata.normalize("NFKC", text.translate(_LONG_SIGNS)).casefold().translate(_QUOTES)
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Cf", "Me"))


def sound(word: str) -> str:
    """How a word is said in Spanish, so that k, q, b, v, z, s and a dropped h are one."""
    word = word.replace("ch", "!").replace("h", "").replace("ll", "y")
    word = re.sub(r"qu(?=[ei])|q|c(?![ei])", "k", word)
    word = re.sub(r"c(?=[ei])|z", "s", word).replace("v", "b").replace("j", "g")
    return _TWICE.sub(r"\1", word)


def without_one(word: str) -> Iterator[str]:
    """The word with any one letter left out."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


class Sounds:
    """Words by how they are said, in one text: a dict of them takes ten times as much."""

    def __init__(self, words: Iterable[str]) -> None:
        # Backwards: a table finds the first of words that sound alike, and the last one counts.
        listed = sorted((word for word in words if len(word) >= _SHORTEST_SOUND), reverse=True)
        self._text = "".join(listed)
        self._ends = array("I", accumulate(map(len, listed)))
        self._table = Table()
        for number, word in enumerate(listed):
            self._table.add(sound(word), number)
        self._table.sort()

    def heard(self, word: str) -> str | None:
        """The word that sounds like this one."""
        if len(word) < _SHORTEST_SOUND or (at := self._table.first(sound(word))) is None:
            return None
        return self._text[self._ends[at - 1] if at else 0 : self._ends[at]]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the data files say about spellings, ready to look up."""

    emoji: Mapping[int, str]
    variants: Mapping[str, tuple[str, ...]]
    known: Callable[[str], bool]
    """Whether the lexicon has this word."""
    guarded: frozenset[str]
    """Real words that only look like one of it."""
    sounds: Sounds
    near: Mapping[str, str]
    """Trigger words of five letters or more by each of their spellings with one letter gone."""
    masked: Mapping[int, tuple[str, ...]]
    """Trigger words by length, for masks such as k*ll."""
    endings: tuple[str, ...]
    """What names of medicines end in: no list has them all."""

    def words(self, text: str) -> tuple[str, ...]:
        """The text as words of the lexicon where it has them; ends of clauses between them."""
        seen = fold(text.translate(self.emoji))
        seen = _COMMAND.sub(" ", seen)
        seen = _SPACED.sub(_joined, seen)
        seen = _ODED.sub("overdosed", _SELF.sub(r"\1\2", seen))
        seen = re.sub(r"(?<=\w)'(?=\w)", "", seen)
        words: list[str] = []
        for token in _TOKEN.findall(seen):
            if token[-1].isalnum():
                words.extend(self._read(token))
            else:
                words.append(HARD if token in _HARD else SOFT)
        return tuple(words)

    def _read(self, token: str) -> Iterable[str]:
        found = self._plain(token)
        if found is not None:
            return found
        if not token.isalpha():
            return self._disguised(token)
        if len(token) > _LONGEST:
            return (token,)
        return self._misspelled(token) or (token,)

    def _plain(self, token: str) -> tuple[str, ...] | None:
        if token in self.variants:
            return self.variants[token]
        return (token,) if self.known(token) or token in self.guarded else None

    def _disguised(self, token: str) -> Iterable[str]:
        """Figures and marks for letters, where a word comes of it."""
        if token.isdigit():
            return (token,)
        if "*" in token and len(token) <= _LONGEST:
            for word in self.masked.get(len(token), ()):
                if all(a in (b, "*") for a, b in zip(token, word, strict=True)):
                    return (word,)
        for table in _LEET:
            found = self._plain(token.translate(table))
            if found is not None:
                return found
        return [
            word for part in _PARTS.split(token) if part for word in self._plain(part) or (part,)
        ]

    def _misspelled(self, token: str) -> tuple[str, ...] | None:
        """Stretched, clipped, a medicine's name, as it sounds, or a slip from a trigger word."""
        for times in (r"\1", r"\1\1"):
            found = self._plain(_STRETCHED.sub(times, token))
            if found is not None:
                return found
        if token.endswith("in") and (found := self._plain(token + "g")):
            return found
        if len(token) >= _SHORTEST_MEDICINE and token.removesuffix("s").endswith(self.endings):
            return (_MEDICINE,)
        if heard := self.sounds.heard(token):
            return (heard,)
        if len(token) >= 5:
            for part in (token, *without_one(token)):
                if part in self.near:
                    return (self.near[part],)
        return None


def _joined(spaced: re.Match[str]) -> str:
    return re.sub(r"[ .\-_]", "", spaced[0])
