"""Imports stand at the top, whole and absolute; a cycle is not hidden but taken apart."""

from __future__ import annotations

import ast

from tests.house.source import functions, modules, name, tree


def test_no_import_stands_inside_a_function() -> None:
    inside = [
        f"{name(path)}: {function.name}"
        for path in modules()
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_no_import_is_for_types_only() -> None:
    found = [
        name(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id == "TYPE_CHECKING"
    ]
    assert found == []


def test_no_import_is_relative() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    """But an empty ``__init__``, which says nothing at all."""
    silent = [
        name(one) for one in modules() if one.stat().st_size and not ast.get_docstring(tree(one))
    ]
    assert silent == []
