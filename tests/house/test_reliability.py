"""The page of promises: each has its proof, and every file that is named is there."""

from __future__ import annotations

import re

from tests.house.source import ROOT

TEXT = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def test_every_promise_has_a_test() -> None:
    told = TEXT.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [line for line in told.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 5
    proven = ("tests/", "the same", "make simulate")
    assert [row for row in rows if not any(one in row for one in proven)] == []


def test_every_file_that_is_named_is_there() -> None:
    told = set(re.findall(r"((?:bot|storage|tests)/[\w/.]*\w)", TEXT))
    assert sorted(one for one in told if not (ROOT / one).exists()) == []
