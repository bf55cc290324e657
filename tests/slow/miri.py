"""Runs the core's and the C library's unit tests under Miri, which detects undefined behavior.

Tests that open sockets, call SQLite or try tens of thousands of values are skipped. Requires the nightly
toolchain with its components miri and rust-src. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import os
import re
import sys

import common

# Names of tests begin with these.
CORE = [
    "model::",
    "text::",
    "phone::",
    "hex::",
    "time::",
    "error::",
    "preview::",
    "credentials::",
    "http::retry::",
    "http::rate::",
]
# Tens of thousands of texts each, or files: hours under Miri.
LEFT_OUT = ["what_is_json_is_decided_as_by_serde", "the_table_of_the_readme_is_true", "skimming"]


def main() -> int:
    score = common.Score()
    rustup = common.run("rustup", "component", "add", "--toolchain", "nightly", "miri", "rust-src")
    if rustup.returncode != 0:
        score.skip("Miri", "the nightly toolchain with miri and rust-src cannot be had")
        score.close()
        return 0
    environment = os.environ | {
        "CARGO_TARGET_DIR": str(common.WORK / "miri"),
        # Clocks and the system's random numbers.
        "MIRIFLAGS": "-Zmiri-disable-isolation",
    }
    skips = [part for name in LEFT_OUT for part in ("--skip", name)]
    for crate, names in (("smsbat-core", CORE), ("smsbat-ffi", [])):
        call = [common.CARGO, "+nightly", "miri", "test", "-p", crate, "--lib", "--no-default-features"]
        done = common.run(*call, "--", *names, *skips, cwd=common.ROOT, env=environment, timeout=7200)
        count = re.search(r"test result: ok\. (\d+) passed", done.stdout)
        tried = int(count[1]) if count else 0
        good = done.returncode == 0 and tried > 0
        score.add(f"{tried} unit tests of {crate}", "" if good else (done.stdout + done.stderr)[-8000:])
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
