"""What our statements are called on PostgreSQL: placeholders, and the words of schemas.

A statement is written once, for both engines: ``:name`` becomes ``%(name)s``. In schema.sql and in
migrations three types have another name, bytes are written in another way, and nothing else is
changed.
"""

from __future__ import annotations

import functools
import re

from storage.engines.scripts import bare

_QUOTED = r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/"""
_PIECE = re.compile(rf"(?P<quoted>{_QUOTED})|::|:(?P<name>[a-z_]\w*)|%", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(rf"(?P<quoted>{_QUOTED})|\b(?P<type>INTEGER|BLOB|TEXT)\b", re.DOTALL)
_BYTES = re.compile(rf"(?P<quoted>{_QUOTED})|\bX'(?P<hex>[0-9A-F]*)'", re.DOTALL)
_DDL = re.compile(r"(CREATE|ALTER) TABLE\b", re.IGNORECASE)
# Sorted byte by byte, as on SQLite, whatever language the server speaks.
_TYPES = {"INTEGER": "bigint", "BLOB": "bytea", "TEXT": 'text COLLATE "C"'}


@functools.lru_cache(maxsize=4096)
def statement(sql: str) -> bytes:
    """A statement as psycopg takes it."""
    return _PIECE.sub(_piece, sql).encode()


def _piece(match: re.Match[str]) -> str:
    if name := match["name"]:
        return f"%({name})s"
    return match[0].replace("%", "%%")


def ddl(sql: str) -> bytes:
    """A statement of a script; only tables have types."""
    typed = _WORD.sub(_word, sql) if _DDL.match(bare(sql)) else sql
    return _BYTES.sub(_bytes, typed).encode()


def _word(match: re.Match[str]) -> str:
    return _TYPES[match["type"]] if match["type"] else match[0]


def _bytes(match: re.Match[str]) -> str:
    return match[0] if match["hex"] is None else f"'\\x{match['hex']}'::bytea"
