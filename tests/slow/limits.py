"""Campaigns with 0 to 12 threads and with 6 to 40 descriptors, with and without a journal.

After each run, the report, the journal and the sandbox agree, nothing is unknown, and the same call without
limits sends the rest and nobody twice. As root, threads are also refused with `ulimit -u`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import common

sys.path.insert(0, str(common.ROOT / "tests" / "python"))
import limited
import smsbat

#: No other process runs as this user, so that a limit of processes is one of threads.
USER = 54_321


def complete(said: dict[str, Any] | None) -> str:
    counts = Counter(row["outcome"] for row in said["rows"]) if said else Counter()
    return (
        "" if counts["accepted"] == limited.ROWS else f"not all were sent: {counts}, {said and said['error']}"
    )


def sweep(score: common.Score, sandbox: smsbat.Sandbox, folder: Path) -> None:
    limits: list[dict[str, Any]] = [{"files": n} for n in range(6, 41)]
    library = limited.shim(folder)
    if library is None:
        score.skip("threads", "needs a C compiler")
    else:
        limits += [{"threads": n, "library": library} for n in range(13)]
    for few in limits:
        kind, number = next(iter(few.items()))
        for kept in (False, True):
            limited.slow(sandbox)
            journal = folder / f"{kind}-{number}.db" if kept else None
            said, problem = limited.campaign(sandbox, journal, **few)
            if not problem and (kind == "threads" or number >= 12):
                problem = complete(said)
            if not problem and kept:
                again, problem = limited.campaign(sandbox, journal)
                problem = problem or complete(again)
            score.add(f"{kind} {number}{' with a journal' if kept else ''}", problem)


def as_another_user(score: common.Score, sandbox: smsbat.Sandbox, folder: Path) -> None:
    """The command under the limit itself, which does not bind root."""
    if sys.platform != "linux" or os.geteuid() != 0:
        score.skip("ulimit -u", "needs root, to be a user without other processes")
        return
    import resource

    home = folder / "home"
    home.mkdir(mode=0o777)
    home.chmod(0o777)
    folder.chmod(0o755)
    (home / "customers.csv").write_text(
        "to,text\n" + "".join(f"+{380671000000 + i},x\n" for i in range(limited.ROWS))
    )
    program = home / "smsbat"
    program.write_bytes(common.command().read_bytes())
    program.chmod(0o755)
    environment = {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox.url, "TMPDIR": str(home)}
    for most in range(1, 13):

        def limit(most: int = most) -> None:
            resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
            os.setgroups([])
            os.setgid(USER)
            os.setuid(USER)

        for journal in (["--no-journal"], ["--journal", str(home / f"{most}.db")]):
            limited.slow(sandbox)
            line = [program, "bulk", home / "customers.csv", "--sender", "MyShop"]
            try:
                done = subprocess.run(
                    [*line, "--chunk-size", str(limited.CHUNK), *journal],
                    capture_output=True,
                    text=True,
                    timeout=60,
                    env=environment,
                    cwd=home,
                    preexec_fn=limit,
                )
                problem = "" if done.returncode == 0 else done.stderr
            except subprocess.TimeoutExpired:
                problem = "it hangs"
            arrived = Counter(message["to"] for message in sandbox.messages(limit=limited.ROWS * 4))
            if not problem and (len(arrived), set(arrived.values())) != (limited.ROWS, {1}):
                problem = f"{len(arrived)} recipients, {max(arrived.values())} messages to one"
            score.add(f"ulimit -u {most} {journal[0]}", problem)


def main() -> int:
    score = common.Score()
    with smsbat.Sandbox(rate_limit=False) as sandbox, tempfile.TemporaryDirectory() as folder:
        sweep(score, sandbox, Path(folder))
        as_another_user(score, sandbox, Path(folder))
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
