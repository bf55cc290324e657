"""A send with a journal may be run again, whatever happened to the run before."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import smsbat

TO = ["+380671234501", "+380671234502", "+380671234503"]
#: A number that the sandbox refuses.
REFUSED = "+380990000101"
NEW = (smsbat.Outcome.ACCEPTED, False)
OLD = (smsbat.Outcome.ACCEPTED, True)
DOUBT = (smsbat.Outcome.UNKNOWN, True)

CHILD = """
import sys, smsbat
url, journal, text = sys.argv[1:]
client = smsbat.Client(api_key="test-key", base_url=url, max_retries=0)
messages = [smsbat.Sms(to=f"+38067123450{i}", sender="MyShop", text=text) for i in (1, 2, 3)]
print("begins", flush=True)
client.send(messages, journal=journal)
"""


def sms(to: str, **fields: Any) -> smsbat.Sms:
    return smsbat.Sms(to=to, sender="MyShop", text="Hello", **fields)


def rules(sandbox: smsbat.Sandbox, new: dict[str, Any] | None = None) -> Any:
    body = None if new is None else json.dumps(new).encode()
    request = urllib.request.Request(
        f"{sandbox.url}/_sandbox/rules", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def rows(result: smsbat.SendResult) -> list[tuple[smsbat.Outcome, bool]]:
    return [(row.outcome, row.resumed) for row in result]


def test_what_was_accepted_is_not_sent_again(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    journal = tmp_path / "sent.db"
    first = client.send([sms(TO[0]), sms(REFUSED)], journal=journal)
    assert rows(first) == [NEW, (smsbat.Outcome.REJECTED, False)]
    plain = {"type": "sms", "to": "380671234501", "from": "MyShop", "text": "Hello"}
    again = client.messages.send([sms(TO[1]), plain, sms(REFUSED)], journal=str(journal))
    assert rows(again) == [NEW, OLD, (smsbat.Outcome.REJECTED, False)]
    assert again[1].message_id == first[0].message_id
    assert again[1].customer_message_id == first[0].customer_message_id
    assert (again[1].parts, again[1].status) == (first[0].parts, first[0].status)
    assert not again.ok
    assert [message["to"][-1] for message in sandbox.messages() if message["message_id"]] == ["1", "2"]
    # One message with an id, then with another text.
    assert rows(client.send(sms(TO[2], customer_message_id="order-1"), journal=journal)) == [NEW]
    corrected = smsbat.Sms(to=TO[2], sender="MyShop", text="Sorry", customer_message_id="order-1")
    assert rows(client.send(corrected, journal=journal)) == [OLD]
    # Without a journal every send is new.
    assert rows(client.send(sms(TO[0]))) == [NEW]
    assert rows(client.messages.send(sms(TO[0]), journal=None)) == [NEW]
    assert client.messages.track(journal=journal, timeout=0).total == 3


def test_refusals(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    journal = tmp_path / "sent.db"
    with pytest.raises(smsbat.ValidationError, match=r"messages\[1\] is the same message as messages\[0\]"):
        client.send([sms(TO[0]), sms(TO[0])], journal=journal)
    with pytest.raises(smsbat.ValidationError, match="journal must not be empty"):
        client.send(sms(TO[0]), journal="")
    with pytest.raises(smsbat.ConfigurationError, match="folder"):
        client.send(sms(TO[0]), journal=tmp_path)
    with pytest.raises(TypeError):
        client.send(sms(TO[0]), journal=1)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        client.status("m-1", journal=journal)  # type: ignore[call-arg]
    client.messages.send_bulk([{"to": TO[0], "text": "Hello"}], sender="MyShop", journal=tmp_path / "c.db")
    with pytest.raises(smsbat.ConfigurationError, match="one of a campaign"):
        client.send(sms(TO[0]), journal=tmp_path / "c.db")
    assert len(sandbox.messages()) == 1


def test_async_calls_wait_for_each_other(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    async def main() -> list[smsbat.SendResult]:
        async with smsbat.AsyncClient(api_key="test-key", base_url=sandbox.url) as client:
            send = client.messages.send
            return await asyncio.gather(*(send(sms(TO[0]), journal=tmp_path / "sent.db") for _ in range(5)))

    results = asyncio.run(main())
    assert sorted(rows(result)[0] for result in results) == [NEW] + [OLD] * 4
    assert len({result[0].message_id for result in results}) == len(sandbox.messages()) == 1


@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
@pytest.mark.parametrize("arrives", [False, True])
def test_a_process_that_is_killed_leaves_a_doubt(
    arrives: bool, sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    journal = tmp_path / "sent.db"
    rules(sandbox, {"path_prefix": "/bat/", "count": 1, "fault": "stall", "taken": arrives})
    command = [sys.executable, "-c", CHILD, sandbox.url, str(journal), "Hello"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            end = time.monotonic() + 60
            # It is gone once it applied.
            while rules(sandbox)["rules"] and time.monotonic() < end:
                time.sleep(0.01)
        finally:
            process.kill()
    assert process.returncode == -signal.SIGKILL
    # The process cannot have known whether they arrived.
    assert rows(client.send([sms(to) for to in TO], journal=journal)) == [DOUBT] * 3
    assert len(sandbox.messages()) == (3 if arrives else 0)
    again = client.send([sms(to) for to in TO], journal=journal, resend_unknown=True)
    assert rows(again) == [NEW] * 3


@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
def test_a_process_that_is_killed_at_any_moment_sends_nothing_twice(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    results = {}
    for attempt in range(10):
        journal, text = tmp_path / f"{attempt}.db", f"Text {attempt}"
        command = [sys.executable, "-c", CHILD, sandbox.url, str(journal), text]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(attempt * 0.004)
            process.kill()
        messages = [smsbat.Sms(to=to, sender="MyShop", text=text) for to in TO]
        results[text] = client.send(messages, journal=journal)
    # What a killed process has written may have arrived late.
    for text, result in results.items():
        for to, row in zip(TO, result, strict=True):
            arrived = len(sandbox.messages(to=to, text=text))
            assert arrived == 1 or (row.outcome is smsbat.Outcome.UNKNOWN and arrived == 0)


def test_the_command(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    settings = {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    arguments = ["send", "--to", TO[0], "--sender", "MyShop", "--text", "Hello", "--journal", "sent.db"]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "smsbat", *arguments, *more]
        return subprocess.run(
            command, env=os.environ | settings, cwd=tmp_path, capture_output=True, text=True
        )

    first, again, shown = run(), run(), run("--json")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert again.stdout == f"{first.stdout.rstrip()} resumed=true\n"
    row = json.loads(shown.stdout)["messages"][0]
    assert (row["resumed"], row["message_id"]) == (True, first.stdout.split()[1])
    assert len(sandbox.messages()) == 1
