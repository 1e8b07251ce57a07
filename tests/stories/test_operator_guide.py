"""The operator's guide, line by line: its commands run as they stand, on a practice room.

Only places are others (a folder of this test for /opt, /etc, /var and /mnt), and `machine/` stands
in for what takes root: users, owners, systemd.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.practice_room.room import Room
from tests.postgres import USER, Server, programs
from tests.stories.operated import ROOT, until
from tests.stories.stage import join

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform != "linux", reason="The guide is for Linux."),
    pytest.mark.skipif(
        not all(map(shutil.which, ("bash", "curl", "git", "make"))),
        reason="The guide asks for bash, curl, git and make.",
    ),
]
GUIDE = (ROOT / "docs" / "operator-guide.md").read_text("utf-8")
SERVER, AT = "@db.example.org/circles?sslmode=verify-full", "@/circles?host={}"
CK = next(line for line in GUIDE.splitlines() if line.startswith("ck() {"))


def blocks(heading: str, fence: str = "sh") -> list[str]:
    """The fenced blocks below a heading."""
    section = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{fence}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)


class Machine:
    """A folder that stands for a whole machine."""

    def __init__(self, folder: Path, room: Room) -> None:
        self.folder = folder
        self.places = {
            "/opt/circlekeeper": folder / "opt",
            "/etc/circlekeeper": folder / "etc",
            "/var/lib/circlekeeper": folder / "var",
            "/var/backups/circlekeeper": folder / "backups",
            "/etc/systemd/system": folder / "systemd",
            "/mnt/copies": folder / "copies",
        }
        for name in ("home", "systemd"):
            (folder / name).mkdir()
        (folder / "places").write_text("".join(f"s|{a}|{b}|g\n" for a, b in self.places.items()))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._room = room
        self.more: dict[str, str] = {}
        """What else stands in its environment."""

    def here(self, text: str) -> str:
        """The same with this machine's places and port."""
        for there, folder in self.places.items():
            text = text.replace(there, str(folder))
        return text.replace("8086", str(self.port))

    async def run(self, script: str, *, where: str = ".") -> str:
        """What a script says; a command of it that fails fails the test."""
        said, troubles = self.folder / "said", self.folder / "troubles"
        environment = {
            "PATH": f"{Path(__file__).with_name('machine')}:{os.environ['PATH']}:{programs()}",
            "HOME": str(self.folder / "home"),
            "MACHINE": str(self.folder),
            "PYTHON": sys.executable,
            "REPOSITORY": str(ROOT),
            "API": self._room.url,
            "CIRCLEKEEPER__TELEGRAM__API_BASE_URL": self._room.url,
        } | self.more
        command = ("bash", "-euxc", self.here(f"{CK}\n{script}"))
        # No pipes: what goes on in the background would keep them open.
        with said.open("wb") as out, troubles.open("wb") as err:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=self.folder / where, env=environment, stdout=out, stderr=err
            )
        code = await asyncio.wait_for(process.wait(), 60)
        assert code == 0, f"{said.read_text()}\n{troubles.read_text()[-3000:]}"
        return said.read_text()

    def stop(self) -> None:
        """Whatever still runs ends."""
        pid = self.folder / "pid"
        if pid.exists():
            with suppress(ProcessLookupError):
                os.kill(int(pid.read_text()), signal.SIGKILL)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with Room.open() as opened:
        yield opened


@pytest.fixture
def machine(tmp_path: Path, room: Room) -> Iterator[Machine]:
    one = Machine(tmp_path, room)
    yield one
    one.stop()


async def installed(machine: Machine, room: Room) -> list[str]:
    """Steps 2 and 3; the blocks that are left of the first section."""
    install, *rest = blocks("From BotFather to the first circle")
    await machine.run(install)
    [settings] = blocks("From BotFather to the first circle", "toml")
    (machine.folder / "etc" / "config.toml").write_text(machine.here(settings))
    (machine.folder / "etc" / "token.txt").write_text(room.token)
    return rest


