"""Changes the core in every way that `cargo mutants` knows, and looks whether a test fails: `make mutants`.

    mutants.py [--files 'core/src/http/*.rs' …] [--shard 1/4] [--least 95] [--again]

A build for each of some 2,000 mutants would take a day. So smsbat-mutants puts all of them into one copy of
the core, each behind a switch; each mutant then meets only the tests that reach it. Those that do not
compile behind a switch are given to cargo mutants itself. In the copy the sandbox uses an unchanged core: a
mutant cannot change the server together with the client.

Mutants that no test can or need catch stand in .cargo/mutants.toml, each with its reason. The others that
survive are listed. A mutant that was caught is not tried again unless `--again` is given: the outcomes are
in target/slow/mutants/outcomes.json, so a run that was ended early goes on at the next. A table by file ends
the run, also after Ctrl-C. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import common
import tomllib

VERSION = "27.1.0"
WORK = common.WORK / "mutants"
TREE = WORK / "tree"
FILES = (
    "core/src/http/*.rs",
    "core/src/engine/*.rs",
    "core/src/client.rs",
    "core/src/bulk/**/*.rs",
    "core/src/phone/*.rs",
    "core/src/error.rs",
)
# All that have tests; those that are for other suites alone change what is tested.
FEATURES = "journal,serde,jiff,doctor"
# Tests that measure time: a failure counts only if it comes a second time.
TIMED = {"transport", "answers", "leaks", "bulk", "sources"}
# Time that a test has to end: at most, and beside ten times what it takes with no mutant on.
SECONDS = 90
SPARE_SECONDS = 30
CPU_SECONDS = 40
SPACE = 4 << 30
# Most tests wait for sockets and clocks.
JOBS = 3 * (os.cpu_count() or 1)


def tool() -> Path:
    path = common.TARGET / "tools" / "bin" / "cargo-mutants"
    if not path.exists():
        print(f"installing cargo-mutants {VERSION}", flush=True)
        call = [common.CARGO, "install", "--quiet", "--locked", "cargo-mutants", "--version", VERSION]
        common.must(*call, "--root", common.TARGET / "tools", timeout=3600)
    return path


def write(path: Path, text: bytes) -> None:
    """Only what changed, so that nothing else is built again."""
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def prepare() -> None:
    """Copies the project, and gives the sandbox a core of its own."""
    call = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = common.must(*call, cwd=common.ROOT).stdout.split("\0")
    wanted = {}
    for name in filter(None, names):
        path = common.ROOT / name
        # Examples do not compile: the sandbox's client is of the unchanged core.
        if path.is_file() and not name.startswith("core/examples/"):
            wanted[name] = path.read_bytes()
    for name in [name for name in wanted if name.startswith("core/src/")]:
        wanted[f"core-plain/{name.removeprefix('core/')}"] = wanted[name]
    core = re.sub(r"(?ms)^\[\[example\]\].*?(?=^\[|\Z)", "", wanted["core/Cargo.toml"].decode())
    wanted["core/Cargo.toml"] = core.encode()
    plain = core.split("[dev-dependencies]")[0].replace('"smsbat-core"', '"smsbat-core-plain"', 1)
    wanted["core-plain/Cargo.toml"] = plain.encode()
    sandbox = wanted["sandbox/Cargo.toml"].decode()
    own = 'smsbat-core = { package = "smsbat-core-plain", path = "../core-plain" }'
    wanted["sandbox/Cargo.toml"] = re.sub(r"smsbat-core\.workspace = true", own, sandbox).encode()
    # Only what the core's tests are made of, so that nothing else takes part.
    root = re.sub(
        r"(?m)^members = .*$", 'members = ["core", "core-plain", "sandbox"]', wanted["Cargo.toml"].decode()
    )
    root = re.sub(r"(?m)^default-members = .*\n", "", root)
    wanted["Cargo.toml"] = re.sub(r"(?ms)^\[profile\.(library|wheel)\..*?(?=^\[|\Z)", "", root).encode()
    for name, text in wanted.items():
        write(TREE / name, text)
    kept = {TREE / name for name in wanted} | {TREE / "Cargo.lock"}
    for folder in ("core", "core-plain", "sandbox", "tests"):
        for path in (TREE / folder).rglob("*"):
            if path.is_file() and path not in kept:
                path.unlink()


ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")} | {
    "CARGO_TARGET_DIR": str(WORK / "build"),
    "CARGO_PROFILE_DEV_DEBUG": "false",
}


def listed(files: list[str], *more: str) -> list[dict]:
    call = [tool(), "mutants", "-d", TREE, "--list", "--json", "-p", "smsbat-core", *more]
    for file in files:
        call += ["-f", file]
    return json.loads(common.must(*call, env=ENVIRONMENT).stdout)


def place(mutants: list[dict]) -> tuple[set[int], set[int]]:
    """Puts the mutants into the copy; gives the numbers of those that compile there, and of those that
    compile nowhere."""
    build = [common.CARGO, "build", "--quiet", "-p", "smsbat-mutants"]
    common.must(*build, cwd=common.ROOT, env=os.environ | {"CARGO_TARGET_DIR": str(common.TARGET)})
    out: set[int] = set()
    unviable: set[int] = set()
    while True:
        prepare()
        given = json.dumps([None if number in out else mutant for number, mutant in enumerate(mutants)])
        placed = set(json.loads(common.must(common.DEBUG / "smsbat-mutants", TREE, input=given).stdout))
        call = [common.CARGO, "check", "--quiet", "-p", "smsbat-core", "--features", FEATURES]
        done = common.run(*call, "--message-format=json", cwd=TREE, env=ENVIRONMENT)
        if done.returncode == 0:
            return placed, unviable
        bad = set()
        for line in done.stdout.splitlines():
            message = json.loads(line).get("message")
            if isinstance(message, dict) and message.get("level") == "error":
                these = blamed(message, mutants, placed)
                bad |= these
                if is_wrong_type(message):
                    unviable |= these
        if not bad:
            sys.exit(f"the copy does not compile:\n{done.stderr[-4000:]}{done.stdout[-4000:]}")
        out |= bad


#: Errors about types, which do not depend on a switch: mismatched, a trait or a function that is lacking, and
#: an operator that a type does not have.
TYPES = {"E0277", "E0308", "E0368", "E0369", "E0599", "E0600", "E0614"}


def is_wrong_type(message: dict) -> bool:
    code = (message["code"] or {}).get("code")
    # Those branches are ours; which of them is wrong is not said.
    return code in TYPES and "incompatible types" not in message["message"]


def blamed(message: dict, mutants: list[dict], placed: set[int]) -> set[int]:
    """The mutants that a compiler's error is about: those whose switch is the last one before it."""
    bad = set()
    for span in message["spans"]:
        if not span["is_primary"]:
            continue
        file, line = span["file_name"], span["line_start"]
        if "non-exhaustive" in message["message"]:
            arms = {n for n in placed if mutants[n]["genre"] == "MatchArm" and mutants[n]["file"] == file}
            bad |= {n for n in arms if 0 <= mutants[n]["span"]["start"]["line"] - line <= 60}
            continue
        before = (TREE / file).read_bytes()[: span["byte_end"]].decode(errors="replace")
        bad |= {int(number) for number in re.findall(r"mutant::is\((\d+)\)", before)[-1:]}
    return bad


