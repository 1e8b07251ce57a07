"""Who we are: a Telegram that cannot be reached is waited for, with one short line a try."""

from __future__ import annotations

import asyncio
import io

import pytest

from bot import identity, logs
from bot.settings import Settings, Telegram
from bot.transport import Transport

NOBODY = "http://127.0.0.1:9"
TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanary_ca"


async def waits(level: str) -> str:
    """What the log says while nobody answers."""
    logs.configure(level, False, [TOKEN], stream := io.StringIO())
    telegram = Telegram.model_validate({"token": TOKEN, "api_base_url": NOBODY})
    transport = Transport()
    bot = identity.bot_over(transport, Settings(telegram=telegram))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(identity.meet(bot), 0.5)
    await bot.shutdown()
    await transport.shutdown()
    return stream.getvalue()


async def test_an_operator_reads_one_short_line() -> None:
    first = (await waits("info")).splitlines()[0]
    assert "waits_for_telegram again_in=" in first
    assert first.endswith("kind=NotSent")


async def test_whoever_looks_closer_sees_the_way_there() -> None:
    assert "telegram_did_not_answer" in await waits("debug")
