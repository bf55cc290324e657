"""Few threads and descriptors: the rest is sent or `not_sent`, and nothing is `unknown`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import limited
import smsbat

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="limits are those of Linux"),
    pytest.mark.skipif(limited.EMULATED, reason="limits would be the emulator's"),
]

#: Descriptors of a campaign: the three of every process, the journal, its lock, the report, a connection and
#: what that leaves to others.
ENOUGH_FILES = 12


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = limited.shim(tmp_path_factory.mktemp("shim"))
    if built is None:
        pytest.skip("needs a C compiler")
    return built


def accepted(said: dict[str, Any] | None) -> int:
    assert said is not None
    return Counter(row["outcome"] for row in said["rows"])["accepted"]


@pytest.mark.parametrize("kept", [False, True], ids=["alone", "journal"])
@pytest.mark.parametrize("threads", [0, 1, 2, 5])
def test_a_campaign_goes_on_with_the_threads_that_it_gets(
    sandbox: smsbat.Sandbox, library: Path, tmp_path: Path, threads: int, kept: bool
) -> None:
    limited.slow(sandbox)
    journal = tmp_path / "campaign.db" if kept else None
    said, problem = limited.campaign(sandbox, journal, threads=threads, library=library)
    assert not problem
    assert accepted(said) == limited.ROWS


@pytest.mark.parametrize("kept", [False, True], ids=["alone", "journal"])
@pytest.mark.parametrize("files", [7, 9, 12, 14, 17])
def test_a_campaign_with_few_descriptors_loses_no_answer(
    sandbox: smsbat.Sandbox, tmp_path: Path, files: int, kept: bool
) -> None:
    limited.slow(sandbox)
    journal = tmp_path / "campaign.db" if kept else None
    said, problem = limited.campaign(sandbox, journal, files=files)
    assert not problem
    assert said is not None
    if files >= ENOUGH_FILES:
        assert accepted(said) == limited.ROWS
    elif said["error"] is not None:
        assert "too many open files" in said["error"]["text"]
        assert "`ulimit -n`" in said["error"]["text"]
    if kept:
        again, problem = limited.campaign(sandbox, journal)
        assert not problem
        assert accepted(again) == limited.ROWS


#: While one request holds its connection, a second one lacks a descriptor, and a third one does not.
HELD_UP = """
import contextlib, os, resource, socket, threading
import smsbat

server = socket.create_server(("127.0.0.1", 0))
server.settimeout(30)
url = f"http://localhost:{server.getsockname()[1]}"
client = smsbat.Client(api_key="test-key", base_url=url, max_retries=0)
message = smsbat.Sms(to="+380671234567", sender="MyShop", text="x")

def send():
    # Nobody answers it.
    with contextlib.suppress(smsbat.ConnectionError):
        client.send(message)

def held_up():
    thread = threading.Thread(target=send)
    thread.start()
    return thread, server.accept()[0]

first = held_up()
limits = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")), limits[1]))
try:
    client.send(message)
except smsbat.ConnectionError as error:
    assert "too many open files" in str(error), error
else:
    raise AssertionError("it had a descriptor")
resource.setrlimit(resource.RLIMIT_NOFILE, limits)
second = held_up()
for thread, connection in (first, second):
    connection.close()
    thread.join()
