"""Every chat of a story as a text, so that people can read it aloud for its tone:

.venv/bin/python -m pytest tests/stories --aloud FOLDER
"""

from __future__ import annotations

import re
from pathlib import Path

from bot.practice_room.room import Room
from bot.practice_room.transcript import read_aloud


def write(room: Room, folder: Path | None, story: str) -> None:
    """One file for each phone, in a folder of the story's name; nothing without a folder."""
    if folder is None:
        return
    place = folder / re.sub(r"\W+", "_", story).strip("_")
    place.mkdir(parents=True, exist_ok=True)
    for account in room.world.accounts.values():
        (place / f"{account.name}.txt").write_text(read_aloud(account) + "\n", encoding="utf-8")
