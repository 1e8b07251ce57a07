"""A chat as text: what one phone showed, line by line, with the room's times. For reading aloud."""

from __future__ import annotations

from bot.practice_room.records import Account, Button, Sighting

SENTENCES = {
    "says": "{name}: {text}",
    "taps": "{name} taps [{text}]",
    "sent": "Bot: {text}",
    "edited": "Bot (changed): {text}",
    "buttons": "Bot (other buttons): {text}",
    "deleted": "Bot takes back: {text}",
    "toast": "Bot (in passing): {text}",
    "blocks": "{name} blocks the bot",
    "unblocks": "{name} unblocks the bot",
    "deactivates": "{name} deletes the account",
}


def read_aloud(account: Account) -> str:
    """The whole chat; a date stands before each new day (UTC)."""
    lines, day = [], None
    for sighting in account.seen:
        if sighting.at.date() != day:
            day = sighting.at.date()
            lines.append(f"-- {day:%A} {day.isoformat()} --")
        lines.append(_line(account, sighting))
    return "\n".join(lines)


def last_lines(account: Account, many: int = 8) -> str:
    """The end of the chat, for a failing test."""
    return "\n".join(_line(account, s) for s in account.seen[-many:]) or "(nothing yet)"


def _line(account: Account, sighting: Sighting) -> str:
    shown = sighting.message
    text = sighting.text
    if shown is not None and shown.photo is not None:
        text = f"(picture) {text}"
    if shown is not None and shown.document is not None:
        text = f"(file {shown.document.name}) {text}"
    line = SENTENCES[sighting.kind].format(name=account.name, text=text)
    if shown is not None and sighting.kind in ("sent", "edited", "buttons"):
        line += "".join(f"\n      {_row(row)}" for row in shown.rows)
    return f"{sighting.at:%H:%M} {line}"


def _row(row: list[Button]) -> str:
    return " ".join(f"[{button.text}]" for button in row)
