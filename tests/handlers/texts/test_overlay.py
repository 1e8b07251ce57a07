"""A programme's own words over ours: what is refused and why, and what is only said."""

from __future__ import annotations

import pytest

from handlers.texts import overlay
from handlers.texts.catalog import Words
from handlers.texts.po import Entry
from storage.enums import Language
from tests.handlers.driver import TEXTS

ENGLISH, SPANISH = map(TEXTS.of, (Language.ENGLISH, Language.SPANISH))
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
    return [fault.sentence for fault in overlay.warnings(entries, ENGLISH)]


def test_a_good_text_is_taken() -> None:
    entries = [
        Entry("say.done", "Done, 100 %%.", 1),
        Entry("button.hand", "Pass on to %(name)s", 2),
        Entry("alert.group", ("One circle: %(n)s.", "%(n)s circles."), 3),
        Entry("nudge.participant.full.0", "Hello %(name)s, eight short questions?", 4),
    ]
    assert overlay.faults(entries, ENGLISH) == []
    assert overlay.warnings(entries, ENGLISH) == []


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("say.dne", "Done.", "is no text of the bot, did you mean say.done?"),
        ("zzz", "Done.", "is no text of the bot."),
        ("help.title", "Help.", "stays as it is: words for a crisis are checked by people."),
        ("crisis.any", "Help.", "stays as it is: words for a crisis"),
        ("button.help", "Out", "stays as it is: words for a crisis"),
        ("part.name.social", "Friends", "it is the official name of a dimension."),
        ("say.done", "", "has no words"),
        ("say.done", " ", "has no words"),
        ("button.yes", "\u200b", "has no words"),
        ("say.done", "\u3164", "has no words"),
        ("say.done", "...", "has no words"),
        ("alert.group", "Circles: %(n)s.", "write msgid_plural"),
        ("say.done", "Done, %(name)s.", "uses %(name)s: nothing is filled in here."),
        ("nudge.reminder", "Hello again.", "leaves out %(name)s"),
        ("say.done", "Done 100%.", "write %% for a percent sign"),
        ("say.done", "Done, %s.", "write %% for a percent sign"),
        ("say.done", "You should wait.", 'says "should"'),
        ("say.done", "Don\u2019t forget.", 'says "don\'t forget"'),
        ("say.done", "You shouldn\u2019t.", 'says "shouldn\'t"'),
        ("say.done", "It fai\u200bled.", "has a mark that nobody sees, U+200B: take it out."),
        ("nudge.reminder", "Hi %(name)s. \u202eespaler\u202c today?", "nobody sees, U+202E"),
        ("nudge.reminder", "Hi %(name)s. Your re\u034flapse today?", "nobody sees, U+034F"),
        ("say.done", "Two streaks.", 'says "streaks"'),
        ("say.done", "For noncompliance.", 'says "noncompliance"'),
        ("button.yes", "Yes, and twenty-five more", "has 25 characters, and 24 fit"),
        ("share.item.goal", "What I would like", "has 17 characters, and 16 fit"),
        ("button.share_stop", "No longer: %(item)s", "has 11 characters, and 8 fit"),
        ("menu.stop", "A pause. " * 12, "has 108 characters, and 100 fit"),
        ("menu.stop", "A pause,\nor leaving", "has a line break: here stands one line."),
        ("export.file", "../my/data", "names a file: letters, digits"),
        ("export.file", "data.", "names a file"),
        ("button.skip", "Warm", 'says the same as "temperature.4"'),
        ("button.yes", "NO!", 'says the same as "button.no"'),
        ("button.okay", "Help", 'says the same as "button.help"'),
        ("say.done", "Well. " * 17, "has 102 characters, and 100 fit"),
        ("join.read_back", "Well. " * 140, "has 840 characters, and"),
        ("nudge.reminder", "%(name)s. " * 7, "has 206 characters, and"),
        ("button.hand", "%(name)s, %(name)s", "has 34 characters, and 24 fit"),
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
    assert [fault.sentence.split('"')[3] for fault in faults] == ["recovery", "health"]


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
    last = overlay.warnings(entries, SPANISH)[-1]
    assert "ours stay at 70 or above" in last.sentence


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Deberías descansar.", "deberías"),
        ("Deberia ir mejor.", "deberia"),
        ("No debes parar.", "debes"),
        ("Fracasaste otra vez.", "fracasaste"),
        ("Una RACHA larga.", "racha"),
        ("Tu puntuacio\u0301n.", "puntuación"),
    ],
)
def test_spanish_has_words_of_its_own_that_are_not_used(text: str, word: str) -> None:
    [fault] = overlay.faults([Entry("say.done", text, 1)], SPANISH)
    assert f'says "{word}"' in fault.sentence


