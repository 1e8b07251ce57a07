"""How one value of the settings is read: lengths of time, times of day, zones, addresses, tokens.

Each reader takes what TOML or the environment gave and returns the value, or raises ``ValueError``
whose text goes on a sentence that began with the place: "is ..., which is not ...: do ...".
It knows neither files nor sections, and never repeats an address or a token.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import zoneinfo
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from bot.scrub import one_line, scrub

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PACKS = ("temperature", "plain")
LEVELS = ("debug", "info", "warning", "error")
LONGEST = timedelta(days=366)
MOST = 1000
YOUNGEST, OLDEST = 13, 21
LONGEST_KEPT = 30
"""Nights: ``storage.backups.LONGEST`` in days, which /privacy promises."""

_SHOWN = 40
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d{1,9})W)?(?:(?P<days>\d{1,9})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9})S)?)?",
    re.ASCII,
)
_WALL = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}", re.ASCII)
_PRACTICE_TOKEN = re.compile(r"\d+:[!-~]+", re.ASCII)
_HOW_LONG = 'write it in quotes like "PT72H" (72 hours) or "P14D" (14 days)'


def shown(value: object) -> str:
    """A value as a sentence may repeat it: short, on one line, without anything like a token."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)[:_SHOWN]
    if not isinstance(value, str):
        return f"a {type(value).__name__}"
    text = one_line(scrub(value))
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN]}…"'


def nearest(word: str, words: Iterable[str]) -> str:
    """A question that offers the most similar word; empty if none is similar."""
    close = difflib.get_close_matches(word.lower(), list(words), n=1)
    return f', did you mean "{close[0]}"?' if close else ""


def duration(value: object) -> timedelta:
    """A length of time from ISO 8601 text, above zero and at most 366 days."""
    length = value if isinstance(value, timedelta) else _length(value)
    if length <= timedelta(0):
        raise ValueError(f"is {shown(value)}, which is no time at all: {_HOW_LONG}.")
    if length > LONGEST:
        raise ValueError(f"is {shown(value)}, which is longer than 366 days: {_HOW_LONG}.")
    return length


def _length(value: object) -> timedelta:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"is the number {shown(value)}, which says no unit: {_HOW_LONG}.")
    match = _DURATION.fullmatch(value.strip().upper()) if isinstance(value, str) else None
    parts = {unit: int(n) for unit, n in match.groupdict().items() if n} if match else {}
    if not parts:
        raise ValueError(f"is {shown(value)}, which is not a length of time: {_HOW_LONG}.")
    try:
        return timedelta(**parts)
    except OverflowError:
        return timedelta.max


def wall(value: object) -> str:
    """A time of day, "HH:MM"."""
    if isinstance(value, str) and _WALL.fullmatch(value.strip()):
        return value.strip()
    raise ValueError(
        f'is {shown(value)}, which is not a time of day: write it in quotes like "18:00".'
    )


def count(value: object) -> int:
    """A whole number from 1 to 1000; the environment gives it as text."""
    text = (
        str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
    )
    if re.fullmatch(r"\d{1,4}", text, re.ASCII) and 1 <= int(text) <= MOST:
        return int(text)
    raise ValueError(
        f"is {shown(value)}, which is not a whole number from 1 to {MOST}: write one, such as 2."
    )


def port(value: object) -> int:
    """A port that a program without special rights may take; the environment gives it as text."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    if re.fullmatch(r"\d{4,5}", text, re.ASCII) and 1024 <= int(text) <= 65535:
        return int(text)
    raise ValueError(f"is {shown(value)}, which is not a port: write one from 1024 to 65535.")


def nights(value: object) -> int:
    """How many copies are kept, one a night; the environment gives it as text."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    if re.fullmatch(r"\d{1,2}", text, re.ASCII) and 1 <= int(text) <= LONGEST_KEPT:
        return int(text)
    raise ValueError(
        f"is {shown(value)}, which is not a number of nights from 1 to {LONGEST_KEPT}: no copy "
        "lives longer."
    )


def folder(value: object) -> Path:
    """A folder by its path."""
    text = str(value).strip() if isinstance(value, str | Path) else ""
    if not text or "\0" in text:
        raise ValueError('is not a path: write it in quotes like "/var/backups/circlekeeper".')
    return Path(text)


def age(value: object) -> int:
    """A number of years from 13 (Telegram's own floor in most countries) to 21."""
    text = str(value).strip() if isinstance(value, int | str) else ""
    if re.fullmatch(r"\d\d", text, re.ASCII) and YOUNGEST <= int(text) <= OLDEST:
        return int(text)
    raise ValueError(f"is {shown(value)}, which is no age from {YOUNGEST} to {OLDEST}.")


def zone(value: object) -> str:
    """The name of a time zone that this machine knows."""
    name = value.strip() if isinstance(value, str) else ""
    try:
        # A folder of the zone files, such as "America", is an OSError.
        if name:
            return zoneinfo.ZoneInfo(name).key
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        pass
    known = {known.lower(): known for known in zoneinfo.available_timezones()}
    close = difflib.get_close_matches(name.lower(), known, n=1)
    hint = known[close[0]] if close else "America/New_York"
    raise ValueError(f'is {shown(value)}, which is not a time zone: write one like "{hint}".')


def day(value: object) -> str:
    """A day of the week, in English."""
    return _one_of(value, WEEK, "a day of the week")


def level(value: object) -> str:
    """How much the log says."""
    return _one_of(value, LEVELS, "a log level")


def pack(value: object) -> str:
    """The words of the five places."""
    return _one_of(value, PACKS, "a set of words")


def _one_of(value: object, words: tuple[str, ...], what: str) -> str:
    word = value.strip().lower() if isinstance(value, str) else ""
    if word in words:
        return word
    raise ValueError(f"is {shown(value)}, which is not {what}: write one of {', '.join(words)}.")


def base_url(value: object) -> str:
    """Where the Bot API answers: https, or http on this machine only. Without a last slash."""
    try:
        parts = urlsplit(value.strip() if isinstance(value, str) else "")
        _ = parts.port  # refuses a port that is no number
    except ValueError:
        parts = urlsplit("")
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not plain:
        raise ValueError('is not a web address: write it like "https://api.telegram.org".')
    url = parts.geturl().rstrip("/")
    if parts.scheme == "http" and not is_loopback(url):
        raise ValueError(
            "would send the token unencrypted to another machine: write https:// "
            "(http:// is only for 127.0.0.1, ::1 and localhost)."
        )
    return url


def is_loopback(url: str) -> bool:
    """Whether this address leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def token(text: str, *, practice: bool) -> str:
    """A bot token; on this machine, for the practice room, any digits, a colon and more."""
    text = text.strip()
    if (_PRACTICE_TOKEN if practice else _TOKEN).fullmatch(text):
        return text
    raise ValueError(
        "does not hold a bot token: copy it whole from BotFather (digits, a colon, 35 characters)."
    )


Duration = Annotated[timedelta, BeforeValidator(duration)]
Wall = Annotated[str, BeforeValidator(wall)]
Count = Annotated[int, BeforeValidator(count)]
Port = Annotated[int, BeforeValidator(port)]
Nights = Annotated[int, BeforeValidator(nights)]
Folder = Annotated[Path, BeforeValidator(folder)]
Age = Annotated[int, BeforeValidator(age)]
Zone = Annotated[str, BeforeValidator(zone)]
Day = Annotated[str, BeforeValidator(day)]
Pack = Annotated[str, BeforeValidator(pack)]
Level = Annotated[str, BeforeValidator(level)]
BaseUrl = Annotated[str, BeforeValidator(base_url)]
