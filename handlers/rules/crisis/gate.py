"""The gate: what a text calls for. Deterministic, offline, both languages at once.

The seam for a fuller detector: text in; level, kind and rule out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock

from handlers.rules.crisis import lexicon
from handlers.rules.crisis.frames import Board, sum_of
from handlers.rules.crisis.lexicon import Lexicon
from handlers.rules.crisis.notation import Frame
from handlers.rules.crisis.verdict import NOTHING, UNSURE, CrisisKind, Level, Verdict

MOST = 16_384
"""Read in one go: Telegram's longest text with all that can stand beside it, a quote or a list."""
LAP = 1_024
"""So much of a part is read again with the next one: no phrase ends at a border."""
FIRST = 2026
"""No text is older than the bot: a year before this one is the past."""
_BARE = re.compile(
    r"/[a-z_]{1,32}|/start (?=\S*[0-9])(?=\S*[A-Z])(?=\S*[a-z])[A-Za-z0-9_-]{22}", re.ASCII
)
"""A command with nothing behind it, or a link's secret: no words of anybody."""
_ORDER = tuple(CrisisKind)


_READING = Lock()
_read = cache(lexicon.read)


def known() -> Lexicon:
    """The lexicon, read once, in half a second: a bot that starts does it beside its first taps."""
    with _READING:
        return _read()


def judge(text: str, year: int = FIRST) -> Verdict:
    """What the worst clause of a text calls for, written in this year."""
    if _BARE.fullmatch(text):
        return NOTHING
    worst = NOTHING
    for start in range(0, max(1, len(text) - LAP), MOST - LAP):
        found = _part(text[start : start + MOST], max(year, FIRST))
        if _rank(found) < _rank(worst):
            worst = found
    return worst


def judge_safely(text: str, year: int = FIRST) -> Verdict:
    """The same; when deciding itself goes wrong, the card is shown."""
    try:
        return judge(text, year)
    except Exception:
        return UNSURE


def _rank(verdict: Verdict) -> tuple[int, int]:
    return tuple(Level).index(verdict.level), _ORDER.index(verdict.kind)


def _part(text: str, year: int) -> Verdict:
    board = Board(known().spelling.words(text), known().phrases, year)
    found = list(_taken(board))
    board.negate()
    found += _found(board)
    return min(found, key=_rank, default=NOTHING)


def _taken(board: Board) -> Iterator[Verdict]:
    """Idioms, losses, jokes: they take their words out, and may call for a kind word.

    Beside what is grave in itself, pills or a knife meant for somebody, nothing is an idiom.
    """
    taken, grave = 0, board.covered("GRAVE")
    for frame in known().consuming:
        covers = board.covers(frame)
        if covers:
            if frame.level is Level.NONE:
                covers &= ~board.within(grave & ~covers)
            taken |= covers
            if frame.level is not Level.NONE:
                yield _verdict(frame, frame.level)
    board.take(taken)


def _found(board: Board) -> Iterator[Verdict]:
    """What the rest says: now, long ago, or long ago and well today."""
    past = board.dated(_marks(board, known().past)) & ~board.within(_marks(board, known().now))
    safe = bool(_marks(board, known().safe))
    for frame in known().frames:
        last = board.last(frame)
        if not last:
            continue
        if frame.level is Level.CRISIS and not last & ~past:
            if not safe:
                yield _verdict(frame, Level.CONCERN)
        elif not (safe and not last & ~past):
            yield _verdict(frame, frame.level)


def _marks(board: Board, frames: Sequence[Frame]) -> int:
    return sum_of(board.last(frame) for frame in frames)


def _verdict(frame: Frame, level: Level) -> Verdict:
    kind = frame.kind if level is Level.CRISIS else CrisisKind.DISTRESS
    return Verdict(level, kind, frame.rule, known().version)
