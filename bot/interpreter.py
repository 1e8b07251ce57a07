"""The interpreter, settled for a long run. Process-wide: only ``serve`` does it."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys

_TRIM, _MAP, _ARENAS = -1, -3, -8
"""The numbers of these wishes in glibc's ``mallopt``."""
_LARGE = 256 * 1024
"""Bytes that are asked for by themselves and given back at once: an answer of Telegram, say."""
SWITCH = 0.0005
"""Seconds that a thread may keep the interpreter while another waits for it."""
YOUNG = 5_000
"""New objects between two looks of the collector; a tap makes hundreds that die by themselves."""


def tune() -> None:
    """Look for garbage less often, and let the database's thread in sooner.

    What stands now stands until the end, so looking through it again and again is for nothing, and
    once is, too: a start leaves less than two thousand objects behind.
    The database's thread asks for the interpreter after each statement: a busy loop gives it
    away sooner.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    sys.setswitchinterval(SWITCH)


def one_heap() -> None:
    """Let all threads share one heap; else glibc keeps one for each, and a megabyte in each.

    What is large stands apart from it: else each hole that it leaves is kept for the next one.
    Before the first thread. They take turns anyway. Other systems know no such wish.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):
            mallopt = ctypes.CDLL(None).mallopt
            for wish, value in ((_ARENAS, 1), (_MAP, _LARGE), (_TRIM, _LARGE)):
                mallopt(wish, value)
