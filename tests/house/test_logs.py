"""Logs: an event is a constant, and nothing is built into it. Only ``bot`` logs."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.source import modules, name, tree

LEVELS = frozenset({"debug", "info", "warning", "error", "critical", "exception"})


def _log_calls(path: Path) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
    ]


def _constant(call: ast.Call) -> bool:
    event = call.args[0] if len(call.args) == 1 else None
    return isinstance(event, ast.Constant) and isinstance(event.value, str)


def test_every_event_is_a_constant_text() -> None:
    calls = [(name(path), call) for path in modules("bot") for call in _log_calls(path)]
    assert calls
    assert [f"{path}:{call.lineno}" for path, call in calls if not _constant(call)] == []


def test_handlers_and_storage_log_nothing() -> None:
    loggers = {"logging", "structlog"}
    found = [
        name(path)
        for path in modules("handlers", "storage")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import) and any(one.name in loggers for one in node.names)
    ]
    assert found == []
