"""Cuts the room's `spec.json` out of the full description of the Bot API.

`python -m tests.practice_room.extract_spec <full.json>` writes it anew; a test holds both together.
"""

import re
import sys
from pathlib import Path
from typing import Any

import orjson

import bot.practice_room

METHODS = [
    "answerCallbackQuery",
    "deleteMessage",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "editMessageText",
    "getMe",
    "getMyCommands",
    "getUpdates",
    "getWebhookInfo",
    "leaveChat",
    "sendDocument",
    "sendMessage",
    "sendPhoto",
    "setMyCommands",
]
COPY = Path(bot.practice_room.__file__).with_name("spec.json")


def extract(full: dict[str, Any]) -> dict[str, Any]:
    """The methods above and every type that their parameters reach, without the prose."""
    methods = {name: _fields(full["methods"][name]) for name in METHODS}
    types: dict[str, Any] = {}
    wanted = [name for fields in methods.values() for name in _named(fields)]
    while wanted:
        name = wanted.pop()
        if name in types or name not in full["types"]:
            continue
        described = full["types"][name]
        if subtypes := described.get("subtypes"):
            types[name] = {"subtypes": subtypes}
            wanted += subtypes
        else:
            types[name] = {"fields": _fields(described)}
            wanted += _named(types[name]["fields"])
    return {"version": full["version"], "methods": methods, "types": dict(sorted(types.items()))}


def _fields(described: dict[str, Any]) -> list[list[Any]]:
    return [[f["name"], f["types"], f["required"]] for f in described.get("fields", [])]


def _named(fields: list[list[Any]]) -> list[str]:
    return [re.sub("^(Array of )+", "", name) for _, types, _ in fields for name in types]


def _lines(part: dict[str, Any]) -> str:
    rows = (f'    "{name}": {orjson.dumps(value).decode()}' for name, value in part.items())
    return ",\n".join(rows)


def written(cut: dict[str, Any]) -> str:
    """One line for each method and type, so that a change reads well."""
    return (
        f'{{\n  "version": "{cut["version"]}",\n'
        f'  "methods": {{\n{_lines(cut["methods"])}\n  }},\n'
        f'  "types": {{\n{_lines(cut["types"])}\n  }}\n}}\n'
    )


if __name__ == "__main__":
    COPY.write_text(written(extract(orjson.loads(Path(sys.argv[1]).read_bytes()))))
