"""Partitioned campaigns: what an engine does with partitions, without an engine."""

from __future__ import annotations

import collections
import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import smsbat
import smsbat.bulk


def customers(count: int) -> list[dict[str, Any]]:
    return [{"phone": f"+{380671000000 + i}", "name": f"N{i}"} for i in range(count)]


def send(rows: Any, client: smsbat.Client, journal: Path, **more: Any) -> list[dict[str, Any]]:
    options: dict[str, Any] = {
        "sender": "MyShop",
        "template": "Hi {name}",
        "columns": {"to": "phone"},
        **more,
    }
    campaign = options.pop("campaign", "sale")
    sent: list[dict[str, Any]] = smsbat.bulk.send_partition(
        rows, campaign=campaign, journal=journal, client=client, **options
    )
    return sent


def arrived(sandbox: smsbat.Sandbox) -> collections.Counter[str]:
    return collections.Counter(message["to"] for message in sandbox.messages(limit=100_000))


def outcomes(sent: list[dict[str, Any]]) -> collections.Counter[str]:
    return collections.Counter(row["outcome"] for row in sent)


def test_as_many_rows_in_the_same_order(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = [
        *customers(200),
        {"phone": "12", "name": "bad"},
        {"phone": None, "name": "nobody"},
        {"name": "nowhere"},
        {"phone": 380671000007, "name": "again"},
        {"phone": "+380990000101", "name": "stopped"},
        {"phone": "+380671999999"},
    ]
    sent = send(iter(rows), client, tmp_path)
    assert len(sent) == len(rows)
    assert all(
        list(row) == [c for c in smsbat._smsbat.REPORT_COLUMNS if c not in ("index", "line")] for row in sent
    )
    assert all(list(row) == list(smsbat.bulk.RESULT_DTYPES) for row in sent)
    assert [row["to"] for row in sent[:200]] == [row["phone"] for row in rows[:200]]
    assert [(row["outcome"], row["rule"]) for row in sent[200:]] == [
        ("not_sent", "phone"),
        ("not_sent", "required"),
        ("not_sent", "required"),
        ("not_sent", "duplicate"),
        ("rejected", None),
        ("not_sent", "template"),
    ]
    assert sent[203]["reason"] == "phone is that of an earlier row"
    assert outcomes(sent[:200]) == {"accepted": 200}
    texts = {message["to"]: message["text"] for message in sandbox.messages(limit=1000)}
    assert all(texts[row["to"]] == f"Hi N{i}" for i, row in enumerate(sent[:200]))
    ids = {message["to"]: message["message_id"] for message in sandbox.messages(limit=1000)}
    assert all(row["message_id"] == ids[row["to"]] for row in sent[:200])
    assert all(row["parts"] == 1 and type(row["outcome"]) is str for row in sent[:200])
    assert send([], client, tmp_path) == send(iter(()), client, tmp_path) == []


def test_other_partitions_send_nothing_again(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    rows = customers(600)
    first = [row for start in range(0, 600, 200) for row in send(rows[start : start + 200], client, tmp_path)]
    # Cut another way, in another order, with a row more, and the recipient written in another way.
    more = [*rows[::-1], {"phone": "+380672000000", "name": "new"}]
    more[0] = {"phone": 380671000599, "name": "N599"}
    again = [row for start in range(0, 601, 90) for row in send(more[start : start + 90], client, tmp_path)]
    assert outcomes(again) == {"accepted": 601}
    assert sorted(row["message_id"] for row in first) == sorted(row["message_id"] for row in again[:-1])
    assert arrived(sandbox) == {row["to"]: 1 for row in again[1:]} | {"+380671000599": 1}
    other = send(rows[:2], client, tmp_path, campaign="Осінь-2")
    assert outcomes(other) == {"accepted": 2}
    assert {row["customer_message_id"] for row in other}.isdisjoint(
        row["customer_message_id"] for row in first
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sale", "Осінь-2"]
    with pytest.raises(smsbat.ConfigurationError, match="another campaign: its 'template' differs"):
        send(rows[:1], client, tmp_path, template="Hello {name}")
    if os.name == "posix":
        assert (tmp_path / "sale").stat().st_mode & 0o077 == 0


def test_unknown_stays_unknown_until_it_is_asked_for(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path
) -> None:
    rows = customers(100)
    sandbox.fail_next(500)
    first = send(rows, client, tmp_path)
    lost = outcomes(first)["unknown"]
    assert 0 < lost < 100
    assert outcomes(send(rows[::-1], client, tmp_path)) == {"accepted": 100 - lost, "unknown": lost}
    assert outcomes(send(rows, client, tmp_path, resend_unknown=True)) == {"accepted": 100}
    assert set(arrived(sandbox).values()) == {1}


def test_ids_of_ones_own(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    orders = [{"order": i, "to": "+380671234567", "text": f"Order {i}"} for i in range(40)]
    own: dict[str, Any] = {"template": None, "columns": {"customer_message_id": "order"}}
    with pytest.raises(smsbat.ConfigurationError, match="drop duplicates first"):
        send(orders, client, tmp_path, **own)
    own["allow_duplicates"] = True
    sent = send([*orders, {"to": "+380671234567", "text": "no order"}], client, tmp_path, **own)
    assert outcomes(sent) == {"accepted": 40, "not_sent": 1}
    assert (sent[40]["rule"], sent[40]["reason"]) == ("required", "order is required: it makes the row known")
    send(orders[::-1], client, tmp_path, **own)
    ids = collections.Counter(m["customer_message_id"] for m in sandbox.messages(limit=1000))
    assert ids == {str(i): 1 for i in range(40)}


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"client": {"api_key": "test-key"}}, smsbat.ConfigurationError, "client must have no api_key"),
        ({"client": {"proxy": "http://u:p@h"}}, smsbat.ConfigurationError, "client must have no proxy"),
        ({"campaign": "a/b"}, smsbat.ValidationError, "campaign must be"),
        ({"campaign": ".."}, smsbat.ValidationError, "campaign must be"),
        ({"max_messages": 5}, TypeError, "max_messages counts the rows of one process"),
        ({"progress": True}, TypeError, "progress"),
        ({"ordered": True}, TypeError, "ordered"),
        ({"no_such": 1}, TypeError, "no_such"),
        ({"columns": "to=to"}, TypeError, "columns must be a dict, not str"),
        ({"chunk_size": 0}, smsbat.ValidationError, "chunk_size"),
        ({"rows": {"phone": "1"}}, TypeError, "rows must be"),
        ({"rows": "customers.csv"}, TypeError, "rows must be"),
        ({"rows": [smsbat.Sms(to="1", text="")]}, TypeError, "rows must be dicts"),
        ({"rows": [{"from": "MyShop"}]}, TypeError, "form of the API"),
        (
            {"template": smsbat.Sms(to="{phone}", text="x")},
            smsbat.ValidationError,
            "template must have no to; name its column",
        ),
        (
            {"template": smsbat.Sms(text="x", customer_message_id="{id}")},
            smsbat.ValidationError,
            "template must have no customer_message_id",
        ),
    ],
)
def test_what_is_refused(
    sandbox: smsbat.Sandbox,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, Any],
    error: type[Exception],
    text: str,
) -> None:
    monkeypatch.setenv("SMSBAT_API_KEY", "test-key")
    given: dict[str, Any] = {"campaign": "sale", "journal": tmp_path, "client": {"base_url": sandbox.url}}
    given |= {"rows": customers(3), "sender": "MyShop", "template": "Hi {name}", "columns": {"to": "phone"}}
    given |= change
    with pytest.raises(error, match=text) as caught:
        smsbat.bulk.send_partition(given.pop("rows"), **given)
    assert "test-key" not in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert not sandbox.messages()


