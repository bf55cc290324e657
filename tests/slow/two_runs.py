"""Two runs on one journal at the same time, under any path and any disturbance: nobody gets two messages.

Each point starts two processes of the command at the same time, with two paths of the same journal. In some
points, the first process is killed, the file next to the journal is deleted, the journal is moved, or a third
program opens, reads or writes it. Then a last run completes the campaign, and the sandbox shows who got which
message.

    two_runs.py [--points N] [--seed N]
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import common

ROWS = 12
#: Manipulations of a journal in half of the points.
EVENTS = ["kill", "kill", "unlock", "close", "read", "write", "move", "reader"]
IN_USE = "another run has this journal"
#: Ends of a run whose journal was disturbed.
DISTURBED = (
    "another program wrote into the journal",
    "deleted or moved",
    "another run took",
    "older copy",
    "something else",
)


class Names:
    """A journal in a folder, and the ways to name it."""

    def __init__(self, folder: Path, exists: bool) -> None:
        self.journal = folder / "кампанія.db"
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        (folder / "link.db").symlink_to(self.journal.name)
        (folder / "chain.db").symlink_to("elsewhere/../link.db")
        (folder / "folder").symlink_to(".")
        name = self.journal.name
        # The name, and the folder that the process is in.
        self.ways: list[tuple[str, Path]] = [
            (str(self.journal), folder),
            (name, folder),
            (f"./././{name}", folder),
            (f"../{name}", self.elsewhere),
            (f"{folder}/./elsewhere/..//{name}", self.elsewhere),
            ("link.db", folder),
            (str(folder / "chain.db"), self.elsewhere),
            (f"folder/folder/{name}", folder),
        ]
        self.held: Any = None
        if exists:
            self.held = self.journal.open("rb")
            (self.elsewhere / "hard.db").hardlink_to(self.journal)
            self.ways += [("hard.db", self.elsewhere), ("/proc/self/fd/0", folder)]

    def start(self, command: list[str], environment: dict[str, str], way: tuple[str, Path]) -> Any:
        name, folder = way
        return subprocess.Popen(
            [*command, "--journal", name],
            env=environment,
            cwd=folder,
            stdin=self.held or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def result(process: Any) -> dict[str, Any]:
    """Result of a run: its counts, or its error."""
    out, err = process.communicate(timeout=120)
    with contextlib.suppress(ValueError):
        return json.loads(out)
    return {"total": 0, "error": err or f"exit code {process.returncode}"}


def disturb(event: str, journal: Path, stop: threading.Event) -> None:
    """Manipulates the journal while the runs are under way."""
    while not stop.is_set():
        with contextlib.suppress(OSError, sqlite3.Error):
            if event == "unlock":
                Path(f"{journal}.lock").unlink()
            elif event == "close":
                journal.open().close()
            elif event == "move":
                if journal.stat().st_size > 0:
                    journal.rename(journal.with_name("moved.db"))
                    return
            else:
                mode = "rw" if event == "write" else "ro"
                database = sqlite3.connect(f"file:{journal}?mode={mode}", uri=True, timeout=0.01)
                with contextlib.closing(database), database:
                    if event == "write":
                        database.execute("PRAGMA user_version")
                        database.execute("CREATE TABLE IF NOT EXISTS mine (a)")
                        database.execute("INSERT INTO mine VALUES (1)")
                    else:
                        database.execute("SELECT count(*) FROM report").fetchone()
                        if event == "reader":
                            database.execute("BEGIN")
                            database.execute("SELECT count(*) FROM report").fetchone()
                            stop.wait(0.02)


def taken(journal: Path) -> bool:
    """Returns true if rows were taken from a journal."""
    with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database:
        try:
            return database.execute("SELECT count(*) FROM message").fetchone() != (0,)
        except sqlite3.OperationalError:
            return False  # its tables were not made


def point(number: int, seed: int, command: list[str], environment: dict[str, str]) -> str:
    """Runs one point; gives what is wrong with it."""
    chance = random.Random(f"{seed} {number}")
    with tempfile.TemporaryDirectory(prefix="two-runs-") as name:
        folder = Path(name)
        first = 380670000000 + number * ROWS
        rows = [f"+{first + i}" for i in range(ROWS)]
        (folder / "all.csv").write_text("to\n" + "\n".join(rows))
        (folder / "some.csv").write_text("to\n" + "\n".join(rows[: ROWS // 3]))

        def call(source: str) -> list[str]:
            size = str(chance.randint(1, 4))
            return [
                *command,
                "bulk",
                str(folder / source),
                "--template",
                "Hi",
                "--sender",
                "MyShop",
                "--chunk-size",
                size,
            ]

        journal = folder / "кампанія.db"
        exists = chance.random() < 0.5
        if exists:
            before = [*call("some.csv"), "--journal", str(journal)]
            done = subprocess.run(before, env=environment, capture_output=True, text=True, timeout=120)
            if done.returncode != 0:
                return f"{number}: the run before failed: {done.stdout}{done.stderr}"
        names = Names(folder, exists)
        event = chance.choice(EVENTS) if chance.random() < 0.6 else ""
        stop = threading.Event()
        other = threading.Thread(target=disturb, args=(event, journal, stop))
        if event not in ("", "kill"):
            other.start()
        ways = [chance.choice(names.ways), chance.choice(names.ways)]
        runs = [names.start(call("all.csv"), environment, way) for way in ways]
        if event == "kill":
            # Once the journal has grown so far, or the run has ended.
            target = chance.randint(1, 14) * 4096
            while runs[0].poll() is None and not (journal.exists() and journal.stat().st_size >= target):
                pass
            runs[0].kill()
        said = [result(run) for run in runs]
        if names.held:
            names.held.close()
            names.held = None
        stop.set()
        if event not in ("", "kill"):
            other.join()
        moved = folder / "moved.db"
        if event == "move" and moved.exists():
            # Without rows it was not remembered, and the run that came after made one in its place.
            if not journal.exists():
                moved.rename(journal)
            elif taken(moved):
                return (
                    f"{number} {event} {ways}: a journal was made in place of the one that was moved: {said}"
                )
        last = result(names.start(call("all.csv"), environment, (str(journal), folder)))
        sums = {name: last.get(name, 0) for name in ("accepted", "unknown", "not_sent", "rejected")}
        problem = ""
        for run, text in zip(runs, said, strict=True):
            error = str(text.get("error") or "")
            killed = event == "kill" and run is runs[0]
            fine = not error or IN_USE in error or killed
            if event in ("write", "move"):
                fine = fine or any(words in error for words in DISTURBED) or "The journal is gone" in error
                fine = fine or "the journal is gone" in error or "cannot be used" in error
            if not fine:
                problem += f"a run says {error!r}; "
        if event != "write" and (last.get("error") or sums["accepted"] + sums["unknown"] != ROWS):
            problem += f"the last run says {last}; "
        if event not in ("kill", "write", "move", "") and sums["unknown"]:
            problem += f"unknown: {sums}; "
        if all(text.get("error") for text in said) and event in ("", "unlock", "close", "read", "reader"):
            problem += "neither run went to its end; "
        return f"{number} {event or 'nothing'} {[way[0] for way in ways]}: {problem}{said}" if problem else ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    given = parser.parse_args()
    score = common.Score()
    if sys.platform != "linux":
        score.skip("two runs at once", "the lock on the file itself is Linux's")
        return 0
    print(f"seed {given.seed}")
    command = [str(common.command()), "--json"]
    started = time.monotonic()
    with common.sandbox("--no-rate-limit") as sandbox:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
        environment = clean | {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox["url"]}
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            points = [
                pool.submit(point, number, given.seed, command, environment) for number in range(given.points)
            ]
            problems = []
            for done in points:
                if text := done.result():
                    problems.append(text)
                    print(text, flush=True)
        answer = common.get(f"{sandbox['url']}/_sandbox/messages?limit={given.points * ROWS * 2}")
    arrived = Counter(message["to"] for message in answer["messages"])
    twice = [(int(to.lstrip("+")) - 380670000000) // ROWS for to, count in arrived.items() if count > 1]
    score.add(f"{given.points} points in {time.monotonic() - started:.0f} s", "\n".join(problems[:10]))
    score.add(
        f"nobody of {len(arrived)} got a message twice", f"points {sorted(set(twice))[:20]}" if twice else ""
    )
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
