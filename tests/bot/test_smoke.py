"""The smoke tool: three questions, and no update is confirmed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import smoke
from bot.exits import ExitCode
from bot.practice_room.room import Room


def token_file(folder: Path, token: str) -> str:
    file = folder / "token.txt"
    file.write_text(f"{token}\n")
    return str(file)


async def ask(room: Room, file: str) -> int:
    """Run it as the command does, beside the room's own loop."""
    return await asyncio.to_thread(smoke.main, [file, "--api-base-url", room.url])


async def test_it_asks_three_things_and_confirms_nothing(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await room.phone("Ana").says("hello")
    assert await ask(room, token_file(tmp_path, room.token)) == ExitCode.FINE
    said = capsys.readouterr().out
    assert "this is @practice_room_bot" in said
    assert "updates that wait: 1" in said
    assert [call.method for call in room.history.calls] == [
        "getMe",
        "getMyCommands",
        "getWebhookInfo",
    ]
    assert len(room.world.queue.waiting) == 1


async def test_a_refused_token_and_a_silent_telegram_have_their_codes(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = token_file(tmp_path, "9:canary")
    assert await ask(room, file) == ExitCode.TOKEN
    assert f"check {file}." in capsys.readouterr().out
    room.faults.switch("down", on=True)
    assert await ask(room, token_file(tmp_path, room.token)) == ExitCode.SILENT
    assert "canary" not in capsys.readouterr().out


@pytest.mark.parametrize(("text", "says"), [("hunter2", "does not hold a bot token"), (None, "")])
def test_what_is_no_token_goes_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, says: str
) -> None:
    file = token_file(tmp_path, text) if text else str(tmp_path / "none")
    assert smoke.main([file]) == ExitCode.SETTINGS
    said = capsys.readouterr().out
    assert says in said
    assert "hunter2" not in said
