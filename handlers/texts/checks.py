"""What a text of ours must hold to: the tone, the length, the lock screen.

The tests of the house hold our own catalogues to it, and the start a programme's own words: the
same code, the same data. Each function looks at one text and says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.texts import reading
from storage.enums import Language

_LABELS = ("button.", "temperature.", "day.")
"""Keys whose texts stand on buttons begin so."""
_NO_SENTENCES = (*_LABELS, "menu.")
LONGEST_BUTTON = 24
LONGEST_SENTENCE = 20
LONGEST_TEXT = 800
"""A caption of Telegram's holds 1024 characters, and names are filled in."""
HARDEST_GRADE = 6
LEAST_EASE = 70

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
TELLING = re.compile(
    r"recover|mental|health|support|crisis|therap|wellness|addict|relapse|sober|alone|lonely"
    r"|recupera|salud|apoyo|terapia|bienestar|adicci|reca[íi]da|sobri|sol[oa] |ánimo|feeling",
    re.IGNORECASE,
)
"""Words that tell what this bot is for."""

_FORBIDDEN = {
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
_HURTS = {one: re.compile(rf"\b(?:{words})\b", re.I) for one, words in _FORBIDDEN.items()}
_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_STRANGE = re.compile(r"  |\s$|^\s|[<>*`]|\bTODO\b|—")


def hurting(text: str, language: Language) -> list[str]:
    """The words in it that label, count or blame."""
    return _HURTS[language].findall(text)


def filled_in(forms: Iterable[str]) -> frozenset[str]:
    """What is filled in, as it is written: ``%(name)s``."""
    return frozenset(found for form in forms for found in _PLACEHOLDER.findall(form))


def stray_percent(text: str) -> bool:
    """Whether a % stands in it that is neither ``%%`` nor fills anything in."""
    return "%" in _PLACEHOLDER.sub("", text.replace("%%", ""))


def bare(text: str) -> str:
    """The text without what is filled in."""
    return _PLACEHOLDER.sub("", text)


def too_long(key: str, text: str) -> int:
    """How many characters would fit where it stands; 0 when it does fit."""
    most = LONGEST_BUTTON if key.startswith(_LABELS) else LONGEST_TEXT
    return most if len(bare(text)) > most else 0


def is_read(key: str) -> bool:
    """Whether its text is read as sentences; buttons and menus are not."""
    return not key.startswith(_NO_SENTENCES)


def comes_first(key: str) -> bool:
    """Whether a locked screen may show this text."""
    return key in CURTAINS or key.startswith(FIRST)


def opening(text: str) -> str:
    """As much of it as a locked screen can show when whatever is filled in is short."""
    left, end = SHOWN, 0
    for part in re.split(r"(%\(\w+\)s)", text):
        cut = part if _PLACEHOLDER.fullmatch(part) else part[:left]
        end += len(cut)
        left -= len(bare(cut))
        if left <= 0:
            break
    return text[:end]


def telling(text: str) -> list[str]:
    """The words of its opening that tell what this bot is for, each once."""
    found = TELLING.findall(bare(opening(text)))
    return list(dict.fromkeys(word.strip().lower() for word in found))


def too_long_sentences(text: str) -> list[str]:
    """Its sentences of more than twenty words."""
    parts = reading.sentences(text)
    return [part for part in parts if len(reading.words(part)) > LONGEST_SENTENCE]


def too_loud(text: str) -> bool:
    """Whether it has more than one exclamation mark."""
    return text.count("!") > 1


def strange(text: str) -> str:
    """The first mark in it that does not belong: a double space, a star, a dash; or nothing."""
    found = _STRANGE.search(text)
    return found[0] if found else ""
