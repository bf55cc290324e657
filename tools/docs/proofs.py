"""Writes docs/proofs.md, the page "What we prove", from the slow suites and the figures of their last run.

The suites are those of tests/slow/run.py, the figures those of target/slow/results.json, which `make
test-slow` writes. A suite that is not in there keeps the figures that the page has, which may be of another
machine. `--check` compares the committed page with the list; the figures may be of any run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "slow"))
import run

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "proofs.md"
RESULTS = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "slow" / "results.json"
#: Begins the line about the machine, which like all figures is of the last run.
MACHINE = "Machine: "
NOT_RUN = "not run"

HEAD = """\
# What we prove

Never send a message twice, never lose one silently, never send one to somebody else, never leak a key:
these promises are tested on every change (`make test`), and at length by the suites below (`make
test-slow`). Each suite tries to break a promise; its source in `tests/slow` says how. `SECURITY.md` in the
repository lists the promises one by one, with what is not promised.

The figures are those of each suite's last run. A suite that could not run says why; none is left out. The
commit is that of the sources under test, with `+` where files differed from it.
"""

TABLE = """\
| Suite | A pass shows | Result | Passed | Failed | Skipped | Minutes | Run | Figures |
|---|---|---|---:|---:|---:|---:|---|---|
"""

TAIL = """
Run them yourself: `make test-slow`, or some with `make test-slow SUITES="store faults"`. What a suite needs
beyond Rust, Python and a C compiler it installs itself. The run ends with this table, and keeps each
suite's log in `target/slow/logs`.
"""


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def figures(one: dict) -> list[str]:
    """The cells of a suite that ran."""
    counts = [f"{one[name]:,}" for name in ("passed", "failed", "skipped")]
    # Why something did not run is part of the result; what failed is in the log.
    left_out = [r.removeprefix("skip").strip() for r in one["reasons"] if r.startswith("skip")]
    left_out += one["reasons"][-1:] if one["status"] == NOT_RUN else []
    said = "; ".join([*one["figures"], *(f"left out: {reason}" for reason in left_out)])
    when = f"{one['date']}, {one['commit']}"
    return [one["status"], *counts, f"{one['seconds'] / 60:.1f}", when, said]


def render(results: dict, page: str = "") -> str:
    """The page with the figures of these results, and for other suites with those of the earlier page."""
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    earlier = {line.split("`")[1]: line.split(" | ", 2)[2] for line in lines}
    rows = []
    for suite in run.suites():
        one = results.get("suites", {}).get(suite.name)
        row = " | ".join(map(cell, [f"`{suite.name}`", suite.proves, *(figures(one) if one else [])]))
        if one is None:
            row += " | " + earlier.get(suite.name, f"{NOT_RUN}{' | ' * 6} |").removesuffix(" |")
        rows.append(f"| {row} |\n")
    machine = MACHINE + cell(results.get("machine", NOT_RUN))
    return f"{HEAD}\n{TABLE}{''.join(rows)}\n{machine}.\n{TAIL}"


def structure(page: str) -> str:
    """The page without its figures."""
    lines = []
    for line in page.splitlines():
        if line.startswith("| `"):
            lines.append(" | ".join(line.split(" | ")[:2]))
        elif not line.startswith(MACHINE):
            lines.append(line)
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--results", type=Path, default=RESULTS, help="default: target/slow/results.json")
    options = parser.parse_args()
    if options.check:
        if structure(PAGE.read_text(encoding="utf-8")) == structure(render({})):
            return 0
        print(
            "docs/proofs.md does not list the suites of tests/slow/run.py; run: python tools/docs/proofs.py"
        )
        return 1
    try:
        results = json.loads(options.results.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        parser.error(f"cannot read the results of a run: {error}; run `make test-slow` first")
    PAGE.write_text(render(results, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    missing = [suite.name for suite in run.suites() if suite.name not in results["suites"]]
    if missing:
        print(f"docs/proofs.md has the earlier figures of these, or none: {', '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
