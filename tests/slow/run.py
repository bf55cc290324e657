"""Runs the slow suites one after another: `make test-slow`, or some: `make test-slow SUITES="store faults"`.

A suite that fails, cannot run here or exceeds its time limit does not stop the run. The output of a suite is
shown and saved in target/slow/logs. The run ends with a table of all suites, also after Ctrl-C. The same
results are in target/slow/results.json, in which a run of some suites replaces only their entries;
tools/docs/proofs.py makes a page of it. The exit code is 0 if every suite ran and passed, 130 after Ctrl-C,
else 1.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import IO

import common

# One line for each suite: its file here without `.py`, its limit in minutes, and what a pass shows.
LIST = """
phones            20  Phone numbers of every region are read as libphonenumber reads them
carriers          20  The same rows give the same messages, whatever file, table or data frame carries them
properties        60  No table of recipients and texts is misread: tables at random, in every carrier
bulk_kill         30  A campaign that is killed and run again sends nobody a message twice and loses no row
crash             60  A campaign killed at any system call, or at a loss of power, sends nobody two messages
delivery          90  Every row's delivery and the cost are the provider's, whatever is killed meanwhile
receivers         30  The receivers of webhooks work mounted in FastAPI, Flask and Django, under their servers
observe           20  The recipes for OpenTelemetry, Prometheus and structlog record each attempt
recipes           30  The recipes for FastAPI, Django and Celery work, and repeat no unknown message
two_runs          30  Two runs of one journal at once, however it is named, send nobody a message twice
simulate_bugs    120  Bugs planted in the client are found by campaigns in a simulated world
bulk_memory       60  The memory of a campaign does not grow with its rows
limits            30  Too few threads or descriptors lead to no second message and to no unknown outcome
engines           60  A campaign on Dask or Spark whose workers are killed sends nobody a message twice
store             30  The sandbox's store survives a kill before each of its writes, and a full disk
container         60  The sandbox's image is small and static, runs without root, is reached by its names only
faults            90  An exchange broken at any byte leads to no second message and to no false outcome
hub_sessions     120  A chat connection broken at any byte loses no message and shows none twice
gates             30  A send costs at most so many instructions and system calls
ratios           120  A send costs a fraction of what it costs with the usual libraries
clang             30  The C library works with clang as with gcc
inbox             30  The sandbox's page works, is accessible, and other pages can neither read nor send
valgrind          60  The C library has no leak, no invalid access, no race and no undefined behavior
platforms        120  The C library, its tests and the command work under qemu, musl and wine
distributions     60  The Debian and Conan packages of the C library are built, and programs with them send
install           60  The installed C library is found, linked and run by CMake and pkg-config
abi               30  The ABI of the C library is that of its last release, or has additions only
prism             30  Every request follows the provider's description, says a mock that is not ours
schema            30  Requests at random get no answer that the sandbox's descriptions do not know
compare           30  A sandbox between a program and a provider that is not ours passes every call on, masked
turbosms_clients  30  TurboSMS clients that others wrote work with the sandbox
hub               60  The chat hub works with clients and servers that others wrote; each message comes once
packages          90  Each crate as it is published builds, documents and tests itself
strict_types      20  The Python package and the code of the guides pass the strictest type checks
miri              60  Models, texts, numbers and the C library have no undefined behavior, says Miri
tsan              60  The storm of threads and campaigns has no data race, says ThreadSanitizer
mutants          300  Of the changes made to the core at random, the tests catch nearly all
pythons          120  The wheel works on every Python that it is for
notebooks         60  Every notebook runs as it stands
docs              60  The pages are built without a broken link, and their code runs
"""

HERE = Path(__file__).resolve().parent
#: Time that a suite has to clean up when it is stopped.
GRACE = 20.0


@dataclass(frozen=True)
class Suite:
    name: str
    minutes: float
    proves: str


@dataclass
class Result:
    """Result of a suite. `status` is `passed`, `failed`, `not run`, `timed out` or `interrupted`."""

    status: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    #: Why something failed, was left out or could not run, one line each.
    reasons: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    seconds: float = 0.0
    date: str = ""
    commit: str = ""


def suites(text: str = LIST) -> list[Suite]:
    rows = (line.split(None, 2) for line in text.strip().splitlines())
    return [Suite(name, float(minutes), proves) for name, minutes, proves in rows]


def read(log: str, code: int) -> Result:
    """The result that the output of a suite tells."""
    lines = log.rstrip().splitlines() or [""]
    reasons = [line for line in lines if line.startswith(("FAILED", "skip "))]
    figures = [line.removeprefix("figure ") for line in lines if line.startswith("figure ")]
    counts = re.fullmatch(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?", lines[-1])
    if counts:
        passed, failed, skipped = (int(count or 0) for count in counts.groups())
        # A suite of which nothing ran has proved nothing.
        good = code == 0 and failed == 0 and passed > 0
        return Result("passed" if good else "failed", passed, failed, skipped, reasons, figures)
    passed = sum(line.startswith("ok ") for line in lines)
    status = "not run" if lines[-1].startswith("missing: ") and not passed else "failed"
    failed = sum(line.startswith("FAILED") for line in lines) + (status == "failed")
    return Result(status, passed, failed, 0, [*reasons, lines[-1] or f"exit code {code}"], figures)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a suite and its children, which have a process group of their own."""
    for sign, wait in ((signal.SIGINT, GRACE), (signal.SIGKILL, GRACE)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=wait)
    # Children that ignored the first signal, when the suite itself has gone.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def show(log: IO[bytes]) -> None:
    """Writes what is new in the log."""
    while block := log.read(1 << 16):
        sys.stdout.buffer.write(block)
    sys.stdout.buffer.flush()


