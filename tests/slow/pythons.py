"""The released wheel on every CPython that it is for, each in a fresh environment without an index.

`make wheel` builds it once. In each environment: the README's first lines against the sandbox of that
wheel, a panic of the release build, the Python tests, and what an import costs beside `asyncio`. A Python
that is not there is skipped.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import zipfile
from pathlib import Path

import common

VERSIONS = ["3.10", "3.11", "3.12", "3.13"]
LARGEST = 6_000_000
ROUNDS = 31
PYTEST = ["pytest", "pytest-timeout", "pytest-randomly"]
ABOUT = (
    "import sys, sysconfig; print(sys.implementation.name, '%d.%d' % sys.version_info[:2],"
    " sysconfig.get_config_var('Py_GIL_DISABLED') or 0, sys.version.split()[0])"
)
PANIC = """
import smsbat
from smsbat import _smsbat
try:
    _smsbat._test_panic()
except Exception as error:
    print(type(error).__name__, error)
"""
# Seconds, seconds of CPU and KiB that one import costs in a process that has done nothing else.
COST = """
import time
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
before = resident()
start, cpu = time.perf_counter(), time.process_time()
import {module}
print(time.perf_counter() - start, time.process_time() - cpu, resident() - before)
"""


def find(version: str) -> tuple[str, str]:
    """Path and whole version of a CPython, or "" and the reason why there is none."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    patches = [p for p in versions.glob(f"{version}.*") if re.fullmatch(r"[\d.]+", p.name)]
    patches.sort(key=lambda p: [int(part) for part in p.name.split(".")], reverse=True)
    candidates = [str(p / "bin" / "python") for p in patches] + [shutil.which(f"python{version}") or ""]
    reasons = []
    for candidate in filter(None, candidates):
        try:
            words = common.run(candidate, "-c", ABOUT, timeout=60).stdout.split()
        except OSError as error:
            words = [str(error)]
        if words[:3] == ["cpython", version, "0"]:
            return candidate, words[3]
        reasons.append(f"{Path(candidate).name} there is not CPython {version}")
    return "", "; ".join(reasons) or "neither under pyenv's versions nor on the path"


def build() -> Path:
    """The one wheel that `make wheel` leaves in dist/."""
    done = common.run("make", "wheel", cwd=common.ROOT, timeout=3600)
    if done.returncode != 0:
        print(done.stdout[-4000:] + done.stderr[-4000:])
        sys.exit("`make wheel` failed")
    wheels = sorted((common.ROOT / "dist").iterdir())
    if len(wheels) != 1 or wheels[0].suffix != ".whl":
        sys.exit(f"dist/ should hold one wheel and nothing else: {[w.name for w in wheels]}")
    return wheels[0]


def look(score: common.Score, wheel: Path) -> None:
    """The wheel itself: tag, size, no dependencies, one library."""
    size = wheel.stat().st_size
    print(f"  {wheel.name}: {size:,} bytes")
    score.add(f"under {LARGEST:,} bytes", "" if size < LARGEST else f"{size:,}")
    score.add("tag cp310-abi3", "" if re.search(r"-cp310-abi3-[\w.]+\.whl$", wheel.name) else wheel.name)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        texts = {
            n.split("/")[-1]: archive.read(n).decode()
            for n in names
            if re.search(r"info/(WHEEL|METADATA)$", n)
        }
    tags = re.findall(r"^Tag: (.*)$", texts["WHEEL"], flags=re.M)
    score.add("the tag inside", "" if tags and all(t.startswith("cp310-abi3-") for t in tags) else tags)
    needs = re.findall(r"^Requires-Dist: .*$", texts["METADATA"], flags=re.M)
    score.add("no dependencies", "\n".join(needs))
    libraries = [n for n in names if n.endswith(".so")]
    score.add("one library", "" if libraries == ["smsbat/_smsbat.abi3.so"] else libraries)
    strange = [n for n in names if not re.match(r"(pytest_)?smsbat/|smsbat-[\d.]+\.dist-info/", n)]
    score.add("nothing beside the package", "\n".join(strange))


def first_lines() -> str:
    """The first Python block of the README."""
    return re.search(r"^```python\n(.*?)^```$", (common.ROOT / "README.md").read_text(), flags=re.M | re.S)[1]


