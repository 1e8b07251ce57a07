"""Help without the database: what a raw update asks for, answered from cards built at start.

The one exception to the outbox (design 3). It looks at /help, at taps that need no row, and at
texts on which the crisis gate fires or fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.chat import written
from handlers.rules.crisis.gate import judge_safely
from handlers.rules.crisis.verdict import CrisisKind, Level
from handlers.screens import cards, crisis
from handlers.screens.screen import ANYWHERE, NO_ROW, Screen, read_data
from handlers.texts.catalog import Texts, spoken
from storage.enums import Language

HELP = ("help", "ayuda", "sos")
"""The commands that show the card, always."""


@dataclass(frozen=True, slots=True)
class Card:
    """The help card for one chat."""

    chat_id: int
    screen: Screen
    edits: int | None = None
    callback: str = ""


class Cards:
    """The help card in every language."""

    def __init__(self, texts: Texts) -> None:
        spoken_words = [texts.of(one) for one in Language]
        self._cards = {words.language: cards.help_card(words) for words in spoken_words}
        self._turned = {
            **{("lang", f"{words.language}"): cards.help_card(words) for words in spoken_words},
            **{
                ("lang", f"{words.language}{cards.STRANGER}"): cards.stranger(words)
                for words in spoken_words
            },
            **{
                ("help", f"{need}_{words.language}"): cards.help_page(need, words)
                for words in spoken_words
                for need in cards.NEEDS
            },
        }
        """What changes the tapped message."""
        self._crisis: dict[tuple[CrisisKind, Language], Screen] = {
            (kind, words.language): crisis.card(kind, words, None)
            for words in spoken_words
            for kind in CrisisKind
            if kind is not CrisisKind.DISTRESS
        }

    def answer(self, raw: Mapping[str, Any]) -> Card | None:
        """The card that this raw update asks for; None when it asks for something else."""
        try:
            message = raw.get("message") or raw.get("edited_message")
            return self._message(message) if message else self._tap(raw)
        except (LookupError, TypeError, ValueError, AttributeError):
            return None

    def _message(self, message: Mapping[str, Any]) -> Card | None:
        if message["chat"]["type"] != "private":
            return None
        chat, language = int(message["chat"]["id"]), _language(message)
        found = judge_safely(written.in_raw(message))
        if found.level is Level.CRISIS:
            return Card(chat, self._crisis[found.kind, language])
        word = message["text"].split()[0].partition("@")[0].lower()
        if word.lstrip("/") not in HELP or word[0] != "/":
            return None
        return Card(chat, self._cards[language])

    def _tap(self, raw: Mapping[str, Any]) -> Card | None:
        query = raw["callback_query"]
        tap = read_data(query["data"])
        if tap is None or tap.row != NO_ROW or tap.verb not in ANYWHERE:
            return None
        chat, callback = int(query["from"]["id"]), str(query["id"])
        turned = self._turned.get((tap.verb, tap.value))
        if turned is not None:
            return Card(chat, turned, int(query["message"]["message_id"]), callback)
        language = spoken(query["from"].get("language_code"))
        return Card(chat, self._cards[language], callback=callback)


def in_crisis(raw: Mapping[str, Any]) -> bool:
    """Whether the crisis gate fires, or fails, on what a raw update says."""
    message = raw.get("message") or raw.get("edited_message")
    return judge_safely(written.in_raw(message)).level is Level.CRISIS


def _language(message: Mapping[str, Any]) -> Language:
    sender = message.get("from")
    code = sender.get("language_code") if isinstance(sender, Mapping) else None
    return spoken(code if isinstance(code, str) else None)
