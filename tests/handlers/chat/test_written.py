"""What somebody wrote, wherever it stands: the crisis gate reads all of it, online and offline."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.chat import gates, offline, written
from handlers.rules.crisis.verdict import Level
from tests.handlers import updates
from tests.handlers.driver import Play
from tests.handlers.people import ANA, DAN, circle_of_ana

WORDS = "I want to kill myself tonight"
PLACE = {"latitude": 40.7, "longitude": -74.0}
FILE = {"file_id": "1", "file_unique_id": "1"}
POLL = {
    "id": "1",
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
OPTION = {"persistent_id": "1", "voter_count": 0}
SENDER = {"date": 1_700_000_000, "type": "hidden_user", "sender_user_name": "Fay"}
HEAD = {"message_id": 1, "date": 1_700_000_000, "chat": updates.chat(DAN)}
THEIRS = {**HEAD, "from": updates.user(DAN), "text": "x"}
OURS = {**HEAD, "from": {"id": 1000, "is_bot": True, "first_name": "Circle"}, "text": "x"}
PARTS: dict[str, dict[str, Any]] = {
    "text": {"text": WORDS},
    "forwarded": {"text": WORDS, "forward_origin": SENDER},
    "caption": {"caption": WORDS, "photo": [{**FILE, "width": 1, "height": 1}]},
    "poll": {"poll": {**POLL, "question": WORDS, "options": []}},
    "option": {"poll": {**POLL, "question": "Well?", "options": [{**OPTION, "text": WORDS}]}},
    "contact": {"contact": {"phone_number": "1", "first_name": "Fay", "last_name": WORDS}},
    "venue": {"venue": {"location": PLACE, "title": WORDS, "address": "here"}},
    "file": {"document": {**FILE, "file_name": f"{WORDS}.txt"}},
    "quote": {
        "text": "this",
        "quote": {"text": WORDS, "position": 0},
        "reply_to_message": THEIRS,
    },
    "checklist": {"checklist": {"title": "Today", "tasks": [{"id": 1, "text": WORDS}]}},
    "task": {"checklist_tasks_added": {"tasks": [{"id": 1, "text": WORDS}]}},
}


@pytest.mark.parametrize("content", PARTS.values(), ids=PARTS.keys())
async def test_wherever_it_stands_it_is_read_first(play: Play, content: dict[str, Any]) -> None:
    await circle_of_ana(play)
    assert "nobody is reading this live" in await play.sends(ANA, content)
    assert len(play.chats[ANA]) == 1
    raw = updates.message(ANA, 3, **content)
    assert offline.in_crisis(raw)


@pytest.mark.parametrize("content", PARTS.values(), ids=PARTS.keys())
async def test_a_change_of_it_is_read_too(play: Play, content: dict[str, Any]) -> None:
    raw = {"edited_message": updates.message(DAN, 3, **content)["message"]}
    assert "nobody is reading this live" in await play.update(DAN, raw)


def test_our_own_words_quoted_are_not_theirs() -> None:
    quoted: dict[str, Any] = {
        "text": "this",
        "quote": {"text": WORDS, "position": 0},
        "reply_to_message": OURS,
    }
    raw = updates.message(DAN, 3, **quoted)
    said = gates.read(updates.parsed(raw))
    assert said is not None
    assert said.verdict.level is Level.NONE
    assert not offline.in_crisis(raw)


def test_ids_and_marks_are_no_words() -> None:
    document = {"file_id": WORDS, "file_unique_id": WORDS, "mime_type": WORDS}
    assert written.in_raw({"document": document, "chat": {"title": WORDS}}) == ""


@pytest.mark.parametrize("odd", [None, 7, "x", [], {"poll": 3}, {"text": {"text": 1}}])
def test_odd_shapes_say_nothing(odd: object) -> None:
    assert written.in_raw(odd) == ""
