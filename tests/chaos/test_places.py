"""Who wants to be alone is; the others run beside each other, and nobody waits for ever."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from tests.chaos.places import place

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="No file locks there.")
SOON, NEVER = 20.0, 0.1


class Somebody:
    """A process's part, played by a thread: each opens the files anew."""

    def __init__(self, folder: Path, *, alone: bool) -> None:
        self.there, self.goes = Event(), Event()
        self._folder, self._alone = folder, alone

    def run(self) -> None:
        with place(self._folder, alone=self._alone):
            self.there.set()
            assert self.goes.wait(SOON)


@pytest.mark.parametrize(
    ("first", "second", "beside"),
    [(False, False, True), (False, True, False), (True, False, False), (True, True, False)],
)
def test_who_may_run_beside_whom(tmp_path: Path, first: bool, second: bool, beside: bool) -> None:
    one, two = Somebody(tmp_path, alone=first), Somebody(tmp_path, alone=second)
    with ThreadPoolExecutor() as pool:
        begun = pool.submit(one.run)
        assert one.there.wait(SOON)
        after = pool.submit(two.run)
        assert two.there.wait(SOON if beside else NEVER) is beside
        one.goes.set()
        assert two.there.wait(SOON)
        two.goes.set()
        begun.result(SOON)
        after.result(SOON)


def test_nobody_passes_who_waits_to_be_alone(tmp_path: Path) -> None:
    one, two, three = (Somebody(tmp_path, alone=alone) for alone in (False, True, False))
    with ThreadPoolExecutor() as pool:
        ends = [pool.submit(one.run)]
        assert one.there.wait(SOON)
        ends.append(pool.submit(two.run))
        assert not two.there.wait(NEVER)
        ends.append(pool.submit(three.run))
        assert not three.there.wait(NEVER)
        one.goes.set()
        assert two.there.wait(SOON)
        assert not three.there.is_set()
        two.goes.set()
        assert three.there.wait(SOON)
        three.goes.set()
        for end in ends:
            end.result(SOON)