async def test_from_botfather_to_the_first_circle_and_through_its_life(
    machine: Machine, room: Room
) -> None:
    key, run, invite = await installed(machine, room)
    assert "mend " not in await machine.run(key)
    await machine.run(run)
    await until(lambda: room.history.of("setMyCommands"))
    health = re.findall(r"`(curl http://\S+)`", GUIDE)[0]
    assert '"telegram":"ok"' in await machine.run(health)
    eve = room.phone("Eve")
    await join(eve, (await machine.run(invite)).splitlines()[0], "Eve")

    [smoke] = blocks("Watching it")
    assert "this is @practice_room_bot" in await machine.run(smoke)
    backup, restore = blocks("Backup")
    assert "is whole" in await machine.run(backup)
    (machine.folder / "var" / "circlekeeper.db").write_text("damaged")
    assert "is whole" in await machine.run(restore)
    [places] = blocks("Other places")
    assert "mend " not in await machine.run(places)
    [upgrade] = blocks("Upgrade")
    assert "can be used" in await machine.run(upgrade)
    dropped_in = machine.folder / "systemd" / "circlekeeper.service.d" / "places.conf"
    assert dropped_in.read_text() == machine.here("[Service]\nReadWritePaths=/mnt/copies\n")
    [leaked] = blocks("When something leaked")
    assert "This is @practice_room_bot" in await machine.run(leaked)
    await eve.says("/start")
    await eve.sees("You invite partners here", within=20)
    await machine.run("systemctl stop circlekeeper")
    assert room.complaints == []


async def test_a_programme_moves_to_postgresql(
    machine: Machine, room: Room, postgres: Server
) -> None:
    key, run, invite = await installed(machine, room)
    await machine.run(key + run)
    await until(lambda: room.history.of("setMyCommands"))
    eve = room.phone("Eve")
    await join(eve, (await machine.run(invite)).splitlines()[0], "Eve")

    machine.more = {"PGHOST": str(postgres.folder), "PGUSER": USER}
    section = "When one machine is not enough"
    make, driver, move, dump = blocks(section)
    await machine.run("systemctl stop circlekeeper")
    await machine.run(make + driver)
    [said] = blocks(section, "toml")
    address = re.compile(r"^url = .*$", re.MULTILINE)
    [there] = address.findall(said.replace(SERVER, AT.format(postgres.folder)))
    config = machine.folder / "etc" / "config.toml"
    config.write_text(address.sub(lambda _: there, config.read_text()))
    assert "every one was compared" in await machine.run(move)
    assert "mend " not in await machine.run("systemctl start circlekeeper\nck doctor")
    await eve.says("/start")
    await eve.sees("You invite partners here", within=20)
    await machine.run(f"{dump}systemctl stop circlekeeper")
    assert list(machine.folder.glob("circles-*.dump"))
    postgres.drop(postgres.url("circles"))
    postgres.ask("DROP ROLE circlekeeper")


async def test_one_tester_with_one_account(machine: Machine, room: Room) -> None:
    await installed(machine, room)
    first, invitations = blocks("One tester, one account")
    await machine.run(first, where="opt")
    config = machine.folder / "opt" / "config.toml"
    key = machine.folder / "home" / ".config" / "circlekeeper" / "master.key"
    text = config.read_text().replace('# token = ""', f'token = "{room.token}"')
    config.write_text(re.sub(r"^# file = .*$", f'file = "{key}"', text, flags=re.MULTILINE))
    links = (await machine.run(invitations, where="opt")).splitlines()[::2]
    me = room.phone("Ana")
    run = ".venv/bin/circlekeeper run & echo $! >$MACHINE/pid"
    await machine.run(run, where="opt")
    await join(me, links[0], "Ana")
    await me.opens(links[1])
    await me.sees("Your team invited you", within=20)
    await me.taps("Go on")
    await me.sees("You open a circle here", within=20)
    await me.says("/checkin")
    await me.sees("A check-in is for you alone", within=20)
    await me.taps("Yes, begin")
    await me.sees("1 of 8.", within=20)
    await machine.run("kill $(cat $MACHINE/pid)")
