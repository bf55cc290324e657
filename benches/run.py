"""`make bench`: what a message costs the sender, ours beside what people use today, as ratios.

Each measurement is a fresh process that prints its CPU seconds (getrusage, user and system) and wall seconds
as one line of JSON. In each round every peer runs once, in random order; ratios are taken within a round, and
the table has their medians over the rounds. The server has one core, the peers have another. Absolute numbers
belong to the machine; ratios are what to look at.
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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "slow"))
import common
import peers
import server

# Requests and warm-up of a measurement.
AMOUNTS = {"small": (20_000, 500), "batch": (40, 3)}
TITLES = {
    "small": "one message a request, one thread",
    "batch": f"{server.BATCH:,} messages a request",
}
FLOOR = "raw socket"


def measure(peer: peers.Peer, item: str, url: str, authority: Path | None, scale: float, core: int) -> dict:
    requests, warmup = AMOUNTS[item]
    requests = max(1, round(requests * scale))
    call = [*peer.call, item, url, str(requests), str(warmup)]
    call += [str(authority)] if authority else []
    done = subprocess.run(
        call,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | peer.environment,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    if done.returncode != 0:
        sys.exit(f"{peer.name}, {item}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    messages = requests * server.SIZES[item]
    return {"cpu": found["cpu"] / messages * 1e6, "rate": messages / found["wall"]}


def table(title: str, rounds: list[dict[str, dict]], chosen: list[peers.Peer]) -> str:
    """Medians over the rounds; `ours` is how many times less CPU our peer of the same language takes."""
    ours = {peer.language: peer.name for peer in chosen if peer.ours}
    head = ["peer", "CPU µs/message", "× raw socket", "ours takes less, times", "messages/s"]
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
        name = f"**{peer.name}**" if peer.ours else peer.name
        rows.append((cpu, [name, f"{cpu:.2f}", floor, less, f"{rate:,.0f}"]))
    lines = [f"**{title}**", "", f"| {' | '.join(head)} |", "|---|---:|---:|---:|---:|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for _, row in sorted(rows))])


def machine() -> str:
    text = Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in text.splitlines() if "model name" in line), "?")
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--items", default="small,batch")
    parser.add_argument("--schemes", default="http,https")
    parser.add_argument("--peers", default="", help="names, separated by commas; default: all")
    parser.add_argument("--scale", type=float, default=1.0, help="of the requests of a measurement")
    parser.add_argument("--json", type=Path, help="file for all single values")
    options = parser.parse_args()
    common.debian("nginx-light", "openssl", *peers.DEBIAN)
    cores = sorted(os.sched_getaffinity(0))
    wanted = [name for name in options.peers.split(",") if name]
    kept = {}
    with tempfile.TemporaryDirectory(prefix="smsbat-bench-") as temporary:
        folder = Path(temporary)
        chosen = [peer for peer in peers.build(folder) if not wanted or peer.name in wanted]
        with server.running(folder, cores[0]) as (urls, authority):
            print(f"{machine()}; medians of {options.rounds} rounds\n", flush=True)
            for item in options.items.split(","):
                for scheme in options.schemes.split(","):
                    rounds = []
                    for _ in range(options.rounds):
                        order = random.sample(chosen, len(chosen))
                        trust = authority if scheme == "https" else None
                        measured = {
                            peer.name: measure(
                                peer, item, urls[scheme, item], trust, options.scale, cores[-1]
                            )
                            for peer in order
                        }
                        rounds.append(measured)
                    kept[f"{item} {scheme}"] = rounds
                    print(table(f"{TITLES[item]}, {scheme.upper()}", rounds, chosen) + "\n", flush=True)
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
