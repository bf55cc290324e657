"""Breaks every exchange with the provider at every byte: the full run of tests/faults.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import re
import subprocess
import sys

import common

SUMMARY = re.compile(
    r"(\d+) faults, (\d+) trials where none happened, (\d+) received twice, (\d+) disagreements"
)


def main() -> int:
    score = common.Score()
    call = [*common.CHECKED, "-p", "smsbat-faults", "--", "--all"]
    said = ""
    with subprocess.Popen(call, cwd=common.ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            said += line
    found = SUMMARY.search(said)
    problem = "" if process.returncode == 0 else f"exit code {process.returncode}"
    if not found:
        score.add("all faults", problem or "there is no summary")
        return score.close()
    faults, _, twice, disagreements = (int(count) for count in found.groups())
    score.add(f"{faults} faults", problem)
    score.add("there were tens of thousands of them", "" if faults > 50_000 else faults)
    score.figure(f"{faults:,} faults, {twice} messages received twice, {disagreements} disagreements")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
