"""Measures the start of a program, compared with other clients: import, client, memory, first response.

    python benches/python_import.py [--json FILE] [WHEEL]

Each measurement is a new process. In each round, every package runs once, in random order. Ratios are
computed within a round, and the table shows their medians. The default wheel is that of `make wheel`. The
first response is that to a status request over HTTPS, with everything before it: import, client, the system's
certificates and one more. The server is that of the other benchmarks. Absolute numbers depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "slow"))
import common
import peers
import server

ROUNDS = 15
PEERS = ["requests==2.34.2", "httpx==0.28.1", "twilio==9.13.0"]
PATH = "/bat/message/m-0000000000000001"
# Programs that request a status with a new client.
REQUESTS = {
    "smsbat": f"smsbat.Client(api_key='k', base_url=url).status('{PATH.rpartition('/')[2]}').delivery_status",
    "requests": f"requests.Session().get(url + '{PATH}').json()['deliverystatus']",
    "httpx": f"httpx.Client().get(url + '{PATH}').json()['deliverystatus']",
}
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
FIRST = """
import sys, time
url, start = sys.argv[1], time.perf_counter()
import {module}
status = {request}
print((time.perf_counter() - start) * 1e3)
assert status == "delivered", status
"""
COLUMNS = ["import ms", "import MiB", "import and client ms", "next client ms", "first HTTPS answer ms"]
# Certificates that Debian trusts.
TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")


def one(python: Path, module: str, url: str, bundle: Path) -> list[float | None]:
    """The columns for one package."""
    found = common.must(python, "-c", SCRIPT.format(module=module, client=CLIENTS[module]), cwd="/")
    values = json.loads(found.stdout)
    if module not in REQUESTS:
        return [*values, None]
    # One file for all of them, in place of what this machine may have set.
    trust = {
        name: value for name, value in os.environ.items() if name not in ("SSL_CERT_DIR", "CURL_CA_BUNDLE")
    }
    trust |= {"SSL_CERT_FILE": str(bundle), "REQUESTS_CA_BUNDLE": str(bundle)}
    script = FIRST.format(module=module, request=REQUESTS[module])
    first = common.must(python, "-c", script, url, cwd="/", env=trust)
    return [*values, float(first.stdout)]


def cell(rounds: list[dict[str, list]], module: str, column: int) -> str:
    if rounds[0][module][column] is None:
        return "–"
    value = statistics.median(one[module][column] for one in rounds)
    ratios = [one[module][column] / one["smsbat"][column] for one in rounds if one["smsbat"][column]]
    times = f" ({statistics.median(ratios):.1f}×)" if ratios and module != "smsbat" else ""
    return f"{value:.2f}{times}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", nargs="?", type=Path, help="default: the one in dist/")
    parser.add_argument("--json", type=Path, help="file for all single values")
    options = parser.parse_args()
    wheel = options.wheel or next(iter(sorted((common.ROOT / "dist").glob("*.whl"))), None)
    if not wheel:
        common.missing("a wheel; run `make wheel` first")
    common.debian("nginx-light", "openssl", "ca-certificates", "python3-venv")
    python = peers.with_wheel("import-bench", PEERS, wheel)
    common.evict(python)
    rounds = []
    with tempfile.TemporaryDirectory(prefix="smsbat-bench-") as temporary:
        folder = Path(temporary)
        with server.running(folder, 0) as (urls, authority):
            bundle = folder / "bundle.pem"
            bundle.write_text(TRUSTED.read_text() + authority.read_text())
            for turn in range(ROUNDS + 1):
                modules = random.sample(list(CLIENTS), len(CLIENTS))
                found = {module: one(python, module, urls["https", "status"], bundle) for module in modules}
                # The first round writes bytecode and warms the disk's cache.
                if turn:
                    rounds.append(found)
    print(f"medians of {ROUNDS} rounds; in brackets how often ours fits into it\n")
    print(f"| package | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for module in CLIENTS:
        print(f"| {module} | {' | '.join(cell(rounds, module, column) for column in range(len(COLUMNS)))} |")
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
