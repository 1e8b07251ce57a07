"""What a text of ours must hold to: the tone, the length, what may be filled in.

The tests of the house hold our own catalogues to it, and the start a programme's own words: the
same code, the same data. Each function looks at one text and says what is wrong with it. What a
locked screen may show is looked at in ``locked``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from handlers.texts import reading
from storage.enums import Language

LONGEST_BUTTON = 24
LONGEST_ITEM = 16
LONGEST_MENU = 100
"""Telegram takes 256 and shows about a line."""
LONGEST_TEXT = 800
"""A caption of Telegram's holds 1024 characters, and names are filled in."""
LONGEST_NAME = 32
"""As rules/names has it."""
FITS_ANYWHERE = 100
"""However short a text of ours is, a programme may say so much in its place."""
LONGEST_SENTENCE = 20
HARDEST_GRADE = 6
LEAST_EASE = 70

_ROOM = (
    ("share.item.all", LONGEST_BUTTON),
    ("share.item.", LONGEST_ITEM),
    ("button.share_stop_all", LONGEST_BUTTON),
    ("button.share_stop", LONGEST_BUTTON - LONGEST_ITEM),
    ("button.", LONGEST_BUTTON),
    ("temperature.", LONGEST_BUTTON),
    ("day.", LONGEST_BUTTON),
    ("menu.", LONGEST_MENU),
)
"""Keys that begin so stand on buttons or in the menu, and so many characters fit there. What is
shared stands on a button of its own, and inside the one that ends it."""
_LABELS = tuple(start for start, _ in _ROOM)
FILE_NAME = "export.file"
"""The one text that names a file."""

_FORBIDDEN = {
    Language.ENGLISH: (
        "fail(?:s|ed|ing|ures?)?|miss(?:ed|es)?|overdue|streaks?|scor(?:es?|ed|ing)"
        "|(?:non-?|in)?complian(?:ce|t)|comply|complied|should(?:n't|'ve)?"
        "|still (?:haven't|have not|hasn't|has not)|(?:don't|do not|never) forget|patients?"
        "|clients?|addict(?:s|ed|ions?|ive)?|alcoholics?|(?:non-?|un)responsive|please note"
        "|successful(?:ly)?|invalid|users?|i see you|i promise|i worry|i'm worried|proud of you"
        "|husbands?|wife|wives|sorry|errors?|must(?:n't)?|warning"
    ),
    Language.SPANISH: (
        "fall[oó]|fallaste|fallado|fracas(?:o|os|a|ó|as|aste|ado|ar)|perdiste|atrasad[oa]s?"
        "|retrasad[oa]s?|vencid[oa]s?|rachas?|puntajes?|puntuaci(?:ón|on|ones)"
        "|(?:in)?cumplimientos?|no cumpl(?:es|e|iste)|incumpl(?:es|e|iste|ir)|deb(?:es?|en|iste)"
        "|deber[ií]a(?:s|n|mos)?|(?:todav[ií]a|a[uú]n) no has|no (?:te |lo )?olvid(?:es|e)"
        "|pacientes?|client[ea]s?|(?:drog)?adict[oa]s?|adicci(?:ón|on|ones)|alcoh[oó]lic[oa]s?"
        "|no responsiv[oa]s?|por favor nota|con [eé]xito|exitosamente|inv[aá]lid[oa]s?"
        "|usuari[oa]s?|te veo|te prometo|me preocupas?|orgullos[oa]s?|maridos?|espos[oa]s?"
        "|error(?:es)?|usted(?:es)?|vosotr[oa]s|cansad[oa]s?|(?<!la )bienvenid[oa]s?"
    ),
}
_HURTS = {one: re.compile(rf"\b(?:{words})\b") for one, words in _FORBIDDEN.items()}
PLACEHOLDER = re.compile(r"%\(\w+\)s")
_STRANGE = re.compile(r"  |\s$|^\s|[<>*`]|\bTODO\b|—")
_HIDDEN = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""What turns words around, or parts them where nobody sees it."""
_FILE_NAME = re.compile(r"\w(?:[\w -]{0,38}\w)?")
_MARKS = str.maketrans(
    dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4\u2032\uff07", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013", "-")
)
_NOTHING_TO_SEE = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that show nothing."""


