"""Campaigns on Dask and Spark with the recipes of examples/engines, whose workers are killed halfway.

The sandbox's responses are late, so that requests are running at any moment. A sending process gets SIGKILL
once a quarter of the messages has arrived. The run fails, because the recipe turns off the engine's retries.
Then the recipe runs again: the sandbox has every row at most once, and each row is accounted for. The same
must hold with the engine's retries, and if one engine continues with the journals of the other, in other
partitions. The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import common

PACKAGES = [
    "dask==2026.8.0",
    "distributed==2026.8.0",
    "pandas==3.1.1",
    "pyarrow==26.0.1",
    "pyspark==4.3.0",
]
RECIPES = common.ROOT / "examples" / "engines"
ROWS = 20_000
# Numbers that the sandbox rejects, and what is no number.
REJECTED = ["+380990000101", "+380990000102"]
NONE = ["12", "0671234567"]
LATE = 0.4
UNDER_WAY = "SELECT count(*) FROM chunk WHERE settled_at IS NULL"

READ = """
import json, sys, pyarrow.parquet
table = pyarrow.parquet.read_table(sys.argv[1], columns=["to", "outcome", "reason"])
print(json.dumps(table.to_pydict()))
"""
FRAMES = """
import tempfile, pandas, pyarrow, smsbat, smsbat.bulk

phones = ["+380671234567", "12", None, "+380501234567"]
frame = pandas.DataFrame({"phone": phones, "name": ["Ada", "Bob", "Eve", "Тарас"]}, index=[7, 5, 3, 1])
want = ["accepted", "not_sent", "not_sent", "accepted"]
columns = list(smsbat.bulk.RESULT_DTYPES)

def send(rows):
    return smsbat.bulk.send_partition(
        rows, campaign="frames", journal=folder, client=client, sender="MyShop", template="Hi {name}",
        columns={"to": "phone"},
    )

def refused(rows, text):
    try:
        send(rows)
    except (smsbat.ValidationError, TypeError) as error:
        assert text in str(error), error
    else:
        raise AssertionError(text)

with smsbat.Sandbox() as sandbox, sandbox.client() as client, tempfile.TemporaryDirectory() as folder:
    sent = send(frame)
    assert list(sent.index) == [7, 5, 3, 1] and list(sent.columns) == columns, sent
    assert list(sent["outcome"]) == want and list(sent["parts"].dropna()) == [1, 1], sent
    assert {name: str(dtype) for name, dtype in sent.dtypes.items()} == smsbat.bulk.RESULT_DTYPES, sent.dtypes
    assert {m["text"] for m in sandbox.messages()} == {"Hi Ada", "Hi Тарас"}
    assert send(frame.iloc[:0]).dtypes.equals(sent.dtypes)
    # Integers with gaps are floats in pandas; the recipients are the same ones.
    numbers = frame.assign(phone=[380671234567, None, None, 380501234567])
    assert list(send(numbers)["message_id"].dropna()) == list(sent["message_id"].dropna())
    names = pyarrow.array(frame["name"].tolist()).dictionary_encode()
    table = pyarrow.table({"phone": phones, "name": names})
    again = send(table)
    assert isinstance(again, pyarrow.Table) and again.column_names == columns
    assert again["message_id"].to_pylist()[::3] == list(sent["message_id"])[::3]
    one, two = table.to_batches(max_chunksize=2)
    none = one.slice(0, 0)
    assert send(one)["outcome"].to_pylist() == want[:2] and isinstance(send(one), pyarrow.RecordBatch)
    sandbox.reset()
    fresh = pyarrow.record_batch({"phone": ["+380670000001"], "name": ["new"]})
    batches = send(iter([none, two, fresh]))
    assert not sandbox.messages()
    assert [batch["outcome"].to_pylist() for batch in batches] == [[], want[2:], ["accepted"]]
    assert len(sandbox.messages()) == 1
    assert next(send(iter([frame])))["outcome"].tolist() == want
    refused(frame.rename(columns={"phone": "to"}), "no column 'phone'; they have 'to', 'name'")
    refused(pandas.concat([frame, frame[["phone"]]], axis=1), "twice the column 'phone'")
    refused(frame["phone"], "rows must be")
