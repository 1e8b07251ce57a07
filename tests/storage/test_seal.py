"""Sealed columns: they open in their own place, and nowhere else."""

from __future__ import annotations

import pytest

from storage.seal import Keyring, UnknownKey, Unsealable

OLD, NEW = b"1" * 32, b"2" * 32
WORDS = "Ana said: ánimo"
PLAIN, KEYED = Keyring.plain(), Keyring({7: OLD}, current=7)


@pytest.mark.parametrize("value", [b"", b"\0", b"\x07", b"text", bytes(range(256)), b"x" * 100_000])
@pytest.mark.parametrize(("where", "row"), [("", 0), ("t.c", -(2**63)), ("answer.note", 2**63 - 1)])
def test_what_is_sealed_opens_again(value: bytes, where: str, row: int) -> None:
    for keyring in (PLAIN, KEYED):
        assert (
            keyring.open(keyring.seal(value, where=where, row=row), where=where, row=row) == value
        )


def test_text_opens_as_text() -> None:
    for keyring in (PLAIN, KEYED):
        blob = keyring.seal(WORDS, where="answer.note", row=1)
        assert keyring.open_text(blob, where="answer.note", row=1) == WORDS


def test_the_first_byte_names_the_key() -> None:
    assert PLAIN.seal("a", where="t.c", row=1) == b"\0a"
    assert KEYED.seal("a", where="t.c", row=1)[0] == 7


def test_with_a_key_the_words_are_not_on_the_disk() -> None:
    blob = KEYED.seal(WORDS, where="t.c", row=1)
    assert b"Ana" not in blob
    assert len(blob) == 1 + 12 + len(WORDS.encode()) + 16


def test_the_same_words_never_look_the_same_twice() -> None:
    assert len({KEYED.seal(WORDS, where="t.c", row=1) for _ in range(100)}) == 100


@pytest.mark.parametrize(("where", "row"), [("t.c", 2), ("t.d", 1), ("t.c 1", 1), ("t.c", -1)])
def test_a_value_moved_to_another_place_does_not_open(where: str, row: int) -> None:
    blob = KEYED.seal(WORDS, where="t.c", row=1)
    with pytest.raises(Unsealable, match=f"a value in {where} is not what was sealed there"):
        KEYED.open(blob, where=where, row=row)


@pytest.mark.parametrize("at", [1, 12, 13, 20, -1])
def test_a_changed_value_does_not_open(at: int) -> None:
    blob = bytearray(KEYED.seal(WORDS, where="t.c", row=1))
    blob[at] ^= 1
    with pytest.raises(Unsealable) as caught:
        KEYED.open(bytes(blob), where="t.c", row=1)
    assert "Ana" not in str(caught.value)


@pytest.mark.parametrize("size", [0, 1, 5, 13, 28])
def test_a_value_cut_short_does_not_open(size: int) -> None:
    with pytest.raises(Unsealable):
        KEYED.open(KEYED.seal(WORDS, where="t.c", row=1)[:size], where="t.c", row=1)


def test_bytes_that_are_no_text_do_not_open_as_text() -> None:
    with pytest.raises(Unsealable) as caught:
        PLAIN.open_text(b"\0\xff\xfe", where="t.c", row=1)
    assert caught.value.__cause__ is None


def test_a_key_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownKey, match="key 7 is not in the keyring") as caught:
        PLAIN.open(KEYED.seal(WORDS, where="t.c", row=1), where="t.c", row=1)
    assert caught.value.key == 7


def test_a_key_renamed_in_the_value_does_not_open_it() -> None:
    both = Keyring({7: OLD, 8: OLD}, current=7)
    blob = b"\x08" + both.seal(WORDS, where="t.c", row=1)[1:]
    with pytest.raises(Unsealable):
        both.open(blob, where="t.c", row=1)


def test_a_newer_keyring_opens_what_an_older_one_and_none_sealed() -> None:
    both = Keyring({7: OLD, 8: NEW}, current=8)
    for keyring in (PLAIN, KEYED, both):
        blob = keyring.seal(WORDS, where="t.c", row=1)
        assert both.open_text(blob, where="t.c", row=1) == WORDS
    assert both.seal(WORDS, where="t.c", row=1)[0] == 8


@pytest.mark.parametrize(("number", "key"), [(0, OLD), (256, OLD), (1, b"short")])
def test_a_wrong_key_is_refused_without_showing_it(number: int, key: bytes) -> None:
    with pytest.raises(ValueError, match="numbered 1 to 255 and have 32 bytes") as caught:
        Keyring({number: key}, current=number)
    assert "short" not in str(caught.value)


def test_the_current_key_must_be_there() -> None:
    with pytest.raises(UnknownKey, match="key 9"):
        Keyring({7: OLD}, current=9)


def test_a_keyring_shows_no_key() -> None:
    assert "1111" not in repr(KEYED)
