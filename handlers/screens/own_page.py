"""What is kept about somebody, as two files: a page to read, and the same as data.

The page stands alone: no script, nothing loaded from elsewhere, headings and lists that a screen
reader can walk through. A test changes each value of the data and sees the page change.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import orjson

from handlers.screens import own_circles, own_said
from handlers.screens.own_lines import Data, Lines
from handlers.texts.catalog import Words
from storage.enums import Unread

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{about}</p>
{sections}
</main>
</body>
</html>
"""


def as_data(data: Data) -> bytes:
    """JSON with times in UTC, indented for whoever opens it."""
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)


def as_page(data: Data, words: Words) -> bytes:
    """The same to read, in the person's language and zone."""
    data = _said(data, words("export.unread"))
    say = Lines(words, data["you"]["zone"])
    sections = (
        _section(words("export.you"), [_list(own_circles.you(data, say))]),
        _section(words("export.times"), [_list(own_circles.times(data, say))]),
        _section(words("export.circles"), [_list(own_circles.circles(data, say))]),
        _section(words("export.checkins"), _checkins(data, say)),
        _section(words("export.steps"), [_list(own_said.steps(data, say))]),
        _section(words("export.shared"), [_list(own_said.shared(data, say))]),
        _section(words("export.said"), [_list(own_said.words_sent(data, say))]),
        _section(words("export.calls"), [_list(own_said.calls(data, say))]),
        _section(words("export.asked"), [_list(own_said.asked(data, say))]),
        _section(words("export.messages"), _messages(data, say)),
    )
    page = _PAGE.format(
        language=words.language.value,
        title=escape(words("export.title")),
        about=escape(words("export.about")),
        sections="\n".join(sections),
    )
    return page.encode()


def _said(value: Any, unread: str) -> Any:
    """The data, and a word where something could not be read."""
    if isinstance(value, dict):
        return {key: _said(one, unread) for key, one in value.items()}
    if isinstance(value, list):
        return [_said(one, unread) for one in value]
    return unread if value is Unread.UNREAD else value


def _section(title: str, parts: Iterable[str]) -> str:
    return f"<h2>{escape(title)}</h2>\n" + "\n".join(parts)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return f"<ul>\n{items}</ul>" if items else "<p>–</p>"


def _checkins(data: Data, say: Lines) -> Iterable[str]:
    for checkin in data["checkins"]:
        title = escape(say.at(checkin["opened_at"]))
        yield f"<h3>{title}</h3>\n{_list(own_said.checkin(checkin, say))}"
    if not data["checkins"]:
        yield _list(())


def _messages(data: Data, say: Lines) -> Iterable[str]:
    """Long lists, closed until somebody opens them."""
    for key in ("messages_in", "messages_out"):
        title = escape(say.words(f"export.{key}", n=len(data[key])))
        lines = _list(own_said.messages(data[key], say))
        yield f"<details><summary>{title}</summary>\n{lines}</details>"
