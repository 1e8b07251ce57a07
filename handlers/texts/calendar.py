"""Days, months and lists as each language writes them: the forms of Unicode CLDR.

Babel has them, too. But it reads all that it knows of a language to name one day, and keeps it:
five megabytes for two languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from storage.enums import Language

_ENGLISH, _SPANISH = Language.ENGLISH, Language.SPANISH
_DAYS = {
    _ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    _SPANISH: ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
# fmt: off
_MONTHS = {
    _ENGLISH: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    _SPANISH: (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
}
# fmt: on
_SHORT = 3
"""Letters of a short name."""
_SEPTEMBER = {_ENGLISH: "Sep", _SPANISH: "sept"}
_FULL = {_ENGLISH: "{day}, {month} {number}", _SPANISH: "{day} {number} de {month}"}
_BRIEF = {_ENGLISH: "{day}, {month} {number}", _SPANISH: "{day} {number} {month}"}
_DATED = {_ENGLISH: "{month} {number}, {year}", _SPANISH: "{number} de {month} de {year}"}
_AND = {_ENGLISH: (" and ", ", and "), _SPANISH: (" y ", " y ")}
"""Before the last of two, and before the last of more."""


def days(language: Language) -> Sequence[str]:
    """From Monday on."""
    return _DAYS[language]


def months(language: Language) -> Sequence[str]:
    """From January on."""
    return _MONTHS[language]


def full(on: date, language: Language) -> str:
    """ "Tuesday, November 3"."""
    day, month = _DAYS[language][on.weekday()], _MONTHS[language][on.month - 1]
    return _FULL[language].format(day=day, month=month, number=on.day)


def brief(on: date, language: Language) -> str:
    """ "Mon, Nov 9" or "lun 9 nov"."""
    day, month = _DAYS[language][on.weekday()], _MONTHS[language][on.month - 1]
    short = _SEPTEMBER[language] if on.month == 9 else month[:_SHORT]
    return _BRIEF[language].format(day=day[:_SHORT], month=short, number=on.day)


def dated(on: date, language: Language) -> str:
    """ "November 3, 2026"."""
    month = _MONTHS[language][on.month - 1]
    return _DATED[language].format(month=month, number=on.day, year=on.year)


def hour(at: time, language: Language) -> str:
    """ "6:05 PM" with a space that breaks no line, or "18:05"."""
    if language is _SPANISH:
        return f"{at.hour}:{at:%M}"
    return f"{at.hour % 12 or 12}:{at:%M}\u202f{'AM' if at.hour < 12 else 'PM'}"


def listed(items: Sequence[str], language: Language) -> str:
    """ "A, B, and C" or "A, B y C"."""
    if len(items) < 2:
        return "".join(items)
    two, more = _AND[language]
    return ", ".join(items[:-1]) + (two if len(items) == 2 else more) + items[-1]