def run_one(suite: Suite, script: Path, log: Path) -> Result:
    """Runs a suite to its end or to its limit. Raises KeyboardInterrupt after it has ended the suite."""
    started = time.monotonic()
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    cause: BaseException | None = None
    # A file: a pipe would stay open for as long as any child of the suite lives.
    with log.open("wb") as out, log.open("rb") as tail:
        process = subprocess.Popen(
            [sys.executable, script], stdout=out, stderr=out, env=environment, start_new_session=True
        )
        try:
            while process.poll() is None and time.monotonic() < started + suite.minutes * 60:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=0.2)
                show(tail)
        except KeyboardInterrupt as error:
            cause = error
        late = process.poll() is None
        if late:
            stop(process)
        show(tail)
    result = read(log.read_text(encoding="utf-8", errors="replace"), process.returncode)
    result.seconds = round(time.monotonic() - started, 1)
    if cause:
        result.status = "interrupted"
    elif late:
        result.status = "timed out"
        result.reasons.append(f"it took longer than {suite.minutes:g} minutes")
    return result


def said(*call: str) -> str:
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=common.ROOT)
    return done.stdout.strip() if done.returncode == 0 else ""


def commit() -> str:
    """The commit, marked where files differ from it."""
    changed = said("git", "status", "--porcelain", "--untracked-files=no")
    return said("git", "rev-parse", "--short=12", "HEAD") + ("+" if changed else "")


def machine() -> str:
    """The machine, in words that name nobody."""
    model = platform.machine()
    with contextlib.suppress(OSError):
        names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.M)
        model = names[0] if names else model
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} processors, {system}, {said('rustc', '--version')}"


def save(path: Path, results: dict[str, Result]) -> None:
    """Puts these results in place of earlier ones of the same suites."""
    known: dict[str, object] = {}
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(path.read_text(encoding="utf-8"))["suites"]
    known |= {name: asdict(result) for name, result in results.items()}
    text = json.dumps({"machine": machine(), "suites": known}, indent=1, ensure_ascii=False)
    beside = path.with_suffix(".new")
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(path)


def table(results: dict[str, Result], logs: Path) -> str:
    lines = [f"{'suite':<18}{'result':<13}{'passed':>8}{'failed':>8}{'skipped':>9}{'time':>10}"]
    for name, one in results.items():
        took = f"{int(one.seconds) // 60}:{one.seconds % 60:04.1f}"
        counts = f"{one.passed:>8}{one.failed:>8}{one.skipped:>9}"
        lines.append(f"{name:<18}{one.status:<13}{counts}{took:>10}")
    for name, one in results.items():
        lines += [f"{name}: {reason}" for reason in one.reasons[:20]]
        if one.status != "passed":
            lines.append(f"{name}: {one.status}; its log is {logs / f'{name}.log'}")
    return "\n".join(lines)


def run(chosen: list[Suite], folder: Path, work: Path) -> int:
    """Runs the suites whose scripts are in the folder."""
    logs = work / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    results: dict[str, Result] = {}
    for suite in chosen:
        print(f"== {suite.name}", flush=True)
        date, at = datetime.now(timezone.utc).strftime("%Y-%m-%d"), commit()
        result = run_one(suite, folder / f"{suite.name}.py", logs / f"{suite.name}.log")
        result.date, result.commit = date, at
        results[suite.name] = result
        if result.status == "interrupted":
            break
        save(work / "results.json", results)
    print(f"\n{table(results, logs)}", flush=True)
    statuses = {result.status for result in results.values()}
    if "interrupted" in statuses:
        return 130
    return 0 if statuses == {"passed"} else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", help="all if none is named")
    parser.add_argument("--list", action="store_true", help="name the suites and what they show")
    options = parser.parse_args()
    known = suites()
    if options.list:
        print("\n".join(f"{suite.name:<18}{suite.proves}" for suite in known))
        return 0
    strange = set(options.suites) - {suite.name for suite in known}
    if strange:
        parser.error(f"no such suite: {', '.join(sorted(strange))}; --list names them")
    chosen = [suite for suite in known if not options.suites or suite.name in options.suites]
    return run(chosen, HERE, common.WORK)


if __name__ == "__main__":
    sys.exit(main())
