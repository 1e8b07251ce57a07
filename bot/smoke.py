"""A first word with Telegram itself, for whoever has a token: `make smoke TOKEN_FILE=...`.

Three questions that change nothing. No update is fetched, so none is confirmed; nobody hears of it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import logs, values
from bot.asking import Asking
from bot.exits import EndsError, ExitCode
from bot.sections import SecretFile
from bot.transport import Transport

BASE = "https://api.telegram.org"


async def answers(base: str, token: str, file: str) -> list[str]:
    """What Telegram says, one line each."""
    transport = Transport()
    await transport.initialize()
    asking = Asking(transport, base, token, file)
    try:
        me = await asking.ask("getMe")
        commands = await asking.ask("getMyCommands")
        hook = await asking.ask("getWebhookInfo")
    finally:
        await transport.shutdown()
    names = ", ".join(f"/{command['command']}" for command in commands) or "none yet"
    webhook = "is set: another program takes the updates" if hook["url"] else "none"
    return [
        f"getMe: this is @{me['username']}.",
        f"getMyCommands: {names}.",
        f"getWebhookInfo: webhook {webhook}; updates that wait: {hook['pending_update_count']}.",
        "No update was confirmed.",
    ]


def main(arguments: Sequence[str]) -> int:
    """Ask, and say what came back; the exit code is as the bot's."""
    parser = argparse.ArgumentParser(prog="python -m bot.smoke", description=__doc__)
    parser.add_argument("token_file", help="a file that holds the token and nothing else")
    parser.add_argument("--api-base-url", default=BASE, help="a practice room, to try this out")
    chosen = parser.parse_args(arguments)
    logs.configure("warning", as_json=False, secrets=())
    try:
        base = values.base_url(chosen.api_base_url)
        text = SecretFile.read(str(Path(chosen.token_file).absolute())).text
        token = values.token(text, practice=values.is_loopback(base))
        said = asyncio.run(answers(base, token, chosen.token_file))
    except ValueError as error:
        code, said = ExitCode.SETTINGS, [f"{chosen.token_file} {error}"]
    except EndsError as error:
        code, said = error.code, [str(error)]
    else:
        code = ExitCode.FINE
    sys.stdout.write("\n".join(said) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
