"""Tests the released wheel on every supported CPython, each in a new environment without an index.

`make wheel` builds it once. Each environment runs the README's first lines,
a user's project with the fixture, a panic of the release build, the stubs, the Python tests, and a
measurement of the import, compared with `asyncio`. Older Pythons must refuse the wheel with a reason. Missing
Pythons are skipped; the newest come from Debian unstable. The source distribution must build in an empty
environment.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import statistics
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import common
import interpreters

VERSIONS = ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
TOO_OLD = ["3.8", "3.9"]
LARGEST = 6_000_000
ROUNDS = 31
# Packages that tests/python needs. mypy is there to compare the stubs with the wheel.
TOOLS = ["pytest", "pytest-timeout", "pytest-randomly", "mypy", "arro3-core", "hypothesis"]
AUDITWHEEL = "auditwheel==6.8.2"
IMPORT_MEMORY = 4 * 1024
ABOUT = (
    "import sys, sysconfig; print(sys.implementation.name, '%d.%d' % sys.version_info[:2],"
    " sysconfig.get_config_var('Py_GIL_DISABLED') or 0, sys.version.split()[0])"
)
# A wheel that ships has no function for tests.
TEST_ONLY = "from smsbat import _smsbat; print([name for name in dir(_smsbat) if name.startswith('_test')])"
# Seconds, seconds of CPU and KiB that one import costs in a process that has done nothing else. Pages of the
# interpreter itself do not count: how many of them an import is the first to touch depends on its build.
COST = """
import time
def resident():
    total, counts = 0, True
    with open("/proc/self/smaps") as maps:
        for line in maps:
            words = line.split()
            if not words[0].endswith(":"):
                counts = "python3" not in words[-1].rpartition("/")[2]
            elif words[0] == "Rss:" and counts:
                total += int(words[1])
    return total
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
    if version in TOO_OLD:
        return "", "; ".join(reasons) or "neither under pyenv's versions nor on the path"
    try:
        python = interpreters.newer(version)
    except interpreters.NotToBeHad as error:
        return "", "; ".join([*reasons, str(error)])
    return python, common.must(python, "-c", ABOUT).stdout.split()[3]


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
    licences = {n.split("/")[-1] for n in names if ".dist-info/licenses/" in n}
    wanted = {"LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.txt"}
    score.add("licences, ours and of what is inside", sorted(wanted - licences))
    with zipfile.ZipFile(wheel) as archive:
        boms = [json.loads(archive.read(n)) for n in names if re.search(r"\.dist-info/sboms/.+\.json$", n)]
    parts = {part["name"] for bom in boms if bom["bomFormat"] == "CycloneDX" for part in bom["components"]}
    known = {"ureq", "rustls", "pyo3", "libsqlite3-sys", "arrow-array", "smsbat-core"}
    score.add(f"a list of its {len(parts)} parts", sorted(known - parts))
    strange = [n for n in names if not re.match(r"(pytest_)?smsbat/|smsbat-[\d.]+\.dist-info/", n)]
    score.add("nothing beside the package", "\n".join(strange))
    audit = common.venv("auditwheel", [AUDITWHEEL])
    told = common.run(audit, "-m", "auditwheel", "show", wheel)
    said = re.sub(r"\s+", " ", told.stdout)
    good = told.returncode == 0 and "manylinux_2_17_x86_64" in said and "manylinux2014" in wheel.name
    score.add("it runs from glibc 2.17 on, says auditwheel", "" if good else told.stdout + told.stderr)


def pack() -> Path:
    """The source distribution that `make sdist` leaves in dist/, put aside."""
    common.must("make", "--no-print-directory", "sdist", cwd=common.ROOT)
    packed = next((common.ROOT / "dist").glob("*.tar.gz"))
    return Path(shutil.move(packed, common.WORK / packed.name))


def sources(score: common.Score, packed: Path) -> None:
    """A wheel built of the source distribution alone, as pip does it, and installed."""
    python = common.venv("python-sdist", [])
    with tempfile.TemporaryDirectory() as folder:
        # A separate target folder, because later suites expect their own builds in target/.
        environment = os.environ | {"CARGO_TARGET_DIR": str(common.WORK / "sdist-target")}
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        call = [*pip, "wheel", "--quiet", "--no-deps", "--no-binary", "smsbat", "--wheel-dir", folder]
        profile = ["--config-settings=build-args=--profile=dev"]
        done = common.run(*call, *profile, packed, cwd=folder, env=environment)
        built = list(Path(folder).glob("*.whl"))
        if not score.add("the source distribution builds", "" if built else f"{done.stdout}{done.stderr}"):
            return
        common.must(*pip, "install", "--quiet", "--no-index", built[0])
        done = common.run(python, "-m", "smsbat", "segments", "Hello", cwd=folder)
    score.add("what it builds works", "" if "GSM-7" in done.stdout else f"{done.stdout}{done.stderr}")


