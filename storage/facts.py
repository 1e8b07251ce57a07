"""Facts: the ids and small values of a row, kept as one JSON object."""

from __future__ import annotations

from typing import Any

import orjson


def read_facts(value: bytes) -> dict[str, Any]:
    """The object; a ValueError where it is another value, as where it is no JSON at all."""
    found = orjson.loads(value)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
