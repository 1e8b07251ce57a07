"""The sections of the settings that are not a policy: their keys, defaults and own rules.

A section looks at itself only; ``bot.settings`` puts them together and knows where files stand.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot import addresses, keys, values
from bot.exits import EndsError, ExitCode
from bot.own_words import OwnWords
from storage.seal import Keyring

ADULT = 18
STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)
NO_KEY = (
    "There is no master key: make one with circlekeeper keys new, and write the path that it says "
    "as file = below [keys]."
)
NO_KEY_YET = (
    "names a file that is not there: make your first master key with "
    "circlekeeper keys new --out {path}, or put back the one that you have."
)
_OTHERS = 0o077
_LONGEST_FILE = 4096
_LONGEST_CONDITIONS = 1500
"""They stand in one message with the question for the age."""


class Section(BaseModel):
    """A part of the settings: unknown keys are refused, nothing changes after the start."""

    model_config = STRICT


def open_to_others(mode: int) -> bool:
    """Whether a file's mode lets anybody but its owner read or change it."""
    # Windows keeps no such bits: what it reports there says nothing.
    return os.name != "nt" and bool(mode & _OTHERS)


class Missing(ValueError):
    """A file that is not there."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


@dataclass(frozen=True, slots=True)
class SecretFile:
    """A file that holds one secret, the token or the master key, and nothing else."""

    path: Path
    text: str = field(repr=False)
    open_to_others: bool

    @classmethod
    def read(cls, value: object) -> SecretFile:
        """Read the file once; the text may still turn out to be no secret."""
        if isinstance(value, SecretFile):
            return value
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise ValueError('is not a path: write it in quotes like "secret.txt".')
        path = Path(value.strip())
        try:
            with path.open("rb") as file:
                text = file.read(_LONGEST_FILE).decode("utf-8-sig")
                mode = os.fstat(file.fileno()).st_mode
        except FileNotFoundError:
            raise Missing(path, "names a file that is not there: check the path.") from None
        except (OSError, UnicodeDecodeError):
            raise ValueError(
                "names a file that cannot be read: check the path and who may read it."
            ) from None
        return cls(path, text.strip(), open_to_others(mode))


class Telegram(Section):
    """How to reach Telegram, and as whom."""

    # In this order: what a token must look like depends on where it goes.
    api_base_url: values.BaseUrl = "https://api.telegram.org"
    token: SecretStr | None = None
    token_file: Annotated[SecretFile, BeforeValidator(SecretFile.read)] | None = None

    @field_validator("token")
    @classmethod
    def _token(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        return token and SecretStr(values.token(token.get_secret_value(), practice=_practice(info)))

    @field_validator("token_file")
    @classmethod
    def _token_file(cls, file: SecretFile | None, info: ValidationInfo) -> SecretFile | None:
        if file and info.data.get("token"):
            raise ValueError("stands beside token: keep one of the two.")
        if file:
            values.token(file.text, practice=_practice(info))
        return file

    def secret(self) -> str:
        """The token itself; empty if there is none. Never log it."""
        if self.token:
            return self.token.get_secret_value()
        return self.token_file.text if self.token_file else ""


def _practice(info: ValidationInfo) -> bool:
    # An address that is already refused says nothing about the token: only look at its outline.
    address = info.data.get("api_base_url")
    return address is None or values.is_loopback(address)


def _key_file(value: object) -> SecretFile:
    try:
        return SecretFile.read(value)
    except Missing as error:
        raise ValueError(NO_KEY_YET.format(path=shlex.quote(str(error.path)))) from None


class Keys(Section):
    """What people's words and answers rest sealed with."""

    file: Annotated[SecretFile, BeforeValidator(_key_file)] | None = None
    key: SecretStr | None = Field(default=None, exclude=True)
    """From the environment only: a settings file stands beside the database."""

    @field_validator("file")
    @classmethod
    def _file(cls, file: SecretFile | None) -> SecretFile | None:
        if file:
            keys.read(file.text)
        return file

    @field_validator("key")
    @classmethod
    def _key(cls, key: SecretStr | None) -> SecretStr | None:
        if key:
            keys.read(key.get_secret_value())
        return key

    def secret(self) -> str:
        """The keys as text; empty if there are none. Never log it."""
        if self.key:
            return self.key.get_secret_value()
        return self.file.text if self.file else ""

    def keyring(self) -> Keyring:
        """Seals and opens; a house without a key does not start."""
        if not self.secret():
            raise EndsError(ExitCode.SETTINGS, NO_KEY)
        return keys.keyring(keys.read(self.secret()))


class Database(Section):
    """Where the bot remembers; the path in ``url`` is absolute once ``load`` has read it."""

    url: addresses.Url = Field(default="sqlite:///circlekeeper.db", repr=False)

    @property
    def on_server(self) -> bool:
        """Whether PostgreSQL keeps it."""
        return addresses.on_server(self.url)

    @property
    def shown(self) -> str:
        """The address as anybody may read it."""
        return addresses.shown(self.url)

    def secret(self) -> str:
        """The password in the address; empty if there is none. Never log it."""
        return addresses.secret(self.url)


class Backup(Section):
    """Where copies of the database go by night; none are made without a folder."""

    folder: values.Folder | None = None
    keep: values.Nights = 14
    at: values.Wall = "03:30"


class Programme(Section):
    """What a new circle begins with, and how long links hold."""

    zone: values.Zone = "America/New_York"
    lasts: values.Duration = timedelta(days=84)
    day: values.Day = "tuesday"
    wall: values.Wall = "18:00"
    participant_link_lasts: values.Duration = timedelta(days=14)
    supporter_link_lasts: values.Duration = timedelta(days=7)
    staff_link_lasts: values.Duration = timedelta(days=7)
    pack: values.Pack = "temperature"
    youngest: values.Age = ADULT
    conditions_en: str = ""
    conditions_es: str = ""
    words: Annotated[OwnWords, BeforeValidator(OwnWords.read)] | None = None

    @field_validator("conditions_en", "conditions_es")
    @classmethod
    def _one_message(cls, text: str) -> str:
        if len(text) > _LONGEST_CONDITIONS:
            raise ValueError(f"has {len(text)} characters, and {_LONGEST_CONDITIONS} fit.")
        return text

    @model_validator(mode="after")
    def _conditions(self) -> Programme:
        if self.youngest < ADULT and not (self.conditions_en and self.conditions_es):
            raise ValueError(
                "takes in people under 18 and says no conditions: write conditions_en and "
                "conditions_es, which everybody reads before they say their age."
            )
        return self

    @property
    def weekday(self) -> int:
        """The day as a number; Monday is 0."""
        return values.WEEK.index(self.day)


class Log(Section):
    """What the log says, and how."""

    level: values.Level = "info"
    as_json: bool = Field(default=False, alias="json")


class Health(Section):
    """Where ``/healthz`` answers on this machine; nowhere without a port."""

    port: values.Port | None = None
