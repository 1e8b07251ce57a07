"""Settings: where they come from, what is refused and how that is said."""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Database, Settings, SettingsError, Telegram, load, shape
from bot.values import duration, is_loopback
from handlers.rules.nudge import NudgePolicy
from tests.bot.broken import BROKEN, SOUND, TOKEN, Broken, written

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load(path)
    return caught.value.sentences


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_one_sentence_for_each_fault(tmp_path: Path, case: Broken) -> None:
    sentences = refused(case.written(tmp_path))
    assert len(sentences) == len(case.says)
    for words in case.says:
        assert any(all(word in sentence for word in words) for sentence in sentences), sentences


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_sentences_are_plain_and_hold_no_secret(tmp_path: Path, case: Broken) -> None:
    for sentence in refused(case.written(tmp_path)):
        assert re.fullmatch(r"In config\.toml, .+[.?)]", sentence)
        assert "canary" not in sentence
        assert "hunter2" not in sentence
        assert not re.search(r"pydantic|validat|Value error|Input should|NoneType", sentence)


def test_defaults(tmp_path: Path) -> None:
    settings = load(written(tmp_path, SOUND))
    assert settings.telegram.api_base_url == "https://api.telegram.org"
    assert settings.database.url == f"sqlite:///{tmp_path}/circlekeeper.db"
    assert settings.programme.lasts == timedelta(weeks=12)
    assert settings.programme.weekday == 1
    assert settings.nudges == NudgePolicy()
    assert settings.folder == tmp_path
    assert settings.warnings == ()


def test_repr_shows_no_secret(tmp_path: Path) -> None:
    (tmp_path / "token.txt").write_text(TOKEN)
    for text in (SOUND, '[telegram]\ntoken_file = "token.txt"\n'):
        settings = load(written(tmp_path, text))
        assert settings.telegram.secret() == TOKEN
        assert "canary" not in f"{settings!r} {settings} {settings.telegram}"


def test_values_of_a_file(tmp_path: Path) -> None:
    text = SOUND + (
        '[programme]\nlasts = "P12W"\n[nudges]\nlater = " pt90m "\n'
        '[alerts]\nsnooze_max = 3\n[log]\nlevel = "DEBUG"\njson = true\n'
    )
    settings = load(written(tmp_path, text))
    assert settings.programme.lasts == timedelta(days=84)
    assert settings.nudges == NudgePolicy(later=timedelta(minutes=90))
    assert settings.alerts.snooze_max == 3
    assert (settings.log.level, settings.log.as_json) == ("debug", True)


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCLEKEEPER__NUDGES__LATER", "PT1H")
    monkeypatch.setenv("CIRCLEKEEPER__LOG__JSON", "true")
    monkeypatch.setenv("CIRCLEKEEPER__LOG__LEVEL", "")
    monkeypatch.setenv("circlekeeper__alerts__snooze_max", "5")
    settings = load(written(tmp_path, f'{SOUND}[nudges]\nlater = "PT2H"\nquiet_to = "09:00"\n'))
    assert settings.nudges == NudgePolicy(later=timedelta(hours=1), quiet_to="09:00")
    assert settings.log.as_json
    assert settings.log.level == "info"
    assert settings.alerts.snooze_max == 5


def test_a_token_of_the_environment_replaces_a_token_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIRCLEKEEPER__TELEGRAM__TOKEN", TOKEN)
    path = written(tmp_path, '[telegram]\ntoken_file = "none.txt"\n')
    path.chmod(0o644)
    assert load(path).telegram.secret() == TOKEN
    assert load(path).warnings == ()


def test_a_token_file_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token.txt").write_text(TOKEN)
    monkeypatch.setenv("CIRCLEKEEPER__TELEGRAM__TOKEN_FILE", "token.txt")
    assert load(written(tmp_path, "")).telegram.secret() == TOKEN


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CIRCLEKEEPER__NUDGES__LATER", "5", "length of time"),
        ("CIRCLEKEEPER__NUDGES__LATR", "PT5H", 'did you mean "later"?'),
        ("CIRCLEKEEPER__NUDGE__LATER", "PT5H", "CIRCLEKEEPER__SECTION__KEY"),
        ("CIRCLEKEEPER__FOLDER", "/", "CIRCLEKEEPER__SECTION__KEY"),
        ("CIRCLEKEEPER__LOG", '{"level":', "CIRCLEKEEPER__SECTION__KEY"),
        ("CIRCLEKEEPER__TELEGRAM__TOKEN", "hunter2", "BotFather"),
        ("CIRCLEKEEPER__TELEGRAM__TOKEN__X", "hunter2", "not a setting"),
    ],
)
def test_faults_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    (sentence,) = refused(written(tmp_path, SOUND))
    assert sentence.startswith(f"In the environment, {name} ")
    assert says in sentence
    assert "hunter2" not in sentence


