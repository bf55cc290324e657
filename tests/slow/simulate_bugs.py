"""Plants bugs in the client, one by one, and sees that the simulation finds each of them.

Each is a few characters of a file in `core/`, replaced in a copy of the project. A bug whose place is not
found any more is a failure: write its place again.

    tests/slow/simulate_bugs.py [NAME …]
"""

from __future__ import annotations

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
    file: str
    old: str
    new: str


BUGS = [
    Bug(
        "an unknown send is repeated",
        "http/retry.rs",
        "now.resend_unknown && matches!(",
        "matches!(",
    ),
    Bug(
        "bytes that left are not noticed",
        "http/transport.rs",
        "call.bytes_left();",
        "",
    ),
    Bug(
        "a later failure makes an earlier attempt not sent",
        "engine/mod.rs",
        "if may_have_arrived {",
        "if may_have_arrived && false {",
    ),
    Bug(
        "an error of the server is an answer",
        "engine/mod.rs",
        "(200..300).contains(&answer.status)",
        "(200..600).contains(&answer.status)",
    ),
    Bug(
        "the deadline is not seen between slices",
        "http/call.rs",
        "} else if now >= self.deadline {",
        "} else if false {",
    ),
    Bug(
        "the journal is not synced",
        "bulk/resume/journal.rs",
        "PRAGMA synchronous = FULL;",
        "PRAGMA synchronous = OFF;",
    ),
    Bug(
        "a transaction is written and not committed",
        "bulk/resume/journal.rs",
        "            transaction.commit()?;\n            Ok((numbers,",
        "            transaction.rollback()?;\n            Ok((numbers,",
    ),
    Bug(
        "a row that was under way counts as not sent",
        "bulk/resume/journal_rows.rs",
        "Some(o.as_str()) == word).unwrap_or(Outcome::Unknown)",
        "Some(o.as_str()) == word).unwrap_or(Outcome::NotSent)",
    ),
    Bug(
        "what may have been sent is sent again",
        "bulk/send/chunk_builder.rs",
        "outcome == Outcome::NotSent || (outcome == Outcome::Unknown && self.resend_unknown)",
        "outcome == Outcome::NotSent || outcome == Outcome::Unknown",
    ),
    Bug(
        "a row that was sent again and refused counts as not sent",
        "bulk/chunk.rs",
        "if self.maybe_sent && outcome == Outcome::NotSent",
        "if false && outcome == Outcome::NotSent",
    ),
    Bug(
        "who was served by an earlier run is served again",
        "bulk/resume/history.rs",
        "if known.sent.contains(phone) {",
        "if known.sent.contains(phone) && false {",
    ),
    Bug(
        "a recipient in two rows gets two messages",
        "bulk/send/limits.rs",
        "seen: (!options.allow_duplicates).then(RoaringTreemap::new),",
        "seen: options.allow_duplicates.then(RoaringTreemap::new),",
    ),
    Bug(
        "ids depend on the order of the source",
        "bulk/resume/history.rs",
        "row_id(known.journal.salt(), content, repeat)",
        "row_id(known.journal.salt(), content, repeat + index as u32)",
    ),
    Bug(
        "a request that failed in the server is split and sent again",
        "bulk/send/request.rs",
        "error.outcome() == Outcome::NotSent && matches!(error.status_code(), Some(400 | 413 | 422))",
        "error.outcome() != Outcome::Accepted && matches!(error.status_code(), Some(400..=599))",
    ),
    Bug(
        "rows of an answer are matched by position alone",
        "bulk/send/reply.rs",
        "map_or(Place::Row(i), |places| places[i])",
        "map_or(Place::Row(i), |_| if i < replies.len() { Place::Row(i) } else { Place::Missing })",
    ),
    Bug(
        "the end of the source is not sent",
        "bulk/send/run.rs",
        "more = false;\n                        self.builder.flush();",
        "more = false;",
    ),
    Bug(
        "settled chunks stay counted as taken",
        "bulk/send/journal_writer.rs",
        "self.taken -= 1;",
        "",
    ),
    Bug(
        "a worker is not woken",
        "bulk/send/workers.rs",
        "self.changed.notify_one();",
        "",
    ),
    Bug(
        "a row counts twice",
        "bulk/send/run.rs",
        "self.counts.count(outcome, 1);\n            self.sent",
        "self.counts.count(outcome, 2);\n            self.sent",
    ),
    Bug(
        "a run that sent something says that it did not",
        "bulk/send/run.rs",
        "d.outcome = if sent { Outcome::Unknown } else { Outcome::NotSent };",
        "d.outcome = Outcome::NotSent;",
    ),
    Bug(
        "a failed request counts as not sent",
        "bulk/chunk.rs",
        "outcome: row.at_least(error.outcome()), reason",
        "outcome: row.at_least(Outcome::NotSent), reason",
    ),
    Bug(
        "a worker that is stopped drops its chunk",
        "bulk/send/workers.rs",
        "return unsent(chunk);",
        "return unsent(Chunk::default());",
    ),
]


def main() -> int:
    score = common.Score()
    copy = common.WORK / "bugs"
    make_copy(copy)
    wanted = sys.argv[1:]
    for bug in BUGS:
        if wanted and bug.name not in wanted:
            continue
        path = copy / "core" / "src" / bug.file
        source = path.read_text()
        if source.count(bug.old) != 1:
            score.add(bug.name, f"its place is {source.count(bug.old)} times in {bug.file}")
            continue
        path.write_text(source.replace(bug.old, bug.new))
        try:
            score.add(*find(bug.name, copy))
        finally:
            path.write_text(source)
    return score.close()


def make_copy(copy: Path) -> None:
    """What is committed or changed, without what was built; times stay, so that little is built again."""
    files = common.must("git", "ls-files", "-z", cwd=common.ROOT).stdout.split("\0")
    for name in filter(None, files):
        source, target = common.ROOT / name, copy / name
        if source.is_file() and not (target.exists() and target.read_bytes() == source.read_bytes()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def find(name: str, copy: Path) -> tuple[str, str]:
    """The bug's name with what it took to find it, and a problem if it was not found."""
    cargo = [common.CARGO, "build", "--quiet", "--profile", "simulate", "-p", "smsbat-simulate"]
    target = copy / "target"
    built = common.run(*cargo, "--target-dir", target, cwd=copy, timeout=1800)
    if built.returncode != 0:
        return name, built.stderr
    began = time.monotonic()
    command = [target / "simulate" / "smsbat-simulate", "--hours", "1e9", "--minutes", SECONDS / 60]
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
