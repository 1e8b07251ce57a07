"""A programme's own words over ours: what is refused and why, and what is only said."""

from __future__ import annotations

import pytest

from handlers.texts import overlay
from handlers.texts.po import Entry
from storage.enums import Language
from tests.handlers.driver import TEXTS

ENGLISH = TEXTS.of(Language.ENGLISH)
LONG = "On " + "and on " * 10 + "and."
HARD = "Considerable organisational responsibilities characterise participation. " * 6


def refused(key: str, *forms: str, fuzzy: bool = False) -> str:
    text = forms if len(forms) > 1 else forms[0]
    [fault] = overlay.faults([Entry(key, text, 7, fuzzy=fuzzy)], ENGLISH)
    assert fault.line == 7
    assert fault.sentence.startswith(f'"{key}" ')
    return fault.sentence


def warned(*texts: str) -> list[str]:
    entries = [Entry("say.done", text, 7) for text in texts]
    return [fault.sentence for fault in overlay.warnings(entries, Language.ENGLISH)]


def test_a_good_text_is_taken() -> None:
    entries = [
        Entry("say.done", "Done, 100 %%.", 1),
        Entry("button.hand", "Pass on to %(name)s", 2),
        Entry("alert.group", ("One circle: %(n)s.", "%(n)s circles."), 3),
        Entry("nudge.participant.full.0", "Hello %(name)s, eight short questions?", 4),
    ]
    assert overlay.faults(entries, ENGLISH) == []
    assert overlay.warnings(entries, Language.ENGLISH) == []


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("say.dne", "Done.", "is no text of the bot, did you mean say.done?"),
        ("zzz", "Done.", "is no text of the bot."),
        ("help.title", "Help.", "stays as it is: words for a crisis are checked by people."),
        ("crisis.any", "Help.", "stays as it is: words for a crisis"),
        ("button.help", "Out", "stays as it is: words for a crisis"),
        ("part.name.social", "Friends", "it is the official name of a dimension."),
        ("say.done", "", "is empty"),
        ("alert.group", "Circles: %(n)s.", "write msgid_plural"),
        ("say.done", "Done, %(name)s.", "uses %(name)s: nothing is filled in here."),
        ("nudge.reminder", "Hello again.", "leaves out %(name)s"),
        ("say.done", "Done 100%.", "write %% for a percent sign"),
        ("say.done", "Done, %s.", "write %% for a percent sign"),
        ("say.done", "You should wait.", 'says "should"'),
        ("button.yes", "Yes, and twenty-five more", "has 25 characters, and 24 fit"),
        ("say.done", "Well. " * 140, "has 840 characters, and 800 fit"),
        ("back.short", "Your support has changed.", 'says "support" in its first 60'),
        ("urgent.about", "Of %(at)s.", "a locked screen would show what follows it."),
    ],
)
def test_what_is_refused(key: str, text: str, says: str) -> None:
    assert says in refused(key, text)


def test_another_placeholder_is_named_with_those_that_are_known() -> None:
    entry = Entry("nudge.reminder", "Hello, %(nme)s.", 7)
    said = [fault.sentence for fault in overlay.faults([entry], ENGLISH)]
    assert "uses %(nme)s: known here: %(name)s." in said[0]
    assert "leaves out %(name)s, which ours fills in" in said[1]


def test_each_word_that_is_not_used_is_named_once() -> None:
    text = "The patient failed, and the Patient missed it."
    faults = overlay.faults([Entry("say.done", text, 7)], ENGLISH)
    said = [fault.sentence.split('"')[3] for fault in faults]
    assert said == ["patient", "failed", "missed"]


def test_each_word_that_tells_on_a_locked_screen_is_named() -> None:
    text = "Your recovery and your health"
    faults = overlay.faults([Entry("seat.news", text, 7)], ENGLISH)
    assert [fault.sentence.split('"')[3] for fault in faults] == ["recover", "health"]


def test_what_is_kept_is_there() -> None:
    starts = [start for several in overlay.KEPT for start in several]
    assert [one for one in starts if not any(k.startswith(one) for k in ENGLISH.keys())] == []  # noqa: SIM118


def test_one_form_is_not_several() -> None:
    assert "write it without msgid_plural" in refused("say.done", "Done.", "Done.")


def test_what_an_editor_marked_is_not_taken() -> None:
    assert "take the mark away" in refused("say.done", "Done.", fuzzy=True)


def test_a_name_stays_off_a_locked_screen() -> None:
    assert "move it further back" in refused("joined.partner", "%(name)s has joined.")


def test_a_word_that_tells_may_stand_further_back() -> None:
    later = "Something changed in your circle today, and there is no hurry. Support is near."
    assert overlay.faults([Entry("back.short", later, 1)], ENGLISH) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LONG, "a sentence of 22 words"),
        ("Oh! Well!", "more than one exclamation mark"),
        ("See *this*.", 'may stumble over: "*"'),
    ],
)
def test_what_reads_hard_is_a_warning(text: str, says: str) -> None:
    [sentence] = warned(text)
    assert says in sentence
    assert overlay.faults([Entry("say.done", text, 1)], ENGLISH) == []


def test_the_reading_level_is_of_all_together() -> None:
    assert warned("Organisational responsibilities.") == []
    assert "reads at grade" in warned(HARD)[-1]


def test_spanish_has_its_own_level() -> None:
    entries = [Entry("say.done", "Consideraciones organizacionales fundamentales. " * 12, 1)]
    last = overlay.warnings(entries, Language.SPANISH)[-1]
    assert "ours stay at 70 or above" in last.sentence
