"""Letters after the closing: the small step, how heavy it is, an idea, a wish, and the end."""

from __future__ import annotations

from handlers.chat import cover
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.heads import head
from handlers.screens.screen import GONE, Button, Screen
from handlers.texts.catalog import Words
from storage import checkins, people, small_steps
from storage.database import Tx
from storage.records import Row

HEAVY = (0, 2, 4, 6, 8, 10)
"""How heavy supporting feels, in steps that have words."""
QUIET = (3, 7, 14, 0)
"""Days of quiet; 0: only if I ask."""


def _load(tx: Tx, row: Row) -> Facts:
    """What the words name: the small step, the partner, the day of the check-in."""
    number = row.facts.get("small_step")
    step = small_steps.get(tx, int(str(number))) if number is not None else None
    circle = cover.own(tx, row.person_id, row.created_at)
    partner = people.get(tx, circle.partner_id) if circle else None
    checkin = checkins.get(tx, int(str(row.facts["checkin"])))
    return {
        **row.facts,
        "step": step.text if step else "",
        "name": partner.name if partner else "",
        "at": checkin.closed_at or checkin.opened_at if checkin else row.created_at,
    }


def _step_not(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    keep = Button(words("button.step_keep"), "step_keep")
    change = Button(words("button.step_change"), "step_change")
    let_go = Button(words("button.step_let_go"), "step_let_go")
    return Screen(words("step.not"), ((keep,), (change,), (let_go,), (help_button(words),)))


def _heavy(facts: Facts, _reader: Reader, words: Words) -> Screen:
    steps = tuple((Button(words(f"button.heavy.{n}"), "heavy", str(n)),) for n in HEAVY)
    no = Button(words("button.not_today"), "heavy_none")
    return Screen(f"{head(facts, words)}{words('heavy.ask')}", (*steps, (no, help_button(words))))


def _idea(facts: Facts, _reader: Reader, words: Words) -> Screen:
    said = words("heavy.idea", idea=words(f"checkin.idea.{facts['idea']}"))
    okay = Button(words("button.okay"), "idea_okay")
    other = Button(words("button.other_idea"), "idea_next")
    return Screen(f"{head(facts, words)}{said}", ((okay, other), (help_button(words),)))


def _wish(facts: Facts, _reader: Reader, words: Words) -> Screen:
    if facts["wish"] == "quiet":
        asked = words("wish.quiet", name=facts["name"] or words("wish.partner"))
        choices = tuple((Button(words(f"button.quiet.{n}"), "wish_quiet", str(n)),) for n in QUIET)
    else:
        asked = words("wish.tidy")
        yes, no = words("button.tidy_yes"), words("button.tidy_no")
        choices = ((Button(yes, "wish_tidy", "yes"),), (Button(no, "wish_tidy", "no"),))
    return Screen(f"{head(facts, words)}{asked}", (*choices, (help_button(words),)))


def _kept(facts: Facts, reader: Reader, words: Words) -> Screen:
    home = Button(words("button.home"), "home")
    said = head(facts, words)
    if facts["tidy"]:
        day = times.weekday(facts["at"], reader.zone, words.language)
        said += words("checkin.kept_line", day=day)
    return Screen(said.strip(), ((home, help_button(words)),))


def _tidy(_facts: Facts, _reader: Reader, _words: Words) -> Screen:
    return GONE


LETTERS = (
    Letter(Kind.STEP_NOT, _step_not, load=_load),
    Letter(Kind.HEAVY, _heavy, load=_load),
    Letter(Kind.IDEA, _idea, load=_load),
    Letter(Kind.WISH, _wish, load=_load),
    Letter(Kind.KEPT, _kept, load=_load),
    Letter(Kind.TIDY, _tidy),
)
