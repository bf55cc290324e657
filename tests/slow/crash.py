"""Campaigns that are killed at every system call, or lose power with any part of their writes on disk.

More than 10,000 points of each kind, from a seed that is printed. See tests/crash/README.md.
"""

from __future__ import annotations

import os
import sys

import common


def main() -> int:
    score = common.Score()
    seed = int.from_bytes(os.urandom(3))
    print(f"seed {seed}", flush=True)
    run = common.run(
        common.CARGO, "run", "--quiet", "-p", "smsbat-crash", "--", "--all", "--seed", seed, timeout=7200
    )
    print("\n".join(run.stdout.splitlines()[:-1]))
    if "\nskip   " in f"\n{run.stdout}":
        return 0
    score.count("crashes", run)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
