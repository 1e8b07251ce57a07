"""A programme's own words over ours: what is refused, and what is only said.

Refused is whatever would break a screen, hurt a reader, take one answer for another or tell a
locked screen too much. What only reads hard is a warning. No I/O here: ``bot.own_words`` reads the
files.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.texts import calendar, checks, locked, reading
from handlers.texts.catalog import Texts, Words
from handlers.texts.po import Entry, Fault
from storage.enums import Language

_CRISIS = ("crisis.", "concern.", "help.", "urgent.detail.", "menu.help")
_CRISIS_BUTTONS = ("button.crisis.", "button.concern.", "button.help")
KEPT = {
    (*_CRISIS, *_CRISIS_BUTTONS): "words for a crisis are checked by people",
    ("part.name.",): "it is the official name of a dimension",
}
"""What no programme changes, and why."""
_ENOUGH_WORDS = 30
"""A reading level of fewer words says nothing."""
_SKIP = "button.skip"
_PLACES = ("temperature.", "button.plain.")
"""What may be typed as an answer in the check-in."""


@dataclass(frozen=True, slots=True)
class _Ours:
    """What own words are held against: our texts, and the labels as they will be."""

    words: Words
    familiar: frozenset[str]
    labels: Mapping[str, frozenset[str]]

    @classmethod
    def under(cls, entries: Sequence[Entry], words: Words) -> _Ours:
        """Our words in one language, and these entries over them."""
        forms = {key: words.forms(key) for key in words.keys() if checks.is_button(key)}  # noqa: SIM118
        forms |= {one.key: one.forms for one in entries if one.key in forms}
        labels = {key: _said_as(several) for key, several in forms.items()}
        return cls(words, _familiar(words), labels)


def faults(entries: Sequence[Entry], ours: Words) -> list[Fault]:
    """Everything for which these words cannot be laid over ours."""
    against = _Ours.under(entries, ours)
    return [
        Fault(entry.line, f'"{entry.key}" {sentence}')
        for entry in entries
        for sentence in _entry(entry, against)
    ]


def mixed_up(entries: Sequence[Entry], language: Language, texts: Texts) -> list[Fault]:
    """Answers that mean something else in the other language, or as a number: both are typed."""
    return [
        Fault(entry.line, f'"{entry.key}" {sentence}')
        for entry in entries
        if _answers(entry.key)
        for form in entry.forms
        for sentence in _typed(entry.key, form, language, texts)
    ]


def warnings(entries: Sequence[Entry], ours: Words) -> list[Fault]:
    """What is allowed and reads hard."""
    familiar = _familiar(ours)
    found = [
        Fault(entry.line, f'"{entry.key}" {sentence}')
        for entry in entries
        for form in entry.forms
        for sentence in (*_reads(form), *_begins(entry.key, form, familiar))
    ]
    return [*found, *_level(entries, ours.language)]


def _familiar(ours: Words) -> frozenset[str]:
    """Every word that is nobody's name."""
    texts = [form for key in ours.keys() for form in ours.forms(key)]  # noqa: SIM118
    return locked.known([*texts, *calendar.days(ours.language), *calendar.months(ours.language)])


def _said_as(forms: Sequence[str]) -> frozenset[str]:
    return frozenset(map(checks.folded, forms))


def _entry(entry: Entry, ours: _Ours) -> Iterator[str]:
    words = ours.words
    if reason := _kept(entry.key):
        yield f"stays as it is: {reason}."
    elif not words.has(entry.key):
        close = difflib.get_close_matches(entry.key, words.keys(), n=1)
        yield f"is no text of the bot{f', did you mean {close[0]}?' if close else '.'}"
    elif entry.fuzzy:
        yield 'is marked "fuzzy": take the mark away once the words are right.'
    elif any(map(checks.blank, entry.forms)) or not entry.forms:
        yield "has no words: write them, or leave the key out to keep ours."
    elif mark := next(filter(None, map(checks.hidden, entry.forms)), ""):
        yield f"has a mark that nobody sees, {mark}: take it out."
    elif len(entry.forms) != len(words.forms(entry.key)):
        yield _plural(words.forms(entry.key))
    else:
        yield from _filled_in(entry, words)
        for form in entry.forms:
            yield from _said(entry.key, form, ours)
        yield from _alike(entry, ours)


def _kept(key: str) -> str:
    return next((reason for starts, reason in KEPT.items() if key.startswith(starts)), "")


def _plural(forms: tuple[str, ...]) -> str:
    if len(forms) == 1:
        return "has one form: write it without msgid_plural."
    return "counts something: write msgid_plural, msgstr[0] for one and msgstr[1] for more."


