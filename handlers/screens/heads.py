"""Heads: what was just settled, said above the next part of a screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.texts.catalog import Words


def head(facts: Mapping[str, Any], words: Words) -> str:
    """The words of the key that the facts name, as a paragraph; empty when they name none."""
    key = facts.get("head")
    if not key:
        return ""
    names = ("step", "name")
    return words(key, **{one: facts[one] for one in names if facts.get(one)}) + "\n\n"
