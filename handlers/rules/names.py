"""Names: what somebody may be called here. Cleaned once on entry, shown as they are after."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

LONGEST = 32
"""Characters, as people count them; a button shows no more."""
_JOINER = "\u200d"
"""Holds the parts of one emoji together; the only format character that stays."""
_STYLES = "\ufe0e\ufe0f"
"""Say whether the sign before is drawn as text or as a picture."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and signs that show nothing."""
_LINK = re.compile(r"://|@(?=\w)|(?<!\S)/(?=\w)|(?<=\w)\.(?=\w)")
"""Of these Telegram makes links, mentions and commands, for whoever reads the name."""
_FRONT = f" {_JOINER}¡¿"
_TAIL = f" {_JOINER}.,:;!?‥…‼。，！？،؟۔।"
"""What stands around a name when it is typed as a sentence."""
_SHORT = re.compile(r"(?<!\w)(?:[^\W\d_]|jr|sr|ma)\.", re.IGNORECASE)
"""An initial, or a word that is written with a stop."""
_UNTOLD = frozenset(("Mn", "Me", "Cf", "Zs", "Sk", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"))
"""Marks, hidden characters, spaces and points: nobody tells names apart by these."""
_LIKE_LATIN = str.maketrans(
    "01i|ıłøđħ" + "авекмнорстухіјѕԁԛԝһӏ" + "αβεζικορτχϳ",
    "olllllodh" + "abekmhopctyxljsdqwhl" + "abezlkoptxj",
)
"""Digits, barred, Cyrillic and Greek letters, and i, whose capital is drawn like l."""
_READINGS = tuple(_LIKE_LATIN | str.maketrans("γημνσυω", drawn) for drawn in ("ynuvouw", "rhmncyw"))
"""Greek letters whose capitals look like others than the small ones do."""


def _kept(mark: str) -> str:
    if mark == _JOINER:
        return mark
    if mark.isspace():
        return " "
    return "" if mark in _BLANK or unicodedata.category(mark)[0] == "C" else mark


def _sign(mark: str) -> bool:
    return unicodedata.category(mark[:1] or " ")[0] == "S"


def _joined(text: str) -> str:
    """The text with joiners only where they can show, between two signs."""
    first, *parts = text.split(_JOINER)
    joined = [first]
    for before, after in pairwise((first, *parts)):
        joins = _sign(before.rstrip(_STYLES)[-1:]) and _sign(after)
        joined += [_JOINER, after] if joins else [after]
    return "".join(joined)


def _unpointed(text: str) -> str:
    """The name without the points of its sentence; "Ana P." keeps its own."""
    name = text.lstrip(_FRONT)
    end = len(name.rstrip(_TAIL))
    return name[: end + 1] if _SHORT.search(name, max(0, end - 2), end + 1) else name[:end]


def clean(text: str) -> str:
    """The name without line breaks, control and direction characters, without what Telegram would
    make a link of, and without the points around it; empty: nothing is left."""
    name = _cleaned(text)
    # What went may have hidden something else from the look: "¡/start".
    while (again := _cleaned(name)) != name:
        name = again
    return name


def _cleaned(text: str) -> str:
    seen = unicodedata.normalize("NFC", "".join(map(_kept, text)))
    kept = _LINK.sub(" ", _joined(seen))
    # Composed last: what stood between a letter and its accent may be gone.
    composed = unicodedata.normalize("NFC", kept)
    return _unpointed(" ".join(composed.split()))


def same(one: str, other: str) -> bool:
    """Whether two cleaned names read alike: case, accents, points, spaces and letters that look
    like others do not tell them apart."""
    return any(_bare(one, looks) == _bare(other, looks) for looks in _READINGS)


def _bare(name: str, looks: dict[int, int]) -> str:
    # Folded between: bold capitals are capitals only once they are plain.
    plain = unicodedata.normalize("NFKD", name).casefold()
    parted = unicodedata.normalize("NFKD", plain)
    told = (mark for mark in parted if unicodedata.category(mark) not in _UNTOLD)
    return "".join(told).translate(looks)


def fits(name: str) -> bool:
    """Whether a cleaned name shows something and is short enough; marks do not count."""
    if not any(unicodedata.category(mark)[0] in "LNS" for mark in name):
        return False
    shown = sum(1 for mark in name if not unicodedata.combining(mark) and mark != _JOINER)
    return 0 < shown <= LONGEST and len(name) <= 2 * LONGEST
