"""The two commands and the locks: what a new machine is told, and what installing asks for."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("run.txt", "dev.txt", "postgres.txt")


def _python(folder: Path, body: str) -> Path:
    fake = folder / "python"
    fake.write_text(f"#!/bin/sh\n{body}\n")
    fake.chmod(0o755)
    return fake


def _make(folder: Path, python: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "demo", f"VENV={folder / 'venv'}", f"PYTHON={python}"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_an_old_python_is_told_which_one_is_needed(tmp_path: Path) -> None:
    done = _make(tmp_path, _python(tmp_path, "exit 1"))
    assert done.returncode != 0
    assert "Circlekeeper needs Python 3.11 or newer" in done.stdout


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    done = _make(tmp_path, _python(tmp_path, 'case "$2" in *ensurepip*) exit 1;; esac'))
    assert done.returncode != 0
    assert "install python3-venv" in done.stdout


@pytest.mark.parametrize(("there", "said"), [(False, "(once) ..."), (True, "up to date ...")])
def test_only_the_first_setting_up_is_said_to_be_once(
    tmp_path: Path, there: bool, said: str
) -> None:
    if there:
        (tmp_path / "venv" / "bin").mkdir(parents=True)
        _python(tmp_path / "venv" / "bin", "exit 1")
    done = _make(tmp_path, _python(tmp_path, "exit 0"))
    # Inside another make the first lines say which folder it is.
    assert any(line.endswith(said) for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_hashes_everything(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert "://" not in text
    assert not re.search(r"index-url|find-links", text)
    pins = re.findall(r"^[a-z0-9-]+==.*$", text, re.MULTILINE)
    assert pins
    assert all(pin.endswith("\\") for pin in pins), "a pin without a hash"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_the_zones_and_the_build_backend(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert re.search(r"^tzdata==", text, re.MULTILINE)
    assert re.search(r"^hatchling==", text, re.MULTILINE)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    reasons = (ROOT / "docs" / "decisions.md").read_text().lower()
    names = {re.split(r"[<>=;\[ ]", one)[0].lower() for one in wanted} - {"circlekeeper"}
    assert sorted(name for name in names if name not in reasons) == []
