"""The map of forgetting is whole: no column that can hold somebody's id is left out of it."""

from __future__ import annotations

import re

from storage import forget
from storage.database import SCRIPTS

ID = re.compile(r"^    (\w+) INTEGER[^\n]*?(?:REFERENCES person \(id\))", re.MULTILINE)
BARE = re.compile(r"^    (person_id|chat_id) INTEGER", re.MULTILINE)
"""Ids of strangers, too, stand in columns with these names and without a reference."""
THEMSELVES = {("person", "id")}


def columns() -> set[tuple[str, str]]:
    """Every column of the schema that can hold a person's id."""
    schema = (SCRIPTS / "schema.sql").read_text("utf-8")
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", schema, re.DOTALL)
    return {
        (table, column)
        for table, body in tables
        for column in (*ID.findall(body), *BARE.findall(body))
    }


def test_every_column_with_an_id_is_named() -> None:
    named = {*forget.OWN, *((table, column) for table, column, _ in forget.EMPTIED)}
    assert named | set(forget.HANDED) == columns()


def test_what_hangs_on_rows_that_go_goes_before_them() -> None:
    """Rows that point to one of the person's own rows are named as its children."""
    schema = (SCRIPTS / "schema.sql").read_text("utf-8")
    tables = re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", schema, re.DOTALL)
    gone = {table for table, _ in forget.OWN}
    pointing = {
        (table, column, parent)
        for table, body in tables
        for column, parent in re.findall(
            r"^    (\w+) INTEGER[^\n]*REFERENCES (\w+) \(id\)", body, re.M
        )
        if parent in gone
    }
    children = {(table, column, parent) for table, column, parent, _ in forget.CHILDREN}
    order = [table for table, _ in forget.OWN]
    for table, column, parent in pointing - children:
        cascades = (table, parent) == ("tapped", "outbox")
        assert cascades or order.index(table) < order.index(parent), (table, column)


def test_facts_of_others_lose_the_person_and_nothing_else() -> None:
    facts = {"from": 7, "circle": 7, "name": "Ana", "code": "Ana", "people": [7, 8], "text": "x"}
    left = {"from": 0, "circle": 7, "name": "", "code": "Ana", "people": [0, 8], "text": "x"}
    assert forget.without(facts, 7, "Ana") == left
    assert forget.without({"name": ""}, 7, "") == {"name": ""}


def test_a_place_that_names_its_circle_loses_the_person_only() -> None:
    facts = {"people": [[7, 7], [3, 8]]}
    assert forget.without(facts, 7, "Ana") == {"people": [[7, 0], [3, 8]]}
