"""Sizes: what grows past them is split by subject."""

from __future__ import annotations

from tests.house.source import functions, modules, name

LONGEST_MODULE = 250
LONGEST_FUNCTION = 30


def test_no_module_has_more_than_250_lines() -> None:
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {path: size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_no_function_has_more_than_30_lines() -> None:
    sizes = {
        f"{name(path)}: {one.name}": (one.end_lineno or one.lineno) - one.lineno + 1
        for path in modules()
        for one in functions(path)
    }
    assert {place: size for place, size in sizes.items() if size > LONGEST_FUNCTION} == {}
