"""Smaller pictures: the same dots, whatever PNG took away from their bytes."""

from __future__ import annotations

import struct
import zlib

from tests.browser.smaller import BEGIN, chunk, chunks, smaller

RED, BLUE = b"\xff\0\0", b"\0\0\xff"
DOTS = (RED + BLUE + RED, BLUE + BLUE + RED)


def _picture(filtered: int) -> bytes:
    """Three dots by two; what a filter guesses is taken away by hand."""
    first, second = DOTS
    taken = {
        0: second,
        1: second[:3] + bytes((a - b) & 255 for a, b in zip(second[3:], second, strict=False)),
        2: bytes((a - b) & 255 for a, b in zip(second, first, strict=True)),
    }[filtered]
    head = struct.pack(">IIBBBBB", 3, 2, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" + first + bytes([filtered]) + taken)
    return BEGIN + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _dots(png: bytes) -> tuple[bytes, ...]:
    parts = dict(chunks(png))
    lines = zlib.decompress(parts[b"IDAT"])
    colours = parts[b"PLTE"]
    return tuple(
        b"".join(colours[3 * one : 3 * one + 3] for one in lines[at + 1 : at + 4]) for at in (0, 4)
    )


def test_every_dot_keeps_its_colour() -> None:
    assert [_dots(smaller(_picture(one))) for one in (0, 1, 2)] == [DOTS] * 3
