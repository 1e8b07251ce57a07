"""The list of sealed columns is whole: no BLOB rests in the open by mistake."""

from __future__ import annotations

import re

from storage.database import SCRIPTS
from storage.sealing import COLUMNS

NOT_WORDS = {("invitation", "hash")}
"""A hash of a secret that nobody typed."""


def blobs() -> set[tuple[str, str]]:
    """Every BLOB column of the schema."""
    schema = (SCRIPTS / "schema.sql").read_text("utf-8")
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", schema, re.DOTALL)
    return {
        (table, column)
        for table, body in tables
        for column in re.findall(r"^    (\w+) BLOB", body, re.MULTILINE)
    }


def test_every_blob_is_sealed_or_named_here() -> None:
    assert {(one.table, one.name) for one in COLUMNS} | NOT_WORDS == blobs()
