"""What every proof may be asked for, and the engines that a test may be played on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import Server, server


def pytest_addoption(parser: pytest.Parser) -> None:
    """The long form of the proofs; the engine of tests that play on one."""
    parser.addoption("--long", action="store_true", help="the proofs in their long form")
    parser.addoption(
        "--engine",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what the handlers' tests remember in",
    )


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether the long form was asked for."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL of our own, until the run ends."""
    with server() as one:
        yield one


@pytest.fixture
def served(engine: str, request: pytest.FixtureRequest) -> Server | None:
    """The server of a test that plays on PostgreSQL."""
    found: Server | None = None
    if engine == "postgresql":
        found = request.getfixturevalue("postgres")
    return found


@pytest.fixture
def engine(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> str:
    """The engine of this test: what it names, else what was asked for."""
    return str(getattr(request, "param", pytestconfig.getoption("--engine")))
