"""The locked screen: which texts it may show, and what it would tell of them.

The first 60 characters of whatever comes unasked tell neither what this bot is for nor anybody's
name but the reader's own. Words are looked at one by one: what is told by a whole sentence, or by a
name written small, no list can know.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from handlers.texts import checks

SHOWN = 60
"""So many characters a locked screen shows of a message that comes unasked."""
FIRST = (
    "alert.closed",
    "alert.group",
    "alert.short",
    "back.partner",
    "back.short",
    "circle_news.",
    "circles.begun",
    "contact.news",
    "contact.word",
    "ending.short",
    "hello.about",
    "hello.news",
    "hello.short",
    "hours.digest.nothing",
    "join.back",
    "joined.partner",
    "line.news",
    "line.unseen",
    "links.asked",
    "long_break.ask",
    "nudge.gentle",
    "nudge.pace.",
    "nudge.participant.",
    "nudge.reminder",
    "nudge.supporter.",
    "offer.answer.",
    "offer.later",
    "offer.short",
    "quiet.short",
    "seat.news",
    "seat.open",
    "still_here.ask",
    "talked.ask",
    "urgent.short",
    "urgent.taken",
    "weekly.short",
)
"""The keys, or how they begin, of which a locked screen may show something."""
CURTAINS = ("checkin.back", "hours.digest", "urgent.about")
"""They stand first, too, and fill a locked screen: what follows them may tell more."""

_TELLING = re.compile(
    # What somebody recovers from, in English and in Spanish, folded.
    r"recover|rehab|detox|sober|sobriety|relaps|addict|drug|alcohol|drink|drunk|substance|opioid"
    r"|opiate|heroin|cocain|methad|methamph|meth$|naloxon|overdos|withdrawal"
    r"|recuper|desintox|sobri[aoe]|recaid|recae|recai|adicc|adict|drog|beber|bebid|borrach"
    r"|sustancia|opiace|metadon|sobredosis"
    # How it goes.
    r"|mental|mood|feeling|emotion|depress|anxi|stress|trauma|bipolar|panic|suicid|self-harm|crisis"
    r"|abus|violen|alone$|lonel"
    r"|animo|emoc|sentimiento|depres|deprim|ansied|ansios|estres|panico|autoles|maltrat|soledad"
    # Who helps with it.
    r"|treatment|therap|counsel|psych|clinic|hospital|doctor|medic|pills?$|diagnos|disorder|illness"
    r"|sick|disease|health|unhealth|wellness|well-?being|support|parole|probation"
    r"|tratamiento|terap|consejer|psic|psiq|sicol|pastilla|trastorno|enferm|salud$|saludab|bienestar"
    r"|apoy"
)
"""How words begin, folded, that tell what this bot is for."""
_LONELY = re.compile(
    r"\b(?:(?:est|sient|sent|qued|viv|dej)\w+|tan|muy|a) sol[oa]s?\b"
    r"(?! (?:una?|si|por|para|a)\b)"
)
"""Alone, in Spanish; the same word also says *only* and *single*."""
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?")
_BEGINS = re.compile(r"(?:^|[.!?…¿¡:\n«“\"(])\s*$")
"""What stands before the first word of a sentence."""


def comes_first(key: str) -> bool:
    """Whether a locked screen may show this text."""
    return key in CURTAINS or key.startswith(FIRST)


def opening(text: str) -> str:
    """As much of it as a locked screen can show when whatever is filled in is short; a word that
    it begins to show is taken whole."""
    left, end = SHOWN, 0
    for part in re.split(rf"({checks.PLACEHOLDER.pattern})", text):
        cut = part if checks.PLACEHOLDER.fullmatch(part) else _whole_words(part, left)
        end += len(cut)
        left -= len(checks.bare(cut))
        if left <= 0:
            break
    return text[:end]


def _whole_words(text: str, most: int) -> str:
    end = most
    while 0 < end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    return text[:end]


def words(text: str) -> Iterator[str]:
    """Its words, each as it is written."""
    return (found[0] for found in _WORD.finditer(checks.visible(text)))


def telling(text: str) -> list[str]:
    """The words of its opening that tell what this bot is for, each once."""
    shown = checks.bare(opening(text))
    told = [one.lower() for one in words(shown) if _TELLING.match(checks.folded(one))]
    return list(dict.fromkeys([*told, *_LONELY.findall(checks.folded(shown))]))


def known(texts: Iterable[str]) -> frozenset[str]:
    """Every word that these texts say, folded: none of them is taken for a name."""
    return frozenset(_bare_word(one) for text in texts for one in words(checks.bare(text)))


def names(text: str, familiar: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Words of its opening that may be somebody's name: capitals that ours do not know. With each
    whether it begins a sentence, where any word has a capital."""
    shown = checks.visible(checks.PLACEHOLDER.sub("x", opening(text)))
    for found in _WORD.finditer(shown):
        if found[0][0].isupper() and _bare_word(found[0]) not in familiar:
            yield found[0], bool(_BEGINS.search(shown, 0, found.start()))


def _bare_word(word: str) -> str:
    """Without what an apostrophe adds: "Ben" of "Ben's"."""
    return checks.folded(word).partition("'")[0]