def cost(python: Path, environment: dict[str, str]) -> dict[str, tuple[float, ...]]:
    """Medians of seconds, seconds of CPU and KiB of each import, taken in turns."""
    found: dict[str, list[list[float]]] = {"smsbat": [], "asyncio": []}
    for turn in range(ROUNDS + 1):
        for module, list_ in found.items():
            done = common.must(python, "-c", COST.format(module=module), env=environment, cwd="/")
            # The first turn writes the bytecode and warms the disk's cache.
            if turn:
                list_.append([float(word) for word in done.stdout.split()])
    return {
        m: tuple(statistics.median(column) for column in zip(*rows, strict=True)) for m, rows in found.items()
    }


def one(score: common.Score, version: str, python: str, wheel: Path) -> list[str]:
    """Everything with one Python; gives the words of its line of figures."""
    folder = common.WORK / f"python-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("SMSBAT_", "PYTHON")) or k.endswith("_RECORD")
    }
    own = common.venv(folder.name, [], python)
    pip = [own, "-m", "pip", "--disable-pip-version-check"]
    done = common.run(*pip, "install", "--quiet", "--no-index", wheel, env=clean)
    if not score.add(f"{version}: installed without an index", "" if done.returncode == 0 else done.stderr):
        return []
    place = common.must(own, "-c", "import smsbat; print(smsbat.__file__)", env=clean, cwd="/").stdout.strip()
    score.add(f"{version}: it is the wheel's", "" if place.startswith(str(folder)) else place)

    with tempfile.TemporaryDirectory() as empty:
        with common.sandbox(call=[own, "-m", "smsbat.sandbox", "--json"]) as ready:
            environment = clean | {"SMSBAT_BASE_URL": ready["url"], "SMSBAT_API_KEY": "test-key"}
            done = common.run(own, "-c", first_lines(), env=environment, cwd=empty, timeout=120)
            arrived = common.get(f"{ready['url']}/_sandbox/messages")["messages"]
        good = (
            done.returncode == 0
            and done.stdout.startswith("delivered ")
            and len(arrived) == 1
            and not done.stderr
        )
        said = f"{done.stdout}{done.stderr}exit code {done.returncode}, {len(arrived)} messages"
        score.add(f"{version}: the README's first lines", "" if good else said)
        done = common.run(own, "-W", "error", "-c", PANIC, env=clean, cwd=empty, timeout=60)
        good = done.returncode == 0 and done.stdout.startswith("SmsbatError ") and "panic" in done.stdout
        score.add(f"{version}: a panic is an error", "" if good else f"{done.stdout}{done.stderr}")
        figures = cost(own, clean)

    pins = [common.pinned(name) for name in PYTEST]
    if common.run(*pip, "install", "--quiet", *pins, env=clean).returncode != 0:
        print(f"  {version} cannot have {' '.join(pins)}: the newest that it can", flush=True)
        common.must(*pip, "install", "--quiet", *PYTEST, env=clean)
    report = folder / "report.xml"
    call = [own, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", "tests/python"]
    done = common.run(*call, env=clean, cwd=common.ROOT)
    attributes = re.search(r"<testsuite ([^>]*)>", report.read_text() if report.exists() else "")
    numbers = {
        k: int(n)
        for k, n in re.findall(
            r'(tests|failures|errors|skipped)="(\d+)"', attributes[1] if attributes else ""
        )
    }
    passed = numbers.get("tests", 0) - sum(numbers.get(k, 0) for k in ("failures", "errors", "skipped"))
    good = done.returncode == 0 and passed > 0
    name = f"{version}: tests/python: {json.dumps(numbers)}"
    score.add(name, "" if good else f"{done.stdout[-20000:]}{done.stderr[-4000:]}exit code {done.returncode}")

    (ours, our_cpu, our_memory), (theirs, their_cpu, their_memory) = figures["smsbat"], figures["asyncio"]
    times = f"import {ours * 1000:.1f} ms, {ours / theirs:.3f} of asyncio's {theirs * 1000:.1f} ms"
    cpu = f"CPU {our_cpu * 1000:.1f} ms, {our_cpu / their_cpu:.3f} of {their_cpu * 1000:.1f} ms"
    memory = f"{our_memory / 1024:.2f} MiB, asyncio {their_memory / 1024:.2f} MiB"
    return [f"{passed} tests", times, cpu, memory]


def main() -> int:
    score = common.Score()
    wheel = build()
    look(score, wheel)
    table = []
    for version in VERSIONS:
        python, about = find(version)
        if python:
            table.append((about, one(score, version, python, wheel)))
        else:
            score.skip(f"CPython {version}", about)
    print(f"\nfigures; imports are medians of {ROUNDS} processes, taken in turns")
    for about, words in table:
        print(f"  {about:8} {'; '.join(words)}")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
