"""Tests the file of `smsbat sandbox --store` with killed processes and full disks.

For every system call that changes the file, a sandbox is killed just before it (strace injects the signal).
The next sandbox must open the file and have each message that `GET health` reported as saved. A disk that is
full at any moment must be reported, and nothing is lost once there is space again.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import common

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink"
MESSAGES = 5
# Bytes that the disk takes: every step of the file's growth and some between.
ROOM = range(0, 60_000, 1_500)


class Sandbox:
    """A sandbox with a store, and the calls that this suite makes."""

    def __init__(self, store: Path, before: list[object]) -> None:
        start = [*before, common.command(), "--json", "sandbox", "--port", 0, "--exit-with-stdin"]
        start += ["--store", store]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        # Python ignores the signal of a file that is too large, and hands that on.
        self.process = subprocess.Popen(
            [str(part) for part in start], text=True, env=clean, restore_signals=False, **pipes
        )
        line = self.process.stdout.readline()
        self.ready = json.loads(line) if line else None

    def call(self, method: str, path: str, body: object = None) -> dict:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "X-Authorization-Key": "test-key"}
        request = urllib.request.Request(self.ready["url"] + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def send(self, text: str) -> None:
        message = {"type": "sms", "from": "MyShop", "to": "+380671234567", "text": text}
        self.call("POST", "/bat/messagelist", {"messages": [message]})

    def wait(self, wanted: Callable[[dict], bool]) -> dict:
        deadline = time.monotonic() + 60
        while not wanted(store := self.call("GET", "/_sandbox/health")["store"]):
            assert time.monotonic() < deadline, store
            time.sleep(0.01)
        return store

    def saved(self) -> None:
        self.wait(lambda store: store["unsaved"] == 0)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.call("GET", "/_sandbox/messages")["messages"]]

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait(timeout=60)


@contextmanager
def sandbox(store: Path, *before: object) -> Iterator[Sandbox]:
    started = Sandbox(store, list(before))
    try:
        yield started
    finally:
        started.close()


def work(one: Sandbox, saved: list[str]) -> None:
    """Sends messages one by one, notes what is in the file, and ends by clearing it."""
    for number in range(MESSAGES):
        one.send(f"message {number}")
        one.saved()
        saved.append(f"message {number}")
    one.call("POST", "/_sandbox/rules", {"to": "380671234567", "status": "read"})
    one.call("DELETE", "/_sandbox/messages")
    one.saved()
    saved.clear()


def killed(folder: Path, point: int) -> tuple[bool, str]:
    """Returns true if the sandbox was killed before its call of this number, and the file's faults then."""
    store = folder / f"{point}.db"
    trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CALLS}"]
    saved: list[str] = []
    with sandbox(store, *trace, "-e", f"inject={CALLS}:signal=KILL:when={point}") as one:
        lost = (urllib.error.URLError, ConnectionError, TimeoutError)
        with suppress(*lost):
            if one.ready:
                work(one, saved)
        cleared = not saved
        with suppress(subprocess.TimeoutExpired):
            one.process.wait(timeout=0.5)
        died = one.process.poll() is not None
        sent = [f"message {number}" for number in range(MESSAGES)]
    with sandbox(store) as after:
        if not after.ready:
            return died, after.process.stderr.read()
        found = after.texts()
        # One more may be there that was not yet said to be saved; the clearing may have come through or not.
        good = found[: len(saved)] == saved and found == sent[: len(found)]
        good |= not found and (cleared or len(saved) == MESSAGES)
        after.send("goes on")
        after.saved()
        return died, "" if good else f"saved {saved}, found {found}"


def kills(score: common.Score, folder: Path) -> None:
    points, wrong, quiet = 0, [], 0
    # Counts are for each thread; beyond the last call of the busiest nobody is killed any more.
    while quiet < 3:
        died, problem = killed(folder, points + 1)
        quiet = 0 if died else quiet + 1
        points += 1
        if problem:
            wrong.append(f"before call {points}: {problem}")
    points -= quiet
    said = f"killed before each of {points} calls: the file is whole, what was saved is there"
    score.add(said, "\n".join(wrong))
    score.add("there were dozens of points", "" if points > 40 else points)
    score.figure(f"{points} kills of the sandbox, one before each system call that changes its store")


def limit(one: Sandbox, size: int) -> None:
    resource.prlimit(one.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def full(score: common.Score, folder: Path) -> None:
    """Files that may not grow any more, at every size."""
    wrong, said = [], 0
    for room in ROOM:
        store = folder / f"full-{room}.db"
        with sandbox(store) as one:
            limit(one, room)
            texts = [f"{number} {'x' * 1_500}" for number in range(20)]
            for text in texts:
                one.send(text)
            state = one.wait(lambda store: store["problem"] or not store["unsaved"])
            said += bool(state["problem"])
            if one.texts() != texts:
                wrong.append(f"{room}: memory lacks messages")
            limit(one, resource.RLIM_INFINITY)
            one.wait(lambda store: not store["problem"] and not store["unsaved"])
            one.process.send_signal(signal.SIGKILL)
            one.process.wait()
        with sandbox(store) as after:
            found = after.texts() if after.ready else after.process.stderr.read()
            if found != texts:
                wrong.append(f"{room}: {found}")
    name = f"{len(ROOM)} limits of the file's size: nothing is missing once there is room"
    score.add(name, "\n".join(wrong))
    score.add("the limits were met", "" if said > len(ROOM) // 2 else said)
    score.figure(f"{len(ROOM)} sizes at which the store's file could not grow")


def small_disk(score: common.Score, folder: Path) -> None:
    """A file system without room."""
    name = "a file system that is full"
    disk = folder / "disk"
    disk.mkdir()
    if common.run("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk).returncode != 0:
        score.skip(name, "only root can mount one")
        return
    try:
        store, ballast = disk / "inbox.db", disk / "ballast"
        with sandbox(store) as one:
            one.send("first")
            one.saved()
            with suppress(OSError), ballast.open("wb", buffering=0) as file:
                while file.write(b"x" * 4096):
                    pass
            for number in range(20):
                one.send(f"{number} {'x' * 1_500}")
            problem = one.wait(lambda store: store["problem"])["problem"]
            ballast.unlink()
            one.wait(lambda store: not store["problem"] and not store["unsaved"])
        with sandbox(store) as after:
            found = len(after.texts())
        good = (problem, found) == ("the disk is full", 21)
        score.add(name, "" if good else f"{problem}, {found} messages")
    finally:
        common.must("umount", disk)


def main() -> int:
    common.debian("strace")
    score = common.Score()
    with tempfile.TemporaryDirectory(prefix="smsbat-store-") as place:
        folder = Path(place)
        full(score, folder)
        small_disk(score, folder)
        kills(score, folder)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
