"""What the operator decides: read once at start from a TOML file and the environment.

``load`` reads both (the environment wins) and says everything that is wrong at once. Building
``Settings`` directly reads neither. What a value may look like stands in ``bot.values``; the
policies and their defaults stand beside the rules that use them.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import pydantic_settings
from pydantic import BaseModel, BeforeValidator, ValidationError, create_model, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

from bot import addresses, secret_places, values
from bot.exits import TOKEN_AT
from bot.faults import EXAMPLE, Places, SettingsError, sentences, syntax
from bot.sections import STRICT, Backup, Database, Health, Keys, Log, Programme, Section, Telegram
from handlers.rules.alert import AlertPolicy
from handlers.rules.gap import GapPolicy
from handlers.rules.hello import HelloPolicy
from handlers.rules.lines import LinePolicy
from handlers.rules.nudge import NudgePolicy
from handlers.rules.urgent import UrgentPolicy

__all__ = ["Database", "Keys", "Log", "Programme", "Settings", "SettingsError", "Telegram", "load"]

PREFIX = "CIRCLEKEEPER__"
NO_FOLDER = (
    "With the database on a server, [backup] folder is needed: the ledger stands there, which "
    "keeps a restored copy from bringing back what people deleted. Name one that the bot may write "
    "to."
)
_FILES = {"telegram": "token_file", "keys": "file", "programme": "words", "backup": "folder"}
_POLICIES: dict[str, Any] = {
    "nudges": NudgePolicy,
    "gap": GapPolicy,
    "alerts": AlertPolicy,
    "urgent": UrgentPolicy,
    "lines": LinePolicy,
    "hello": HelloPolicy,
}
_KINDS: dict[object, Any] = {timedelta: values.Duration, str: values.Wall, int: values.Count}


def _reader(policy: Any) -> BeforeValidator:
    """Reads a policy from a section: the same keys and defaults, time written our way."""
    hints = get_type_hints(policy)
    fields: dict[str, Any] = {
        field.name: (_KINDS.get(hints[field.name], hints[field.name]), field.default)
        for field in dataclasses.fields(policy)
    }
    section = create_model(policy.__name__, __base__=Section, **fields)

    def read(value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        return policy(**dict(section.model_validate(value)))

    return BeforeValidator(read)


class Settings(BaseModel):
    """Everything the operator decides. Its ``repr`` shows no secret."""

    model_config = STRICT

    folder: Path = Path()
    """Where the file stands; relative paths in it begin here."""
    warnings: tuple[str, ...] = ()
    """What is allowed and unwise, one sentence each."""
    token_place: str = TOKEN_AT
    """Where the token stands, in words."""
    telegram: Telegram = Telegram()
    keys: Keys = Keys()
    database: Database = Database()
    backup: Backup = Backup()
    programme: Programme = Programme()
    nudges: Annotated[NudgePolicy, _reader(NudgePolicy)] = NudgePolicy()
    gap: Annotated[GapPolicy, _reader(GapPolicy)] = GapPolicy()
    alerts: Annotated[AlertPolicy, _reader(AlertPolicy)] = AlertPolicy()
    urgent: Annotated[UrgentPolicy, _reader(UrgentPolicy)] = UrgentPolicy()
    lines: Annotated[LinePolicy, _reader(LinePolicy)] = LinePolicy()
    hello: Annotated[HelloPolicy, _reader(HelloPolicy)] = HelloPolicy()
    log: Log = Log()
    health: Health = Health()

    @property
    def database_path(self) -> Path:
        """The file of the database; with PostgreSQL, what the ledger is named after."""
        return addresses.file(self.database.url, self.folder)


class _Read(Settings, BaseSettings):
    """The same settings, with the environment laid over the file and paths made absolute."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_nested_max_split=1,
        env_ignore_empty=True,
    )

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return env_settings, init_settings

    @model_validator(mode="before")
    @classmethod
    def _paths(cls, raw: dict[str, Any]) -> dict[str, Any]:
        """Relative paths begin at the file's folder, wherever the process was started."""
        folder = Path(raw["folder"])
        for name, key in _FILES.items():
            section = raw.get(name)
            if isinstance(section, dict) and isinstance(file := section.get(key), str):
                raw = raw | {name: section | {key: _from(folder, file.strip())}}
        database = raw.get("database", {})
        if isinstance(database, dict):
            url = database.get("url", Database().url)
            if isinstance(url, str):
                raw = raw | {"database": database | {"url": addresses.absolute(url, folder)}}
        return raw


def _from(folder: Path, file: str) -> str:
    home = Path.home() if file.startswith("~/") else None
    return str(home / file[2:] if home else folder / file)


