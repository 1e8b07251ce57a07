"""What statements and schemas are called on PostgreSQL."""

from __future__ import annotations

import pytest

from storage.engines.postgres_words import ddl, statement


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, :long_name", "SELECT %(a)s, %(long_name)s"),
        ("SELECT 'at 10:30 and 100%'", "SELECT 'at 10:30 and 100%%'"),
        ("SELECT 'it''s :no' || :yes", "SELECT 'it''s :no' || %(yes)s"),
        (
            'SELECT ":no" FROM a -- :no\nWHERE b = :yes',
            'SELECT ":no" FROM a -- :no\nWHERE b = %(yes)s',
        ),
        ("SELECT /* :no % */ 7 % :n", "SELECT /* :no %% */ 7 %% %(n)s"),
        ("SELECT :a::text", "SELECT %(a)s::text"),
    ],
)
def test_placeholders_are_found_and_nothing_else(ours: str, theirs: str) -> None:
    assert statement(ours) == theirs.encode()


def test_types_have_other_names_in_tables_only() -> None:
    table = "CREATE TABLE a (id INTEGER, b BLOB, c TEXT DEFAULT 'TEXT' -- BLOB\n);"
    found = "CREATE TABLE a (id bigint, b bytea, c text COLLATE \"C\" DEFAULT 'TEXT' -- BLOB\n);"
    assert ddl(table) == found.encode()
    update = "UPDATE a SET c = CAST(id AS TEXT);"
    assert ddl(update) == update.encode()


def test_bytes_are_written_in_another_way_but_in_quotes() -> None:
    update = "UPDATE a SET b = X'00FF', c = 'X''00' WHERE d = X'';"
    found = "UPDATE a SET b = '\\x00FF'::bytea, c = 'X''00' WHERE d = '\\x'::bytea;"
    assert ddl(update) == found.encode()
