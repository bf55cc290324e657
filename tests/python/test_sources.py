"""Files of rows: `tests/vectors/sources.json` through the package and the command; the order of reports."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import time
from typing import Any

import pytest

import smsbat

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import sources

every_case = pytest.mark.parametrize("case", sources.CASES, ids=lambda case: case["name"])


def arrived(sandbox: smsbat.Sandbox) -> list[tuple[str, str]]:
    return [(message["to"], message["text"]) for message in sandbox.messages()]


@every_case
def test_package(
    client: smsbat.Client, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path, case: dict[str, Any]
) -> None:
    file = sources.write(case, tmp_path)
    if "error" in case:
        with pytest.raises(smsbat.ValidationError) as refused:
            client.messages.send_bulk(file, **case["options"])
        assert refused.value.problems[0].rule == case["error"]["rule"]
        sources.check_error(case, str(refused.value), arrived(sandbox))
        return
    report = client.messages.send_bulk(file, **case["options"])
    report.to_json(tmp_path / "report.json")
    sources.check_report(case, json.loads((tmp_path / "report.json").read_text()), arrived(sandbox))
    assert report.skipped == case["skipped"]
    assert report.ok == all(row["outcome"] == "accepted" for row in case["rows"])


@every_case
def test_command(sandbox: smsbat.Sandbox, tmp_path: pathlib.Path, case: dict[str, Any]) -> None:
    file = sources.write(case, tmp_path)
    options = [word for name, value in case["options"].items() for word in (f"--{name}", value)]
    call = [sys.executable, "-m", "smsbat", "bulk", str(file), *options, "--no-journal"]
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    done = subprocess.run(
        [*call, "--report", str(tmp_path / "report.json")],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    if "error" in case:
        assert done.returncode == 2
        sources.check_error(case, done.stderr, arrived(sandbox))
        return
    sources.check_report(case, json.loads((tmp_path / "report.json").read_text()), arrived(sandbox))
    missed = [row for row in case["rows"] if row["outcome"] != "accepted"]
    assert done.returncode == (1 if missed else 0)
    named = [line for line in done.stderr.splitlines() if line.startswith("smsbat: line ")]
    assert [int(line.split()[2].rstrip(":")) for line in named] == [row["line"] for row in missed][:10]
    assert "+380" not in done.stderr


def test_a_stream_is_read_as_it_comes(sandbox: smsbat.Sandbox) -> None:
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}

    def send(data: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
        call = [sys.executable, "-m", "smsbat", "bulk", "-", "--sender", "MyShop", *options]
        return subprocess.run(call, input=data, capture_output=True, timeout=60, env=environment)

    text = "to,text\n+380671234567,one\n+380501234567,Привіт\n"
    done = send(text.encode("cp1251"))
    assert done.returncode == 2
    assert b"line 3" in done.stderr
    assert sandbox.messages() == []
    for encoding in ("utf-8", "utf-16"):
        done = send(text.replace("one", "o\0e").encode(encoding))
        assert done.returncode == 2
        assert b"has a zero byte (line 2)" in done.stderr
    assert sandbox.messages() == []
    assert send(text.encode("cp1251"), "--encoding", "cp1251").returncode == 0
    assert send(b'{"to":"+380631234567","text":"three"}').returncode == 0
    assert [text for _, text in arrived(sandbox)] == ["one", "Привіт", "three"]


def test_a_zero_byte_anywhere_is_no_text(
    client: smsbat.Client, sandbox: smsbat.Sandbox, tmp_path: pathlib.Path
) -> None:
    row = "+380671234567,Привіт\n"
    file = tmp_path / "customers.csv"
    for encoding in ("utf-8", "utf-16"):
        # The first row, and one beyond what is looked at to know the encoding.
        for rows in (0, 10_000):
            file.write_bytes(f"to,text\n{row * rows}+380671234568,5\x0000\n{row}".encode(encoding))
            with pytest.raises(smsbat.ValidationError, match=rf"has a zero byte \(line {rows + 2}\)"):
                client.messages.send_bulk(file, sender="MyShop")
    assert sandbox.messages() == []


def test_cells_in_the_place_of_a_header_are_in_no_error(client: smsbat.Client) -> None:
    arro3 = pytest.importorskip("arro3.core")
    names = ["+380671234567", "Oksana", "4711"]
    table = arro3.Table.from_arrays([arro3.Array(["x"], arro3.DataType.utf8())] * 3, names=names)
    with pytest.raises(smsbat.ValidationError, match="other columns, or no header") as caught:
        client.messages.send_bulk(table, sender="MyShop", template="Hi")
    assert not any(name in str(caught.value) for name in names), caught.value


def test_a_list_that_breaks_late(sandbox: smsbat.Sandbox, tmp_path: pathlib.Path) -> None:
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    rows = [{"to": f"+{380671000000 + i}", "text": "x" * 200} for i in range(1900)]
    text = json.dumps(rows)[:-1]
    file = tmp_path / "list.json"
    file.write_text(text)

    def send(*options: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "smsbat", "bulk", *options, "--sender", "MyShop", "--no-journal"]
        return subprocess.run(
            call, input=text, capture_output=True, text=True, timeout=60, env=environment, check=False
        )

    for options in ([str(file)], [str(file), "--dry-run"], ["-", "--dry-run"]):
        done = send(*options)
        assert (done.returncode, done.stdout, "it is not closed" in done.stderr) == (2, "", True), options
        assert sandbox.messages() == []
    # A stream is not looked at before. What was sent may not be called not sent.
    call = [sys.executable, "-m", "smsbat", "bulk", "-", "--sender", "MyShop", "--no-journal"]
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(call, **pipes, text=True, env=environment) as process:
        assert process.stdin is not None
        enough = text.index(rows[1800]["to"])
        process.stdin.write(text[:enough])
        process.stdin.flush()
        until = time.monotonic() + 30
        while len(sandbox.messages(limit=1000)) < 1000 and time.monotonic() < until:
            time.sleep(0.05)
        output, errors = process.communicate(text[enough:], timeout=60)
    assert (process.returncode, "1000 accepted" in output) == (3, True), (output, errors)
    assert "it is not closed" in errors


def test_the_report_has_the_order_of_the_source(client: smsbat.Client) -> None:
    # One row of seven is settled at once, the others when their requests are.
    phones = ["12" if i % 7 == 3 else f"+38067{i:07}" for i in range(3000)]
    rows = [{"to": phone, "text": "Hello"} for phone in phones]
    report = client.messages.send_bulk(iter(rows), sender="MyShop", chunk_size=50)
    assert [row["index"] for row in report] == list(range(3000))
    columns = report.to_columns()
    assert columns["to"] == phones
    assert [o == "not_sent" for o in columns["outcome"]] == [phone == "12" for phone in phones]


def test_a_report_is_not_written_over_the_source_or_the_journal(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: pathlib.Path
) -> None:
    source, link = tmp_path / "customers.csv", tmp_path / "link.csv"
    text = "to,text\n+380671234567,one\n12,two\n"
    source.write_text(text)
    link.symlink_to(source)
    environment = {**os.environ, "SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url}
    call = [sys.executable, "-m", "smsbat", "bulk", str(source), "--sender", "MyShop", "--report"]
    # Under wine, a link leads nowhere.
    names = ["customers.csv", "link.csv"] if link.exists() else ["customers.csv"]
    for target in [*names, "customers.csv.journal", "./customers.csv.journal.lock"]:
        done = subprocess.run(
            [*call, str(tmp_path / target)], capture_output=True, text=True, timeout=60, env=environment
        )
        assert (done.returncode, "another file" in done.stderr) == (2, True), done.stderr
    over = str(tmp_path / names[-1])
    call = [sys.executable, "-m", "smsbat", "bulk", "-", "--sender", "MyShop", "--report", over]
    with source.open() as file:
        done = subprocess.run(call, stdin=file, capture_output=True, text=True, timeout=60, env=environment)
    assert (done.returncode, "another file" in done.stderr) == (2, True), done.stderr
    assert sandbox.messages() == []
    report = client.messages.send_bulk(source, sender="MyShop", journal=tmp_path / "campaign.db")
    for write in (report.to_csv, report.to_json):
        for target in [*names, "campaign.db"]:
            with pytest.raises(OSError, match="another file"):
                write(tmp_path / target)
    assert source.read_text() == text


def test_files_of_a_campaign_stay_protected_wherever_the_program_goes(
    sandbox: smsbat.Sandbox, client: smsbat.Client, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    files = {"customers.csv": "to,text\n+380671234567,one\n", "stopped.txt": "+380501234567\n"}
    for name, text in files.items():
        (data / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    report = client.messages.send_bulk(
        "data/customers.csv",
        sender="MyShop",
        stop_list="data/stopped.txt",
        journal="data/campaign.db",
        # Also while it runs.
        progress=lambda _: os.chdir(data),
    )
    assert pathlib.Path.cwd() == data
    # The journal is found from here, too.
    sandbox.advance(60)
    summary = client.messages.track(report, timeout=1)
    journal = (data / "campaign.db").read_bytes()
    for write in (report.to_csv, report.to_json, summary.to_csv, summary.to_json):
        for name in [*files, "campaign.db", "campaign.db.lock"]:
            with pytest.raises(OSError, match="another file"):
                write(name)
    assert {name: (data / name).read_text() for name in files} == files
    assert (data / "campaign.db").read_bytes() == journal
