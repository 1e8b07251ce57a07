"""The operator's guide: its tables are what the code does, and its commands are there."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

from bot.cli import cli
from bot.exits import ExitCode
from tests.house.source import ROOT, log_calls, modules

QUIET = ("debug", "info")
GUIDE = (ROOT / "docs" / "operator-guide.md").read_text("utf-8")


def _first_cells() -> list[str]:
    return re.findall(r"^\| (.*?) \|", GUIDE, re.MULTILINE)


def test_every_exit_code_is_told() -> None:
    told = {int(cell) for cell in _first_cells() if cell.isdecimal()}
    assert told == set(ExitCode)


def _events() -> set[str]:
    return {name for cell in _first_cells() for name in re.findall(r"`([a-z_ ]+)`", cell)}


def test_every_event_that_is_told_is_one_of_ours() -> None:
    source = "\n".join(path.read_text("utf-8") for path in modules("bot"))
    events = _events()
    assert len(events) > 10
    assert sorted(event for event in events if f'"{event}"' not in source) == []


def test_every_warning_and_error_is_told() -> None:
    loud = {
        ast.literal_eval(call.args[0])
        for path in modules("bot")
        for call, level in log_calls(path)
        if level not in QUIET
    }
    assert len(loud) > 25
    assert sorted(loud - _events()) == []


def test_every_command_that_is_told_is_there() -> None:
    told = re.findall(
        r"(?:^ck|bin/circlekeeper|exec circlekeeper circlekeeper) ([a-z].*)$", GUIDE, re.M
    )
    words = [shlex.split(line.strip("`").partition("`")[0])[0] for line in told]
    assert len(words) > 8
    assert sorted(set(words) - set(cli.commands)) == []


def test_every_target_of_make_that_is_told_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"(?m)(?:^|`)make (?:-C \S+ )?([a-z]+)", GUIDE))
    assert {"setup", "smoke", "demo"} <= told <= targets


def test_every_file_that_is_told_is_there() -> None:
    told = set(re.findall(r"`((?:handlers|deploy|docs)/[\w./-]+)`", GUIDE))
    told |= {
        name.removeprefix("/opt/circlekeeper/")
        for name in re.findall(r"/opt/circlekeeper/deploy/\S+", GUIDE)
    }
    assert len(told) >= 2
    assert sorted(name for name in told if not Path(ROOT, name.strip("`")).exists()) == []
