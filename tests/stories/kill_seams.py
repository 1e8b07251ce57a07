"""Which seams there are, found in the source itself, and at which hits a test kills."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.stories.process import Hit

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "storage")
NAMES = frozenset({"seam", "_seam"})
COPIES = frozenset({"bot/restoring.py", "storage/backups.py", "storage/engines/sqlite_copy.py"})
"""Copies are no part of the story; ``tests/bot/test_restoring.py`` stops at each of these."""
MANY, SOME = 1_000, 60
SPREAD = (0.15, 0.5, 0.85)
"""Early, in the middle and late in the story."""


@cache
def seams() -> frozenset[str]:
    """The name of every seam that the source calls while a bot runs."""
    files = (file for floor in FLOORS for file in (ROOT / floor).rglob("*.py"))
    running = (file for file in files if file.relative_to(ROOT).as_posix() not in COPIES)
    return frozenset(name for file in running for name in _called(file))


def _called(file: Path) -> Iterator[str]:
    text = file.read_text()
    for node in ast.walk(ast.parse(text)) if "seam(" in text else ():
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = getattr(function, "attr", getattr(function, "id", ""))
        if name in NAMES:
            moment = node.args[0]
            if not isinstance(moment, ast.Constant) or not isinstance(moment.value, str):
                raise AssertionError(f"{file}:{node.lineno} does not name its seam")
            yield moment.value


def some_hits(seam: str, count: int) -> list[Hit]:
    """A few hits, spread over the story."""
    return [Hit(seam, number) for number in sorted({round(count * at) or 1 for at in SPREAD})]


def every_hit(seam: str, count: int) -> list[Hit]:
    """Every one; of a seam that is reached thousands of times, some, spread over the story."""
    step = count // SOME if count > MANY else 1
    return [Hit(seam, number) for number in range(1, count + 1, step)]
