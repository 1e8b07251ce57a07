"""Whether the bot beside us is well, as a container asks: `python -m bot.healthy CONFIG`.

It asks `/healthz` on the port that the settings name, and ends with 0 or 1. Nothing of ours is
loaded, since it is asked every minute.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

PATIENCE = 8.0
NOBODY = "No port stands below [health]: nothing answers."


def port_of(config: Path) -> int:
    """The port of the settings; 0 where they name none."""
    given = os.environ.get("CIRCLEKEEPER__HEALTH__PORT")
    if given:
        return int(given)
    said = tomllib.loads(config.read_text("utf-8-sig"))
    return int(said.get("health", {}).get("port", 0))


def main(arguments: Sequence[str]) -> int:
    """Ask, and say what came back."""
    port = port_of(Path(arguments[0]))
    if not port:
        sys.stdout.write(f"{NOBODY}\n")
        return 1
    asking = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asking.request("GET", "/healthz")
        answer = asking.getresponse()
        code, said = int(answer.status != 200), answer.read().decode()
    except (OSError, HTTPException):
        code, said = 1, f"Nobody answers on port {port}."
    finally:
        asking.close()
    sys.stdout.write(f"{said}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
