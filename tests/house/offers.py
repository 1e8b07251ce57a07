"""Which verbs each kind of message may put on buttons, read from the letters' own source.

Followed by name from a letter's screen through the functions and tables that it uses.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from handlers.chat.kinds import Kind
from handlers.screens.screen import ANYWHERE
from tests.house.source import ROOT, modules, tree

Definitions = Mapping[str, ast.AST]


def offered() -> dict[Kind, set[str]]:
    """Every kind with the verbs that its letter can reach, but for those that work anywhere."""
    found: dict[Kind, set[str]] = {}
    for path in modules("handlers"):
        for call in _calls(tree(path), "Letter"):
            kind, screen = call.args[:2]
            if isinstance(kind, ast.Attribute) and isinstance(screen, ast.Name):
                found[Kind[kind.attr]] = _reached(path, screen.id) - set(ANYWHERE)
    return found


def _calls(node: ast.AST, name: str) -> Iterator[ast.Call]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") == name:
            yield one


def _reached(path: Path, name: str) -> set[str]:
    seen: set[tuple[Path, str]] = set()
    ahead, verbs = [(path, name)], set[str]()
    while ahead:
        place = ahead.pop()
        node = _defined(place[0]).get(place[1])
        if node is None or place in seen:
            continue
        seen.add(place)
        verbs |= {str(call.args[1].value) for call in _buttons(node)}  # type: ignore[attr-defined]
        ahead += _names(place[0], node)
    return verbs - {""}


def _buttons(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in _calls(node, "Button") if isinstance(one.args[1], ast.Constant))


def _names(path: Path, node: ast.AST) -> Iterator[tuple[Path, str]]:
    """What a definition speaks of: its own module's names, imported ones, and a module's."""
    imported = _imported(path)
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield imported.get(one.id, (path, one.id))
        elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            module, name = imported.get(one.value.id, (path, ""))
            yield (module.parent / module.stem / f"{name}.py", one.attr)


@cache
def _defined(path: Path) -> Definitions:
    if not path.exists():
        return {}
    found: dict[str, ast.AST] = {}
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign):
            found |= {one.id: node.value for one in node.targets if isinstance(one, ast.Name)}
    return found


@cache
def _imported(path: Path) -> dict[str, tuple[Path, str]]:
    """What a module imports from handlers: where it stands, and its name there."""
    return {
        alias.asname or alias.name: (
            ROOT / f"{(node.module or '').replace('.', '/')}.py",
            alias.name,
        )
        for node in tree(path).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handlers")
        for alias in node.names
    }
