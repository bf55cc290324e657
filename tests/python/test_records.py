"""Reports and journals on a full disk, in a broken pipe, and over existing files."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import smsbat

if sys.platform == "win32":
    pytest.skip("limits and modes of files are those of Unix", allow_module_level=True)

import resource

ROWS = 1500
SMSBAT = [sys.executable, "-m", "smsbat"]


def source(rows: int = ROWS) -> list[dict[str, str]]:
    return [{"to": f"+{380671000000 + i}", "text": "x"} for i in range(rows)]


@contextlib.contextmanager
def full_after(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def arrived(sandbox: smsbat.Sandbox) -> set[str]:
    return {message["to"] for message in sandbox.messages(limit=10 * ROWS)}


@pytest.fixture
def fast(sandbox: smsbat.Sandbox) -> Iterator[smsbat.Client]:
    with sandbox.client(max_retries=0, rate_limit=None) as client:
        yield client


def test_a_full_disk_for_outcomes_loses_no_row(sandbox: smsbat.Sandbox, fast: smsbat.Client) -> None:
    with full_after(5), pytest.raises(smsbat.ConfigurationError, match="TMPDIR") as refused:
        fast.messages.send_bulk(source(), sender="MyShop")
    assert (refused.value.outcome, refused.value.report, sandbox.messages()) == ("not_sent", None, [])
    for size in (1_000, 65_536, 100_000, 150_000, 10_000_000):
        sandbox.reset()
        with full_after(size):
            try:
                report = fast.messages.send_bulk(source(2 * ROWS), sender="MyShop", chunk_size=50)
                error = None
            except smsbat.ConfigurationError as caught:
                error, report = caught, caught.report
        assert report is not None
        rows = report.to_dicts()
        assert len(rows) == report.total
        assert [row["index"] for row in rows] == sorted({row["index"] for row in rows})
        assert {row["to"] for row in rows if row["outcome"] == "accepted"} == arrived(sandbox)
        assert len(arrived(sandbox)) == report.accepted
        if error is None:
            assert size > 100_000
            assert report.ok
        else:
            assert "every row so far" in str(error)
            assert (error.outcome, error.retryable) == ("unknown", False)
    assert error is None


def test_a_report_that_fails_keeps_whole_rows_and_replaces_nothing(
    fast: smsbat.Client, tmp_path: Path
) -> None:
    report = fast.messages.send_bulk(source(), sender="MyShop")
    report.to_csv(tmp_path / "whole.csv")
    report.to_json(tmp_path / "whole.json")
    for form, write in (("csv", report.to_csv), ("json", report.to_json)):
        whole = (tmp_path / f"whole.{form}").read_bytes()
        for size in (*range(0, len(whole), 7919), len(whole) - 1):
            folder = tmp_path / f"{form}-{size}"
            folder.mkdir()
            place = folder / f"report.{form}"
            place.write_text("before")
            with full_after(size), pytest.raises(OSError) as failed:  # noqa: PT011
                write(place)
            assert place.read_text() == "before"
            text = str(failed.value)
            kept = sorted(path.name for path in folder.iterdir() if path != place)
            if not kept:
                assert size < 700
                continue
            assert kept == [f"report.{form}.partial"]
            partial = folder / kept[0]
            assert stat.S_IMODE(partial.stat().st_mode) == 0o600
            rows = (
                json.loads(partial.read_text())["rows"]
                if form == "json"
                else list(csv.DictReader(partial.read_text().splitlines()))
            )
            assert f"its first {len(rows)} rows are in {partial}" in text
            assert [int(row["index"]) for row in rows] == list(range(len(rows)))
            assert partial.stat().st_size <= size < partial.stat().st_size + 400
            # All rows can still be written elsewhere, and another failure keeps both.
            with full_after(size), pytest.raises(OSError, match="partial-2"):
                write(place)
            write(place)
            assert place.read_bytes() == whole


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_full_device_is_refused_before_anything_is_sent(
    sandbox: smsbat.Sandbox, tmp_path: Path, fast: smsbat.Client
) -> None:
    for device in ("/dev/full", str(tmp_path / "report.json")):
        if device != "/dev/full":
            os.symlink("/dev/full", device)
        done = command(sandbox, tmp_path, "--report", device)
        assert (done.returncode, b"--report" in done.stderr) == (2, True), done.stderr
    assert sandbox.messages() == []
    report = fast.messages.send_bulk(source(3), sender="MyShop")
    with pytest.raises(OSError, match="No space left"):
        report.to_csv("/dev/full")
    for write in (report.to_csv, report.to_json):
        with pytest.raises(OSError, match="must not be empty"):
            write("")
    assert len(report.to_dicts()) == 3


def command(
    sandbox: smsbat.Sandbox, folder: Path, *arguments: str, rows: int = ROWS, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    customers = folder / "customers.csv"
    customers.write_text("to,text\n" + "".join(f"{row['to']},x\n" for row in source(rows)))
    line = [*SMSBAT, "bulk", str(customers), "--sender", "MyShop", "--no-journal", *arguments]
    environment = {**os.environ, "SMSBAT_BASE_URL": sandbox.url, "SMSBAT_API_KEY": "test-key"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60} | options
    return subprocess.run(line, env={**environment, **options.pop("env", {})}, **options)


def test_the_command_keeps_the_rows_of_a_report_that_fails(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    place, temporary = tmp_path / "report.csv", tmp_path / "tmp"
    temporary.mkdir()
    # A reader that goes away: what a pipe took is lost, and the rows are written elsewhere.
    os.mkfifo(place)

    def leave() -> None:
        with place.open("rb") as pipe:
            pipe.read(10)

    reader = threading.Thread(target=leave)
    reader.start()
    done = command(sandbox, tmp_path, "--report", str(place), env={"TMPDIR": str(temporary)})
    reader.join()
    assert done.returncode == 5, done.stderr
    assert b"rows were written" in done.stderr
    (saved,) = temporary.iterdir()
    assert str(saved).encode() in done.stderr
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with saved.open() as file:
        assert {row["to"] for row in csv.DictReader(file)} == arrived(sandbox)
    # On a disk that is full the last place is standard error.
    place.unlink()
    sandbox.reset()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))

    done = command(sandbox, tmp_path, "--report", str(place), rows=400, preexec_fn=limit)
    assert done.returncode == 5, done.stderr
    assert b"its first" in done.stderr
    assert b"400 accepted" in done.stdout
    shown = done.stderr.decode().partition("the rows of the report are:\n")[2].splitlines()
    assert {row["to"] for row in csv.DictReader(shown)} == arrived(sandbox)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_summary_that_cannot_be_written_goes_to_standard_error(
    sandbox: smsbat.Sandbox, tmp_path: Path, form: list[str]
) -> None:
    report = tmp_path / "report.csv"
    with open("/dev/full", "wb") as full:
        done = command(sandbox, tmp_path, "--report", str(report), *form, rows=5, stdout=full)
    assert done.returncode == 5
    assert (b"5 accepted" in done.stderr) != (b'"accepted":5' in done.stderr)
    assert len(report.read_text().splitlines()) == 6


def test_every_file_is_private_from_the_start(sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    """However open the umask is, and whoever could read what stood there before."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("report.csv", "report.json"):
        (folder / name).write_text("before")
        (folder / name).chmod(0o644)
    words = ["--report", str(folder / "report.csv"), "--report", str(folder / "report.json")]
    done = command(sandbox, tmp_path, *words, rows=5, umask=0)
    assert done.returncode == 0, done.stderr
    record = folder / "record"
    line = [*SMSBAT, "sandbox", "--port", "0", "--json", "--exit-with-stdin", "--record", str(record)]
    line += ["--store", str(folder / "store.db")]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, umask=0) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with smsbat.Client(api_key="test-key", base_url=url) as client:
            client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="x"))
            modes(folder)
        process.communicate(timeout=20)
    found = modes(folder)
    assert {"report.csv", "report.json", "store.db"} <= found
    assert any(name.startswith("requests-") for name in found)
    assert stat.S_IMODE(record.stat().st_mode) == 0o700


def modes(folder: Path) -> set[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if path.stat().st_mode & 0o077] == []
    return {path.name for path in files}


def test_a_record_of_requests_ends_with_a_whole_line(tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, resource.RLIM_INFINITY))

    line = [*SMSBAT, "sandbox", "--port", "0", "--json", "--exit-with-stdin", "--record", str(tmp_path)]
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(line, **pipes, preexec_fn=limit) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with smsbat.Client(api_key="test-key", base_url=url) as client:
            for _ in range(10):
                assert client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="x")).ok
        _, said = process.communicate(timeout=20)
    (file,) = tmp_path.iterdir()
    rows = [json.loads(row) for row in file.read_text().splitlines()]
    assert 0 < len(rows) < 10
    assert said.count(b"stopped recording requests") == 1


def test_a_bar_that_fails_does_not_cost_the_report(
    fast: smsbat.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __call__(self, progress: smsbat.BulkProgress) -> None:
            pass

        def close(self) -> None:
            raise OSError("the terminal is gone")

    seen: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)
    assert fast.messages.send_bulk(source(3), sender="MyShop", progress=Broken()).ok
    assert len(seen) == 1
