"""One table for all faults, printed when they are over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.chaos.table import Line, judge, written
from tests.stories.kill_forks import Forks, forks

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Another run, or the same one again."""
    parser.addoption("--seed", type=int, default=5, help="what chance plays with in tests/chaos")


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """What chance plays with."""
    return int(pytestconfig.getoption("--seed", default=5))


@pytest.fixture(scope="session")
def server() -> Iterator[Forks]:
    """Whoever starts the bots as processes of their own."""
    with forks() as one:
        yield one


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    lines = terminalreporter.config.stash.get(LINES, [])
    if lines:
        terminalreporter.section("faults")
        terminalreporter.write_line(written(lines))
