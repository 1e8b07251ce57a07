"""The published description of the Bot API, compiled once into plain checking functions.

A call with an unknown parameter, a missing one or one of the wrong type is a bug of the bot, which
Telegram often hides; the room says it loudly. Only what the room answers stands in `spec.json`
(see SPEC_LICENSE). Limits and states are not checked here, only names and types.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from bot.practice_room.records import Json
from bot.practice_room.refusals import bad

Check = Callable[[Any], Any]
Fields = list[tuple[str, list[str], bool]]

LONGEST_INTEGER = 20
"""64 bits with their sign; Python itself stumbles over thousands of digits."""


class MismatchError(Exception):
    """A value is not of the published type."""


class Spec:
    """Checks for every method in the description."""

    def __init__(self, described: Json) -> None:
        self.version: str = described["version"]
        self._types: Json = described["types"]
        self._checks: dict[str, Check] = {}
        self._methods: dict[str, Check] = {
            name: self._fields(fields) for name, fields in described["methods"].items()
        }

    @property
    def methods(self) -> frozenset[str]:
        """The names of the methods that are described."""
        return frozenset(self._methods)

    def check(self, method: str, params: Json) -> Json:
        """The parameters in their own types; a loud 400 when they do not fit."""
        try:
            checked: Json = self._methods[method](params)
        except MismatchError as mismatch:
            raise bad(f"{method}: {mismatch}", loud=True) from None
        return checked

    def _fields(self, fields: Fields) -> Check:
        known = {name: self._union(types) for name, types, _ in fields}
        required = [name for name, _, needed in fields if needed]

        def check(value: Any) -> Json:
            if not isinstance(value, dict):
                raise MismatchError("is not an object")
            return _checked_fields(value, known, required)

        return check

    def _union(self, types: list[str]) -> Check:
        checks = [self._type(name) for name in types]
        return checks[0] if len(checks) == 1 else _any_of(checks)

    def _type(self, name: str) -> Check:
        if name.startswith("Array of "):
            return _array_of(self._type(name.removeprefix("Array of ")))
        if name in PLAIN:
            return PLAIN[name]
        # Looked up when it is used: types may name themselves and each other.
        return lambda value: self._object(name)(value)

    def _object(self, name: str) -> Check:
        if (check := self._checks.get(name)) is None:
            described = self._types[name]
            subtypes: list[str] = described.get("subtypes", [])
            check = self._union(subtypes) if subtypes else self._fields(described["fields"])
            check = self._checks[name] = _from_json(check)
        return check


def _checked_fields(value: Json, known: dict[str, Check], required: list[str]) -> Json:
    checked = {}
    for name, given in value.items():
        if (check := known.get(name)) is None:
            raise MismatchError(f'unknown parameter "{name}"')
        try:
            checked[name] = check(given)
        except MismatchError as inner:
            raise MismatchError(f'parameter "{name}": {inner}') from None
    for name in required:
        if name not in checked:
            raise MismatchError(f'parameter "{name}" is required')
    return checked


def _any_of(checks: list[Check]) -> Check:
    def check(value: Any) -> Any:
        reasons = []
        for one in checks:
            try:
                return one(value)
            except MismatchError as mismatch:
                reasons.append(str(mismatch))
        raise MismatchError("; or ".join(reasons))

    return check


def _array_of(item: Check) -> Check:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise MismatchError("is not an array")
        return [item(one) for one in value]

    return _from_json(check)


def _from_json(inner: Check) -> Check:
    """Objects and arrays may arrive as JSON in a form field."""

    def check(value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError:
                raise MismatchError("can't parse JSON") from None
        return inner(value)

    return check


def is_integer(text: str) -> bool:
    """Whether a text is a whole number of a size that Telegram knows."""
    return len(text) <= LONGEST_INTEGER and text.removeprefix("-").isdecimal()


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and is_integer(value):
        return int(value)
    raise MismatchError("is not an integer")


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise MismatchError("is not a number") from None


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise MismatchError("is not a string")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false", "1", "0"):
        return value.lower() in ("true", "1")
    raise MismatchError("is not a boolean")


def _file(value: Any) -> Any:
    if isinstance(value, bytes | str):
        return value
    raise MismatchError("is not a file")


PLAIN: dict[str, Check] = {
    "Integer": _integer,
    "Float": _number,
    "String": _string,
    "Boolean": _boolean,
    "True": _boolean,
    "InputFile": _file,
}

SPEC = Spec(orjson.loads(Path(__file__).with_name("spec.json").read_bytes()))
