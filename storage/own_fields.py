"""How rows of a table are handed out to the person whom they are about: the shape of the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.database import Row, Tx
from storage.enums import Unread
from storage.facts import read_facts
from storage.moments import maybe_moment

Entry = dict[str, Any]
Field = tuple[str, Callable[[Any], Any]]
"""A column, and how its value is handed out; a sealed one is opened before."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table that are about somebody, as a list of entries."""

    key: str
    table: str
    whose: str
    """Which rows: ``:id`` is the person; in a part of another, the row that it belongs to."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    order: str = "id"
    more: Callable[[Tx, Row, int], Entry] | None = None
    """What several columns say together, or one that by itself would say too much."""
    only: Callable[[Tx, Row, int], bool] | None = None
    looks: tuple[str, ...] = ()
    """The columns that ``more`` and ``only`` look at."""
    inside: tuple[Part, ...] = ()


def as_it_is(column: str) -> Field:
    """A number or a word, as it stands."""
    return column, lambda value: value


def at(column: str) -> Field:
    """A moment."""
    return column, maybe_moment


def flag(column: str) -> Field:
    """Yes, no, or not said."""
    return column, lambda value: None if value is None else bool(value)


def days(column: str) -> Field:
    """Days of the week; Monday is 0."""
    return column, lambda bits: [day for day in range(7) if bits >> day & 1]


def text(column: str) -> Field:
    """What was sealed, whole."""
    return column, _sealed(lambda value: value.decode())


def word(column: str) -> Field:
    """What was sealed as a word of a short list."""
    return column, _sealed(lambda value: value.decode().rstrip())


def number(column: str) -> Field:
    """What was sealed as a number."""
    return column, _sealed(int)


def texts(column: str) -> Field:
    """What stands in words in sealed JSON; its numbers name rows and others."""
    read = _sealed(_texts)

    def listed(value: Any) -> Any:
        found = read(value)
        return [found] if found is Unread.UNREAD else found

    return column, listed


def _texts(value: bytes) -> list[str]:
    return [one for one in read_facts(value).values() if isinstance(one, str)]


def _sealed(read: Callable[[bytes], Any]) -> Callable[[Any], Any]:
    """What reads an opened value; one that did not open, or says nothing that can be, stays so."""

    def reader(value: Any) -> Any:
        if value is None or value is Unread.UNREAD:
            return value
        try:
            return read(value)
        except ValueError:
            return Unread.UNREAD

    return reader
