"""The beginning of the command: everything is loaded, and garbage is looked for again."""

from __future__ import annotations

import subprocess
import sys

ASK = """
import gc, sys
sys.argv = ["circlekeeper", "--version"]
from bot.__main__ import main
try:
    main()
finally:
    print(gc.isenabled())
"""


def test_after_a_fast_start_garbage_is_looked_for_again() -> None:
    said = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert said.stdout.split()[0] == "circlekeeper"
    assert said.stdout.split()[-1] == "True"
