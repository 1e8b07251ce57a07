"""A programme's own words: the folder, every fault with its place, and a chat that shows them."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.app import make
from bot.cli import Actors, cli
from bot.exits import ExitCode
from bot.practice_room.room import Room
from bot.settings import SettingsError, load
from storage.database import no_seam
from storage.enums import Language
from tests.bot.broken import SOUND, written
from tests.bot.doors import running

WORDS = '[programme]\nwords = "words"\n'
GOOD = 'msgid "say.done"\nmsgstr "Done, thank you."\n'
BUTTON = 'msgid "button.ask_link"\nmsgstr "Pide un enlace nuevo"\n'


def folder(home: Path, **files: str | bytes) -> Path:
    """Settings beside a folder with these files."""
    words = home / "words"
    words.mkdir()
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (words / f"{name}.po").write_bytes(data)
    return written(home, SOUND + WORDS)


def refused(config: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(config)
    return [sentence.removeprefix(f"{config.parent}/words/") for sentence in caught.value.sentences]


def called(*words: str | Path) -> Result:
    async def nothing(*_: object) -> int:
        raise AssertionError("it started")

    async def no_link(*_: object) -> str:
        raise AssertionError("it started")

    actors = Actors(nothing, nothing, no_link)
    return CliRunner().invoke(cli, [str(word) for word in words], obj=actors)


def test_no_folder_of_its_own_is_the_default(tmp_path: Path) -> None:
    assert load(written(tmp_path, SOUND)).programme.words is None
    assert (
        "Words: as they come with the bot."
        in called("check-config", "--config", tmp_path / "config.toml").stdout
    )


def test_one_language_is_enough(tmp_path: Path) -> None:
    config = folder(tmp_path, es=BUTTON)
    settings = load(config)
    assert settings.programme.words
    assert settings.warnings == ()
    said = called("check-config", "--config", config)
    assert said.exit_code == ExitCode.FINE
    assert f"Words: 1 of the programme's own, from {tmp_path / 'words'}." in said.stdout


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (GOOD.encode() + b'\nmsgid "a"\nmsgstr "ma\xf1ana"\n', "en.po:5: is not text in UTF-8"),
        (GOOD.encode("utf-16"), "en.po:1: is not text in UTF-8"),
        ('\nmsgid "a"\nmsgstr Hello.\n', "en.po:3: is not a line of a .po file"),
        (f'{GOOD}\nmsgid "b.c"\nmsgstr "B."\n', 'en.po:4: "b.c" is no text of the bot'),
        (f"{GOOD}\n{GOOD}", 'en.po:4: gives "say.done" a second time: it stands on line 1.'),
    ],
)
def test_each_fault_has_its_file_and_line(tmp_path: Path, data: str | bytes, says: str) -> None:
    [sentence] = refused(folder(tmp_path, en=data))
    assert sentence.startswith(says)


def test_a_mark_at_the_front_is_no_broken_byte(tmp_path: Path) -> None:
    assert load(folder(tmp_path, en=GOOD.encode("utf-8-sig"))).programme.words


def test_every_fault_of_both_files_is_said(tmp_path: Path) -> None:
    bad = 'msgid "say.done"\nmsgstr "%(name)s"\nmsgid "zzz"\nmsgstr "Z."\n'
    told = [sentence.partition(": ")[0] for sentence in refused(folder(tmp_path, en=bad, es=bad))]
    assert told == ["en.po:1", "en.po:3", "es.po:1", "es.po:3"]


def test_a_language_that_the_bot_does_not_speak(tmp_path: Path) -> None:
    assert refused(folder(tmp_path, en=GOOD, fr=GOOD)) == [
        "fr.po:1: is no language of the bot: the files are en.po and es.po."
    ]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    config = folder(tmp_path, en=GOOD)
    (tmp_path / "words" / "es.po").mkdir()
    assert refused(config) == ["es.po:1: cannot be read: check who may read it."]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ('"nowhere"', "which is no folder"),
        ('"config.toml"', "which is no folder"),
        ("3", "is not a path"),
        ('"empty"', "neither en.po nor es.po"),
    ],
)
def test_a_path_that_is_no_folder_of_words(tmp_path: Path, value: str, says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").touch()
    [sentence] = refused(written(tmp_path, f"{SOUND}[programme]\nwords = {value}\n"))
    assert sentence.startswith("In config.toml, [programme] words ")
    assert says in sentence


@pytest.mark.parametrize("command", ["run", "check-config", "migrate", "invite partner"])
def test_nothing_starts_with_words_that_are_refused(tmp_path: Path, command: str) -> None:
    config = folder(tmp_path, en='msgid "zzz"\nmsgstr "Z."\n')
    result = called(*command.split(), "--config", config)
    assert result.exit_code == ExitCode.SETTINGS
    assert result.stderr == f'{tmp_path}/words/en.po:1: "zzz" is no text of the bot.\n'
    assert {path.name for path in tmp_path.iterdir()} == {"config.toml", "words"}


def test_what_reads_hard_is_said_and_taken(tmp_path: Path) -> None:
    config = folder(tmp_path, en='\nmsgid "say.done"\nmsgstr "Oh! Done!"\n')
    said = called("check-config", "--config", config)
    assert said.exit_code == ExitCode.FINE
    assert said.stderr == (
        f'{tmp_path}/words/en.po:2: "say.done" has more than one exclamation mark: one is enough.\n'
    )


async def test_a_chat_shows_them_and_the_rest_stays(room: Room, tmp_path: Path) -> None:
    folder(tmp_path, es='msgid "stranger"\nmsgstr "Hola. Aquí se entra con un enlace."\n')
    telegram = f'[telegram]\ntoken = "{room.token}"\napi_base_url = "{room.url}"\n'
    settings = load(written(tmp_path, telegram + WORDS))
    dan, fay = room.phone("Dan", language="es"), room.phone("Fay")
    async with AsyncExitStack() as stack, running(await make(settings, room.clock, no_seam, stack)):
        await dan.says("hola")
        await dan.sees("Hola. Aquí se entra con un enlace.")
        await dan.says("/ayuda")
        await dan.sees("Ayuda, de día y de noche")
        await fay.says("hello")
        await fay.sees("people join me by an invitation")


def test_the_words_in_the_guide_are_sound(tmp_path: Path) -> None:
    guide = Path(__file__).parents[2].joinpath("docs", "own-words.md").read_text("utf-8")
    told = guide.split("```")[1]
    own = load(folder(tmp_path, es=told.strip() + "\n")).programme.words
    assert own is not None
    assert (own.faults, own.warnings) == ((), ())
    assert len(own.texts[Language.SPANISH]) == 2


def test_an_answer_that_would_mean_two_things_is_refused(tmp_path: Path) -> None:
    config = folder(
        tmp_path,
        en='msgid "button.skip"\nmsgstr "Pass"\n',
        es='\nmsgid "temperature.4"\nmsgstr "Pass"\n',
    )
    assert [sentence.partition(":")[0] for sentence in refused(config)] == ["en.po", "es.po"]
    assert refused(config)[1] == (
        'es.po:2: "temperature.4" says the same as "button.skip" in en.po: typed, it could be both.'
    )
