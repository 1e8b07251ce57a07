"""What a machine is given to run the bot: the unit of systemd and the image's recipe."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.ending import LONGEST
from bot.exits import ExitCode

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "circlekeeper.service"
RECIPE = (ROOT / "Dockerfile").read_text()
ALLOWED = (ROOT / ".dockerignore").read_text()
LOOSE = 1.5
"""The exposure that `systemd-analyze security` may find, of 10."""


def _setting(name: str) -> str:
    return str(re.findall(rf"^{name}=(.*)$", UNIT.read_text(), re.MULTILINE)[-1])


def test_what_a_start_cannot_mend_is_not_started_again() -> None:
    codes = {int(code) for code in _setting("RestartPreventExitStatus").split()}
    person = (ExitCode.DATABASE, ExitCode.OTHER_POLLER, ExitCode.TOKEN, ExitCode.KEY)
    assert codes == {ExitCode.SETTINGS, *person}


def test_it_comes_back_soon_and_is_never_given_up() -> None:
    assert int(_setting("RestartSec")) <= 1
    assert _setting("StartLimitIntervalSec") == "0"


def test_a_supervisor_waits_longer_than_an_end_takes() -> None:
    assert int(_setting("TimeoutStopSec")) > LONGEST


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here.")
def test_systemd_understands_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace(_setting("ExecStart"), f"{sys.executable} -V"))
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    verified = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert UNIT.name not in verified.stderr, verified.stderr
    command = ["systemd-analyze", "security", "--offline=true", str(unit)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    exposed = re.search(r"exposure level for .*: ([\d.]+)", found.stdout)
    if exposed is None:
        pytest.skip("This systemd-analyze is too old to look at a file.")
    assert float(exposed[1]) <= LOOSE


def test_the_image_copies_what_it_is_allowed_and_nothing_else() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", RECIPE, re.MULTILINE)
        for name in line.split()
    }
    allowed = [line for line in ALLOWED.splitlines() if not line.startswith("#")]
    assert allowed[0] == "*"
    assert copied == {line[1:] for line in allowed if line.startswith("!")}


def test_the_image_does_not_run_as_root_and_says_how_it_is() -> None:
    last = RECIPE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", last, re.MULTILINE)
    assert not re.search(r"(?i)^(ARG|ENV).*(token|key)", RECIPE, re.MULTILINE)


def test_the_image_decides_nothing_that_the_settings_say() -> None:
    # The environment wins over the file: what stood here would silence what somebody wrote there.
    assert "CIRCLEKEEPER__" not in RECIPE
    asked = re.findall(r'^ +CMD \["python", "-m", "bot.healthy", "(.*)"\]$', RECIPE, re.MULTILINE)
    assert [f'"{place}"' in RECIPE.rpartition("\nCMD ")[2] for place in asked] == [True]
