"""Changes the core in every way that `cargo mutants` knows, and looks whether a test fails: `make mutants`.

    mutants.py [--files 'core/src/http/*.rs' …] [--shard 1/4] [--least 95] [--again]

A build for each of some 2,000 mutants would take a day. So smsbat-mutants puts all of them into one copy of
the core, each behind a switch; each mutant then meets only the tests that reach it. Those that do not
compile behind a switch are given to cargo mutants itself. In the copy the sandbox uses an unchanged core: a
mutant cannot change the server together with the client.

Mutants that no test can or need catch stand in .cargo/mutants.toml, each with its reason. The others that
survive are listed. A mutant that was caught is not tried again unless `--again` is given: the outcomes are
in target/slow/mutants/outcomes.json. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import common

VERSION = "27.1.0"
WORK = common.WORK / "mutants"
TREE = WORK / "tree"
FILES = (
    "core/src/http/*.rs",
    "core/src/client.rs",
    "core/src/bulk/**/*.rs",
    "core/src/phone/*.rs",
    "core/src/error.rs",
)
# Tests that measure time: a failure counts only if it comes a second time.
TIMED = {"transport", "answers", "leaks", "bulk", "sources"}
SECONDS = 90
CPU_SECONDS = 40
SPACE = 4 << 30


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
        if path.is_file():
            wanted[name] = path.read_bytes()
    for name in [name for name in wanted if name.startswith("core/src/")]:
        wanted[f"core-plain/{name.removeprefix('core/')}"] = wanted[name]
    core = wanted["core/Cargo.toml"].decode()
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


def place(mutants: list[dict]) -> set[int]:
    """Puts the mutants into the copy; gives the numbers of those that compile there."""
    build = [common.CARGO, "build", "--quiet", "-p", "smsbat-mutants"]
    common.must(*build, cwd=common.ROOT, env=os.environ | {"CARGO_TARGET_DIR": str(common.TARGET)})
    out: set[int] = set()
    while True:
        prepare()
        given = json.dumps([None if number in out else mutant for number, mutant in enumerate(mutants)])
        placed = set(json.loads(common.must(common.DEBUG / "smsbat-mutants", TREE, input=given).stdout))
        call = [common.CARGO, "check", "--quiet", "-p", "smsbat-core", "--features", "journal"]
        done = common.run(*call, "--message-format=json", cwd=TREE, env=ENVIRONMENT)
        if done.returncode == 0:
            return placed
        bad = set()
        for line in done.stdout.splitlines():
            message = json.loads(line).get("message")
            if isinstance(message, dict) and message.get("level") == "error":
                bad |= blamed(message, mutants, placed)
        if not bad:
            sys.exit(f"the copy does not compile:\n{done.stderr[-4000:]}{done.stdout[-4000:]}")
        out |= bad


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
            good = attempt(self.program, [self.name], MUTANTS_SEEN=str(seen)) is None
            self.seconds = time.monotonic() - begun
            if seen.exists():
                self.reaches = {int(number) for number in seen.read_text().split()}
        return good


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))


def attempt(program: Path, names: list[str], **environment: str) -> list[str] | None:
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
            timeout=SECONDS,
            preexec_fn=limited,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return []
    if done.returncode == 0:
        return None
    failed = re.findall(r"^test (\S+) \.\.\. FAILED$", done.stdout, re.MULTILINE)
    # A child that reached its time or was aborted says no names.
    return failed or ([] if done.returncode < 0 else names)


def tests(score: common.Score) -> list[Test]:
    call = [common.CARGO, "test", "--quiet", "--no-run", "-p", "smsbat-core", "--features", "journal"]
    done = common.must(*call, "--message-format=json", cwd=TREE, env=ENVIRONMENT, timeout=3600)
    artifacts = [json.loads(line) for line in done.stdout.splitlines()]
    programs = [Path(a["executable"]) for a in artifacts if a.get("executable") and a["profile"]["test"]]
    found = []
    for program in programs:
        listing = common.must(program, "--list", "--format", "terse", cwd=TREE / "core", env=ENVIRONMENT)
        lines = listing.stdout.splitlines()
        found += [Test(program, line.removesuffix(": test")) for line in lines if line.endswith(": test")]
    with ThreadPoolExecutor(2) as pool:
        good = list(pool.map(Test.measure, found))
    bad = [test.name for test, is_good in zip(found, good, strict=True) if not is_good]
    score.add(f"{len(found)} tests pass with no mutant on", "\n".join(bad))
    return [test for test, is_good in zip(found, good, strict=True) if is_good]


def judge(number: int, all_tests: list[Test]) -> tuple[str, str]:
    """What became of a mutant, and which test found it."""
    reaching = [test for test in all_tests if number in test.reaches]
    reaching.sort(key=lambda test: (test.seconds, len(test.reaches)))
    # The quickest first, then the rest.
    for some in (reaching[:6], reaching[6:]):
        groups = defaultdict(list)
        for test in some:
            groups[test.program].append(test)
        for program, group in sorted(groups.items(), key=lambda item: sum(t.seconds for t in item[1])):
            names = [test.name for test in group]
            failed = attempt(program, names, MUTANT=str(number))
            if failed and group[0].suite in TIMED:
                failed = attempt(program, failed, MUTANT=str(number))
            if failed == []:
                return "timeout", f"{group[0].suite}: {', '.join(names[:3])}"
            if failed:
                return "caught", f"{group[0].suite}: {failed[0]}"
    return "missed", f"{len(reaching)} tests reach it"


def by_cargo(mutants: list[dict]) -> dict[str, tuple[str, str]]:
    """Tries mutants one by one with cargo mutants."""
    if not mutants:
        return {}
    prepare()
    folder = WORK / "by_cargo"
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
    call += ["--config", chosen, "-p", "smsbat-core", "--features", "journal", "--no-shuffle"]
    common.run(*call, env=ENVIRONMENT, timeout=24 * 3600)
    words = {"CaughtMutant": "caught", "MissedMutant": "missed", "Timeout": "timeout", "Unviable": "unviable"}
    outcomes = {}
    for outcome in json.loads((folder / "mutants.out" / "outcomes.json").read_text())["outcomes"]:
        if isinstance(outcome["scenario"], dict):
            name = outcome["scenario"]["Mutant"]["name"]
            outcomes[name] = (words.get(outcome["summary"], outcome["summary"]), "cargo mutants")
    return outcomes


def key(mutant: dict) -> str:
    """Names a mutant by what it changes, so that lines above it may be added."""
    return f"{mutant['file']} {mutant['name'].split(': ', 1)[1]} {mutant['diff'].split('@@')[2]}"


def figures(score: common.Score, mutants: list, known: dict, excluded: set[str], least: float) -> int:
    counts: dict[str, Counter] = defaultdict(Counter)
    for mutant in mutants:
        counts[mutant["file"]][known.get(key(mutant), ("untried",))[0]] += 1
    for name in excluded:
        counts[name.split(":")[0]]["explained"] += 1
    words = ("caught", "timeout", "missed", "explained", "unviable", "untried")
    counts["total"] = sum(counts.values(), Counter())
    print(f"{'file':<34}" + "".join(f"{word:>10}" for word in words))
    for file, count in sorted(counts.items()):
        print(f"{file:<34}" + "".join(f"{count[word]:>10}" for word in words))
    good = counts["total"]["caught"] + counts["total"]["timeout"]
    viable = good + counts["total"]["missed"]
    share = 100 * good / viable if viable else 0
    print(f"{share:.1f} % of {viable} viable mutants are caught")
    score.add(f"at least {least} % are caught", "" if share >= least else f"{share:.1f} %")
    return score.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", nargs="*", default=FILES)
    parser.add_argument("--shard", default="1/1", help="one of so many parts of the mutants")
    parser.add_argument("--least", type=float, default=95, help="per cent of the viable mutants")
    parser.add_argument("--again", action="store_true", help="try all again")
    parser.add_argument("--without-cargo", action="store_true", help="leave out those that need a build each")
    options = parser.parse_args()
    part, parts = (int(number) for number in options.shard.split("/"))
    score = common.Score()
    prepare()
    everything = listed(options.files, "--no-config")
    excluded = {m["name"] for m in everything} - {m["name"] for m in listed(options.files)}
    mutants = [m for m in everything if m["name"] not in excluded][part - 1 :: parts]
    store = WORK / "outcomes.json"
    known = {} if options.again or not store.exists() else json.loads(store.read_text())
    # One that was missed may be caught by now.
    known = {name: said for name, said in known.items() if said[0] != "missed"}
    placed = place(mutants)
    all_tests = tests(score)
    cost = {number: sum(test.seconds for test in all_tests if number in test.reaches) for number in placed}
    # What is quick comes first, so that a run that is ended early says much.
    left = sorted((number for number in placed if key(mutants[number]) not in known), key=cost.__getitem__)
    with ThreadPoolExecutor(2) as pool:
        judged = pool.map(lambda number: judge(number, all_tests), left)
        for done, (number, said) in enumerate(zip(left, judged, strict=True), 1):
            known[key(mutants[number])] = said
            if said[0] == "missed":
                print(f"missed {mutants[number]['name']} ({said[1]})", flush=True)
            if done % 50 == 0 or done == len(left):
                store.write_text(json.dumps(known, indent=1))
                print(f"{done} of {len(left)}", flush=True)
    if not options.without_cargo:
        rest = [m for number, m in enumerate(mutants) if number not in placed and key(m) not in known]
        outcomes = by_cargo(rest)
        known |= {key(m): outcomes[m["name"]] for m in rest if m["name"] in outcomes}
        store.write_text(json.dumps(known, indent=1))
    return figures(score, mutants, known, excluded, options.least)


if __name__ == "__main__":
    sys.exit(main())
