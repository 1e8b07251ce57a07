"""One table for all faults, printed when they are over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest

from tests.chaos.places import place
from tests.chaos.table import Line, judge, written
from tests.stories.kill_forks import Forks, forks

FAULT = "fault"
"""What a line is called in the report of its test; so it comes back from other processes, too."""
Tell = Callable[[Line], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Put a line into the table, then fail if its fault was not borne."""

    def told(line: Line) -> None:
        record_property(FAULT, asdict(line))
        judge(line)

    return told


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who runs alone goes first, then who takes longest: so nobody waits for them at the end."""
    order = {"alone": 0, "lengthy": 1}
    items.sort(key=lambda item: min((order.get(m.name, 2) for m in item.iter_markers()), default=2))


@pytest.fixture(autouse=True)
def _beside(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Beside others, or alone; the folder above this process's own is everybody's."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if hasattr(request.config, "workerinput") else folder
    proof = request.node.get_closest_marker("proof") or request.node.get_closest_marker("soak")
    if proof is None:
        yield
        return
    with place(shared, alone=request.node.get_closest_marker("alone") is not None):
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """Another run, or the same one again."""
    parser.addoption(
        "--kills", type=int, default=100, help="so many leaders on PostgreSQL are killed in a soak"
    )
    parser.addoption("--seed", type=int, default=5, help="what chance plays with in tests/chaos")


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """What chance plays with."""
    return int(pytestconfig.getoption("--seed", default=5))


@pytest.fixture(scope="session")
def kills(pytestconfig: pytest.Config) -> int:
    """How many leaders are killed."""
    return int(pytestconfig.getoption("--kills", default=100))


@pytest.fixture(scope="session")
def server() -> Iterator[Forks]:
    """Whoever starts the bots as processes of their own."""
    with forks() as one:
        yield one


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    reports = [one for some in terminalreporter.stats.values() for one in some]
    lines = [
        Line(**told)
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, told in report.user_properties
        if name == FAULT and isinstance(told, dict)
    ]
    if lines:
        terminalreporter.section("faults")
        terminalreporter.write_line(written(lines))
