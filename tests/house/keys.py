"""Which keys of the catalogue the code names: whole, or as families (``f"day.{day}"``)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.house.source import modules, tree

_CALLERS = frozenset({"words", "note"})
_LIKE_A_KEY = re.compile(r"[a-z_]+(\.[a-z_0-9]+)*")


@cache
def named() -> tuple[frozenset[str], frozenset[str]]:
    """Every text that may be a key, and every family as a pattern."""
    whole, families = set[str](), set[str]()
    for path in modules("handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                families.add(_pattern(node))
    return frozenset(whole), frozenset(family for family in families if family)


def _pattern(node: ast.JoinedStr) -> str:
    """``f"day.{day}"`` as ``day\\.[a-z0-9_]+``; nothing when it can be no key."""
    parts = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(re.escape(str(value.value)))
        else:
            parts.append("[a-z0-9_]+")
    pattern = "".join(parts)
    fixed = str(node.values[0].value) if isinstance(node.values[0], ast.Constant) else ""
    return pattern if re.fullmatch(r"[a-z_]+(\.[a-z_]+)*\.", fixed) else ""


def asked_for() -> Iterator[str]:
    """Keys that stand whole in a call that looks one up: ``words("…")``, ``talk.note("…")``."""
    for path in modules("handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                yield from _asked_in(node)


def _asked_in(call: ast.Call) -> Iterator[str]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    called = call.func.id if isinstance(call.func, ast.Name) else called
    given = [call.args[0]] if called in _CALLERS and call.args else []
    given += [keyword.value for keyword in call.keywords if keyword.arg == "key"]
    for value in given:
        yield from _whole(value)


def _whole(value: ast.expr) -> Iterator[str]:
    """The texts that an argument may be: one, or either side of an ``if``."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _whole(value.body)
        yield from _whole(value.orelse)


def is_used(key: str) -> bool:
    """Whether the code names a key, whole or by its family."""
    whole, families = named()
    return key in whole or any(re.fullmatch(family, key) for family in families)
