"""The change that is walked in CONTRIBUTING: each name stands in a file of the same step."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.source import ROOT, modules

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
WALK = TEXT.partition("\n## One change walked: add a question\n")[2].partition("\n## ")[0]
STEPS = re.split(r"\n\d+\. ", WALK)[1:]
NEW = set(re.findall(r"\*(\w+_\w+)[^*]*\*", WALK))
"""What whoever walks it writes."""


def _told(text: str) -> list[str]:
    return [" ".join(one.split()) for one in re.findall(r"`([^`]+)`", text)]


def _files(text: str) -> list[Path]:
    return [ROOT / one for one in _told(text) if re.fullmatch(r"[\w/.]+\.\w+", one) and "/" in one]


def test_every_file_that_is_named_is_there() -> None:
    assert len(_files(TEXT)) > 20
    assert [path for path in _files(TEXT) if not path.exists()] == []


def test_every_name_of_the_walk_stands_in_a_file_of_its_step() -> None:
    assert len(STEPS) > 6
    for step in STEPS:
        source = "\n".join(path.read_text("utf-8") for path in _files(step))
        names = [one for one in _told(step) if "/" not in one]
        assert names
        assert [one for one in names if one not in source] == []


def test_every_file_that_knows_the_neighbouring_question_is_named() -> None:
    beside = re.compile(r'"heavy_none"|"heavy"[\]:,)]|heavy does supporting')
    paths = [*modules(), *(ROOT / "tests").rglob("*.py")]
    knowing = {path for path in paths if beside.search(path.read_text("utf-8"))}
    assert len(knowing) > 12
    assert knowing - {Path(__file__)} - set(_files(WALK)) == set()


def test_what_a_word_needs_more_than_a_number_is_named() -> None:
    told = set(_told(WALK))
    assert {"OTHERS", "FAMILIES", "wish TEXT", '"heavy.none"'} <= told
    columns = (
        (ROOT / "storage" / "schema.sql").read_text("utf-8").partition("CREATE TABLE checkin (")
    )
    lines = [line.partition("--")[0].strip() for line in columns[2].splitlines()]
    there = [line for line in lines[: lines.index(");")] if line.partition(" ")[0] not in NEW]
    assert there[-1].rstrip(",") in told


def test_what_is_to_be_written_is_not_there_yet() -> None:
    assert {"own_time"} == NEW
    paths = (*modules(), *(ROOT / "handlers" / "texts" / "words").rglob("*.po"))
    source = "\n".join(path.read_text("utf-8") for path in paths)
    assert [one for one in NEW if re.search(rf"\b{one}\b", source)] == []


def test_every_command_is_one_that_runs() -> None:
    told = re.findall(r"(?:python -m pytest(?: -m proof)?|^make) ([\w/.]+)", TEXT, re.MULTILINE)
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert len(told) > 3
    assert [one for one in told if not (ROOT / one).exists() and one not in targets] == []


def test_the_walk_touches_every_layer() -> None:
    touched = {path.relative_to(ROOT).parts[:2] for path in _files(WALK)}
    inside = {part for floor, part in touched if floor == "handlers"}
    assert {"texts", "rules", "letters", "conversations", "chat", "checkin_buttons.py"} <= inside
