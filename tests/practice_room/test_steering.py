"""What steers the whole room: the clock, troubles, a restart, a scene; one long thing at a time."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.practice_room.hooks import Happening, Scene
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import MONDAY, Api, Page

SCENE = Scene("week", {"en": "A week", "es": "Una semana"}, {"en": "Two.", "es": "Dos."})


async def test_the_clock_turns(page: Page, room: Room) -> None:
    assert await page.ask("clock", seconds=3600) == 200
    assert (await page.state())["clock"] == (MONDAY + timedelta(hours=1)).isoformat()
    assert await page.ask("clock", seconds=-1) == 400


async def test_the_clock_turns_to_what_is_next(page: Page, room: Room) -> None:
    assert await page.ask("clock", to="next") == 404
    room.hooks.next_due = lambda: None
    assert (await page.state())["hooks"]["next"]
    assert await page.ask("clock", to="next") == 409


async def test_it_goes_on_until_something_comes_to_a_phone(
    page: Page, room: Room, ana: Phone
) -> None:
    silent, told = MONDAY + timedelta(hours=5), MONDAY + timedelta(days=2)

    def arrives() -> None:
        if room.clock.now() >= told:
            room.world.post(ana.account, text="hello")

    room.clock.watchers.append(arrives)
    room.hooks.next_due = lambda: silent if room.clock.now() < silent else told
    assert await page.ask("clock", to="next") == 200
    assert (room.clock.now(), json.loads(page.said)["came"]) == (told, True)


@pytest.mark.parametrize(
    ("due", "down", "days"),
    [(timedelta(days=1), False, 14), (timedelta(), False, 14), (timedelta(days=1), True, 1)],
    ids=["always more", "stuck", "Telegram is down"],
)
async def test_when_nothing_comes_it_ends_all_the_same(
    page: Page, room: Room, ana: Phone, due: timedelta, days: int, *, down: bool
) -> None:
    room.faults.switch("down", down)
    room.hooks.next_due = lambda: room.clock.now() + due
    assert await page.ask("clock", to="next") == 200
    passed = room.clock.now() - MONDAY
    assert (passed, json.loads(page.said)["came"]) == (timedelta(days=days), False)


async def test_restart_calls_the_hook(page: Page, room: Room) -> None:
    assert await page.ask("restart") == 404
    restarts: list[int] = []

    async def restart() -> bool:
        restarts.append(1)
        return len(restarts) > 1

    room.hooks.restart = restart
    for runs in (False, True):
        assert await page.ask("restart") == 200
        assert json.loads(page.said) == {"runs": runs}


async def test_what_happened_comes_from_the_hook(page: Page, room: Room) -> None:
    text = {"en": "An alert was opened", "es": "Se abrió un aviso"}
    room.hooks.happened = lambda: [Happening(MONDAY, text)]
    assert (await page.state())["happened"] == [{"at": MONDAY.isoformat(), "text": text}]


async def test_faults_are_switched_and_scripted(page: Page, room: Room, api: Api) -> None:
    assert await page.ask("faults", switch="down", on=True) == 200
    assert (await page.state())["faults"]["down"]
    assert await page.ask("faults", "DELETE") == 200
    assert await page.ask("faults", kind="status", status=503, method="getMe") == 200
    assert (await api("getMe"))["error_code"] == 503
    assert await page.ask("faults", slow=0.5) == 200
    assert room.faults.slow_by == 0.5
    assert await page.ask("faults", kind="thunder") == 400
    assert await page.ask("faults", kind="status") == 400


async def test_roles_and_the_zone_come_from_the_hooks(page: Page, room: Room, ana: Phone) -> None:
    role = {"en": "takes part", "es": "participa"}
    room.hooks.roles = lambda: {ana.id: role}
    room.hooks.zone = "America/New_York"
    assert (await page.phone(ana.id))["role"] == role
    assert (await page.state())["zone"] == "America/New_York"


async def test_a_scene_is_set_by_its_name(page: Page, room: Room) -> None:
    assert await page.ask("scene", name="week") == 404
    played: list[tuple[str, str]] = []

    async def play(name: str, language: str) -> None:
        played.append((name, language))

    room.hooks.play, room.hooks.scenes = play, (SCENE,)
    assert [one["title"]["es"] for one in (await page.state())["scenes"]] == ["Una semana"]
    assert await page.ask("scene", name="week", language="es") == 200
    assert await page.ask("scene", name="month") == 404
    assert await page.ask("scene", name=[]) == 400
    assert played == [("week", "es")]


async def test_while_a_scene_is_set_nothing_else_is_done(
    page: Page, room: Room, ana: Phone
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def play(name: str, language: str) -> None:
        begun.set()
        await go_on.wait()

    room.hooks.play, room.hooks.scenes = play, (SCENE,)
    setting = asyncio.create_task(page.ask("scene", name="week"))
    await begun.wait()
    assert (await page.state())["doing"] == "scene"
    assert await page.ask("clock", seconds=60) == 409
    assert await page.ask(f"phones/{ana.id}/say", text="hello") == 409
    assert await page.ask(f"phones/{ana.id}", "DELETE") == 409
    assert await page.ask("phones", name="Ben") == 409
    go_on.set()
    assert await setting == 200
    assert (await page.state())["doing"] == ""
    assert await page.ask("clock", seconds=60) == 200


async def test_a_scene_is_set_to_its_end_when_the_page_goes_away(page: Page, room: Room) -> None:
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def play(name: str, language: str) -> None:
        begun.set()
        await go_on.wait()
        ended.set()

    room.hooks.play, room.hooks.scenes = play, (SCENE,)
    setting = asyncio.create_task(page.ask("scene", name="week"))
    await begun.wait()
    setting.cancel()
    await asyncio.sleep(0.05)
    go_on.set()
    await asyncio.wait_for(ended.wait(), 1)


async def test_after_a_scene_that_fails_the_room_is_free(page: Page, room: Room) -> None:
    async def play(name: str, language: str) -> None:
        raise RuntimeError("no such button")

    room.hooks.play, room.hooks.scenes = play, (SCENE,)
    assert await page.ask("scene", name="week") == 500
    assert (await page.state())["doing"] == ""
    assert await page.ask("clock", seconds=60) == 200


async def test_what_is_under_way_can_be_ended(page: Page, room: Room) -> None:
    begun = asyncio.Event()

    async def play(name: str, language: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    room.hooks.play, room.hooks.scenes = play, (SCENE,)
    setting = asyncio.create_task(page.ask("scene", name="week"))
    await begun.wait()
    await room.let_be()
    assert (await page.state())["doing"] == ""
    setting.cancel()


async def test_an_empty_room_forgets_what_waits(room: Room, api: Api, ana: Phone) -> None:
    await ana.says("hello")
    room.world.clear()
    assert room.world.accounts == {}
    assert await api.result("getUpdates") == []


async def test_nobody_gets_the_number_of_somebody_who_is_gone(room: Room) -> None:
    first = room.world.add("Eve")
    room.world.remove(first.id)
    assert room.world.add("Zoe").id != first.id
