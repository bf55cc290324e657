"""The memory of a campaign does not grow with its rows: 5,000,000 take at most 64 MiB more than 50,000.

Runs the released command with a CSV file against nginx, which accepts everything: without a journal, with a
journal, and once more with the same journal, when every row is already known and none is sent. The numbers
are spread over a whole country, so that the set of recipients is as large as possible.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import common

sys.path.insert(0, str(common.ROOT / "benches"))
import server

FEW, MANY = 50_000, 5_000_000
MOST_MORE = 64 << 10  # KiB
# No common divisor: multiples of the step, modulo the numbers, come in no order and none comes twice.
# No number begins with 0 after the country code.
STEP, FIRST, PHONES = 387_420_499, 380_100_000_000, 900_000_000


def lines(rows: int) -> Iterator[str]:
    yield "to,name\n"
    for row in range(rows):
        yield f"+{FIRST + row * STEP % PHONES},N{row}\n"


def run(campaign: Path, environment: dict[str, str], *arguments: object) -> tuple[dict, int]:
    """Returns the report's counts and the peak of the resident memory in KiB."""
    command = [common.command(release=True), "--json", "bulk", campaign, *arguments]
    command += ["--sender", "MyShop", "--template", "Hi {name}", "--chunk-size", server.BATCH]
    process = subprocess.Popen([str(part) for part in command], env=environment, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return json.loads(output), used.ru_maxrss


def main() -> int:
    common.debian("nginx-light", "openssl")
    score = common.Score()
    with tempfile.TemporaryDirectory(prefix="smsbat-memory-") as temporary:
        folder = Path(temporary)
        with server.running(folder, 0) as (urls, _):
            peaks: dict[str, list[int]] = {}
            environment = os.environ | {
                "SMSBAT_API_KEY": "test-key",
                "SMSBAT_BASE_URL": urls["http", "batch"],
                # Outcomes are kept there.
                "TMPDIR": str(folder),
            }
            for rows in (FEW, MANY):
                campaign = folder / f"{rows}.csv"
                with campaign.open("w") as file:
                    file.writelines(lines(rows))
                journal = ["--journal", folder / f"{rows}.journal"]
                for name, arguments in (
                    ("without a journal", ["--no-journal"]),
                    ("with a journal", journal),
                    ("once more with that journal", journal),
                ):
                    sums, peak = run(campaign, environment, *arguments)
                    peaks.setdefault(name, []).append(peak)
                    resumed = rows if name.startswith("once more") else 0
                    wrong = (sums["accepted"], sums["resumed"], sums["error"]) != (rows, resumed, None)
                    score.add(f"{rows:,} rows {name}: {peak / 1024:.0f} MiB", sums if wrong else "")
            for name, (few, many) in peaks.items():
                said = f"{name}: {(many - few) / 1024:.0f} MiB more for {MANY:,} rows than for {FEW:,}"
                score.add(said, "too much" if many - few > MOST_MORE else "")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
