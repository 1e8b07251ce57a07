"""What is kept about somebody, as two files: a page to read, and the same as data.

The page stands alone: no script, nothing loaded from elsewhere, headings and lists that a screen
reader can walk through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any

import orjson

from handlers.screens import times
from handlers.texts.catalog import Words

Data = Mapping[str, Any]

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
    sections = (
        _section(words("export.you"), [_list(_you(data, words))]),
        _section(words("export.checkins"), _checkins(data, words)),
        _section(words("export.steps"), [_list(_steps(data, words))]),
        _section(words("export.shared"), [_list(_shared(data, words))]),
        _section(words("export.more"), [_list(_more(data, words))]),
    )
    page = _PAGE.format(
        language=words.language.value,
        title=escape(words("export.title")),
        about=escape(words("export.about")),
        sections="\n".join(sections),
    )
    return page.encode()


def _section(title: str, parts: Iterable[str]) -> str:
    return f"<h2>{escape(title)}</h2>\n" + "\n".join(parts)


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>\n" for line in lines)
    return f"<ul>\n{items}</ul>" if items else "<p>–</p>"


def _at(data: Data, at: datetime, words: Words) -> str:
    return times.stamp(at, data["you"]["zone"], words.language)


def _you(data: Data, words: Words) -> Iterable[str]:
    you = data["you"]
    yield words("export.name", name=you["name"])
    yield words("export.number", number=you["telegram_id"])
    yield words("export.language", language=words(f"button.language.{you['language']}"))
    yield words("export.zone", city=times.city(you["zone"], words.language))
    if you["agreed_at"]:
        yield words("export.agreed", day=_at(data, you["agreed_at"], words))
    for rhythm in data["rhythm"]:
        days = ", ".join(words(f"day.{day}") for day in rhythm["days"])
        yield words("export.rhythm", days=days, time=times.hour(rhythm["time"], words.language))
    for circle in data["circles"]:
        if circle["starts_at"] and circle["ends_at"]:
            begins = _at(data, circle["starts_at"], words)
            ends = _at(data, circle["ended_at"] or circle["ends_at"], words)
            yield words("export.circle", begins=begins, ends=ends)
    for place in data["places"]:
        yield words(f"export.place.{place['state']}")


def _checkins(data: Data, words: Words) -> Iterable[str]:
    for checkin in data["checkins"] or ():
        lines = [
            words(
                "export.answer",
                dimension=words(f"export.dimension.{answer['dimension']}"),
                place=answer["temperature"],
            )
            for answer in checkin["answers"]
        ]
        if checkin["heavy"] is not None:
            lines.append(words("export.heavy", place=checkin["heavy"]))
        lines += [words("export.note", text=note["text"]) for note in checkin["notes"]]
        yield f"<h3>{escape(_at(data, checkin['opened_at'], words))}</h3>\n{_list(lines)}"
    if not data["checkins"]:
        yield _list(())


def _steps(data: Data, words: Words) -> Iterable[str]:
    for goal in data["goals"]:
        yield words("export.goal", text=goal["text"])
    for step in data["small_steps"]:
        day = _at(data, step["chosen_at"], words)
        yield words("export.step", day=day, text=step["text"])


def _shared(data: Data, words: Words) -> Iterable[str]:
    for grant in data["shared_with"]:
        thing = words(f"export.category.{grant['category']}")
        if grant["dimension"]:
            thing = words(f"export.dimension.{grant['dimension']}")
        until = _at(data, grant["revoked_at"] or grant["lapses_at"], words)
        begins = _at(data, grant["given_at"], words)
        yield words("export.grant", name=grant["reader"], what=thing, begins=begins, ends=until)


def _more(data: Data, words: Words) -> Iterable[str]:
    yield words("export.asked", n=len(data["invitations_to_check_in"]))
    yield words("export.lines", n=len(data["lines_sent"]))
    yield words("export.hellos", n=len(data["hellos"]))
    yield words("export.shown", n=len(data["shown"]))
    yield words("export.help", n=len(data["help_shown"]))
