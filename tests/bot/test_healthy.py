"""What a container asks about the bot in it: the port of its settings, and no other."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from typing_extensions import override

from bot.health import Told
from bot.health_page import page
from bot.healthy import main
from tests.bot.test_health import free_port


class Well(Told):
    """A bot that is well."""

    @override
    async def look(self) -> tuple[bool, Mapping[str, str]]:
        return True, {"jobs": "ok"}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def names(config: Path, port: int) -> str:
    """Settings that name a port; where they are."""
    config.write_text(f"[health]\nport = {port}\n")
    return str(config)


@pytest.mark.parametrize(("told", "code"), [(Well(), 0), (Told(), 1)])
async def test_it_is_as_the_page_says(config: Path, told: Told, code: int) -> None:
    port = free_port()
    async with page(told, port):
        assert await asyncio.to_thread(main, [names(config, port)]) == code


async def test_the_environment_wins_here_too(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("CIRCLEKEEPER__HEALTH__PORT", str(port))
    async with page(Well(), port):
        assert await asyncio.to_thread(main, [names(config, 1)]) == 0


def test_a_bot_that_is_not_there_is_not_well(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([names(config, free_port())]) == 1
    assert "Nobody answers on port" in capsys.readouterr().out


def test_without_a_port_it_says_what_is_missing(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text("")
    assert main([str(config)]) == 1
    assert "[health]" in capsys.readouterr().out
