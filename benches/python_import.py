"""What the first lines of a program cost: the import, a client, the memory; beside what people use today.

    python benches/python_import.py [WHEEL]

Each measurement is a fresh process; in each round every package comes once, in random order. Ratios are taken
within a round, and the table has their medians. The wheel is that of `make wheel` unless one is named.
Absolute numbers belong to the machine.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "slow"))
import common

ROUNDS = 15
PEERS = ["requests==2.34.2", "httpx==0.28.1", "twilio==9.13.0"]
# The import, and the least that can send something.
CLIENTS = {
    "smsbat": "smsbat.Client(api_key='k')",
    "requests": "requests.Session()",
    "httpx": "httpx.Client()",
    "twilio.rest": "twilio.rest.Client('AC1', 't')",
    "asyncio": "asyncio.new_event_loop().close()",
}
SCRIPT = """
import json, time
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
before, start = resident(), time.perf_counter()
import {module}
imported, memory = time.perf_counter() - start, resident() - before
{client}
first = time.perf_counter()
{client}
second = time.perf_counter() - first
print(json.dumps([imported * 1e3, memory / 1024, (first - start) * 1e3, second * 1e3]))
"""
COLUMNS = ["import ms", "import MiB", "import and client ms", "next client ms"]


def main() -> int:
    wheels = [Path(given) for given in sys.argv[1:]] or sorted((common.ROOT / "dist").glob("*.whl"))
    if not wheels:
        common.missing("a wheel; run `make wheel` first")
    python = common.venv("import-bench", PEERS)
    common.must(
        python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall", wheels[0]
    )
    common.evict(python)
    rounds = []
    for turn in range(ROUNDS + 1):
        modules = random.sample(list(CLIENTS), len(CLIENTS))
        call = {
            m: common.must(python, "-c", SCRIPT.format(module=m, client=CLIENTS[m]), cwd="/") for m in modules
        }
        # The first round writes bytecode and warms the disk's cache.
        if turn:
            rounds.append({module: json.loads(done.stdout) for module, done in call.items()})
    print(f"medians of {ROUNDS} rounds; in brackets how often ours fits into it\n")
    print(f"| package | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for module in CLIENTS:
        cells = []
        for column in range(len(COLUMNS)):
            value = statistics.median(one[module][column] for one in rounds)
            ratios = [one[module][column] / one["smsbat"][column] for one in rounds if one["smsbat"][column]]
            times = f" ({statistics.median(ratios):.1f}×)" if ratios and module != "smsbat" else ""
            cells.append(f"{value:.2f}{times}")
        print(f"| {module} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
