"""Secrets among the settings: whether they are there, where they stand, and who can read them.

It says what is wrong, one sentence each; ``bot.settings`` gathers the sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.faults import Places
from bot.sections import NO_KEY, Database, Keys, Telegram, open_to_others

SECRETS = {"telegram": ("token", "token_file"), "keys": ("key", "file")}
"""Sections with a secret: either key brings it, and the environment's replaces the file's."""


def of_token(telegram: Telegram, places: Places) -> str:
    """Where the token stands that is in use."""
    key = "token_file" if telegram.token_file else "token"
    named = f", the file {telegram.token_file.path}" if telegram.token_file else ""
    variable = places.environment.get(("telegram", key))
    return f"{variable or f'[telegram] {key}'}{named}"


def missing(document: Mapping[str, Any], places: Places) -> Iterator[str]:
    """A sentence for each secret that neither the file nor the environment brings."""
    if not _brought("telegram", document, places):
        yield (
            f"In {places.file}, [telegram] has no token: write token = with what BotFather gave "
            "you, or token_file = with the path of a file that holds it."
        )
    if not _brought("keys", document, places):
        yield f"In {places.file}, [keys] has no file. {NO_KEY}"


def _brought(name: str, document: Mapping[str, Any], places: Places) -> bool:
    section = document.get(name, {})
    return any(
        (name, key) in places.environment or (isinstance(section, dict) and key in section)
        for key in SECRETS[name]
    )


def in_the_open(document: Mapping[str, Any], places: Places) -> Iterator[str]:
    """The settings stand beside the database: a key in them would be stolen with it."""
    keys = document.get("keys")
    if isinstance(keys, dict) and "key" in keys:
        yield (
            f"In {places.file}, [keys] key does not belong here: put it in a file of its own and "
            "write file =, or give it as CIRCLEKEEPER__KEYS__KEY."
        )


def beside(keys: Keys, database: Path | None, backups: Path | None) -> list[str]:
    """A stolen folder must not hold both: what is sealed, and what opens it."""
    if keys.file is None:
        return []
    held = keys.file.path.resolve().parent
    folders = {"the database": database.resolve().parent} if database is not None else {}
    if backups is not None:
        folders["its backups"] = backups.resolve()
    return [
        f"The master key {keys.file.path} stands beside {what}: move it to a folder "
        "of its own, and write its new path as file = below [keys]."
        for what, folder in folders.items()
        if folder == held
    ]


def open_ones(
    telegram: Telegram, keys: Keys, settings: tuple[Path, int], inside: Iterable[str]
) -> Iterator[str]:
    """A sentence for each file with a secret that others can read, the settings among them."""
    files = {"the token": telegram.token_file, "the master key": keys.file}
    for what, file in files.items():
        if file and file.open_to_others:
            yield _open(file.path, what)
    for what in inside:
        if open_to_others(settings[1]):
            yield _open(settings[0].absolute(), what)


def inside(telegram: Telegram, database: Database, places: Places) -> Iterator[str]:
    """What secret stands in the settings' own file."""
    if telegram.token and ("telegram", "token") not in places.environment:
        yield "the token"
    if database.secret() and ("database", "url") not in places.environment:
        yield "the database's password"


def _open(path: Path, what: str) -> str:
    return f"Others on this machine can read {path}, which holds {what}: chmod 600 it."
