"""The house's own source, parsed: what the house tests look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "handlers", "storage")
LEVELS = frozenset({"debug", "info", "warning", "error", "critical", "exception"})


def modules(*floors: str) -> list[Path]:
    """Every module of these floors, or of all."""
    return sorted(path for floor in floors or FLOORS for path in (ROOT / floor).rglob("*.py"))


def name(path: Path) -> str:
    """A module's path as people say it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def log_calls(path: Path) -> list[tuple[ast.Call, str]]:
    """The calls that write into the log, each with its level."""
    return [
        (node, node.func.attr)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
    ]
