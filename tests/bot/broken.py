"""Settings that must be refused, and what must be said about each: for two test modules."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary_ca"
KEY = "1:Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmE="
SOUND = f'[telegram]\ntoken = "{TOKEN}"\n'
HTTP = '"http://api.telegram.org"'


def written(folder: Path, text: str) -> Path:
    """A settings file with this text, which nobody else can read."""
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


class Broken(NamedTuple):
    """A file and, for each fault in it, what its one sentence must hold."""

    text: str
    says: tuple[tuple[str, ...], ...]

    def written(self, folder: Path) -> Path:
        """The file, and beside it those that it names."""
        (folder / "token.txt").write_text(TOKEN, encoding="utf-8")
        (folder / "empty.txt").touch()
        return written(folder, self.text)


def _one(text: str, *words: str) -> Broken:
    return Broken(SOUND + text, (words,))


def _bare(text: str, *words: str) -> Broken:
    return Broken(text, (words,))


_TWO_FAULTS = Broken(
    '[nudges]\nlater = 3\n[gap]\nsilnt_after = "P1D"\n',
    (("[telegram]", "no token"), ("[nudges] later", "unit"), ("[gap] silnt_after", "silent_after")),
)

BROKEN = {
    # The file itself.
    "empty": _bare("", "[telegram]", "no token"),
    "no quotes": _one("[log]\nlevel = info\n", "line 4", "not TOML"),
    "open quote": _one('[log]\nlevel = "info\n', "line 4", "not TOML"),
    "key twice": _one('[log]\nlevel = "info"\nlevel = "debug"\n', "second time"),
    "section twice": _one(f'[log]\n[telegram]\ntoken = "{TOKEN}"\n', "line 4", "second time"),
    "endless brackets": _one(f"x = {'[' * 3000}\n", "not TOML"),
    "endless number": _one(f"x = {'9' * 5000}\n", "not TOML"),
    # The master key. A good one comes from the environment; none of these replaces it.
    "key in the file": _one(f'[keys]\nkey = "{KEY}"\n', "[keys] key", "does not belong here"),
    # Names.
    "unknown section": _one("[nudge]\n", '"nudge"', 'did you mean "nudges"?'),
    "strange section": _one("[qqqq]\n", '"qqqq"', "config.example.toml"),
    "unknown key": _one('[log]\nlevels = "info"\n', "[log] levels", 'did you mean "level"?'),
    "wrong section": _one('[log]\nwall = "18:00"\n', "[log] wall", "belongs below [programme]"),
    "outside sections": _bare(f'wall = "18:00"\n{SOUND}', '"wall"', "below [programme]"),
    "key of the code": _one("[log]\nas_json = true\n", "[log] as_json"),
    "folder": _bare(f'folder = "/"\n{SOUND}', '"folder"', "not a section"),
    "section is a value": _bare(f"gap = 3\n{SOUND}", '"gap"', "write [gap]"),
    "section is a list": _one("[[programme]]\n", '"programme"', "write [programme]"),
    "token misspelt": _bare(f'[telegram]\ntokn = "{TOKEN}"\ntoken = "{TOKEN}"\n', "tokn"),
    # Telegram.
    "token is no token": _bare('[telegram]\ntoken = "hunter2"\n', "[telegram] token", "BotFather"),
    "token too short": _bare('[telegram]\ntoken = "1:abc"\n', "[telegram] token", "BotFather"),
    "token is a number": _bare("[telegram]\ntoken = 5\n", "[telegram] token", "quotes"),
    "token twice": _one('token_file = "token.txt"\n', "[telegram] token_file", "keep one"),
    "token file missing": _bare('[telegram]\ntoken_file = "none"\n', "token_file", "is not there"),
    "token file empty": _bare('[telegram]\ntoken_file = "empty.txt"\n', "token_file", "BotFather"),
    "token file a folder": _bare('[telegram]\ntoken_file = ""\n', "token_file", "cannot be read"),
    "token file a number": _bare("[telegram]\ntoken_file = 5\n", "token_file", "not a path"),
    "http": _one(f"api_base_url = {HTTP}\n", "[telegram] api_base_url", "https://"),
    "almost this machine": _one(
        'api_base_url = "http://localhost.example"\n', "api_base_url", "https://"
    ),
    "another scheme": _one('api_base_url = "ftp://x"\n', "api_base_url", "web address"),
    "no address": _one('api_base_url = "telegram"\n', "api_base_url", "web address"),
    "address with a token": _one(
        f'api_base_url = "https://{TOKEN}@x"\n', "api_base_url", "web address"
    ),
    "bad port": _one('api_base_url = "https://x:port"\n', "api_base_url", "web address"),
    # Database.
    "no server's name": _one(
        '[database]\nurl = "postgresql://a:hunter2@b/"\n', "[database] url", "user@host/database"
    ),
    "a server's port": _one(
        '[database]\nurl = "postgresql://a:hunter2@b:c/d"\n', "[database] url", "no database"
    ),
    "two slashes": _one('[database]\nurl = "sqlite://x.db"\n', "[database] url", "sqlite:///"),
    "no file": _one('[database]\nurl = "sqlite:///"\n', "[database] url", "sqlite:///"),
    "a folder": _one('[database]\nurl = "sqlite:///x/"\n', "[database] url", "sqlite:///"),
    "memory": _one('[database]\nurl = "sqlite:///:memory:"\n', "[database] url", "plain path"),
    "mode": _one('[database]\nurl = "sqlite:///x?mode=ro"\n', "[database] url", "plain path"),
    # Programme.
    "no such zone": _one('[programme]\nzone = "new york"\n', "zone", '"America/New_York"'),
    "half a zone": _one('[programme]\nzone = "America"\n', "[programme] zone", "time zone"),
    "zone up the tree": _one('[programme]\nzone = "../UTC"\n', "[programme] zone", "time zone"),
    "zone holds the token": _one(f'[programme]\nzone = "{TOKEN}"\n', "zone", '"***"'),
    "conditions too long": _one(
        f'[programme]\nconditions_en = "{"A parent. " * 151}"\n',
        "[programme] conditions_en",
        "1500 fit",
    ),
    "day in Spanish": _one('[programme]\nday = "martes"\n', "[programme] day", "tuesday"),
    "a time of TOML": _one("[programme]\nwall = 18:00:00\n", "[programme] wall", "quotes"),
    "no such hour": _one('[programme]\nwall = "24:00"\n', "[programme] wall", '"18:00"'),
    # Lengths of time.
    "a number": _one("[programme]\nlasts = 84\n", "[programme] lasts", "no unit", '"P14D"'),
    "words": _one('[nudges]\nlater = "3 hours"\n', "[nudges] later", '"3 hours"'),
    "months": _one('[programme]\nlasts = "P3M"\n', "[programme] lasts", "length of time"),
    "nothing after T": _one('[nudges]\nlater = "P1DT"\n', "[nudges] later", "length of time"),
    "only P": _one('[nudges]\nlater = "P"\n', "[nudges] later", "length of time"),
    "zero": _one('[gap]\nsilent_after = "PT0S"\n', "[gap] silent_after", "no time at all"),
    "negative": _one('[gap]\nnone_yet = "-P1D"\n', "[gap] none_yet", "length of time"),
    "endless": _one('[alerts]\ndaily = "P367D"\n', "[alerts] daily", "longer than 366 days"),
    "overflow": _one('[alerts]\ndaily = "P999999999W"\n', "[alerts] daily", "longer than"),
    "true": _one("[alerts]\nsnooze = true\n", "[alerts] snooze", "length of time"),
    # Counts, hours, the log, the port.
    "a port for root": _one("[health]\nport = 80\n", "[health] port", "from 1024"),
    "no port": _one('[health]\nport = "8086x"\n', "[health] port", "not a port"),
    "no snooze": _one("[alerts]\nsnooze_max = 0\n", "[alerts] snooze_max", "from 1 to"),
    "half a snooze": _one("[alerts]\nsnooze_max = 1.5\n", "[alerts] snooze_max", "whole number"),
    "hours of nothing": _one('[nudges]\nquiet_from = "08:00"\n', "[nudges]", "08:00"),
    "quiet at noonish": _one('[nudges]\nquiet_to = "8"\n', "[nudges] quiet_to", '"18:00"'),
    "loud": _one('[log]\nlevel = "loud"\n', "[log] level", "debug, info"),
    "perhaps": _one('[log]\njson = "perhaps"\n', "[log] json", "true or false"),
    "line breaks": _one('[programme]\nday = "a\\nb\\u001b"\n', "[programme] day", "\\n"),
    "several": _TWO_FAULTS,
}