"""


def test_a_lack_of_descriptors_does_not_forget_the_addresses_of_the_host(library: Path) -> None:
    done = limited.start([sys.executable, "-c", HELD_UP], look_ups=1, library=library)
    assert done.returncode == 0, done.stderr


def test_certificates_are_read_before_anything_is_sent(
    tls_sandbox: smsbat.Sandbox, library: Path, tmp_path: Path
) -> None:
    for limits in ({"files": 8}, {"files": 16}, {"threads": 0, "library": library}):
        limited.slow(tls_sandbox)
        name = f"{next(iter(limits))}-{next(iter(limits.values()))}.db"
        said, problem = limited.campaign(tls_sandbox, tmp_path / name, **limits)
        assert not problem
        if limits != {"files": 8}:
            assert accepted(said) == limited.ROWS


def test_the_command_under_limits(sandbox: smsbat.Sandbox, library: Path, tmp_path: Path) -> None:
    few: list[dict[str, Any]] = [
        {"threads": 0, "library": library},
        {"threads": 2, "library": library},
        {"files": 14},
    ]
    file = tmp_path / "customers.csv"
    file.write_text("to,text\n" + "".join(f"+{380671000000 + i},x\n" for i in range(limited.ROWS)))
    command = [sys.executable, "-m", "smsbat", "--base-url", sandbox.url, "--json", "bulk", str(file)]
    command += ["--sender", "MyShop", "--chunk-size", str(limited.CHUNK)]
    for number, limits in enumerate(few):
        limited.slow(sandbox)
        journal, report = tmp_path / f"{number}.db", tmp_path / f"{number}.json"
        line = [*command, "--journal", str(journal), "--report", str(report)]
        done = limited.start(line, {"SMSBAT_API_KEY": "test-key"}, **limits)
        assert done.returncode == 0, done.stderr
        said = json.loads(report.read_text())
        assert not limited.wrong(sandbox, journal, said)
        assert accepted(said) == limited.ROWS


ASYNC = """
import asyncio, json, sys
import smsbat

async def main():
    settings = {"api_key": "test-key", "base_url": sys.argv[1], "rate_limit": None, "max_retries": 0}
    async with smsbat.AsyncClient(**settings) as client:
        messages = [smsbat.Sms(to=f"+{380671000000 + i}", sender="MyShop", text="x") for i in range(20)]
        return await asyncio.gather(*map(client.send, messages), return_exceptions=True)

def outcome(result):
    return result.outcome if isinstance(result, smsbat.SmsbatError) else result.messages[0].outcome

print(json.dumps([outcome(result) for result in asyncio.run(main())]))
"""


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_an_async_call_is_made_by_a_thread_that_is_there_or_not_at_all(
    sandbox: smsbat.Sandbox, library: Path, threads: int
) -> None:
    """The executor keeps the work for which it had no thread, and says that it failed."""
    limited.slow(sandbox)
    done = limited.start([sys.executable, "-c", ASYNC, sandbox.url], threads=threads, library=library)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["accepted" if threads else "not_sent"] * 20
    arrived = Counter(message["to"] for message in sandbox.messages())
    assert (len(arrived), set(arrived.values())) == ((20, {1}) if threads else (0, set()))


HANGING = """
import os, sys, threading
import smsbat

def send(name):
    client = smsbat.Client(api_key="test-key", base_url=f"https://{name}.example", max_retries=0, timeout=0.1)
    try:
        client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="x"))
    except smsbat.TimeoutError as error:
        assert error.outcome == "not_sent"

for name in (*["hangs"] * 20, *(f"hangs{i}" for i in range(10))):
    send(name)
    most = len(os.listdir("/proc/self/task"))
    assert most <= (2 if name == "hangs" else 5), most
os._exit(0)
"""


def test_a_resolver_that_hangs_holds_few_threads(library: Path) -> None:
    done = limited.start([sys.executable, "-c", HANGING], threads=100, library=library)
    assert done.returncode == 0, done.stderr


def test_a_folder_for_the_report_is_there_before_anything_is_sent(
    sandbox: smsbat.Sandbox, tmp_path: Path
) -> None:
    sandbox.reset()
    words = [sandbox.url, "", "", "2", "1"]
    environment = {"TMPDIR": str(tmp_path / "absent")}
    done = limited.start([sys.executable, "-c", limited.CHILD, *words], environment)
    error = json.loads(done.stdout)["error"]
    assert "TMPDIR" in error["text"]
    assert (error["outcome"], sandbox.messages()) == ("not_sent", [])