def locked_words(text: str, words: Words = ENGLISH) -> list[str]:
    """What is refused in a reminder, for a locked screen shows it."""
    faults = overlay.faults([Entry("nudge.reminder", f"%(name)s: {text}", 1)], words)
    assert all("which a locked screen shows" in fault.sentence for fault in faults)
    return [fault.sentence.split('"')[3] for fault in faults]


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        (
            "your drug treatment, your depression and your drinking.",
            ENGLISH,
            ["drug", "treatment", "depression", "drinking"],
        ),
        (
            "tu tratamiento de drogas y tu depresión.",
            SPANISH,
            ["tratamiento", "drogas", "depresión"],
        ),
        ("are you sober, are you alone?", ENGLISH, ["sober", "alone"]),
        (
            "it is about an hour and a half, and then about your own recovery.",
            ENGLISH,
            ["recovery"],
        ),
        ("¿estás sola, o te sientes solo?", SPANISH, ["estas sola", "sientes solo"]),
        ("es solo una pregunta, una sola.", SPANISH, []),
        ("un saludo de tu gente, sin prisa.", SPANISH, []),
        ("a new method, and a pillow.", ENGLISH, []),
    ],
)
def test_what_this_is_for_stays_off_a_locked_screen(
    text: str, words: Words, told: list[str]
) -> None:
    assert locked_words(text, words) == told


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("Cora and Ben wait for you.", ENGLISH, ["Ben"]),
        ("una idea de Ben\u2019s y de Cora.", SPANISH, ["Ben\u2019s", "Cora"]),
        ("on Tuesday I come by, as you said in March.", ENGLISH, []),
    ],
)
def test_a_name_that_is_written_out_stays_off_too(text: str, words: Words, told: list[str]) -> None:
    assert locked_words(text, words) == told


def test_what_begins_a_sentence_may_be_a_name() -> None:
    entries = [
        Entry("nudge.reminder", "Cora waits, %(name)s. Later is fine.", 1),
        Entry("say.done", "Cora has it.", 2),
    ]
    [fault] = overlay.warnings(entries, ENGLISH)
    assert (fault.line, 'begins with "Cora"' in fault.sentence) == (1, True)
    assert overlay.faults(entries, ENGLISH) == []


def test_answers_of_two_packs_may_be_called_alike() -> None:
    entries = [Entry("temperature.4", "Good", 1), Entry("button.plain.3", "In between", 2)]
    assert overlay.faults(entries, ENGLISH) == []


def mixed(key: str, text: str) -> list[str]:
    """What is said of Spanish words that are typed."""
    return [
        fault.sentence for fault in overlay.mixed_up([Entry(key, text, 1)], Language.SPANISH, TEXTS)
    ]


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("button.skip", "Warm", 'says the same as "temperature.4" in en.po'),
        ("temperature.1", "hard", 'says the same as "button.plain.2" in en.po'),
        ("temperature.1", "2", "typed, it would be another answer"),
        ("button.skip", "3", "typed, it would be another answer"),
    ],
)
def test_a_typed_answer_means_one_thing(key: str, text: str, says: str) -> None:
    [sentence] = mixed(key, text)
    assert says in sentence


def test_the_same_place_may_have_the_same_word_in_both_languages() -> None:
    assert mixed("temperature.4", "Warm") == mixed("temperature.4", "4") == []
