"""Reads the parameters of a Bot API request from query, form, multipart or JSON. Checks nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from bot.practice_room.records import Json
from bot.practice_room.refusals import bad

ATTACHED = "attach://"


class Upload(bytes):
    """The bytes of a file that was sent along, and what its sender calls it."""

    name = ""


async def read_params(request: web.Request) -> Json:
    """All parameters by name; files as bytes, `attach://` references already followed."""
    params: Json = dict(request.query)
    kind = request.content_type
    if not request.can_read_body:
        return params
    if kind == "multipart/form-data":
        return params | await _multipart(request)
    body = await request.read()
    if kind == "application/json":
        return params | _from_json(body)
    return params | dict(parse_qsl(body.decode(), keep_blank_values=True))


def _from_json(body: bytes) -> Json:
    try:
        sent = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        raise bad("can't parse the JSON body", loud=True) from None
    if not isinstance(sent, dict):
        raise bad("the JSON body is not an object", loud=True)
    return sent


def _upload(field: web.FileField) -> Upload:
    with field.file as file:
        upload = Upload(file.read())
    upload.name = field.filename
    return upload


async def _multipart(request: web.Request) -> Json:
    parts: Json = {}
    for name, value in (await request.post()).items():
        parts[name] = _upload(value) if isinstance(value, web.FileField) else value
    for name, value in list(parts.items()):
        if isinstance(value, str) and value.startswith(ATTACHED):
            parts[name] = parts.pop(value.removeprefix(ATTACHED), value)
    return parts
