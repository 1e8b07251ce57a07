"""How hard a text is to read: sentences, words, syllables, and the two formulas of the house.

Syllables are counted by groups of vowels. In English a silent e at the end does not count ("come"
has one), an e before a final d or s counts only after the letters that need it ("invited",
"pieces"). In Spanish two strong vowels, or a weak one with an accent, are two syllables. It errs
by a few words in a hundred, which a whole catalogue evens out.

Flesch-Kincaid grade: 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid 1975).
Fernández-Huerta: 206.84 - 60 syllables per word - 1.02 words per sentence (1959, in the form that
Law 2011 corrected: per word and per sentence).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_LINK = re.compile(r"https?://\S+|/[a-z]+\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS_EN = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"[^aeiouy]e$|[^aeiouytd]ed$|[^aeiouyscgxz]es$")
_ENDS_IN_LE = re.compile(r"[^aeiouy]le$")
_STAND_INS = {"name": "Ana", "inviter": "Cora", "partner": "Cora", "city": "Lima", "n": "two"}


def plain(text: str) -> str:
    """The text as somebody reads it: placeholders filled, addresses and commands left out."""
    filled = _PLACEHOLDER.sub(lambda match: _STAND_INS.get(match[1], "one"), text)
    return _LINK.sub("", filled)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a new line ends one, too."""
    return [part for part in _SENTENCE.split(plain(text)) if words(part)]


def words(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(text)


def syllables_en(word: str) -> int:
    """About how many syllables an English word has."""
    bare = word.lower().replace("'", "").replace("’", "")
    count = len(_VOWELS_EN.findall(bare))
    if _SILENT_E.search(bare) and not _ENDS_IN_LE.search(bare):
        count -= 1
    return max(1, count)


def syllables_es(word: str) -> int:
    """About how many syllables a Spanish word has."""
    bare = re.sub(r"(?<=[gq])u(?=[eiéí])", "", word.lower())
    count, before = 0, ""
    for letter in bare:
        strong = letter in "aeoáéíóú"
        weak = letter in "iuü"
        glides = (weak and before in tuple("aeoáéóiuü")) or (
            strong and before in tuple("iuü") and letter not in "íú"
        )
        if (strong or weak) and not glides:
            count += 1
        before = letter
    return max(1, count)


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade of English texts taken together."""
    parts = [part for text in texts for part in sentences(text)]
    said = [word for part in parts for word in words(part)]
    syllables = sum(map(syllables_en, said))
    return 0.39 * len(said) / len(parts) + 11.8 * syllables / len(said) - 15.59


def ease(texts: Iterable[str]) -> float:
    """Fernández-Huerta ease of Spanish texts taken together; 70 and more is easy."""
    parts = [part for text in texts for part in sentences(text)]
    said = [word for part in parts for word in words(part)]
    syllables = sum(map(syllables_es, said))
    return 206.84 - 60 * syllables / len(said) - 1.02 * len(said) / len(parts)
