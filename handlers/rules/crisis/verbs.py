"""Verbs by their forms: one word in the data stands for all that people make of it.

English: base, -s, -ing, past. Spanish: who does it to whom, with the pronoun before or behind, and
the ways to say that it is about to be, is being, or has just been done. Accents do not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

_VOWELS = "aeiou"
_THEM = ("lo", "la", "los", "las", "le", "les")
_WILL = ("e", "ia", "a", "an", "emos", "ian")
_SOFT = {"c": "qu", "g": "gu", "z": "c"}
"""How a stem's last letter is written before an e."""


def english(group: str, listed: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Class and word: ``hit/hit/hitting`` names past and -ing; a plain verb is regular."""
    for verb in listed:
        base, *irregular = verb.split("/")
        past, going = irregular if irregular else (_joined(base, "ed"), _joined(base, "ing"))
        for family, word in (("BASE", base), ("S", _third(base)), ("ING", going), ("PAST", past)):
            yield f"{group}.{family}", word
            yield group, word


def _joined(base: str, end: str) -> str:
    if base.endswith("e"):
        return base[:-1] + end
    if base.endswith("y") and end == "ed" and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + end


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")


@dataclass(frozen=True, slots=True)
class Forms:
    """A Spanish verb's forms, by who does it."""

    infinitive: str
    mine: tuple[str, ...]
    """I do, did, will; and that I or somebody may."""
    theirs: tuple[str, ...]
    """Somebody does, did, will."""
    used: tuple[str, ...]
    """Used to: long ago, more often than not."""
    going: str
    done: str


def forms(verb: str) -> Forms:
    """``morder:muerd`` names the stressed stem, ``herir:hier:hir`` the one of *hirió* as well."""
    infinitive, *stems = verb.split(":")
    stem = infinitive[:-2]
    strong, thin = [*stems, *(stem, stem)[len(stems) :]]
    return (_ar if infinitive.endswith("ar") else _er)(infinitive, strong, thin)


def _ar(infinitive: str, strong: str, _thin: str) -> Forms:
    stem, will = infinitive[:-2], [infinitive + end for end in _WILL]
    mild, hard = _soft(stem), _soft(strong)
    mine = (strong + "o", mild + "e", hard + "e", will[0], will[1], stem + "ara")
    theirs = (strong + "a", strong + "an", stem + "o", stem + "aron", hard + "e", hard + "en")
    used = (stem + "aba", stem + "aban")
    return Forms(infinitive, mine, (*theirs, *will[1:]), used, stem + "ando", stem + "ado")


def _er(infinitive: str, strong: str, thin: str) -> Forms:
    stem, will = infinitive[:-2], [infinitive + end for end in _WILL]
    back = strong[:-1] + "j" if strong.endswith("g") else strong
    mine = (back + "o", stem + "i", back + "a", will[0], will[1], thin + "iera")
    theirs = (strong + "e", strong + "en", thin + "io", thin + "ieron", back + "a", back + "an")
    used = (stem + "ia", stem + "ian")
    return Forms(infinitive, mine, (*theirs, *will[1:]), used, thin + "iendo", stem + "ido")


def _soft(stem: str) -> str:
    return stem[:-1] + _SOFT.get(stem[-1], stem[-1])


def spanish(
    group: str, listed: Iterable[str], ways: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Class and phrase: SELF me corto, SE se corta, ME me pega, THEM lo mato, WAS me pegaba, ..."""
    for verb in listed:
        one = forms(verb)
        yield from _named(group, "SELF", ("me",), one.mine, one, ways["mine"])
        yield from _named(group, "SE", ("se",), one.theirs, one, ways["theirs"])
        yield from _named(group, "ME", ("me", "nos"), one.theirs, one, ways["theirs"], ends=False)
        yield from _named(group, "THEM", _THEM, one.mine, one, ways["mine"])
        yield from _named(group, "THEY", _THEM, one.theirs, one, ways["theirs"], ends=False)
        for who, form in product(("me", "nos", "se", *_THEM), one.used):
            yield f"{group}.WAS", f"{who} {form}"
        for form in (*one.theirs, one.going):
            yield f"{group}.DOES", form
        for form in (*one.mine, one.going, one.infinitive):
            yield f"{group}.DO", form
        yield f"{group}.INF", one.infinitive
        yield f"{group}.GER", one.going
        for end in ("me", "nos"):
            yield f"{group}.TOME", one.infinitive + end


def _named(
    group: str,
    family: str,
    whom: Sequence[str],
    plain: Sequence[str],
    verb: Forms,
    ways: Sequence[str],
    *,
    ends: bool = True,
) -> Iterator[tuple[str, str]]:
    name = f"{group}.{family}"
    by = {"-r": verb.infinitive, "-ndo": verb.going, "-do": verb.done}
    for who in whom:
        yield from ((name, f"{who} {form}") for form in plain)
        for way in ways:
            *start, end = way.split()
            yield name, f"{who} {' '.join(start)} {by[end]}"
        yield name, verb.going + who
        if ends:
            yield name, verb.infinitive + who
