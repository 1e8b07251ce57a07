"""Letters of the closing: what was saved, in words, and one part to tend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.chat import pairs
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules import closing as rule
from handlers.rules.checkin import ORDER
from handlers.rules.closing import Closing, Mood
from handlers.screens import places
from handlers.screens.cards import help_button
from handlers.screens.heads import head
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import checkins, grants, people, small_steps
from storage.database import Tx
from storage.enums import CheckinKind, Dimension, Pack
from storage.records import Answer, Row

Buttons = tuple[tuple[Button, ...], ...]
SUGGESTIONS = (1, 2, 3)


def _load(tx: Tx, row: Row) -> Facts:
    """The check-in with its answers, the ones before, and the small step that still stands."""
    checkin = checkins.get(tx, int(str(row.facts["checkin"])))
    if checkin is None:
        raise LookupError("a closing without its check-in")
    given, before = checkins.answers(tx, checkin.id), checkins.before(tx, checkin)
    number = row.facts.get("small_step")
    step = small_steps.get(tx, int(str(number))) if number is not None else None
    near = pairs.partners(tx, row.person_id, row.created_at)
    partner = people.get(tx, near[0].partner_id) if len(near) == 1 else None
    return {
        **row.facts,
        "given": given,
        "closing": rule.close(given, checkins.answers(tx, before.id) if before else {}),
        "pulse": checkin.kind is CheckinKind.PULSE,
        "step": step.text if step else "",
        "shares": bool(grants.of_subject(tx, row.person_id, row.created_at)),
        "partners": len(near),
        "may_wish": any(one.participant_id == row.person_id for one in near),
        "partner": partner.name if partner else "",
    }


def _pack(given: Mapping[Dimension, Answer]) -> Pack:
    return next((one.pack for one in given.values()), Pack.TEMPERATURE)


def _saved(facts: Facts, _reader: Reader, words: Words) -> Screen:
    screen = _closing(facts, words)
    return replace(screen, text=f"{head(facts, words)}{screen.text}")


def _closing(facts: Facts, words: Words) -> Screen:
    if facts["closing"].mood is Mood.HARD:
        return _hard(facts, words)
    if facts["pulse"]:
        return _one_tap(facts, words)
    said = [words("closing.saved"), _bars(facts, words), *_trend(facts, words)]
    if facts["step"]:
        said.append(words("step.ask", step=facts["step"]))
        return Screen("\n\n".join(said), _followed(words))
    if not facts["given"]:
        return Screen(words("closing.note_only"), _offers((), words))
    seen = words("closing.shared" if facts["shares"] else "closing.nobody")
    said.append(f"{words('tend.offer')} {seen}")
    return Screen("\n\n".join(said), _offers(facts["closing"].tend, words))


def _hard(facts: Facts, words: Words) -> Screen:
    """Nothing to do today; somebody near, if the person likes."""
    closing: Closing = facts["closing"]
    said = [words("closing.thanks")]
    if closing.many:
        said.append(words(f"closing.many.{_pack(facts['given']).value}"))
    said.append(words("closing.near_shared" if facts["shares"] else "closing.near"))
    help_now = Button(words("button.help_now"), "help", anywhere=True)
    keep = Button(words("button.keep_it"), "keep_it")
    return Screen(" ".join(said), (*_near(facts, words), (help_now,), (keep,)))


def _near(facts: Facts, words: Words) -> Buttons:
    """Who may be near: a row each."""
    rows: list[tuple[Button, ...]] = []
    if facts["partners"]:
        named = words("button.write_to", name=facts["partner"]) if facts["partner"] else ""
        rows.append((Button(named or words("button.write_partner"), "write_partner"),))
    if facts["may_wish"]:
        rows.append((Button(words("button.hello"), "hello"),))
    return tuple(rows)


def _one_tap(facts: Facts, words: Words) -> Screen:
    home = Button(words("button.home"), "home")
    one = next(iter(facts["given"].values()), None)
    if one is None:
        return Screen(words("closing.note_only"), ((home, help_button(words)),))
    place = places.place(words, one.pack, one.temperature).lower()
    text = words(f"checkin.saved.{one.temperature:d}", place=place)
    return Screen(text, ((home, help_button(words)),))


def _bars(facts: Facts, words: Words) -> str:
    """One line a part: "Home: Warm", and whether it moved since the person's own last time."""
    given, moved = facts["given"], facts["closing"].moved
    return "\n".join(_bar(words, one, given[one], moved) for one in ORDER if one in given)


def _bar(words: Words, part: Dimension, one: Answer, moved: Mapping[Dimension, Any]) -> str:
    line = f"{places.name(words, part)}: {places.place(words, one.pack, one.temperature)}"
    if part not in moved:
        return line
    return f"{line}, {words(f'closing.moved.{moved[part].value}_{one.pack.value}')}"


def _trend(facts: Facts, words: Words) -> list[str]:
    closing: Closing = facts["closing"]
    pack = _pack(facts["given"]).value
    said = []
    if closing.warmest:
        names = places.names(words, closing.warmest)
        said.append(words(f"closing.warmest.{pack}", names=names))
    if len(closing.cold) > rule.NAMED:
        said.append(words(f"closing.cold_some.{pack}"))
    elif closing.cold:
        names = places.names(words, closing.cold)
        said.append(words(f"closing.cold.{pack}", names=names))
    if closing.trend:
        said.append(words(f"closing.trend.{closing.trend.value}_{pack}"))
    return [" ".join(said)] if said else []


def _followed(words: Words) -> Buttons:
    """How the last small step went: every answer is a fine one."""
    done = Button(words("button.step_done"), "step_done")
    partly = Button(words("button.step_partly"), "step_partly")
    not_now = Button(words("button.step_not"), "step_not")
    mind = Button(words("button.step_mind"), "step_mind")
    return ((done, partly), (not_now,), (mind,), (help_button(words),))


def _offers(parts: tuple[Dimension, ...], words: Words) -> Buttons:
    first = tuple(Button(places.name(words, one), "tend", one.value) for one in parts)
    another = Button(words("button.another"), "tend_another")
    no = Button(words("button.not_this_week"), "tend_none")
    return (*((first,) if first else ()), (another,), (no, help_button(words)))


def _offer(facts: Facts, _reader: Reader, words: Words) -> Screen:
    text = f"{head(facts, words)}{words('tend.offer')}"
    return Screen(text, _offers(facts["closing"].tend, words))


def _any(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    parts = [Button(places.name(words, one), "tend", one.value) for one in ORDER]
    rows = tuple(tuple(parts[i : i + 2]) for i in range(0, len(parts), 2))
    no = Button(words("button.not_this_week"), "tend_none")
    return Screen(words("tend.which"), (*rows, (no, help_button(words))))


def _tend(facts: Facts, _reader: Reader, words: Words) -> Screen:
    part = Dimension(facts["dimension"])
    picks = tuple(
        (Button(words(f"button.step.{part.value}_{n}"), "tend_pick", f"{part.value}_{n}"),)
        for n in SUGGESTIONS
    )
    again = words("tend.too_long") + "\n\n" if facts.get("too_long") else ""
    another = Button(words("button.another"), "tend_another")
    no = Button(words("button.not_this_week"), "tend_none")
    text = again + words("tend.choose", part=places.name(words, part))
    return Screen(text, (*picks, (another,), (no, help_button(words))))


LETTERS = (
    Letter(Kind.SAVED, _saved, load=_load),
    Letter(Kind.TEND_OFFER, _offer, load=_load),
    Letter(Kind.TEND, _tend),
    Letter(Kind.TEND_ANY, _any),
)
