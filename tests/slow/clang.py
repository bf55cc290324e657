"""The C tests with Debian's clang.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import os
import sys

import common


def main() -> int:
    common.debian("clang")
    call = [sys.executable, common.ROOT / "tests" / "c" / "run.py"]
    call += ["--command", common.command(), "--library", common.DEBUG]
    score = common.Score()
    version = common.must("clang", "--version").stdout.splitlines()[0]
    done = common.run(*call, env={**os.environ, "CC": "clang", "CXX": "clang++"})
    score.count(f"C tests with {version}", done)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
