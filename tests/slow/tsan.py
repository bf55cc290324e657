"""Sixteen threads on one client whose connections break, and campaigns, under ThreadSanitizer.

Needs the nightly toolchain with rust-src, because the standard library is built with the sanitizer too. The
last line is `N passed, N failed`.
"""

from __future__ import annotations

import os
import sys

import common

TARGET = "x86_64-unknown-linux-gnu"


def main() -> int:
    score = common.Score()
    rustup = common.run("rustup", "component", "add", "--toolchain", "nightly", "rust-src")
    if rustup.returncode != 0 or common.run("uname", "-sm").stdout.split() != ["Linux", "x86_64"]:
        score.skip("ThreadSanitizer", "the nightly toolchain with rust-src for x86-64 Linux cannot be had")
        score.close()
        return 0
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")} | {
        "CARGO_TARGET_DIR": str(common.WORK / "tsan"),
        "RUSTFLAGS": "-Zsanitizer=thread",
        # SQLite too: what it does with its threads is part of the journal.
        "CFLAGS": "-fsanitize=thread",
        "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
        "TSAN_OPTIONS": "halt_on_error=0 exitcode=66",
    }
    cargo = [common.CARGO, "+nightly"]
    build = ["-Zbuild-std", "--target", TARGET]
    for name, call in (
        (
            "a storm of 16 threads on one client",
            ["run", "-q", *build, "-p", "smsbat-faults", "--", "--all", "--workers", "2", "--only", "storm"],
        ),
        (
            "campaigns",
            ["test", "-q", *build, "-p", "smsbat-core", "--features", "journal", "--test", "bulk"],
        ),
    ):
        done = common.run(*cargo, *call, cwd=common.ROOT, env=environment, timeout=7200)
        races = (done.stdout + done.stderr).count("WARNING: ThreadSanitizer")
        good = done.returncode == 0 and races == 0
        score.add(f"{name}: no data race", "" if good else (done.stdout + done.stderr)[-12000:])
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