def _filled_in(entry: Entry, ours: Words) -> Iterator[str]:
    """Placeholders: the same as in ours, and nothing that looks like one."""
    needed = checks.filled_in(ours.forms(entry.key))
    used = checks.filled_in(entry.forms)
    if unknown := sorted(used - needed):
        known = (
            f"known here: {', '.join(sorted(needed))}" if needed else "nothing is filled in here"
        )
        yield f"uses {', '.join(unknown)}: {known}."
    if missing := sorted(needed - used):
        yield f"leaves out {', '.join(missing)}, which ours fills in: put it in, too."
    if any(map(checks.stray_percent, entry.forms)):
        yield "has a % that fills nothing in: write %% for a percent sign."


def _said(key: str, text: str, ours: _Ours) -> Iterator[str]:
    """How it is said, and where it is shown."""
    for word in dict.fromkeys(checks.hurting(text, ours.words.language)):
        yield f'says "{word}", a word that the bot does not use: say it another way.'
    forms = ours.words.forms(key)
    if most := checks.too_long(key, text, forms):
        yield f"has {checks.length(text, forms)} characters, and {most} fit: shorten it."
    if checks.is_label(key) and len(text.splitlines()) > 1:
        yield "has a line break: here stands one line."
    if key == checks.FILE_NAME and not checks.is_file_name(text):
        yield "names a file: letters, digits, spaces and hyphens, 40 at most."
    if locked.comes_first(key):
        yield from _locked(key, text, ours)


def _locked(key: str, text: str, ours: _Ours) -> Iterator[str]:
    """What a locked screen would show of it."""
    shown = f"in its first {locked.SHOWN} characters, which a locked screen shows"
    for word in locked.telling(text):
        yield f'says "{word}" {shown}: say it later or not at all.'
    for word, begins in locked.names(text, ours.familiar):
        if not begins:
            yield f'says "{word}" {shown}: leave a name out, and write any other word small.'
    forms = ours.words.forms(key)
    later = checks.filled_in(forms) - checks.filled_in(map(locked.opening, forms))
    if names := sorted(later & checks.filled_in([locked.opening(text)])):
        yield f"has {', '.join(names)} {shown}: move it further back."
    if key in locked.CURTAINS and len(checks.bare(text)) < locked.SHOWN:
        yield f"is below {locked.SHOWN} characters: a locked screen would show what follows it."


def _alike(entry: Entry, ours: _Ours) -> Iterator[str]:
    """Two buttons that say the same, where ours do not: which is which could not be told."""
    said, before = _said_as(entry.forms), _said_as(ours.words.forms(entry.key))
    for key, other in ours.labels.items():
        same = entry.key in ours.labels and key != entry.key and said & other
        if same and not before & _said_as(ours.words.forms(key)) and not _one_place(entry.key, key):
            yield f'says the same as "{key}": two buttons need two words.'


def _one_place(one: str, other: str) -> bool:
    """Whether both are the same place, in the words of two packs."""
    return _answers(one) and _answers(other) and _place(one) == _place(other)


def _answers(key: str) -> bool:
    return key == _SKIP or key.startswith(_PLACES)


def _place(key: str) -> str:
    """The number of a place; nothing for what skips."""
    return "" if key == _SKIP else key.rpartition(".")[2]


def _typed(key: str, text: str, language: Language, texts: Texts) -> Iterator[str]:
    said = checks.folded(text)
    if said in set("12345") - {_place(key)}:
        yield f'says "{said}": typed, it would be another answer.'
    for words in (texts.of(one) for one in Language if one is not language):
        for other in filter(_answers, sorted(words.keys())):
            if _place(other) != _place(key) and said in _said_as(words.forms(other)):
                yield f'says the same as "{other}" in {words.language}.po: typed, it could be both.'


def _reads(text: str) -> Iterator[str]:
    for sentence in checks.too_long_sentences(text):
        count = len(reading.words(sentence))
        yield f"has a sentence of {count} words: {checks.LONGEST_SENTENCE} are easier to read."
    if checks.too_loud(text):
        yield "has more than one exclamation mark: one is enough."
    if mark := checks.strange(text):
        yield f'has a mark that people may stumble over: "{mark}".'


def _begins(key: str, text: str, familiar: frozenset[str]) -> Iterator[str]:
    """Any sentence begins with a capital: whether that is a name, people have to say."""
    for word, begins in locked.names(text, familiar):
        if begins and locked.comes_first(key):
            yield f'begins with "{word}": a locked screen shows it, so let it be nobody\'s name.'


def _level(entries: Sequence[Entry], language: Language) -> Iterator[Fault]:
    texts = [form for one in entries if not checks.is_label(one.key) for form in one.forms]
    if sum(len(reading.words(text)) for text in texts) < _ENOUGH_WORDS:
        return
    if language is Language.ENGLISH and (grade := reading.grade(texts)) > checks.HARDEST_GRADE:
        yield Fault(1, f"reads at grade {grade:.1f}: ours stay at {checks.HARDEST_GRADE} or below.")
    if language is Language.SPANISH and (ease := reading.ease(texts)) < checks.LEAST_EASE:
        yield Fault(
            1, f"reads at an ease of {ease:.0f}: ours stay at {checks.LEAST_EASE} or above."
        )