def shape() -> dict[str, tuple[str, ...]]:
    """Every section with its keys, as a file writes them."""
    keys: dict[str, tuple[str, ...]] = {}
    for name, field in Settings.model_fields.items():
        if policy := _POLICIES.get(name):
            keys[name] = tuple(one.name for one in dataclasses.fields(policy))
        elif isinstance(field.default, Section):
            fields = type(field.default).model_fields
            keys[name] = tuple(one.alias or key for key, one in fields.items() if not one.exclude)
    return keys


def load(path: Path, *, secrets_needed: bool = True) -> Settings:
    """Read the file and the environment; ``SettingsError`` names everything that is wrong.

    Nothing but the file and those of its secrets are opened. ``secrets_needed``: refuse to go on
    without a token and a master key.
    """
    places = Places(path.name, _environment(), shape())
    document, mode = _document(path)
    faults = [
        *_strangers(document, places),
        *secret_places.in_the_open(document, places),
        *(secret_places.missing(document, places) if secrets_needed else ()),
    ]
    try:
        read = _Read(**_known(document, places), folder=path.absolute().parent)
    except ValidationError as error:
        raise SettingsError(dict.fromkeys(faults + sentences(error, places))) from None
    except pydantic_settings.SettingsError:
        # A whole section in one variable: that variable is already among the faults.
        raise SettingsError(faults) from None
    at = None if read.database.on_server else read.database_path
    faults += [NO_FOLDER] if read.database.on_server and read.backup.folder is None else []
    faults += secret_places.beside(read.keys, at, read.backup.folder)
    faults += read.programme.words.faults if read.programme.words else ()
    if faults:
        raise SettingsError(faults)
    # Not dict(read): a section is called keys, which would make a mapping of it.
    found = dict(iter(read))
    found["warnings"] = tuple(_warnings(read, path, mode, places))
    return Settings(**found | {"token_place": secret_places.of_token(read.telegram, places)})


def database_folder(path: Path) -> Path | None:
    """The folder of the database that the settings name, so far as they say it already."""
    try:
        document, _ = _document(path)
        named = {"database": document["database"]} if "database" in document else {}
        read = _Read(**named, folder=path.absolute().parent)
    except (SettingsError, ValidationError, pydantic_settings.SettingsError):
        return None
    return None if read.database.on_server else read.database_path.resolve().parent


def _environment() -> dict[tuple[str, str], str]:
    """Our variables that say something, by section and key; empty ones count as not set."""
    ours = (name for name, text in os.environ.items() if text and name.upper().startswith(PREFIX))
    split = ((name[len(PREFIX) :].lower().partition("__"), name) for name in ours)
    return {(section, key): name for (section, _, key), name in split}


def _document(path: Path) -> tuple[dict[str, Any], int]:
    """What the file says, and its mode."""
    try:
        with path.open("rb") as file:
            text = file.read().decode("utf-8-sig")
            return tomllib.loads(text), os.fstat(file.fileno()).st_mode
    except FileNotFoundError:
        missing = f"There is no {path.name} in {path.absolute().parent}: copy {EXAMPLE} to it"
        raise SettingsError([f"{missing} and write your bot's token in it."]) from None
    except OSError:
        raise SettingsError([f"{path} cannot be read: check who may read it."]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{path.name} is not text in UTF-8: save it again as that."]) from None
    except (ValueError, RecursionError) as error:  # the second: brackets in brackets in brackets
        raise SettingsError([syntax(error, path.name)]) from None


def _strangers(document: Mapping[str, Any], places: Places) -> list[str]:
    """A sentence for each section or variable that nobody knows."""
    sections = [places.unknown_section(name) for name in document if name not in places.shape]
    variables = [
        places.unknown_variable(name)
        for (section, key), name in places.environment.items()
        if section not in places.shape or not key
    ]
    return sections + variables


def _known(document: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The file's sections; without its own secrets where the environment brings one."""
    known = {name: section for name, section in document.items() if name in places.shape}
    for name, keys in secret_places.SECRETS.items():
        section = known.get(name)
        if isinstance(section, dict) and any((name, key) in places.environment for key in keys):
            known[name] = {key: kept for key, kept in section.items() if key not in keys}
    return known


def _warnings(read: Settings, path: Path, mode: int, places: Places) -> Iterator[str]:
    inside = secret_places.inside(read.telegram, read.database, places)
    yield from secret_places.open_ones(read.telegram, read.keys, (path, mode), inside)
    yield from read.programme.words.warnings if read.programme.words else ()
