"""Letters of sharing: who sees what of me, giving it and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from handlers.chat import cover, sharing
from handlers.chat.kinds import Kind
from handlers.chat.letter import Drop, Facts, Letter, Reader, Send
from handlers.rules import sharing as rule
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, grants
from storage.database import Tx
from storage.records import Grant, Row


def _codes(given: Collection[Grant]) -> list[str]:
    """What is given, in the order of the pages."""
    items = {rule.Item(one.category, one.dimension) for one in given}
    return [item.code for item in rule.ITEMS if item in items]


def _sees(name: str, codes: list[str], words: Words) -> str:
    """ "Ben sees: Feelings, small step.", or that Ben sees nothing of it."""
    if not codes:
        return words("share.sees_nothing", name=name)
    named = [words(f"share.item.{code}") for code in codes]
    eight = len(rule.TEMPERATURES)
    if codes[:eight] == [item.code for item in rule.TEMPERATURES]:
        named = [words("share.item.all"), *named[eight:]]
    return words("share.sees", name=name, items=", ".join(named))


def _load_page(tx: Tx, row: Row) -> Facts:
    own = grants.of_subject(tx, row.person_id, row.created_at)
    people_of = row.facts["people"]
    pairs = people_of if isinstance(people_of, list) else []
    lines = []
    for circle, reader in pairs:
        given = [one for one in own if (one.circle_id, one.reader_id) == (circle, reader)]
        lines.append((sharing.name_of(tx, reader), _codes(given)))
    return {"lines": lines, "reads": cover.own(tx, row.person_id, row.created_at) is not None}


def _page(facts: Facts, _reader: Reader, words: Words) -> Screen:
    lines = [_sees(name, codes, words) for name, codes in facts["lines"] if codes]
    text = "\n".join(lines) if lines else words("share.nothing")
    hint = words("share.tap" if facts["lines"] else "share.no_readers")
    named = [
        (Button(name, "share_with", str(place)),) for place, (name, _) in enumerate(facts["lines"])
    ]
    own = (Button(words("button.goal"), "goal"), Button(words("button.share_seen"), "share_seen"))
    reads = ((Button(words("button.shared"), "shared"),),) if facts["reads"] else ()
    home = (Button(words("button.home"), "home"), help_button(words))
    return Screen(f"{text}\n\n{hint}", (*named, own, *reads, home))


def _load_person(tx: Tx, row: Row) -> Facts:
    """What this reader sees now, until when, and whether it is time to say go on."""
    circle = circles.get(tx, int(str(row.facts["circle"])))
    reader = int(str(row.facts["reader"]))
    given = [
        one
        for one in grants.of_subject(tx, row.person_id, row.created_at)
        if (one.circle_id, one.reader_id) == (circle.id, reader)
    ]
    return {
        **row.facts,
        "name": sharing.name_of(tx, reader),
        "codes": _codes(given),
        "until": min((one.lapses_at for one in given), default=None),
        "again": _codes(rule.to_confirm(given, circle, row.created_at)),
        "next": rule.lapses_at(circle, row.created_at),
    }


def _person(facts: Facts, reader: Reader, words: Words) -> Screen:
    codes = facts["codes"]
    text = _sees(facts["name"], codes, words)
    rows: list[tuple[Button, ...]] = []
    if codes:
        until = times.day(facts["until"], reader.zone, words.language)
        text = f"{text} {words('share.until', until=until)}"
        rows += [
            (
                Button(
                    words("button.share_stop", item=words(f"share.item.{code}")), "share_stop", code
                ),
            )
            for code in codes
        ]
        rows.append((Button(words("button.share_stop_all"), "share_stop_all"),))
    if facts["again"]:
        rows.append((Button(words("button.share_keep"), "share_keep"),))
    if len(codes) < len(rule.ITEMS):
        rows.append((Button(words("button.share_more"), "share_more"),))
    rows.append((Button(words("button.sharing"), "sharing"), help_button(words)))
    return Screen(text, tuple(rows))


def _more(facts: Facts, _reader: Reader, words: Words) -> Screen:
    left = [item.code for item in rule.ITEMS if item.code not in facts["codes"]]
    buttons = [Button(words(f"share.item.{code}"), "share_pick", code) for code in left]
    pairs = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    whole = Button(words("button.share_all"), "share_pick", rule.ALL)
    back = Button(words("button.not_now"), "share_back")
    text = words("share.more", name=facts["name"])
    return Screen(text, (*pairs, (whole,), (back, help_button(words))))


def _ask(facts: Facts, reader: Reader, words: Words) -> Screen:
    """Consent names who and what, and when it ends."""
    code = facts["code"]
    until = times.day(facts["next"], reader.zone, words.language)
    dimension = code in (one.code for one in rule.TEMPERATURES)
    what = words(
        f"share.ask.{'temperature' if dimension else code}",
        name=facts["name"],
        item=words(f"share.item.{code}"),
    )
    text = f"{what} {words('share.ask.until', until=until)}"
    yes = Button(words("button.share_yes"), "share_yes")
    return Screen(text, ((yes,), (Button(words("button.no"), "share_back"),)))


def _again(facts: Facts, reader: Reader, words: Words) -> Screen:
    until = times.day(facts["until"], reader.zone, words.language)
    text = f"{_sees(facts['name'], facts['again'], words)} {words('share.again', until=until)}"
    keep = Button(words("button.share_keep"), "share_keep")
    stop = Button(words("button.share_stop_all"), "share_stop_all")
    return Screen(text, ((keep,), (stop,), (Button(words("button.not_now"), "home"),)))


def _still_again(facts: Facts, _now: datetime) -> Send | Drop:
    return Send() if facts["again"] else Drop("settled")


LETTERS = (
    Letter(Kind.SHARING, _page, load=_load_page),
    Letter(Kind.SHARE_PERSON, _person, load=_load_person),
    Letter(Kind.SHARE_MORE, _more, load=_load_person),
    Letter(Kind.SHARE_ASK, _ask, load=_load_person),
    Letter(Kind.SHARE_AGAIN, _again, load=_load_person, still=_still_again),
)
