"""The schema as tests read it: every table, every column, and lists that name them all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storage.database import SCRIPTS

Named = tuple[str, str]
"""A table and one of its columns."""
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\n\);", re.DOTALL)
_COLUMN = re.compile(r"^    (\w+) (INTEGER|TEXT|BLOB)\b", re.MULTILINE)


def columns() -> dict[Named, str]:
    """Every column of the schema, with its type."""
    schema = (SCRIPTS / "schema.sql").read_text("utf-8")
    return {
        (table, name): kind
        for table, body in _TABLE.findall(schema)
        for name, kind in _COLUMN.findall(body)
    }


def listed(reasons: Mapping[str, str]) -> list[Named]:
    """Lists like ``"role: kind since; goal: set_at"``, each beside a reason, as one."""
    return [
        (table.strip(), name)
        for lists in reasons.values()
        for part in lists.split(";")
        for table, _, names in [part.partition(":")]
        for name in names.split()
    ]