def test_a_client_for_each_process_and_settings(
    sandbox: smsbat.Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMSBAT_API_KEY", "test-key")
    monkeypatch.setattr(smsbat.bulk, "_clients", made := {})
    for name in "ab":
        settings = {"base_url": sandbox.url, "rate_limit": smsbat.RateLimit(messaging=(50, 75))}
        sent = smsbat.bulk.send_partition(
            [{"to": "+380671234567", "text": name}],
            campaign=name,
            journal=tmp_path,
            sender="MyShop",
            client=settings,
        )
        assert outcomes(sent) == {"accepted": 1}
    assert len(made) == 1


CHILD = """
import json, sys
import smsbat, smsbat.bulk

url, journal, step = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows = [{"phone": f"+{380671000000 + i}", "name": f"N{i}"} for i in range(6000)]
sent = []
for start in range(0, len(rows), step):
    sent += smsbat.bulk.send_partition(
        rows[start : start + step], campaign="sale", journal=journal,
        client={"base_url": url, "rate_limit": None}, sender="MyShop", template="Hi {name}",
        columns={"to": "phone"}, chunk_size=20,
    )
print(json.dumps([(row["customer_message_id"], row["outcome"]) for row in sent]))
"""


@pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL")
def test_killed_and_run_again_in_other_partitions(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key"}

    def start(step: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CHILD, sandbox.url, str(tmp_path), str(step)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    for step, most in ((2000, 500), (1500, 3000)):
        with start(step) as process:
            while len(sandbox.messages(limit=100_000)) < most:
                assert process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=100)
            assert process.returncode == -signal.SIGKILL
    # Two at once: each waits for the journals that the other has.
    processes = [start(3000), start(1000)]
    ended = [(process.communicate(timeout=100)[0], process.returncode) for process in processes]
    assert [code for _, code in ended] == [0, 0]
    ids = collections.Counter(m["customer_message_id"] for m in sandbox.messages(limit=100_000))
    assert set(ids.values()) == {1}
    for out, _ in ended:
        found = dict(json.loads(out))
        assert len(found) == 6000
        assert set(found.values()) <= {"accepted", "unknown"}
        accepted = {id for id, outcome in found.items() if outcome == "accepted"}
        assert accepted <= ids.keys() <= found.keys()
    rows = 0
    for path in (tmp_path / "sale").glob("*.db"):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            rows += database.execute("SELECT count(*) FROM report").fetchone()[0]
    assert rows == 6000


@pytest.mark.skipif(os.name != "posix", reason="takes a lock of POSIX")
def test_a_journal_that_nobody_lets_go_of(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(smsbat.bulk, "_PATIENCE", 0)
    rows = customers(200)
    (tmp_path / "sale").mkdir()
    with (tmp_path / "sale" / "07.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(smsbat.ConfigurationError, match="another run has this journal") as caught:
            send(rows, client, tmp_path)
        assert (caught.value.retryable, caught.value.outcome) == (True, "not_sent")
    assert len(sandbox.messages(limit=1000)) < 200
    assert outcomes(send(rows, client, tmp_path)) == {"accepted": 200}
    assert set(arrived(sandbox).values()) == {1}


def test_threads_share_the_journals(sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: Path) -> None:
    sent: list[list[dict[str, Any]]] = []
    rows = customers(300)
    threads = [threading.Thread(target=lambda: sent.append(send(rows, client, tmp_path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcomes(part) for part in sent] == [{"accepted": 300}] * 4
    assert set(arrived(sandbox).values()) == {1}
