"""A campaign of 200,000 rows, killed with `kill -9` at 20 random moments and started again.

The sandbox has every row at most once, every row is accounted for, and the sums agree with the sandbox.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import common

ROWS = 200_000
KILLS = 20


def main() -> int:
    score = common.Score()
    seed = int.from_bytes(os.urandom(4))
    moments = random.Random(seed)
    print(f"seed {seed}")
    with common.sandbox("--no-rate-limit") as sandbox, tempfile.TemporaryDirectory() as folder:
        campaign = Path(folder, "customers.csv")
        with campaign.open("w") as file:
            file.write("to,name\n")
            file.writelines(f"+{380671000000 + i},N{i}\n" for i in range(ROWS))
        environment = os.environ | {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": sandbox["url"]}
        command = [
            common.command(),
            "--json",
            "bulk",
            campaign,
            "--sender",
            "MyShop",
            "--template",
            "Hi {name}",
        ]
        started = time.monotonic()
        killed = 0
        while killed < KILLS:
            process = subprocess.Popen(
                [*command, "--chunk-size", str(moments.randint(50, 400))],
                env=environment,
                stdout=subprocess.PIPE,
            )
            try:
                process.communicate(timeout=moments.uniform(0.05, 1.0))
                break  # It was faster than the kills.
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                killed += 1
        said = f"killed {killed} times in {time.monotonic() - started:.0f} s"
        score.add(said, "" if killed == KILLS else f"not {KILLS} times: it came to its end before")
        last = subprocess.run(command, env=environment, capture_output=True, text=True)
        sums = json.loads(last.stdout)
        print(sums)
        settled = sums["accepted"] + sums["rejected"] + sums["not_sent"] + sums["unknown"]
        score.add("every row has an outcome", "" if settled == sums["total"] == ROWS else sums)
        score.add("no error", sums["error"] or "")
        journal = Path(folder, "customers.csv.journal")
        with sqlite3.connect(journal) as database:
            score.add(
                "the journal is sound",
                "" if database.execute("PRAGMA integrity_check").fetchone() == ("ok",) else "no",
            )
            kept = dict(database.execute("SELECT outcome, count(*) FROM report GROUP BY outcome"))
            accepted = {
                row[0]
                for row in database.execute(
                    "SELECT customer_message_id FROM report WHERE outcome = 'accepted'"
                )
            }
            unknown = {
                row[0]
                for row in database.execute(
                    "SELECT customer_message_id FROM report WHERE outcome = 'unknown'"
                )
            }
        score.add(
            "its sums are those of the report", "" if kept.get("accepted", 0) == sums["accepted"] else kept
        )
        answer = common.get(sandbox["url"] + f"/_sandbox/messages?limit={ROWS * 2}")
        arrived = Counter(message["customer_message_id"] for message in answer["messages"])
        twice = [key for key, count in arrived.items() if count > 1]
        score.add("nobody got a message twice", twice[:5])
        score.add("what was accepted arrived", sorted(accepted - arrived.keys())[:5])
        score.add("what arrived is accepted or unknown", sorted(arrived.keys() - accepted - unknown)[:5])
        print(f"{len(arrived)} arrived, {len(unknown & arrived.keys())} of them unknown to the sender")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
