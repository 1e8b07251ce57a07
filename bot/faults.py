"""Says in plain sentences what is wrong with the settings: where, what, and what to do.

Turns the faults that pydantic found into sentences without its jargon and without the values of
secrets. It finds no faults itself: ``bot.values`` and ``bot.settings`` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.scrub import one_line, scrub
from bot.values import nearest

EXAMPLE = "config.example.toml"
_SAY = {
    "bool_parsing": "is neither true nor false: write true or false, without quotes.",
    "bool_type": "is neither true nor false: write true or false, without quotes.",
    "string_type": "is not text: write it in quotes.",
    "string_sub_type": "is not text: write it in quotes.",
}
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate")


class SettingsError(Exception):
    """The settings cannot be used; every reason is one plain sentence."""

    def __init__(self, sentences: Iterable[str]) -> None:
        # A last sieve: a secret that stands where none belongs is not repeated either.
        self.sentences = tuple(one_line(scrub(sentence)) for sentence in sentences)
        super().__init__("\n".join(self.sentences))


@dataclass(frozen=True, slots=True)
class Places:
    """Where each value came from, and which names exist."""

    file: str
    environment: Mapping[tuple[str, str], str]
    """The name of the environment variable that set a section's key."""
    shape: Mapping[str, Sequence[str]]
    """The keys of every section."""

    def place(self, section: str, key: str = "") -> str:
        """The beginning of a sentence about this section or key."""
        if variable := self.environment.get((section, key)):
            return f"In the environment, {variable}"
        return f"In {self.file}, [{section}] {key}".rstrip()

    def unknown_section(self, name: str) -> str:
        """A sentence about a section, or a key outside all sections, that does not exist."""
        owners = [section for section, keys in self.shape.items() if name in keys]
        hint = nearest(name, self.shape)
        if not hint and owners:
            hint = f", move it below [{owners[0]}]."
        what = "is not a section"
        return f'In {self.file}, "{name}" {what}{hint or f": see {EXAMPLE}."}'

    def unknown_key(self, section: str, key: str) -> str:
        """A sentence about a key that its section does not have."""
        others = [other for other, keys in self.shape.items() if key in keys]
        hint = nearest(key, self.shape.get(section, ()))
        if not hint and others:
            hint = f", it belongs below [{others[0]}]."
        return f"{self.place(section, key)} is not a setting{hint or f': see {EXAMPLE}.'}"

    def unknown_variable(self, name: str) -> str:
        """A sentence about an environment variable that looks like ours and is not."""
        return (
            f"In the environment, {name} is not a setting: "
            "write CIRCLEKEEPER__SECTION__KEY, such as CIRCLEKEEPER__TELEGRAM__TOKEN."
        )


def sentences(error: ValidationError, places: Places) -> list[str]:
    """One sentence for each thing that pydantic found."""
    found = error.errors(include_url=False, include_context=True, include_input=False)
    return list(dict.fromkeys(_sentence(dict(fault), places) for fault in found))


def _sentence(fault: Mapping[str, Any], places: Places) -> str:
    section, key = (*(str(part) for part in fault["loc"]), "", "")[:2]
    if fault["type"] == "extra_forbidden":
        return places.unknown_key(section, key) if key else places.unknown_section(section)
    if fault["type"] == "value_error":
        so = "" if key else "cannot be used as it is: "
        return f"{places.place(section, key)} {so}{fault['ctx']['error']}"
    if not key:
        return (
            f'In {places.file}, "{section}" is not a section: '
            f"write [{section}] on a line of its own and its keys below."
        )
    said = _SAY.get(fault["type"], f"is not understood: see {EXAMPLE}.")
    return f"{places.place(section, key)} {said}"


def syntax(error: Exception, file: str) -> str:
    """One sentence about a file that is not TOML."""
    match = re.search(r"at line (\d+)", str(error))
    line = f"line {match[1]}" if match else "the last line"
    if str(error).startswith(_TWICE):
        return f"In {file}, {line} gives a key or a section a second time: keep one."
    return (
        f"In {file}, {line} is not TOML: text stands in quotes, "
        'and a setting looks like  key = "value".'
    )
