"""Inline keyboards as a person holds them: rows of buttons, and the plainest choice among them.

It knows nothing of any bot; a peer may bring its own choice.
"""

from collections.abc import Sequence
from typing import Any

Keyboard = Sequence[Sequence[dict[str, Any]]]


def first_button(keyboard: Keyboard) -> str | None:
    """The callback data of the first button that has some; None when there is nothing to press."""
    for row in keyboard:
        for button in row:
            if "callback_data" in button:
                return str(button["callback_data"])
    return None
