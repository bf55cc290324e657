"""Journals and other uses of the same file or process in Python: descriptors, writers, forks."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import smsbat

ROWS = 400

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX locks and forks")


def rows(count: int = ROWS) -> list[dict[str, str]]:
    return [{"to": f"+{380671000000 + i}", "text": "Hello"} for i in range(count)]


def send(client: smsbat.Client, journal: Path, source: Any = None, **options: Any) -> smsbat.BulkReport:
    options = {"chunk_size": 10, "connections": 2} | options
    source = rows() if source is None else source
    return client.messages.send_bulk(source, sender="MyShop", journal=journal, **options)


def arrived(sandbox: smsbat.Sandbox) -> Counter[str]:
    return Counter(message["to"] for message in sandbox.messages(limit=ROWS * 10))


#: Writes into the journal from another process, whenever it can, until its input ends.
WRITER = """
import select, sqlite3, sys
print("ready", flush=True)
while not select.select([sys.stdin], [], [], 0)[0]:
    try:
        with sqlite3.connect(sys.argv[1], timeout=0.001) as database:
            database.execute("CREATE TABLE IF NOT EXISTS mine (a)")
            database.execute("INSERT INTO mine VALUES (1)")
        database.close()
    except sqlite3.Error:
        pass
"""


@contextlib.contextmanager
def writer(journal: Path) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(journal)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.communicate(b"\n")


def test_an_outside_open_and_close_beside_a_second_writer_sends_nothing_twice(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    # Closing any descriptor of the file ends SQLite's locks in this process; then the writer gets in between.
    for number in range(8):
        sandbox.reset()
        journal = tmp_path / f"{number}.db"
        assert send(client, journal, rows(10)).ok
        stop = threading.Event()

        def disturb(journal: Path = journal, stop: threading.Event = stop) -> None:
            while not stop.is_set():
                journal.open().close()

        thread = threading.Thread(target=disturb)
        thread.start()
        with writer(journal):
            first = ended(client, journal)
        stop.set()
        thread.join()
        assert set(arrived(sandbox).values()) <= {1}
        # The second run finds the messages of the first one, or refuses to continue.
        second = ended(client, journal)
        assert second in ("", "unknown"), (first, second)
        assert set(arrived(sandbox).values()) == {1}, (first, second)


def ended(client: smsbat.Client, journal: Path) -> str:
    """The outcome of the error that ended a campaign, if one did."""
    try:
        send(client, journal)
    except smsbat.SmsbatError as error:
        return error.outcome
    return ""


def test_a_writer_from_outside_ends_the_run(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    journal = tmp_path / "campaign.db"

    def source() -> Iterator[dict[str, str]]:
        for i, row in enumerate(rows()):
            if i == 200:
                write = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE a (b)')"
                subprocess.run([sys.executable, "-c", write, str(journal)], check=True)
            yield row

    with pytest.raises(smsbat.ConfigurationError, match="another program wrote into the journal") as caught:
        send(client, journal, source())
    assert (caught.value.outcome, caught.value.retryable) == ("unknown", False)
    report = caught.value.report
    assert report is not None
    assert report.accepted + report.unknown == sum(arrived(sandbox).values()) < ROWS
    again = send(client, journal)
    assert again.total == again.accepted + again.unknown == ROWS
    assert set(arrived(sandbox).values()) == {1}


#: Forks in the midst of a campaign. The child goes on with its copy of the campaign, or just lives on.
FORKS = """
import json, os, sys
import smsbat

url, journal, where, stays = sys.argv[1:]
client = smsbat.Client(api_key="test-key", base_url=url, rate_limit=None, max_retries=0)
parent, child, said = os.getpid(), None, {}
hold_read, hold_write = os.pipe()

def fork():
    global child
    if child is None:
        child = os.fork()
        if child == 0 and stays == "stays":
            os.close(hold_write)
            os.read(hold_read, 1)
            os._exit(0)

def source():
    for i in range(400):
        if i == 200 and where == "source":
            fork()
        yield {"to": f"+{380671000000 + i}", "text": "Hello"}

def progress(_):
    if where == "progress":
        fork()

def send():
    return client.messages.send_bulk(
        source(), sender="MyShop", journal=journal, chunk_size=10, connections=2, progress=progress
    )

try:
    report = send()
    said = {"accepted": report.accepted, "unknown": report.unknown}
except smsbat.SmsbatError as error:
    said = {"text": str(error), "outcome": error.outcome, "retryable": error.retryable}
if os.getpid() != parent:
    with open(sys.argv[2] + ".child", "w") as file:
        json.dump(said, file)
    os._exit(0)
if stays == "stays":
    # The child is still there, and has every descriptor of the run.
    again = send()
    said["again"] = again.resumed
    os.close(hold_write)
os.waitpid(child, 0)
print(json.dumps(said))
"""


@pytest.mark.parametrize("where", ["source", "progress"])
def test_a_fork_in_a_run_sends_nothing_from_the_child(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path, where: str
) -> None:
    journal = tmp_path / "campaign.db"
    call = [sys.executable, "-W", "ignore", "-c", FORKS, sandbox.url, str(journal), where, "goes"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"accepted": ROWS, "unknown": 0}
    child = json.loads(Path(f"{journal}.child").read_text())
    assert "the process was forked during the run" in child["text"]
    assert (child["outcome"], child["retryable"]) == ("unknown", False)
    assert set(arrived(sandbox).values()) == {1}
    assert len(arrived(sandbox)) == ROWS
    with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert send(client, journal).resumed == ROWS


def test_a_forked_child_that_lives_on_keeps_no_lock(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    call = [
        sys.executable,
        "-W",
        "ignore",
        "-c",
        FORKS,
        sandbox.url,
        str(tmp_path / "c.db"),
        "progress",
        "stays",
    ]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"accepted": ROWS, "unknown": 0, "again": ROWS}
    assert set(arrived(sandbox).values()) == {1}


def test_a_killed_run_is_followed_by_another_through_a_hard_link(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    journal, other = tmp_path / "campaign.db", tmp_path / "other.db"
    child = f"""
import os, signal, smsbat
client = smsbat.Client(api_key="test-key", base_url={sandbox.url!r}, rate_limit=None, max_retries=0)
def source():
    for i in range({ROWS}):
        if i == 300:
            os.kill(os.getpid(), signal.SIGKILL)
        yield {{"to": f"+{{380671000000 + i}}", "text": "Hello"}}
client.messages.send_bulk(source(), sender="MyShop", journal={str(journal)!r}, chunk_size=10, connections=2)
"""
    killed = subprocess.run([sys.executable, "-c", child], capture_output=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    os.link(journal, other)
    report = send(client, other)
    assert report.accepted + report.unknown == report.total == ROWS
    assert set(arrived(sandbox).values()) == {1}