def visible(text: str) -> str:
    """The text without what no screen shows."""
    return "".join(mark for mark in text if unicodedata.category(mark) != "Cf")


def seen(text: str) -> str:
    """The text as a reader takes it in: small letters, plain marks, nothing invisible."""
    plain = unicodedata.normalize("NFKC", visible(text.translate(_MARKS))).translate(_MARKS)
    return " ".join(plain.lower().split())


def folded(text: str) -> str:
    """The same without accents and marks around it: what sounds alike is alike."""
    parted = unicodedata.normalize("NFKD", seen(text))
    return "".join(mark for mark in parted if not unicodedata.combining(mark)).strip(" .,!¡;:")


def blank(text: str) -> bool:
    """Whether nothing stands in it that can be read: Telegram refuses such a text."""
    return not any(mark.isalnum() for mark in text if mark not in _NOTHING_TO_SEE)


def hurting(text: str, language: Language) -> list[str]:
    """The words in it that label, count or blame."""
    return _HURTS[language].findall(seen(text))


def filled_in(forms: Iterable[str]) -> frozenset[str]:
    """What is filled in, as it is written: ``%(name)s``."""
    return frozenset(found for form in forms for found in PLACEHOLDER.findall(form))


def stray_percent(text: str) -> bool:
    """Whether a % stands in it that is neither ``%%`` nor fills anything in."""
    return "%" in PLACEHOLDER.sub("", text.replace("%%", ""))


def bare(text: str) -> str:
    """The text without what is filled in."""
    return PLACEHOLDER.sub("", text)


def length(text: str, ours: Sequence[str] = ()) -> int:
    """Its characters without what is filled in; a name that is filled in more often than in ours
    counts, as the longest."""
    names = len(PLACEHOLDER.findall(text))
    known = max((len(PLACEHOLDER.findall(one)) for one in ours), default=names)
    return len(bare(text)) + LONGEST_NAME * max(0, names - known)


def too_long(key: str, text: str, ours: Sequence[str] = ()) -> int:
    """How many characters would fit where it stands; 0 when it does fit.

    What is laid over ours may be twice as long: several texts stand on one screen, and a message
    of Telegram's holds 4096 characters. A test holds every screen to it.
    """
    most = next((room for start, room in _ROOM if key.startswith(start)), LONGEST_TEXT)
    if ours and not is_label(key):
        most = min(most, max(FITS_ANYWHERE, *(2 * len(bare(one)) for one in ours)))
    return most if length(text, ours) > most else 0


def is_label(key: str) -> bool:
    """Whether it stands on a button or in the menu: one line, and no sentence."""
    return key.startswith(_LABELS)


def is_button(key: str) -> bool:
    """Whether it stands on a button."""
    return is_label(key) and not key.startswith("menu.")


def is_file_name(text: str) -> bool:
    """Whether a file may be called so on any machine: letters, digits, spaces, hyphens."""
    return bool(_FILE_NAME.fullmatch(text))


def too_long_sentences(text: str) -> list[str]:
    """Its sentences of more than twenty words."""
    parts = reading.sentences(text)
    return [part for part in parts if len(reading.words(part)) > LONGEST_SENTENCE]


def too_loud(text: str) -> bool:
    """Whether it has more than one exclamation mark."""
    return text.count("!") > 1


def hidden(text: str) -> str:
    """The first mark in it that nobody sees, by its number; or nothing."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def strange(text: str) -> str:
    """The first mark in it that does not belong: a double space, a star, a dash; or nothing."""
    found = _STRANGE.search(text)
    return found[0] if found else ""
