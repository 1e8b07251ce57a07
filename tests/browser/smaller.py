"""A picture of a screen with at most 256 colours: a third of the bytes, and nobody sees it.

As much of PNG as Chromium writes: eight bits, red, green and blue, with or without alpha.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

BEGIN = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
_BYTES = {2: 3, 6: 4}
"""How many a pixel has, by PNG's type of colour."""


def smaller(png: bytes) -> bytes:
    """The same picture: its most frequent colours, each other one as the nearest of them."""
    parts: dict[bytes, bytes] = {}
    for name, data in chunks(png):
        parts[name] = parts.get(name, b"") + data
    width, height, depth, kind = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert depth == 8
    lines = list(_lines(zlib.decompress(parts[b"IDAT"]), width, _BYTES[kind]))
    pixels = [[bytes(line[x : x + 3]) for x in _steps(line, _BYTES[kind])] for line in lines]
    counted = Counter(pixel for line in pixels for pixel in line)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    places = {colour: _nearest(colour, palette) for colour in counted}
    packed = b"".join(b"\0" + bytes(places[pixel] for pixel in line) for line in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    written = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(packed, 9)))
    return BEGIN + b"".join(chunk(name, data) for name, data in (*written, (b"IEND", b"")))


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a picture, by name."""
    at = len(BEGIN)
    while at < len(png):
        size, name = struct.unpack(">I4s", png[at : at + 8])
        yield name, png[at + 8 : at + 8 + size]
        at += size + 12


def chunk(name: bytes, data: bytes) -> bytes:
    """One part, as it stands in a file."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _steps(line: bytes | bytearray, size: int) -> range:
    return range(0, len(line), size)


def _lines(data: bytes, width: int, size: int) -> Iterator[bytearray]:
    """Each line without its filter, which says what was taken away from each byte."""
    long, above = width * size, bytearray(width * size)
    for at in range(0, len(data), long + 1):
        line = bytearray(data[at + 1 : at + 1 + long])
        for x in range(long):
            left = line[x - size] if x >= size else 0
            corner = above[x - size] if x >= size else 0
            line[x] = (line[x] + _guess(data[at], left, above[x], corner)) & 255
        yield line
        above = line


def _guess(filtered: int, left: int, above: int, corner: int) -> int:
    """What PNG's five filters guess of a byte by its neighbours."""
    if filtered == 4:
        return _paeth(left, above, corner)
    return (0, left, above, (left + above) // 2)[filtered]


def _paeth(left: int, above: int, corner: int) -> int:
    middle = left + above - corner
    return min((left, above, corner), key=lambda one: abs(middle - one))


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(
        range(len(palette)),
        key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True)),
    )
