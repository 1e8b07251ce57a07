"""One table for all faults, printed when they are over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.chaos.table import Line, judge, written

LINES = pytest.StashKey[list[Line]]()
Tell = Callable[[Line], None]


@pytest.fixture(scope="session")
def tell(pytestconfig: pytest.Config) -> Tell:
    """Put a line into the table, then fail if its fault was not borne."""
    lines = pytestconfig.stash.setdefault(LINES, [])

    def told(line: Line) -> None:
        lines.append(line)
        judge(line)

    return told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    lines = terminalreporter.config.stash.get(LINES, [])
    if lines:
        terminalreporter.section("faults")
        terminalreporter.write_line(written(lines))
