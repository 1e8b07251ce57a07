"""Phrases: which classes a run of words belongs to. A tree of words would take 70 megabytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.rules.crisis.tables import Table


class Phrases:
    """The phrases of all classes, to look up."""

    def __init__(self, names: Sequence[str], phrases: Table, longest: Table) -> None:
        self._names = tuple(names)
        self._phrases = phrases
        self._longest = longest

    def at(self, words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
        """The phrases that begin at this word: how many words, and which class."""
        text = ""
        for length in range(1, (self._longest.first(words[at]) or 0) + 1):
            if at + length > len(words):
                return
            text = f"{text} {words[at + length - 1]}"
            for number in self._phrases.numbers(text):
                yield length, self._names[number]

    def knows(self, word: str) -> bool:
        """Whether any phrase has this word."""
        return self._longest.first(word) is not None


class Book:
    """Phrases as they are read."""

    def __init__(self) -> None:
        self.classes: dict[str, int] = {}
        self.words: dict[str, int] = {}
        """Every word, and how many words the longest phrase has that begins with it."""
        self._phrases = Table()

    def add(self, name: str, phrase: Sequence[str], *, kept: bool = True) -> None:
        """One more phrase of a class; or its words alone, if nothing looks for the class."""
        number = self.classes.setdefault(name, len(self.classes))
        for word in phrase:
            if word not in self.words:
                self.words[word] = 0
        if not kept:
            return
        self._phrases.add(" " + " ".join(phrase), number)
        self.words[phrase[0]] = max(self.words[phrase[0]], len(phrase))

    def closed(self) -> Phrases:
        """All of them, ready to look up."""
        longest = Table()
        for word, length in self.words.items():
            longest.add(word, length)
        longest.sort()
        self._phrases.sort()
        return Phrases(list(self.classes), self._phrases, longest)
