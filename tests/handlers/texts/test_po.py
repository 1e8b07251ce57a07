"""The shape of a .po file: what is read, and every fault with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts.po import Entry, Fault, read
from storage.enums import Language

TWO = 'msgid "a"\nmsgstr "One."\n\nmsgid "b"\nmsgstr "Two."\n'
MANY = 'msgid "a"\nmsgid_plural "a"\nmsgstr[0] "one"\nmsgstr[1] "more"\n'
HEADER = 'msgid ""\nmsgstr ""\n'
PIECES = ["#", "#~ x", '"', '"a"', "msgid", "msgstr", "msgid_plural", "msgstr[0]", "msgstr[9]"]
PIECES += ["\n", " ", "\\", "x", '"Language: fr\\n"', '"Plural-Forms: nplurals=x; plural=(n;\\n"']


def faults(text: str) -> list[Fault]:
    read_ = read(text, Language.ENGLISH)
    assert read_.faults == () or read_.entries == ()
    return list(read_.faults)


def test_texts_and_their_lines() -> None:
    assert read(TWO, Language.ENGLISH).entries == (Entry("a", "One.", 1), Entry("b", "Two.", 4))


def test_what_an_editor_adds_is_read_past() -> None:
    around = [
        HEADER + '"Language: es_MX\\n"\n"Content-Type: text/plain; charset=utf-8\\n"',
        '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n#. A hint\n#: a.py:3\n#| msgid "x"',
        'msgid "a"\nmsgstr ""\n"One, "\n"\\"two\\"\\n."\n\n#~ msgid "old"\n#~ msgstr "gone"',
    ]
    text = "\n".join(around)
    [entry] = read(text.replace("\n", "\r\n"), Language.SPANISH).entries
    assert entry == Entry("a", 'One, "two"\n.', 10)


def test_plural_forms_and_marks() -> None:
    [entry] = read(f"#, fuzzy\n{MANY}", Language.ENGLISH).entries
    assert entry == Entry("a", ("one", "more"), 2, fuzzy=True)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('msgid "a"\nmsgstr Hello.\n', 2, "not a line of a .po file"),
        ('msgid "a"\nmsgstr "Hello.\n', 2, "not a line of a .po file"),
        ('msgid "a"\nmsgstr "Say "hi"."\n', 2, "not a line of a .po file"),
        ('msgid "a"\nmsgstr "C:\\q"\n', 2, "not a line of a .po file"),
        ('msgid "a"\nmsgstr "\0"\n', 2, "not a line of a .po file"),
        ('\nmsgstr[x] "a"\n', 2, "not a line of a .po file"),
        (f'{TWO}msgctxt "c"\n', 6, "not a line of a .po file"),
        ('msgstr "a"\n', 1, "wrong place"),
        ('"a"\n', 1, "wrong place"),
        ('msgid "a"\nmsgid "b"\nmsgstr "B."\n', 2, "wrong place"),
        ('msgid "a"\nmsgstr "A."\nmsgstr "B."\n', 3, "wrong place"),
        ('msgid "a"\n# not here\nmsgstr "A."\n', 2, "wrong place"),
        ('msgid "a"\nmsgid_plural "a"\nmsgstr "A."\n', 3, "wrong place"),
        ('msgid "a"\nmsgid_plural "a"\nmsgstr[1] "A."\n', 3, "wrong place"),
        ('msgid "a"\nmsgid_plural "a"\n', 3, "wrong place"),
        (f'{TWO}\nmsgid "c"', 7, "wrong place"),
        (f'{TWO}\nmsgid "a"\nmsgstr "Again."', 7, 'gives "a" a second time: it stands on line 1.'),
        (f'{MANY}msgstr[2] "most"\n', 1, "plural forms"),
        (f'{HEADER}"Plural-Forms: nplurals=3; plural=(n != 1);\\n"\n', 3, "plural forms"),
        (f'{HEADER}"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n', 3, "plural forms"),
        (f'{HEADER}"Plural-Forms: nplurals=2; plural=(n / 0);\\n"\n', 3, "plural forms"),
        (f'{HEADER}"Plural-Forms: nplurals=x; plural=0;\\n"\n', 1, "leave the header out"),
        (f'{HEADER}"Language: fr\\n"\n', 3, "another language"),
        (f'{HEADER}"Content-Type: text/plain; charset=ISO-8859-1\\n"\n', 3, "charset=UTF-8"),
    ],
)
def test_each_fault_has_its_line(text: str, line: int, words: str) -> None:
    [fault] = faults(text)
    assert fault.line == line
    assert words in fault.sentence


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30))
def test_whatever_it_is_it_is_read_or_refused(pieces: list[str]) -> None:
    for fault in faults("".join(pieces)):
        assert fault.line >= 1
