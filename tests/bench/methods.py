"""What a Bot API call may say: parameters read from any body, and the checks Telegram makes.

Pure functions; they keep nothing. The effects are the server's.
"""

from typing import Any
from urllib.parse import parse_qsl

import orjson

LONGEST_TEXT = 4096
LONGEST_DATA = 64
BUTTON_ACTS = {
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
}


class RefusedError(Exception):
    """A call that Telegram would refuse, with its code and words."""

    def __init__(self, description: str, code: int = 400) -> None:
        """Keep both for the answer."""
        super().__init__(description)
        self.description = description
        self.code = code


def parameters(query: bytes, kind: bytes, body: bytes) -> dict[str, Any]:
    """The parameters of a call, from its address and its body (JSON or form)."""
    found: dict[str, Any] = dict(parse_qsl(query.decode())) if query else {}
    if not body:
        return found
    if kind == b"application/json":
        found.update(_json_object(body))
    elif kind == b"application/x-www-form-urlencoded":
        found.update(parse_qsl(body.decode(), keep_blank_values=True))
    else:
        raise RefusedError(f"Bad Request: the bench does not read {kind.decode()}")
    return found


def _json_object(body: bytes) -> dict[str, Any]:
    """A body of JSON, which must be an object."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        raise RefusedError("Bad Request: can't parse the body as a JSON object")
    return value


def whole(given: dict[str, Any], name: str, default: int | None = None) -> int:
    """A whole number among the parameters."""
    value = given.get(name, default)
    if value is None:
        raise RefusedError(f"Bad Request: {name} is missing")
    try:
        return int(value)
    except (TypeError, ValueError):
        raise RefusedError(f"Bad Request: {name} must be a number") from None


def text(given: dict[str, Any]) -> str:
    """The text of a message, not empty and not too long."""
    value = given.get("text")
    if not isinstance(value, str) or not value.strip():
        raise RefusedError("Bad Request: message text is empty")
    if len(value) > LONGEST_TEXT:
        raise RefusedError("Bad Request: message is too long")
    return value


def markup(given: dict[str, Any]) -> dict[str, Any] | None:
    """The inline keyboard, checked; None for none, for an empty one and for another kind."""
    value = given.get("reply_markup")
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise RefusedError(
                "Bad Request: can't parse reply keyboard markup JSON object"
            ) from None
    if not isinstance(value, dict):
        raise RefusedError("Bad Request: object expected as reply markup")
    rows = value.get("inline_keyboard")
    if not rows:
        return None
    for row in rows:
        for button in row:
            _check(button)
    return value


def _check(button: dict[str, Any]) -> None:
    """One button: a text, exactly one act, data of 1 to 64 bytes."""
    if not button.get("text"):
        raise RefusedError("Bad Request: text buttons are unallowed in the inline keyboard")
    if len(BUTTON_ACTS & button.keys()) != 1:
        raise RefusedError("Bad Request: inline keyboard button must have exactly one act")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
        raise RefusedError("Bad Request: BUTTON_DATA_INVALID")