@pytest.mark.parametrize("text", [f"{TOKEN}\n", f"\r\n  {TOKEN} \t\n\n", f"\ufeff{TOKEN}"])
def test_a_token_file_is_stripped(tmp_path: Path, text: str) -> None:
    (tmp_path / "token.txt").write_text(text, encoding="utf-8")
    settings = load(written(tmp_path, '[telegram]\ntoken_file = "token.txt"\n'))
    assert settings.telegram.secret() == TOKEN


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes.")
def test_files_that_others_can_read_are_warned_about(tmp_path: Path) -> None:
    token = tmp_path / "token.txt"
    token.write_text(TOKEN)
    for mode, warned in ((0o600, False), (0o400, False), (0o640, True), (0o644, True)):
        token.chmod(mode)
        settings = load(written(tmp_path, '[telegram]\ntoken_file = "token.txt"\n'))
        assert any("token.txt" in warning for warning in settings.warnings) is warned
    path = written(tmp_path, SOUND)
    path.chmod(0o644)
    (warning,) = load(path).warnings
    assert "config.toml" in warning
    assert "canary" not in warning


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://127.9.9.9", True),
        ("http://[::1]:80/x", True),
        ("http://localhost", True),
        ("http://localhost.example", False),
        ("http://128.0.0.1", False),
        ("http://127.0.0.1.example", False),
    ],
)
def test_what_counts_as_this_machine(tmp_path: Path, url: str, here: bool) -> None:
    assert is_loopback(url) is here
    text = f'[telegram]\ntoken = "1:practice"\napi_base_url = "{url}/"\n'
    path = written(tmp_path, text)
    if here:
        assert load(path).telegram.api_base_url == url
    else:
        assert "api_base_url" in refused(path)[0]


def test_a_practice_token_is_for_this_machine_only(tmp_path: Path) -> None:
    path = written(tmp_path, '[telegram]\ntoken = "1:p"\napi_base_url = "https://x.example"\n')
    assert ["token" in sentence for sentence in refused(path)] == [True]


@pytest.mark.parametrize("url", ["sqlite:////srv/keep/a.db", "sqlite:///keep/../a b#%.db"])
def test_paths_begin_at_the_folder_of_the_file(tmp_path: Path, url: str) -> None:
    path = written(tmp_path, f'{SOUND}[database]\nurl = "{url}"\n')
    folder = Path("/") if url.startswith("sqlite:////") else tmp_path
    expected = folder / url.removeprefix("sqlite:///")
    assert load(path).database.url == f"sqlite:///{expected}"


def test_a_missing_file_says_what_to_copy(tmp_path: Path) -> None:
    (sentence,) = refused(tmp_path / "mine.toml")
    assert sentence.startswith(f"There is no mine.toml in {tmp_path}: copy config.example.toml")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    assert "UTF-8" in refused(path)[0]
    assert "cannot be read" in refused(tmp_path)[0]


def test_no_token_may_be_fine(tmp_path: Path) -> None:
    assert load(written(tmp_path, ""), secrets_needed=False).telegram.secret() == ""


def test_built_directly_it_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCLEKEEPER__LOG__LEVEL", "error")
    telegram = Telegram.model_validate({"token": "1:room", "api_base_url": "http://127.0.0.1:1"})
    settings = Settings(telegram=telegram, database=Database(url="sqlite:////x.db"))
    assert settings.log.level == "info"
    assert settings.telegram.secret() == "1:room"


def test_the_example_loads_and_changes_nothing(tmp_path: Path) -> None:
    settings = load(written(tmp_path, EXAMPLE.read_text("utf-8")), secrets_needed=False)
    bare = load(written(tmp_path, ""), secrets_needed=False)
    assert settings == bare


def test_the_example_names_every_key_and_no_other() -> None:
    secrets = re.compile(r"^# (token|token_file|file|folder|words|port) = ", re.M)
    text = secrets.sub(r"\1 = ", EXAMPLE.read_text("utf-8"))
    sections = tomllib.loads(text)
    assert {name: set(keys) for name, keys in sections.items()} == {
        name: set(keys) for name, keys in shape().items()
    }


def test_the_example_writes_the_defaults_of_the_code() -> None:
    defaults = Settings()
    for name, keys in tomllib.loads(EXAMPLE.read_text("utf-8")).items():
        section = getattr(defaults, name)
        for key, text in keys.items():
            value = getattr(section, "as_json" if key == "json" else key)
            assert (duration(text) if isinstance(value, timedelta) else text) == value, key


def test_younger_people_come_in_only_with_conditions(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="says no conditions"):
        load(written(tmp_path, "[programme]\nyoungest = 16\n"), secrets_needed=False)
    text = '[programme]\nyoungest = 16\nconditions_en = "A parent."\nconditions_es = "Con permiso."'
    settings = load(written(tmp_path, text), secrets_needed=False)
    assert settings.programme.youngest == 16


@pytest.mark.parametrize("age", ["12", "22", '"old"', "true", "-18"])
def test_the_youngest_is_an_age(tmp_path: Path, age: str) -> None:
    with pytest.raises(SettingsError, match="no age from 13 to 21"):
        load(written(tmp_path, f"[programme]\nyoungest = {age}\n"), secrets_needed=False)


def test_every_policy_can_be_set_whole() -> None:
    for name in ("nudges", "gap", "alerts"):
        fields = dataclasses.fields(getattr(Settings(), name))
        assert shape()[name] == tuple(field.name for field in fields)