print("good")
"""
# Parquet without Snappy: where musl's loader is installed (Debian's musl-tools), its Java library takes that
# for the system's C library and cannot be loaded.
SPARK = (
    "spark.driver.host=127.0.0.1",
    "spark.driver.bindAddress=127.0.0.1",
    "spark.ui.enabled=false",
    "spark.sql.parquet.compression.codec=uncompressed",
)


class Recipe:
    """One recipe with a sandbox, journals and a result of its own."""

    def __init__(self, name: str, python: Path, folder: Path, url: str, master: str = "local[2]") -> None:
        self.program = RECIPES / f"{name}_campaign.py"
        self.python = python
        self.folder = folder
        self.url = url
        folder.mkdir(exist_ok=True)
        self.source = folder / "customers.csv"
        numbers = [f"+{380671000000 + i}" for i in range(ROWS - len(REJECTED) - len(NONE))]
        self.numbers = [*numbers[:5000], *REJECTED, *NONE, *numbers[5000:]]
        lines = (f"{number},N{i}\n" for i, number in enumerate(self.numbers))
        self.source.write_text("phone,name\n" + "".join(lines))
        self.journals = folder / "journals"
        self.result = folder / f"{name}-result"
        self.said = folder / f"{name}.txt"
        settings = [word for setting in SPARK for word in ("--conf", setting)]
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SMSBAT_", "SPARK_", "PYSPARK_"))}
        self.environment = kept | {
            "PYTHONPATH": str(common.ROOT / "python"),
            "PYSPARK_PYTHON": str(python),
            "PYSPARK_SUBMIT_ARGS": " ".join(["--master", master, *settings, "pyspark-shell"]),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SMSBAT_API_KEY": "test-key",
            "SMSBAT_BASE_URL": url,
        }

    def change(self, old: str, new: str) -> None:
        """Makes a copy of the recipe in which something is different."""
        text = self.program.read_text()
        assert old in text, old
        self.program = self.folder / self.program.name
        self.program.write_text(text.replace(old, new))

    def start(self) -> subprocess.Popen[bytes]:
        command = [str(c) for c in (self.python, self.program, self.source, self.result, self.journals)]
        # A file, which unlike a pipe is never full.
        with self.said.open("wb") as file:
            pipes = {"stdout": file, "stderr": subprocess.STDOUT}
            return subprocess.Popen(command, env=self.environment, cwd=self.folder, **pipes)

    def output(self) -> str:
        """The first errors and the last lines: the end of a Java trace rarely has the cause."""
        text = self.said.read_text(errors="replace")
        errors = [line for line in text.splitlines() if re.search(r"(Error|Exception)\b", line)]
        return "\n".join([*errors[:10], text[-4000:]])

    def senders(self) -> set[int]:
        """The processes that have a request under way at this moment, by their journals."""
        found = set()
        for path in self.journals.glob("*/*.db"):
            with Path(f"{path}.lock").open() as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    continue
                except BlockingIOError:
                    pass
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as journal:
                try:
                    (open_chunks,) = journal.execute(UNDER_WAY).fetchone()
                    (process,) = journal.execute("SELECT process FROM owner").fetchone()
                except sqlite3.OperationalError:
                    continue  # its tables are being made
            if open_chunks:
                found.add(process)
        return found - {0}

    def rows(self) -> dict[str, str]:
        """Outcomes of the result by recipient."""
        done = common.run(self.python, "-c", READ, self.result)
        if done.returncode != 0:
            print(f"{self.output()}\n{done.stderr[-1000:]}")
            sys.exit(f"{self.program.stem} left no result that can be read")
        table = json.loads(done.stdout)
        assert len(table["to"]) == len(set(table["to"])), "a recipient has two rows"
        return dict(zip(table["to"], table["outcome"], strict=True))

    def arrived(self) -> Counter[str]:
        messages = common.get(f"{self.url}/_sandbox/messages?limit={ROWS * 3}")["messages"]
        return Counter(message["to"] for message in messages)


def control(url: str, method: str, path: str, body: object = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{url}/_sandbox/{path}", data, {"Content-Type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=120) as reply:
        return json.loads(reply.read() or b"{}")


def wait_for(recipe: Recipe, process: subprocess.Popen[bytes], count: int) -> None:
    """Returns once so many messages have arrived, or the process has ended."""
    while process.poll() is None:
        try:
            control(recipe.url, "GET", f"messages/wait?count={count}&timeout=5")
            return
        except urllib.error.HTTPError as error:
            with error:
                if error.code != 408:
                    raise


def kill_sender(recipe: Recipe, process: int) -> bool:
    """Kills a process for sure while it has a request under way; says whether it did."""
    os.kill(process, signal.SIGSTOP)
    sending = process in recipe.senders()
    os.kill(process, signal.SIGKILL if sending else signal.SIGCONT)
    return sending


def kill_executor(_: Recipe, process: int) -> bool:
    """Kills the JVM of a Python worker of Spark: the parent of the daemon that forked it."""
    for _ in range(2):
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(process, signal.SIGKILL)
    return True


def campaign(score: common.Score, name: str, recipe: Recipe, kill=kill_sender, repeats: bool = False) -> None:
    control(recipe.url, "POST", "rules", {"path_prefix": "/bat/messagelist", "delay_ms": int(LATE * 1000)})
    first = recipe.start()
    wait_for(recipe, first, ROWS // 4)
    killed = None
    while killed is None and first.poll() is None:
        killed = next((process for process in recipe.senders() if kill(recipe, process)), None)
    first.wait(timeout=300)
    control(recipe.url, "DELETE", "rules")
    arrived = recipe.arrived()
    print(f"{name}: killed {killed}, {sum(arrived.values())} of {ROWS} had arrived when it ended")
    failed = first.returncode != 0
    if repeats:
        good = killed and not failed
        word = "the engine ran it again"
    else:
        good = killed and failed and ROWS // 4 <= len(arrived) < ROWS - 4
        word = "the run fails half-way"
    if not score.add(f"{name}: {word}", "" if good else recipe.output()):
        return
    if failed:
        again = recipe.start().wait(timeout=300)
        if not score.add(f"{name}: run again", recipe.output() if again else ""):
            return
    print(f"{name}: {recipe.output().splitlines()[-1]}")
    check(score, name, recipe)
    if kill is kill_sender:
        unknown = "unknown" in recipe.rows().values()
        score.add(f"{name}: what was under way is unknown", "" if unknown else "nothing is")


def check(score: common.Score, name: str, recipe: Recipe) -> None:
    arrived, rows = recipe.arrived(), recipe.rows()
    by_outcome = {word: {to for to, said in rows.items() if said == word} for word in set(rows.values())}
    accepted, unknown = by_outcome.get("accepted", set()), by_outcome.get("unknown", set())
    score.add(f"{name}: every row has an outcome", set(recipe.numbers) ^ rows.keys())
    score.add(f"{name}: nobody got a message twice", [to for to, count in arrived.items() if count > 1][:5])
    score.add(f"{name}: what was accepted arrived", sorted(accepted - arrived.keys())[:5])
    score.add(f"{name}: all others are accounted for", arrived.keys() - accepted - unknown - set(REJECTED))
    wrong = (by_outcome.get("rejected") != set(REJECTED)) or (by_outcome.get("not_sent") != set(NONE))
    score.add(f"{name}: bad numbers are refused", by_outcome if wrong else "")


def main() -> int:
    score = common.Score()
    if not shutil.which("java"):
        common.debian("openjdk-17-jre-headless")
    python = common.venv("engines-python", PACKAGES)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        clean = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_")}
        done = common.run(python, "-c", FRAMES, env=clean | {"PYTHONPATH": str(common.ROOT / "python")})
        score.add("frames and tables", "" if done.stdout == "good\n" else done.stdout + done.stderr[-4000:])
        with common.sandbox() as ready:
            recipe = Recipe("dask", python, folder / "dask", ready["url"])
            campaign(score, "Dask", recipe)
            before, arrived = recipe.rows(), recipe.arrived()
            other = Recipe("spark", python, folder / "dask", ready["url"])
            failed = other.start().wait(timeout=300) != 0
            same = not failed and other.rows() == before and other.arrived() == arrived
            score.add("Spark says the same with Dask's journals", "" if same else other.output())
        with common.sandbox() as ready:
            recipe = Recipe("dask", python, folder / "dask-repeats", ready["url"])
            recipe.change(
                '"distributed.scheduler.allowed-failures": 0', '"distributed.scheduler.allowed-failures": 3'
            )
            campaign(score, "Dask with repeats", recipe, repeats=True)
        with common.sandbox() as ready:
            campaign(score, "Spark", Recipe("spark", python, folder / "spark", ready["url"]))
        with common.sandbox() as ready:
            recipe = Recipe("spark", python, folder / "spark-repeats", ready["url"], "local[2,4]")
            campaign(score, "Spark with repeats", recipe, repeats=True)
        with common.sandbox() as ready:
            cluster = Recipe("spark", python, folder / "cluster", ready["url"], "local-cluster[2,1,1024]")
            campaign(score, "Spark, executor killed", cluster, kill_executor)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
