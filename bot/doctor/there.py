"""What the doctor asks Telegram: who we are, who else takes our updates, what time it is.

No update is fetched or confirmed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.asking import Asking
from bot.doctor.finding import Finding, look, mend, ok
from bot.exits import EndsError
from bot.settings import Settings
from bot.transport import Transport

OFF = timedelta(seconds=30)
_FIRST = aiohttp.ClientTimeout(total=15.0)


async def telegram(settings: Settings) -> list[Finding]:
    """Who we are there, and whether our updates come to us alone."""
    transport = Transport()
    await transport.initialize()
    base, token = settings.telegram.api_base_url, settings.telegram.secret()
    asking = Asking(transport, base, token, settings.token_place)
    try:
        me = await asking.ask("getMe")
        hook = await asking.ask("getWebhookInfo")
    except EndsError as error:
        return [mend("telegram", str(error))]
    finally:
        await transport.shutdown()
    return [_hook(me, hook), *_groups(me)]


def _hook(me: dict[str, object], hook: dict[str, object]) -> Finding:
    name = f"This is @{me.get('username')} there"
    if hook.get("url"):
        return mend(
            "telegram",
            f"{name}, but a webhook is set, so another program takes what people write: end that "
            "one and have it delete its webhook, or make a bot of your own at BotFather.",
        )
    return ok("telegram", f"{name}; updates that wait: {hook.get('pending_update_count', 0)}.")


def _groups(me: dict[str, object]) -> list[Finding]:
    if not me.get("can_join_groups"):
        return []
    sentence = (
        "Anybody can add the bot to a group, which it leaves: turn that off with /setjoingroups"
    )
    return [look("groups", f"{sentence} at BotFather.")]


async def clock(base: str) -> list[Finding]:
    """How far this machine's clock is from Telegram's."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_FIRST) as session,
            session.head(base, allow_redirects=False) as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
            off = abs(datetime.now(UTC) - theirs)
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError):
        return []  # That it does not answer is said already.
    if off > OFF:
        return [
            mend(
                "clock",
                f"This machine's clock is {off.total_seconds():.0f} seconds from Telegram's: set "
                "it right, and let it be kept so (timedatectl set-ntp true).",
            )
        ]
    return [ok("clock", "This machine's clock and Telegram's agree.")]
