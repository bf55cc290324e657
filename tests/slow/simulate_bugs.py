"""Plants bugs in the client, one at a time, and checks that the simulation finds each of them.

A bug replaces a few characters of a file in `core/`, in a copy of the project. If its location is not found
exactly once, the suite fails, and the location must be updated.

    tests/slow/simulate_bugs.py [NAME …]

`--places` only looks for the locations; `make check` does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import common

# Time for one bug.
SECONDS = 120


class Bug(NamedTuple):
    name: str
    old: str
    new: str


BUGS = [
    Bug(
        "an unknown send is repeated",
        "now.resend_unknown && matches!(",
        "matches!(",
    ),
    Bug(
        "bytes that left are not noticed",
        "call.bytes_left();",
        "",
    ),
    Bug(
        "a later failure makes an earlier attempt not sent",
        "if may_have_arrived {",
        "if may_have_arrived && false {",
    ),
    Bug(
        "an error of the server is an answer",
        "(200..300).contains(&self.status)",
        "(200..600).contains(&self.status)",
    ),
    Bug(
        "the deadline is not seen between slices",
        "} else if now >= self.deadline {",
        "} else if false {",
    ),
    Bug(
        "the journal is not synced",
        "PRAGMA synchronous = FULL;",
        "PRAGMA synchronous = OFF;",
    ),
    Bug(
        "a transaction is written and not committed",
        "            transaction.commit()?;\n            Ok((numbers,",
        "            transaction.rollback()?;\n            Ok((numbers,",
    ),
    Bug(
        "a row that was under way counts as not sent",
        "Some(o.as_str()) == word).unwrap_or(Outcome::Unknown)",
        "Some(o.as_str()) == word).unwrap_or(Outcome::NotSent)",
    ),
    Bug(
        "what may have been sent is sent again",
        "outcome == Outcome::NotSent || (outcome == Outcome::Unknown && self.resend_unknown)",
        "outcome == Outcome::NotSent || outcome == Outcome::Unknown",
    ),
    Bug(
        "a row that was sent again and refused counts as not sent",
        "if self.maybe_sent && outcome != Outcome::Accepted {",
        "if false && outcome != Outcome::Accepted {",
    ),
    Bug(
        "who was served by an earlier run is served again",
        "if known.sent.contains(phone) {",
        "if known.sent.contains(phone) && false {",
    ),
    Bug(
        "a recipient in two rows gets two messages",
        "seen: (!options.allow_duplicates).then(RoaringTreemap::new),",
        "seen: options.allow_duplicates.then(RoaringTreemap::new),",
    ),
    Bug(
        "ids depend on the order of the source",
        "row_id(known.journal.salt(), content, repeat)",
        "row_id(known.journal.salt(), content, repeat + index as u32)",
    ),
    Bug(
        "a request that failed in the server is split and sent again",
        "error.outcome() == Outcome::NotSent && matches!(error.status_code(), Some(400 | 413 | 422))",
        "error.outcome() != Outcome::Accepted && matches!(error.status_code(), Some(400..=599))",
    ),
    Bug(
        "rows of an answer are matched by position alone",
        "map_or(Place::Row(i), |places| places.get(i).copied().unwrap_or(Place::Doubt))",
        "map_or(Place::Row(i), |_| if i < replies.len() { Place::Row(i) } else { Place::Missing })",
    ),
    Bug(
        "a row at its place is not asked whom it names",
        "row.to.is_none_or(|to| same(to, self.chunk.texts.get(own.to)))",
        "true",
    ),
    Bug(
        "a row of somebody else at the place of a message is its own",
        "id && row.to.is_none_or(is_to) && row.other_to.is_none_or(is_to)",
        "id",
    ),
    Bug(
        "the row of an older message to the same person is that of this one",
        "fitting.retain(|message| sent.get(*message).is_some_and(|sent| sent.id.is_none()));",
        "",
    ),
    Bug(
        "two rows of one person go by order though they differ",
        "free.len() == claiming.len() && agree",
        "free.len() == claiming.len()",
    ),
    Bug(
        "a row that contradicts the request is the answer to the id that it names",
        "own.is_none_or(|own| people.iter().any(|person| self.number(*person) == own))",
        "own.is_none_or(|_| true)",
    ),
    Bug(
        "one row of two for a person answers the first message",
        "if free.len() == 1 || (",
        "if claiming.len() == 1 || (",
    ),
    Bug(
        "the end of the source is not sent",
        "more = false;\n                        self.builder.flush();",
        "more = false;",
    ),
    Bug(
        "settled chunks stay counted as taken",
        "self.taken = self.taken.saturating_sub(1);",
        "",
    ),
    Bug(
        "a worker is not woken",
        "self.changed.notify_one();",
        "",
    ),
    Bug(
        "a row counts twice",
        "self.counts.count(outcome, 1);\n            self.sent",
        "self.counts.count(outcome, 2);\n            self.sent",
    ),
    Bug(
        "a run that sent something says that it did not",
        "d.outcome = if sent { Outcome::Unknown } else { Outcome::NotSent };",
        "d.outcome = Outcome::NotSent;",
    ),
    Bug(
        "a failed request counts as not sent",
        "outcome: row.at_least(error.outcome()), reason",
        "outcome: row.at_least(Outcome::NotSent), reason",
    ),
    Bug(
        "a worker that is stopped drops its chunk",
        "return unsent(chunk);",
        "return unsent(Chunk::default());",
    ),
]


def main() -> int:
    wanted = sys.argv[1:]
    bugs = [bug for bug in BUGS if not wanted or bug.name in wanted]
    if wanted == ["--places"]:
        lost = [found for bug in BUGS if isinstance(found := place(bug, common.ROOT), str)]
        print("\n".join(lost), end="\n" if lost else "")
        return 1 if lost else 0
    score = common.Score()
    copy = common.WORK / "bugs"
    make_copy(copy)
    for bug in bugs:
        path = place(bug, copy)
        if isinstance(path, str):
            score.add(bug.name, path)
            continue
        source = path.read_text()
        path.write_text(source.replace(bug.old, bug.new, 1))
        try:
            score.add(*find(bug.name, copy))
        finally:
            path.write_text(source)
    return score.close()


def place(bug: Bug, root: Path) -> Path | str:
    """The file that a bug changes, or what is wrong with its place."""
    files = [path for path in sorted((root / "core" / "src").rglob("*.rs")) if bug.old in code(path)]
    count = sum(code(path).count(bug.old) for path in files)
    return files[0] if count == 1 else f"the place of '{bug.name}' is {count} times in core/src"


def code(path: Path) -> str:
    """A source without its unit tests."""
    return path.read_text().split("#[cfg(test)]")[0]


def make_copy(copy: Path) -> None:
    """Copies the work tree without build results. Times of files are kept, so that little is rebuilt."""
    files = common.must("git", "ls-files", "-z", cwd=common.ROOT).stdout.split("\0")
    for path in [path for path in (copy / "core").rglob("*.rs") if str(path.relative_to(copy)) not in files]:
        path.unlink()
    for name in filter(None, files):
        source, target = common.ROOT / name, copy / name
        if source.is_file() and not (target.exists() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def find(name: str, copy: Path) -> tuple[str, str]:
    """The bug's name with what it took to find it, and a problem if it was not found."""
    cargo = [common.CARGO, "build", "--quiet", "--profile", "checked", "-p", "smsbat-simulate"]
    target = copy / "target"
    # A bug changes one function: the rest of the core need not be compiled again.
    environment = os.environ | {"CARGO_INCREMENTAL": "1"}
    built = common.run(*cargo, "--target-dir", target, cwd=copy, env=environment, timeout=1800)
    if built.returncode != 0:
        return name, built.stderr
    began = time.monotonic()
    command = [target / "checked" / "smsbat-simulate", "--hours", "1e9", "--minutes", SECONDS / 60]
    try:
        done = common.run(*command, timeout=SECONDS * 2)
    except subprocess.TimeoutExpired:
        return f"{name}: hangs", ""
    took = time.monotonic() - began
    said = re.search(r"seed (\d+): (.*)", done.stdout + done.stderr)
    if done.returncode == 0 or not said:
        return name, f"not found in {took:.0f} s: {done.stdout[-500:]}{done.stderr[-500:]}"
    return f"{name}: {said[1]} campaigns, {took:.1f} s: {said[2][:100]}", ""


if __name__ == "__main__":
    sys.exit(main())
