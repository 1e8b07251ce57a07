"""Logs: an event is a constant, and nothing is built into it. Only ``bot`` logs."""

from __future__ import annotations

import ast

from tests.house.source import log_calls, modules, name, tree


def _constant(call: ast.Call) -> bool:
    event = call.args[0] if len(call.args) == 1 else None
    return isinstance(event, ast.Constant) and isinstance(event.value, str)


def test_every_event_is_a_constant_text() -> None:
    calls = [(name(path), call) for path in modules("bot") for call, _ in log_calls(path)]
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
