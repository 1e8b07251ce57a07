"""A programme's own words over ours: what is refused, and what is only said.

Refused is whatever would break a screen, hurt a reader or tell a locked screen too much. What only
reads hard is a warning. No I/O here: ``bot.own_words`` reads the files.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from handlers.texts import checks, reading
from handlers.texts.catalog import Words
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


def faults(entries: Sequence[Entry], ours: Words) -> list[Fault]:
    """Everything for which these words cannot be laid over ours."""
    return [
        Fault(entry.line, f'"{entry.key}" {sentence}')
        for entry in entries
        for sentence in _entry(entry, ours)
    ]


def warnings(entries: Sequence[Entry], language: Language) -> list[Fault]:
    """What is allowed and reads hard."""
    found = [
        Fault(entry.line, f'"{entry.key}" {sentence}')
        for entry in entries
        for form in entry.forms
        for sentence in _reads(form)
    ]
    return [*found, *_level(entries, language)]


def _entry(entry: Entry, ours: Words) -> Iterator[str]:
    if reason := _kept(entry.key):
        yield f"stays as it is: {reason}."
    elif not ours.has(entry.key):
        close = difflib.get_close_matches(entry.key, ours.keys(), n=1)
        yield f"is no text of the bot{f', did you mean {close[0]}?' if close else '.'}"
    elif entry.fuzzy:
        yield 'is marked "fuzzy": take the mark away once the words are right.'
    elif not all(entry.forms):
        yield "is empty: write the words, or leave the key out to keep ours."
    elif len(entry.forms) != len(ours.forms(entry.key)):
        yield _plural(ours.forms(entry.key))
    else:
        yield from _filled_in(entry, ours)
        for form in entry.forms:
            yield from _said(entry.key, form, ours)


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


def _said(key: str, text: str, ours: Words) -> Iterator[str]:
    """How it is said, and where it is shown."""
    for word in dict.fromkeys(one.lower() for one in checks.hurting(text, ours.language)):
        yield f'says "{word}", a word that the bot does not use: say it another way.'
    if most := checks.too_long(key, text):
        yield f"has {len(checks.bare(text))} characters, and {most} fit: shorten it."
    if checks.comes_first(key):
        yield from _locked(key, text, ours)


def _locked(key: str, text: str, ours: Words) -> Iterator[str]:
    """What a locked screen would show of it."""
    shown = f"in its first {checks.SHOWN} characters, which a locked screen shows"
    for word in checks.telling(text):
        yield f'says "{word}" {shown}: say it later or not at all.'
    forms = ours.forms(key)
    later = checks.filled_in(forms) - checks.filled_in(map(checks.opening, forms))
    if names := sorted(later & checks.filled_in([checks.opening(text)])):
        yield f"has {', '.join(names)} {shown}: move it further back."
    if key in checks.CURTAINS and len(checks.bare(text)) < checks.SHOWN:
        yield f"is below {checks.SHOWN} characters: a locked screen would show what follows it."


def _reads(text: str) -> Iterator[str]:
    for sentence in checks.too_long_sentences(text):
        count = len(reading.words(sentence))
        yield f"has a sentence of {count} words: {checks.LONGEST_SENTENCE} are easier to read."
    if checks.too_loud(text):
        yield "has more than one exclamation mark: one is enough."
    if mark := checks.strange(text):
        yield f'has a mark that people may stumble over: "{mark}".'


def _level(entries: Sequence[Entry], language: Language) -> Iterator[Fault]:
    texts = [form for one in entries if checks.is_read(one.key) for form in one.forms]
    if sum(len(reading.words(text)) for text in texts) < _ENOUGH_WORDS:
        return
    if language is Language.ENGLISH and (grade := reading.grade(texts)) > checks.HARDEST_GRADE:
        yield Fault(1, f"reads at grade {grade:.1f}: ours stay at {checks.HARDEST_GRADE} or below.")
    if language is Language.SPANISH and (ease := reading.ease(texts)) < checks.LEAST_EASE:
        yield Fault(
            1, f"reads at an ease of {ease:.0f}: ours stay at {checks.LEAST_EASE} or above."
        )
