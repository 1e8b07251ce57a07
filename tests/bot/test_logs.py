"""The log: nothing anybody said leaves through it, whatever way it came."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import logs
from bot.transport import Lost
from storage.enums import AlertKind, Temperature
from tests.bot.said import PRACTICE, SAID, TOKEN, WAYS, fail, log, ptb


class Written:
    """What a log wrote."""

    def __init__(self, as_json: bool) -> None:
        self._stream = io.StringIO()
        self.as_json = as_json
        logs.configure("debug", as_json, [PRACTICE], self._stream)

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@pytest.fixture(params=[False, True], ids=["readable", "json"])
def written(request: pytest.FixtureRequest) -> Written:
    return Written(request.param)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_nothing_said_comes_through(written: Written, way: Callable[[], object]) -> None:
    way()
    assert written.text
    assert "canary" not in written.text.lower()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_each_record_is_one_line(written: Written, way: Callable[[], object]) -> None:
    way()
    assert len(written.lines) == 1
    assert written.text.endswith("\n")
    if written.as_json:
        assert {"time", "level", "logger", "event"} <= json.loads(written.text).keys()


@pytest.mark.parametrize("name", logs.CHATTY)
def test_libraries_are_heard_from_warning_on(written: Written, name: str) -> None:
    for logger in (logging.getLogger(name), logging.getLogger(f"{name}.deep")):
        logger.debug("x")
        logger.info("HTTP Request: POST https://api.telegram.org/bot%s/getUpdates", TOKEN)
        assert not written.text
    logging.getLogger(name).warning("took %s seconds", 3)
    assert "took %s seconds" in written.text


def test_what_may_be_shown(written: Written) -> None:
    log.warning(
        "stored", updates=3, took=0.5, ok=True, kind="nudge", alert=AlertKind("no_active_supporter")
    )
    log.info("opened", file=Path("/srv/a b.db"), at=datetime(2027, 1, 2, tzinfo=UTC), none=None)
    for shown in (
        "stored",
        "3",
        "0.5",
        "true",
        "nudge",
        "no_active_supporter",
        "/srv/a b.db",
        "2027-01-02",
    ):
        assert shown in written.text
    assert "warning" in written.lines[0]


def test_answers_are_not_shown(written: Written) -> None:
    log.info("saved", temperature=3, warmth=Temperature.VERY_COLD)
    assert "<int>" in written.text
    assert "<Temperature>" in written.text


def test_a_person_is_a_mark_that_stays_the_same(written: Written) -> None:
    log.info("one", person=987654321)
    log.info("two", chat=987654321)
    log.info("three", person=987654322)
    marks = [line.partition("~")[2][:8] for line in written.lines]
    assert marks[0] == marks[1] != marks[2]
    assert "98765432" not in written.text


def test_an_error_is_told_by_type_and_place(written: Written) -> None:
    fail(ValueError(SAID), lambda: log.exception("failed"))
    assert "ValueError at bot/said.py:" in written.text
    assert " < KeyError at bot/said.py:" in written.text


def test_what_the_system_refused_has_a_name(written: Written) -> None:
    log.error("full", error=OSError(28, SAID))
    try:
        sqlite3.connect(":memory:").execute("canary")
    except sqlite3.Error as error:
        log.error("wrong", error=error)
    assert "OSError[ENOSPC]" in written.text
    assert "OperationalError[SQLITE_ERROR] at" in written.text


def test_a_circle_of_causes_ends(written: Written) -> None:
    first, second = ValueError(), TypeError()
    first.__cause__, second.__cause__ = second, first
    log.error("failed", error=first)
    assert "ValueError < TypeError" in written.text


@pytest.mark.parametrize("mark", ["\n", "\r", "\x1b[31m", "\x85", "\u2028", "\u202e", "\ud800"])
@pytest.mark.parametrize("as_json", [False, True], ids=["readable", "json"])
def test_data_cannot_begin_a_line(as_json: bool, mark: str) -> None:
    written = Written(as_json)  # within the test: alone, since no other handler bears a surrogate
    log.info(f"a{mark}2027-01-01T00:00:00Z info bot: all is well")
    ptb.error(f"b{mark}%s", 1)
    assert len(written.text.split("\n")) == 3
    assert mark not in written.text.replace("\n", "")


def test_levels(written: Written) -> None:
    logs.configure("warning", written.as_json, [], stream := io.StringIO())
    log.info("quiet")
    log.warning("loud")
    assert len(stream.getvalue().splitlines()) == 1
    assert not written.text


def test_a_stream_that_is_gone_is_borne(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", False, [], stream := io.StringIO())
    stream.close()
    log.info("said", text=SAID)
    ptb.error("%s %s", SAID)
    assert capsys.readouterr() == ("", "")


def test_a_bug_that_ends_the_process_shows_no_message() -> None:
    script = "from bot import logs; logs.configure('info', False, []); raise ValueError('canary')"
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "ValueError at <string>:1" in ended.stderr
    assert "canary" not in ended.stdout + ended.stderr


def test_trouble_on_the_way_is_told_by_its_name(written: Written) -> None:
    fail(Lost(SAID), lambda: log.exception("not_sent"))
    assert "Lost < KeyError at" in written.text
