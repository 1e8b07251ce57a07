"""The address of the database, and what may be told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import addresses
from bot.settings import Database, Settings, load
from tests.bot.broken import KEY, TOKEN

SECRET = "hunter2"
ADDRESSES = (
    f"postgresql://cora:{SECRET}@db.example.org:5433/circles",
    f"postgresql://cora@db.example.org:5433/circles?password={SECRET}&sslmode=require",
)


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_password_is_known_and_shown_nowhere(url: str) -> None:
    settings = Settings(database=Database(url=url))
    assert settings.database.secret() == SECRET
    assert settings.database.shown == "circles, in PostgreSQL on db.example.org:5433"
    assert SECRET not in f"{settings!r} {settings} {settings.database!r}"


def test_an_escaped_password_is_hidden_as_it_is_written_and_as_it_is_meant() -> None:
    assert addresses.secret("postgres://cora:p%40ss@h/circles") == "p@ss"


@pytest.mark.parametrize("url", ["postgresql:///circles", "postgresql://ana@/circles?host=/run/pg"])
def test_a_server_may_be_this_machine(url: str) -> None:
    assert addresses.read(url) == url
    assert addresses.shown(url) == "circles, in PostgreSQL on this machine"
    assert addresses.secret(url) == ""


def test_what_is_no_address_is_not_repeated() -> None:
    for url in (f"postgresql://cora:{SECRET}@[h/circles", f"postgresql://cora:{SECRET}@h"):
        with pytest.raises(ValueError, match="names no database of a server") as caught:
            addresses.read(url)
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_settings_with_a_password_are_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setenv("CIRCLEKEEPER__TELEGRAM__TOKEN", TOKEN)
    monkeypatch.setenv("CIRCLEKEEPER__KEYS__KEY", KEY)
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "{ADDRESSES[0]}"\n[backup]\nfolder = "copies"\n')
    config.chmod(mode)
    warnings = load(config).warnings
    assert [SECRET in one for one in warnings] == ([] if mode == 0o600 else [False])
    assert all("the database's password" in one for one in warnings)