class Test:
    """One test, how long it takes and which mutants it reaches."""

    def __init__(self, program: Path, name: str) -> None:
        self.program, self.name = program, name
        self.suite = program.name.rpartition("-")[0]
        self.seconds = 0.0
        self.reaches: set[int] = set()

    def measure(self) -> bool:
        with tempfile.TemporaryDirectory(prefix="smsbat-slow-") as folder:
            seen = Path(folder) / "seen"
            begun = time.monotonic()
            good = attempt(self.program, [self.name], SECONDS, MUTANTS_SEEN=str(seen)) is None
            self.seconds = time.monotonic() - begun
            if seen.exists():
                self.reaches = {int(number) for number in seen.read_text().split()}
        return good


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))


def attempt(program: Path, names: list[str], seconds: float, **environment: str) -> list[str] | None:
    """None if all tests pass, else the names of those that fail; none if they do not end."""
    call = [str(program), "--exact", *names]
    try:
        done = subprocess.run(
            call,
            cwd=TREE / "core",
            env=ENVIRONMENT | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            preexec_fn=limited,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if done.returncode == 0:
        return None
    if done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    failed = re.findall(r"^test (\S+) \.\.\. FAILED$", done.stdout, re.MULTILINE)
    # A child that reached its time or was aborted says no names.
    return failed or ([] if done.returncode < 0 else names)


def tests(score: common.Score, jobs: int) -> list[Test]:
    call = [common.CARGO, "test", "--quiet", "--no-run", "-p", "smsbat-core", "--features", FEATURES]
    done = common.must(
        *call, "--message-format=json-render-diagnostics", cwd=TREE, env=ENVIRONMENT, timeout=3600
    )
    artifacts = [json.loads(line) for line in done.stdout.splitlines()]
    programs = [Path(a["executable"]) for a in artifacts if a.get("executable") and a["profile"]["test"]]
    found = []
    for program in programs:
        listing = common.must(program, "--list", "--format", "terse", cwd=TREE / "core", env=ENVIRONMENT)
        lines = listing.stdout.splitlines()
        found += [Test(program, line.removesuffix(": test")) for line in lines if line.endswith(": test")]
    with ThreadPoolExecutor(jobs) as pool:
        good = list(pool.map(Test.measure, found))
    bad = [test.name for test, is_good in zip(found, good, strict=True) if not is_good]
    score.add(f"{len(found)} tests pass with no mutant on", "\n".join(bad))
    return [test for test, is_good in zip(found, good, strict=True) if is_good]


def judge(number: int, all_tests: list[Test]) -> tuple[str, str]:
    """Result of a mutant, and the test that found it."""
    reaching = [test for test in all_tests if number in test.reaches]
    reaching.sort(key=lambda test: (test.seconds, len(test.reaches)))
    # The quickest first, then the rest.
    for some in (reaching[:6], reaching[6:]):
        groups = defaultdict(list)
        for test in some:
            groups[test.program].append(test)
        for program, group in sorted(groups.items(), key=lambda item: sum(t.seconds for t in item[1])):
            names = [test.name for test in group]
            seconds = min(SECONDS, SPARE_SECONDS + 10 * sum(test.seconds for test in group))
            failed = attempt(program, names, seconds, MUTANT=str(number))
            if failed and group[0].suite in TIMED:
                failed = attempt(program, failed, seconds, MUTANT=str(number))
            if failed == []:
                return "timeout", f"{group[0].suite}: {', '.join(names[:3])}"
            if failed:
                return "caught", f"{group[0].suite}: {failed[0]}"
    return "missed", f"{len(reaching)} tests reach it"


def by_cargo(mutants: list[dict], store: Store) -> None:
    """Tries mutants one by one with cargo mutants, and keeps the outcomes however this ends."""
    if not mutants:
        return
    prepare()
    folder = WORK / "by_cargo"
    shutil.rmtree(folder, ignore_errors=True)
    names = "|".join(re.escape(mutant["name"]) for mutant in mutants)
    chosen = WORK / "by_cargo.toml"
    chosen.write_text(f"examine_re = [{json.dumps(f'^({names})$')}]\n")
    call = [
        tool(),
        "mutants",
        "-d",
        TREE,
        "--in-place",
        "--baseline",
        "skip",
        "--timeout",
        "120",
        "-o",
        folder,
    ]
    call += ["--config", chosen, "-p", "smsbat-core", "--features", FEATURES, "--no-shuffle"]
    # It tries every field of a struct of these files, whatever the expression says.
    for file in sorted({mutant["file"] for mutant in mutants}):
        call += ["-f", file]
    try:
        common.run(*call, env=ENVIRONMENT, timeout=24 * 3600)
    finally:
        store.known |= said_by_cargo(folder / "mutants.out" / "outcomes.json", mutants)
        store.save()


def said_by_cargo(file: Path, mutants: list[dict]) -> dict[str, tuple[str, str]]:
    """The outcomes so far, by the keys of the mutants."""
    words = {"CaughtMutant": "caught", "MissedMutant": "missed", "Timeout": "timeout", "Unviable": "unviable"}
    outcomes = {}
    for outcome in json.loads(file.read_text())["outcomes"] if file.exists() else []:
        if isinstance(outcome["scenario"], dict):
            name = outcome["scenario"]["Mutant"]["name"]
            outcomes[name] = (words.get(outcome["summary"], outcome["summary"]), "cargo mutants")
    return {key(mutant): outcomes[mutant["name"]] for mutant in mutants if mutant["name"] in outcomes}


def explained(mutants: list[dict], left: list[dict]) -> set[str]:
    """The names that .cargo/mutants.toml excludes. cargo-mutants does not apply it to deleted fields."""
    patterns = tomllib.loads((TREE / ".cargo" / "mutants.toml").read_text(encoding="utf-8"))["exclude_re"]
    excluded = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    kept = {mutant["name"] for mutant in left if not excluded.search(mutant["name"])}
    return {mutant["name"] for mutant in mutants} - kept


def key(mutant: dict) -> str:
    """Names a mutant by what it changes, so that lines above it may be added."""
    return f"{mutant['file']} {mutant['name'].split(': ', 1)[1]} {mutant['diff'].split('@@')[2]}"


class Store:
    """File with the result of each mutant."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = json.loads(path.read_text()) if path.exists() else {}

    def outcome(self, mutant: dict) -> str:
        return self.known.get(key(mutant), ["untried"])[0]

    def is_left(self, mutant: dict) -> bool:
        # One that was missed may be caught by now.
        return self.outcome(mutant) in ("missed", "untried")

    def save(self) -> None:
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(self.known, indent=1))
        beside.replace(self.path)


def try_all(mutants: list[dict], all_tests: list[Test], store: Store, jobs: int) -> None:
    """Tries mutants, and keeps the outcomes however this ends."""
    pool = ThreadPoolExecutor(jobs)
    try:
        judged = pool.map(lambda mutant: judge(mutant["number"], all_tests), mutants)
        for done, (mutant, said) in enumerate(zip(mutants, judged, strict=True), 1):
            store.known[key(mutant)] = said
            if said[0] in ("missed", "timeout"):
                print(f"{said[0]} {mutant['name']} ({said[1]})", flush=True)
            if done % 20 == 0 or done == len(mutants):
                store.save()
                print(f"{done} of {len(mutants)}", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)
        store.save()


def figures(score: common.Score, mutants: list[dict], store: Store, excluded: set[str]) -> float:
    """Prints the outcomes by file; gives the percentage of the viable mutants that are caught."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for mutant in mutants:
        counts[mutant["file"]][store.outcome(mutant)] += 1
    for name in excluded:
        counts[name.split(":")[0]]["explained"] += 1
    words = ("caught", "timeout", "missed", "explained", "unviable", "untried")
    total = sum(counts.values(), Counter())
    print(f"{'file':<34}" + "".join(f"{word:>10}" for word in words) + f"{'%':>8}")
    for file, count in [*sorted(counts.items()), ("total", total)]:
        percent = f"{share(count):.1f}" if count["caught"] + count["timeout"] + count["missed"] else ""
        print(f"{file:<34}" + "".join(f"{count[word]:>10}" for word in words) + f"{percent:>8}")
    viable = total["caught"] + total["timeout"] + total["missed"]
    more = "".join(f", {total[word]:,} {word}" for word in ("explained", "untried") if total[word])
    score.figure(f"{share(total):.1f} % of {viable:,} viable mutants caught{more}")
    return share(total)


def share(count: Counter) -> float:
    """Per cent of the viable mutants that are caught. An endless loop fails a test, too."""
    caught = count["caught"] + count["timeout"]
    viable = caught + count["missed"]
    return 100 * caught / viable if viable else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", nargs="*", default=FILES)
    parser.add_argument("--shard", default="1/1", help="one of so many parts of the mutants")
    parser.add_argument("--least", type=float, default=95, help="per cent of the viable mutants")
    parser.add_argument("--again", action="store_true", help="try all again")
    parser.add_argument("--jobs", type=int, default=JOBS, help="mutants that are tried at once")
    parser.add_argument("--without-cargo", action="store_true", help="leave out those that need a build each")
    options = parser.parse_args()
    part, parts = (int(number) for number in options.shard.split("/"))
    score = common.Score()
    prepare()
    everything = listed(options.files, "--no-config")
    excluded = explained(everything, listed(options.files))
    mutants = [m for m in everything if m["name"] not in excluded][part - 1 :: parts]
    for number, mutant in enumerate(mutants):
        mutant["number"] = number
    store = Store(WORK / "outcomes.json")
    if options.again:
        for mutant in mutants:
            store.known.pop(key(mutant), None)
    # The results up to this point count.
    with contextlib.suppress(KeyboardInterrupt):
        placed, unviable = place(mutants)
        store.known |= {key(mutants[number]): ("unviable", "compiler") for number in unviable}
        all_tests = tests(score, options.jobs)
        cost = {n: sum(test.seconds for test in all_tests if n in test.reaches) for n in placed}
        left = [mutant for mutant in mutants if store.is_left(mutant)]
        # Fast tests come first, so that a run that is stopped early has many results.
        switched = sorted((m for m in left if m["number"] in placed), key=lambda m: cost[m["number"]])
        try_all(switched, all_tests, store, options.jobs)
        if not options.without_cargo:
            by_cargo([m for m in left if m["number"] not in placed], store)
    reached = figures(score, mutants, store, excluded)
    score.add(
        f"at least {options.least:g} % are caught", "" if reached >= options.least else f"{reached:.1f} %"
    )
    untried = sum(store.outcome(mutant) == "untried" for mutant in mutants)
    if untried and options.without_cargo:
        score.skip(f"{untried} mutants", "they need a build each")
    else:
        score.add("all mutants are tried", f"{untried} are not" if untried else "")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
