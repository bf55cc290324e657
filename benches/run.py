"""`make bench`: measures the cost of a message for the sender, as ratios to other clients.

Each measurement is a new process that prints its CPU seconds (getrusage, user and system) and wall seconds as
one line of JSON. In each round, every peer runs once, in random order. Ratios are computed within a round,
and the table shows their medians over the rounds. The server has one core, the peers have another. Absolute
numbers depend on the machine; compare the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "slow"))
import common
import peers
import server


@dataclass
class Item:
    """A piece of work."""

    title: str
    requests: int
    warmup: int
    answer: str
    messages: int = 1


ITEMS = {
    "whole": Item(
        f"make {server.BATCH:,} messages, send them in a request, read each row", 40, 3, "batch", server.BATCH
    ),
    "loop": Item("make one message, send it, read its row", 20_000, 500, "small"),
    "report": Item(
        f"a campaign from an Arrow table, with its report read, {server.BATCH:,} messages a request",
        40,
        3,
        "batch",
        server.BATCH,
    ),
    "small": Item("one message a request, one thread", 20_000, 500, "small"),
    "threads": Item("one message a request, eight threads that share a client", 20_000, 500, "small"),
    "batch": Item(f"{server.BATCH:,} messages a request", 40, 3, "batch", server.BATCH),
    "csv": Item(
        f"a campaign from a CSV file, {server.BATCH:,} messages a request", 40, 3, "batch", server.BATCH
    ),
    "frame": Item(
        f"a campaign from an Arrow table, {server.BATCH:,} messages a request", 40, 3, "batch", server.BATCH
    ),
    "status": Item("one question for a status", 20_000, 500, "status"),
    "poll": Item("the statuses of 5,000 messages", 5_000, 100, "status"),
    "tables": Item("the rows of a reply or report as tables", 40, 0, "batch", server.BATCH),
    "memory": Item("memory of a message and a row, in bytes", 1, 0, "batch", server.BATCH),
}
# An interpreter that takes a hundred times as long as the fastest need not do it as often.
PYTHON_SHARE = 0.2
FLOOR = "raw socket"


def measure(
    peer: peers.Peer, item: str, url: str, authority: Path | None, scale: float, cores: list[int]
) -> dict:
    work = ITEMS[item]
    share = PYTHON_SHARE if peer.language == "Python" and work.messages == 1 and item != "poll" else 1
    requests, warmup = max(1, round(work.requests * scale * share)), work.warmup
    call = [*peer.call, item, url, str(requests), str(warmup)]
    call += [str(authority)] if authority else []
    done = subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | peer.environment,
        # Threads may use what there is.
        preexec_fn=lambda: os.sched_setaffinity(0, cores if item == "threads" else {cores[-1]}),
    )
    if done.returncode != 0:
        sys.exit(f"{peer.name}, {item}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    messages = requests * work.messages
    if item == "memory":
        return {"message": found["message"], "row": found["row"]}
    return {
        "cpu": found["cpu"] / messages * 1e6,
        "rate": messages / found["wall"],
        "p50": found.get("p50"),
        "extra": found.get("extra"),
    }


def table(title: str, rounds: list[dict[str, dict]], chosen: list[peers.Peer]) -> str:
    """Medians over the rounds; `ours` is how many times less CPU our peer of the same language takes.

    Memory is the peak of the work over what was resident before it, and p50 the median time of a request; not
    every peer says them.
    """
    if all("row" in one for one in rounds[0].values()):
        return memory_table(title, rounds, chosen)
    ours = {peer.language: peer.name for peer in chosen if peer.ours}
    head = [
        "peer",
        "CPU µs/message",
        "× raw socket",
        "ours takes less, times",
        "messages/s",
        "p50 µs",
        "× its p50",
        "MiB more",
    ]
    rows = []
    for peer in chosen:
        cpu = statistics.median(one[peer.name]["cpu"] for one in rounds)
        rate = statistics.median(one[peer.name]["rate"] for one in rounds)
        floor = less = "–"
        if FLOOR in rounds[0]:
            floor = f"{statistics.median(one[peer.name]['cpu'] / one[FLOOR]['cpu'] for one in rounds):.2f}"
        own = ours.get(peer.language)
        if own and not peer.ours:
            less = f"{statistics.median(one[peer.name]['cpu'] / one[own]['cpu'] for one in rounds):.2f}"
        p50 = over = more = "–"
        if all(one[peer.name]["p50"] is not None for one in rounds):
            p50 = f"{statistics.median(one[peer.name]['p50'] for one in rounds) * 1e6:.1f}"
            if FLOOR in rounds[0]:
                over = statistics.median(one[peer.name]["p50"] / one[FLOOR]["p50"] for one in rounds)
                over = f"{over:.2f}"
        if all(one[peer.name]["extra"] is not None for one in rounds):
            more = f"{statistics.median(one[peer.name]['extra'] for one in rounds) / 1024:.1f}"
        name = f"**{peer.name}**" if peer.ours else peer.name
        rows.append((cpu, [name, f"{cpu:.2f}", floor, less, f"{rate:,.0f}", p50, over, more]))
    lines = [f"**{title}**", "", f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for _, row in sorted(rows))])


def memory_table(title: str, rounds: list[dict[str, dict]], chosen: list[peers.Peer]) -> str:
    lines = [f"**{title}**", "", "| peer | message | row |", "|---|---:|---:|"]
    for peer in chosen:
        message, row = (
            statistics.median(one[peer.name][what] for one in rounds) for what in ("message", "row")
        )
        lines.append(f"| {peer.name} | {message:.0f} | {row:.0f} |")
    return "\n".join(lines)


def machine() -> str:
    text = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in text.splitlines() if "model name" in line), "?")
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--items", default=",".join(ITEMS))
    parser.add_argument("--schemes", default="http,https")
    parser.add_argument("--languages", default=",".join(peers.LANGUAGES))
    parser.add_argument("--scale", type=float, default=1.0, help="of the requests of a measurement")
    parser.add_argument("--json", type=Path, help="file for all single values")
    options = parser.parse_args()
    common.debian("nginx-light", "openssl", *peers.DEBIAN)
    cores = sorted(os.sched_getaffinity(0))
    kept = {}
    with tempfile.TemporaryDirectory(prefix="smsbat-bench-") as temporary:
        folder = Path(temporary)
        chosen = peers.build(folder, options.languages.split(","))
        with server.running(folder, cores[0]) as (urls, authority):
            print(f"{machine()}; medians of {options.rounds} rounds\n", flush=True)
            for item in options.items.split(","):
                for scheme in options.schemes.split(","):
                    rounds = []
                    able = [peer for peer in chosen if item in peer.items]
                    for _ in range(options.rounds):
                        order = random.sample(able, len(able))
                        trust = authority if scheme == "https" else None
                        measured = {
                            peer.name: measure(
                                peer, item, urls[scheme, ITEMS[item].answer], trust, options.scale, cores
                            )
                            for peer in order
                        }
                        rounds.append(measured)
                    kept[f"{item} {scheme}"] = rounds
                    print(table(f"{ITEMS[item].title}, {scheme.upper()}", rounds, able) + "\n", flush=True)
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
