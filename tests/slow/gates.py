"""Counts the instructions and system calls of a send, which do not depend on the load of the machine.

The programs are those of benches/, against nginx. A figure is the difference between a long and a short run,
so that startup does not count; creating the messages does. A change that exceeds the limits below must give a
reason.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import common

sys.path.insert(0, str(common.ROOT / "benches"))
import peers
import server

# User-space instructions of one message: alone in its request, and in a request of 5,000.
INSTRUCTIONS = {"small": 51_000, "batch": 7_500}
RUNS = {"small": (100, 500), "batch": (2, 6)}
# A send over a connection that is kept: who we are, in case of a fork, a look at the connection, one write,
# one read.
SYSTEM_CALLS = 4
NEVER = {"clone", "clone3", "fork", "vfork", "openat", "open", "socket", "connect", "newfstatat"}


def instructions(call: list[str], item: str, url: str, folder: Path) -> float:
    """Of one message."""
    counted = []
    for requests in RUNS[item]:
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'callgrind'}"]
        done = common.must(*tool, *call, item, url, requests, 5)
        counted.append(int(re.search(r"refs:\s+([\d,]+)", done.stderr)[1].replace(",", "")))
    short, long = RUNS[item]
    messages = (long - short) * (server.BATCH if item == "batch" else 1)
    return (counted[1] - counted[0]) / messages


def system_calls(call: list[str], url: str, folder: Path) -> dict[str, float]:
    """By name, of one small send."""
    found: dict[str, float] = {}
    short, long = RUNS["small"]
    for requests, sign in ((short, -1), (long, 1)):
        trace = folder / "trace"
        common.must("strace", "-f", "-qq", "-o", trace, *call, "small", url, requests, 5)
        for line in trace.read_text().splitlines():
            name = re.match(r"\d+\s+(\w+)\(", line)
            if name:
                found[name[1]] = found.get(name[1], 0) + sign / (long - short)
    return {name: each for name, each in found.items() if each > 0.01}


def main() -> int:
    common.debian("nginx-light", "openssl", "valgrind", "strace")
    score = common.Score()
    with tempfile.TemporaryDirectory(prefix="smsbat-gates-") as temporary:
        folder = Path(temporary)
        ours = next(peer for peer in peers.in_rust(folder) if peer.ours)
        with server.running(folder, 0) as (urls, _):
            for item, most in INSTRUCTIONS.items():
                each = instructions(ours.call, item, urls["http", item], folder)
                said = f"{item}: {each:,.0f} instructions a message, at most {most:,}"
                score.add(said, "" if each <= most else "too many")
            calls = system_calls(ours.call, urls["http", "small"], folder)
            total = sum(calls.values())
            shown = ", ".join(f"{name} {each:.2f}" for name, each in sorted(calls.items()))
            said = f"small: {total:.2f} system calls, at most {SYSTEM_CALLS} ({shown})"
            score.add(said, "" if total <= SYSTEM_CALLS + 0.5 and not NEVER & set(calls) else "too many")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