def refused(score: common.Score, version: str, python: str, wheel: Path, packed: Path) -> None:
    """pip of a Python that is too old installs nothing and says why, from an index as from a file."""
    own = common.venv(f"python-{version}", [], python)
    pip = [own, "-m", "pip", "--disable-pip-version-check", "install"]
    done = common.run(*pip, "--no-index", wheel)
    good = done.returncode == 1 and "is not a supported wheel" in done.stderr
    score.add(f"{version} does not take the file", "" if good else f"{done.stdout}{done.stderr}")
    with tarfile.open(packed) as archive:
        name = next(n for n in archive.getnames() if n.endswith("/PKG-INFO"))
        metadata = archive.extractfile(name).read().decode()
    needs = re.search(r"^Requires-Python: (.*)$", metadata, flags=re.M)[1]
    with tempfile.TemporaryDirectory() as index:
        (Path(index) / "smsbat").mkdir()
        link = f'<a href="{packed.as_uri()}" data-requires-python="{html.escape(needs)}">{packed.name}</a>'
        (Path(index) / "smsbat" / "index.html").write_text(f"<!DOCTYPE html>{link}", "utf-8")
        done = common.run(*pip, "--index-url", Path(index).as_uri(), "smsbat")
    good = done.returncode == 1 and f"Requires-Python {needs}" in done.stderr
    score.add(f"{version} is told {needs}", "" if good else f"{done.stdout}{done.stderr}")


def quiet(score: common.Score, name: str, python: Path, environment: dict[str, str]) -> None:
    """An import makes no thread and no socket, and opens nothing but the package."""
    with tempfile.TemporaryDirectory() as folder:
        traces = {}
        for code in ("pass", "import smsbat"):
            trace = Path(folder) / "trace"
            watched = "trace=clone,clone3,fork,vfork,socket,openat,open,creat,execve"
            call = ["strace", "-f", "-qq", "-e", watched, "-o", trace, python, "-I", "-c", code]
            common.must(*call, env=environment, cwd="/")
            calls = [re.sub(r"^\d+ +", "", line) for line in trace.read_text("utf-8").splitlines()]
            traces[code] = [c for c in calls if not c.startswith("execve") and "ENOENT" not in c]
    place = f"{python.parent.parent}/lib"
    before = set(traces["pass"])
    strange = [c for c in traces["import smsbat"] if c not in before and place not in c]
    allowed = ("libgcc_s.so.1", "ld.so.cache", "libpthread", "libdl", "libm.so")
    strange = [c for c in strange if not any(library in c for library in allowed)]
    score.add(f"{name}: an import opens nothing and starts nothing", "\n".join(strange))


def first_lines() -> str:
    """The first Python block of the README."""
    return re.search(r"^```python\n(.*?)^```$", (common.ROOT / "README.md").read_text(), flags=re.M | re.S)[1]


def cost(python: Path, environment: dict[str, str]) -> dict[str, tuple[float, ...]]:
    """Medians of seconds, seconds of CPU and KiB of each import, taken in turns."""
    common.evict(python)
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
        done = common.run(own, "-c", first_lines(), env=clean, cwd=empty, timeout=120)
        good = done.returncode == 0 and done.stdout.startswith("accepted 1\ndelivered ") and not done.stderr
        said = f"{done.stdout}{done.stderr}exit code {done.returncode}"
        score.add(f"{version}: the README's first lines", "" if good else said)
        done = common.run(own, "-W", "error", "-c", TEST_ONLY, env=clean, cwd=empty, timeout=60)
        good = done.stdout == "[]\n"
        score.add(f"{version}: no function for tests", "" if good else f"{done.stdout}{done.stderr}")
        figures = cost(own, clean)

        quiet(score, version, own, clean)

    pins = [pin for name in TOOLS for pin in common.pins(name)]
    if common.run(*pip, "install", "--quiet", *pins, env=clean).returncode != 0:
        print(f"  {version} cannot have {' '.join(pins)}: the newest that it can", flush=True)
        common.must(*pip, "install", "--quiet", *TOOLS, env=clean)
    with tempfile.TemporaryDirectory() as project:
        shutil.copy(common.ROOT / "examples" / "python" / "test_greeting.py", project)
        done = common.run(own, "-m", "pytest", "-q", "-W", "error", env=clean, cwd=project, timeout=120)
    good = done.returncode == 0 and "1 passed" in done.stdout
    score.add(f"{version}: a user's project with the fixture", "" if good else f"{done.stdout}{done.stderr}")
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
    score.add(f"{version}: an import in 4 MiB", "" if our_memory <= IMPORT_MEMORY else memory)
    return [f"{passed} tests", times, cpu, memory]


def main() -> int:
    common.debian("strace")
    score = common.Score()
    wheel = build()
    look(score, wheel)
    packed = pack()
    table = []
    for version in TOO_OLD:
        python, about = find(version)
        if python:
            refused(score, version, python, wheel, packed)
        else:
            score.skip(f"CPython {version}", about)
    for version in VERSIONS:
        python, about = find(version)
        if python:
            table.append((about, one(score, version, python, wheel)))
        else:
            score.skip(f"CPython {version}", about)
    sources(score, packed)
    print(f"\nfigures; imports are medians of {ROUNDS} processes, taken in turns")
    for about, words in table:
        print(f"  {about:8} {'; '.join(words)}")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
