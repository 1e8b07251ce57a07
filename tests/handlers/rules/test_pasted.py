"""Which texts hold a link to this bot, and what it opens."""

from __future__ import annotations

import pytest

from handlers.rules import pasted

CODE = "Xy-4_q"


@pytest.mark.parametrize(
    "text",
    [
        f"https://t.me/circle_bot?start={CODE}",
        f"http://www.t.me/circle_bot?start={CODE}",
        f"t.me/circle_bot?start={CODE}",
        f"T.me/Circle_Bot?start={CODE}",
        f"https://t.me/circle_bot/?start={CODE}",
        f"https://t.me/circle_bot?text=hi&start={CODE}#x",
        f"telegram.me/circle_bot?start={CODE}",
        f"https://circle_bot.t.me?start={CODE}",
        f"tg://resolve?domain=circle_bot&start={CODE}",
        f"tg:resolve?domain=circle_bot&start={CODE}",
        f"Hi, Cora gave me this (https://t.me/circle_bot?start={CODE}). Is it right?",
        f"For Ana:\nhttps://t.me/circle_bot?start={CODE}\nuntil Monday",
        f"t.me/other_bot?start=abc t.me/circle_bot?start={CODE}",
    ],
)
def test_a_link_to_this_bot_wherever_it_stands(text: str) -> None:
    assert pasted.code(text, "circle_bot") == CODE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        CODE,
        f"start={CODE}",
        "https://t.me/circle_bot",
        "https://t.me/circle_bot?start=",
        f"https://t.me/other_bot?start={CODE}",
        f"https://t.me/circle_bot2?start={CODE}",
        f"https://t.me/my_circle_bot?start={CODE}",
        f"https://t.me/circle_bot?startgroup={CODE}",
        f"https://t.me/circle_bot?restart={CODE}",
        f"https://t.me/circle_bot/12?start={CODE}",
        f"https://not.me/circle_bot?start={CODE}",
        f"https://bot.me/circle_bot?start={CODE}",
        f"https://t.me.example.org/circle_bot?start={CODE}",
        f"https://example.org/t.me/circle_bot?start={CODE}",
        f"https://example.org/?to=t.me/circle_bot ?start={CODE}",
        f"tg://resolve?domain=other_bot&start={CODE}",
        f"https://t.me/circle_bot?start={'a' * 65}",
    ],
)
def test_everything_else_is_only_a_text(text: str) -> None:
    assert pasted.code(text, "circle_bot") == ""


def test_a_long_text_is_read_at_once() -> None:
    assert pasted.code("t.me/circle_bot?" + "a&" * 2040, "circle_bot") == ""
    assert pasted.code("t.me/circle_bot?&" * 240, "circle_bot") == ""
