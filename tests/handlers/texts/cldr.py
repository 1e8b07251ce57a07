"""What Babel knows of zones and countries, written as the files that the bot reads.

``python -m tests.handlers.texts.cldr`` writes them anew, when Babel brings a newer CLDR.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global

from storage.enums import Language

FOLDER = Path("handlers/texts")
HEAD = "# From Unicode CLDR, by Babel; python -m tests.handlers.texts.cldr writes it anew.\n"
ROWS = """# A zone's country, then its city in English and in Spanish: only as far as they are not
# the last part of the zone's name, and the Spanish one only where it is another.
"""


def zones() -> str:
    """The text of ``zones.toml``."""
    named = {language: dict(_cities(language)) for language in Language}
    today = [zone for zone in get_global("zone_territories") if zone != "Etc/Unknown"]
    lines = [HEAD + ROWS, "[zones]"]
    for zone in today:
        cities = [named[language].get(zone, _last(zone)) for language in Language]
        lines.append(_row(zone, str(get_global("zone_territories")[zone]), *cities))
    lines += ["", "# Older names, without a country.", "[others]"]
    for zone, now in get_global("zone_aliases").items():
        cities = [named[language].get(now, _last(now)) for language in Language]
        if zone not in today and cities != [_last(zone)] * 2:
            lines.append(_row(zone, "", *cities))
    return "\n".join(lines) + "\n"


def countries() -> str:
    """The text of ``countries.toml``."""
    lines = [HEAD]
    for language in Language:
        lines.append(f"[{language.value}]")
        named = Locale(language.value).territories.items()
        lines += [f"{code} = {_text(name)}" for code, name in named if not code.isdigit()]
        lines.append("")
    return "\n".join(lines)


def _cities(language: Language) -> Iterator[tuple[str, str]]:
    """The cities that a language names in its own way, by the zone's name of today."""
    today = get_global("zone_aliases")
    for zone, names in Locale(language.value).time_zones.items():
        if "city" in names:
            yield str(today.get(zone, zone)), str(names["city"])


def _last(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _row(zone: str, country: str, en: str, es: str) -> str:
    row = [country, en, es]
    if es == en:
        row.pop()
        if en == _last(zone):
            row.pop()
    return f"{_text(zone)} = [{', '.join(map(_text, row))}]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    (FOLDER / "zones.toml").write_text(zones(), "utf-8")
    (FOLDER / "countries.toml").write_text(countries(), "utf-8")
