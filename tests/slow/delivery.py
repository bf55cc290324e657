"""The delivery of campaigns: every row's status and the cost to the last digit, whatever is killed.

`--rows 1000000 --release` is the whole of it; 20,000 rows are enough for every change. Four parts:

- Writers of delivery reports, killed with `kill -9` at 20 random moments: what was recorded is there.
- A campaign whose sandbox posts webhooks: the campaign, the receiver and the tracking are killed at 20 random
  moments. In the end every row's delivery is the sandbox's truth, none is lost and none is counted twice.
- 3,000 messages without webhooks, tracked at the provider's rate limit with no more requests than needed.
- Delivery reports per second.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from decimal import Decimal
from pathlib import Path

import common

KILLS = 20
#: Digits behind +38067 with the fate of such a number: statuses of the sandbox's rules.
FATES = ["delivered", "read", "undeliverable", "permanenterror", "expired", "delivered", "delivered", "read"]
MEANING = {"permanenterror": "undeliverable", "failed": "undeliverable"}

WRITER = """
import sys
from smsbat import webhooks
journal, name = sys.argv[1:]
number = 0
while True:
    bodies = []
    for number in range(number, number + 20):
        bodies.append('{"messageId":"%s-%d","deliverystatus":"delivered","cost":0.310}' % (name, number))
    webhooks.record(journal, bodies)
    number += 1
    print(number, flush=True)
"""

RECEIVER = """
import asyncio, sys
from smsbat import webhooks
app = webhooks.asgi_app(journal=sys.argv[2])

async def serve(reader, writer):
    try:
        head = (await reader.readuntil(b"\\r\\n\\r\\n")).decode().split("\\r\\n")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = [(name.lower().encode(), value.strip().encode()) for name, _, value in pairs]
        body = await reader.readexactly(int(dict(headers).get(b"content-length", b"0")))
        async def receive():
            return {"type": "http.request", "body": body}
        async def send(message):
            if message["type"] == "http.response.start":
                start = b"HTTP/1.1 %d OK\\r\\ncontent-length: 0\\r\\n" % message["status"]
                writer.write(start + b"connection: close\\r\\n\\r\\n")
        await app({"type": "http", "method": head[0].split()[0], "headers": headers}, receive, send)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), backlog=1000)
    async with server:
        await server.serve_forever()

asyncio.run(main())
"""


def post(url: str, body: object) -> None:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=60).close()


def kill(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def writers(score: common.Score, folder: Path, moments: random.Random) -> None:
    """Two writers at once, each killed ten times."""
    import smsbat

    journal = folder / "writers.db"
    recorded: dict[str, int] = {}
    for round_ in range(KILLS // 2):
        pair = {}
        try:
            for name in (f"a{round_}", f"b{round_}"):
                command = [sys.executable, "-c", WRITER, str(journal), name]
                pair[name] = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            first = {name: process.stdout.readline() for name, process in pair.items()}
            time.sleep(moments.uniform(0, 0.5))
        finally:
            for process in pair.values():
                time.sleep(moments.uniform(0, 0.02))
                process.send_signal(signal.SIGKILL)
            last = {name: process.communicate()[0] for name, process in pair.items()}
        for name in pair:
            # The last line may be cut off.
            *lines, _ = (first[name] + last[name]).split("\n")
            recorded[name] = int(lines[-1]) if lines else 0
    idle = [name for name, count in recorded.items() if count == 0]
    score.add(f"{len(recorded)} writers recorded something before they were killed", idle)
    ids = [f"{name}-{number}" for name, count in recorded.items() for number in range(count)]
    with smsbat.Client(api_key="none", base_url="http://127.0.0.1:9") as client:
        summary = client.messages.track(ids, journal=journal, timeout=0)
    lost = summary.total - summary.delivered
    score.add(f"{len(ids):,} reports of writers killed {KILLS} times", lost and f"{lost} lost")
    same = summary.cost == Decimal("0.310") * len(ids)
    score.add("their cost", "" if same else f"{summary.cost} of {len(ids)}")


def campaign(
    score: common.Score, folder: Path, rows: int, moments: random.Random, smsbat_command: Path
) -> None:
    import smsbat

    journal, source = folder / "campaign.db", folder / "customers.csv"
    with source.open("w") as file:
        file.write("to,text,type\n")
        file.writelines(
            f"+38067{i % len(FATES)}{i // len(FATES):06},Hello {i},{('sms', 'viber_trans')[i % 3 == 0]}\n"
            for i in range(rows)
        )
    port = common.free_port()
    killed = Counter()
    call = [smsbat_command, "--json", "sandbox"]
    with common.sandbox("--no-rate-limit", "--max-messages", str(2 * rows), call=call) as sandbox:
        url = sandbox["url"]
        for digit, status in enumerate(FATES):
            post(f"{url}/_sandbox/rules", {"to": f"38067{digit}*", "status": status})
        # Slow enough that it is still under way when it is killed for the last time.
        post(f"{url}/_sandbox/rules", {"path_prefix": "/bat/messagelist", "delay_ms": 200})
        post(f"{url}/_sandbox/webhooks", {"url": f"http://127.0.0.1:{port}/hook"})
        environment = os.environ | {"SMSBAT_API_KEY": "test-key", "SMSBAT_BASE_URL": url}
        over = threading.Event()

        def receive() -> None:
            """A receiver that is killed now and then, and started again at once."""
            command = [sys.executable, "-c", RECEIVER, str(port), str(journal)]
            while not over.is_set():
                process = subprocess.Popen(command)
                mortal = killed["receiver"] < KILLS // 3
                try:
                    over.wait(moments.uniform(1.5, 3.0) if mortal else None)
                finally:
                    kill(process)
                killed["receiver"] += mortal and not over.is_set()

        receiver = threading.Thread(target=receive)
        receiver.start()
        try:
            started = time.monotonic()
            bulk = [smsbat_command, "--json", "bulk", source, "--sender", "MyShop", "--journal", journal]
            bulk += ["--chunk-size", str(min(rows // 200, 5000))]
            track = [smsbat_command, "--json", "track", journal, "--timeout", "600"]
            longest = {"campaign": 0.6, "track": 2.0}
            for name, command, kills in (("campaign", bulk, KILLS // 3), ("track", track, KILLS // 3 + 2)):
                while killed[name] < kills:
                    process = subprocess.Popen(
                        [str(part) for part in command],
                        env=environment,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    )
                    try:
                        process.wait(timeout=moments.uniform(0.1, longest[name]))
                        break
                    except subprocess.TimeoutExpired:
                        killed[name] += 1
                    finally:
                        kill(process)
                if name == "campaign":
                    last = common.run(*command, env=environment, timeout=3600)
                    sums = json.loads(last.stdout)
                    sums.pop("problems")
                    print(sums, f"{time.monotonic() - started:.0f} s", flush=True)
            end = time.monotonic() + 3600
            while common.get(f"{url}/_sandbox/webhooks")["waiting"]:
                if time.monotonic() > end:
                    sys.exit("callbacks still wait after an hour")
                time.sleep(0.5)
            # What the sandbox gave up while the receiver was dead is asked for, without a limit.
            limit = smsbat.RateLimit(data=(3000, 3000))
            with smsbat.Client(api_key="test-key", base_url=url, rate_limit=limit) as client:
                summary = client.messages.track(journal=journal, timeout=3000)
            seconds = time.monotonic() - started
        finally:
            over.set()
            receiver.join()
        truth = {}
        for offset in range(0, 2 * rows, 50_000):
            page = common.get(f"{url}/_sandbox/messages?limit=50000&offset={offset}")["messages"]
            truth |= {m["message_id"]: (m["status"], m["cost"], m["to"]) for m in page}
            if len(page) < 50_000:
                break
    said = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    score.add(f"killed: {said}", "" if killed.total() >= KILLS else "too few")
    known = [row for row in summary if row["message_id"]]
    wrong = [
        row["index"]
        for row in known
        if truth.get(row["message_id"]) is None
        or (row["delivery_status"], str(row["cost"])) != truth[row["message_id"]][:2]
        or row["delivery"] != MEANING.get(row["delivery_status"], row["delivery_status"])
    ]
    score.add(
        f"the delivery of {len(known):,} rows is the sandbox's truth", wrong and f"{len(wrong)}: {wrong[:5]}"
    )
    cost = sum(Decimal(truth[row["message_id"]][1]) for row in known if row["message_id"] in truth)
    score.add(f"cost {summary.cost}", "" if summary.cost == cost else f"the truth is {cost}")
    sources = Counter(row["source"] for row in known)
    score.add(f"sources {dict(sources)}", "" if sources["webhook"] > rows / 4 else "few came by webhooks")
    by_channel = {name: counts.total for name, counts in summary.by_channel.items()}
    score.add(f"channels {by_channel}", "" if set(by_channel) == {"sms", "viber"} else "another channel")
    twice = [id for id, count in Counter(row["message_id"] for row in known).items() if count > 1]
    score.add("no message is counted twice", twice[:5])
    unknown = summary.total - len(known)
    same = len(known) == sums["accepted"] and unknown == sums["unknown"] and summary.total == rows
    score.add("every row that was sent is in it", "" if same else f"{summary!r} {sums}")
    people = Counter(to for _, _, to in truth.values())
    score.add("nobody got a message twice", [1 for count in people.values() if count > 1][:5])
    lines = (folder / "campaign.db-delivery").stat().st_size
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    score.figure(
        f"{rows:,} rows tracked in {seconds:.0f} s with {summary.requests:,} requests in the last call; "
        f"{journal.stat().st_size / 1e6:.0f} MB of journal, {lines / 1e6:.0f} MB of statuses; "
        f"{memory:.0f} MB of memory"
    )


def at_the_limit(score: common.Score, folder: Path) -> None:
    """3,000 messages without webhooks, at the provider's rate limit of reads."""
    import smsbat

    journal = folder / "limit.db"
    rows = [{"to": f"+380671{i:06}", "text": "Hello"} for i in range(3000)]
    told: list[tuple[float, int]] = []
    with common.sandbox() as sandbox, smsbat.Client(api_key="test-key", base_url=sandbox["url"]) as client:
        client.messages.send_bulk(rows, sender="MyShop", journal=journal)
        started = time.monotonic()
        summary = client.messages.track(
            journal=journal, progress=lambda p: told.append((p.elapsed, p.requests))
        )
        seconds = time.monotonic() - started
    score.add("3,000 messages are delivered", "" if summary.delivered == 3000 else repr(summary))
    score.add("with a request for each", "" if summary.requests == 3000 else f"{summary.requests} requests")
    spread = Counter()
    before = 0
    for elapsed, requests in told:
        spread[int(elapsed // 10) * 10] += requests - before
        before = requests
    drawn = ", ".join(f"{second}-{second + 10} s: {count}" for second, count in sorted(spread.items()))
    score.figure(
        f"3,000 messages without webhooks: {summary.requests:,} requests in {seconds:.0f} s ({drawn})"
    )
    # Fast enough to use the limit up, and no faster.
    score.add("at the rate limit", "" if 55 <= seconds <= 90 else f"{seconds:.0f} s")


def speed(score: common.Score, folder: Path) -> None:
    from smsbat import webhooks

    for batch, count in ((1, 500), (100, 20_000), (1000, 200_000)):
        journal = folder / f"speed-{batch}.db"
        bodies = [
            b'{"messageId":"00000000-0000-4000-8000-%012d","deliverystatus":"delivered",'
            b'"timestamp":"2026-05-04T09:31:07Z","cost":0.0310}' % i
            for i in range(count)
        ]
        started, processor = time.perf_counter(), time.process_time()
        for first in range(0, count, batch):
            webhooks.record(journal, bodies[first : first + batch])
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        score.figure(
            f"{count / seconds:,.0f} delivery reports a second in batches of {batch:,}, each batch on disk "
            f"before it returns ({processor / count * 1e6:.1f} µs of a processor each)"
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--release", action="store_true", help="use the command as it is released")
    parser.add_argument("--part", choices=["writers", "campaign", "limit", "speed"])
    options = parser.parse_args()
    score = common.Score()
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = {
            "writers": lambda: writers(score, folder, moments),
            "campaign": lambda: campaign(
                score, folder, options.rows, moments, common.command(options.release)
            ),
            "limit": lambda: at_the_limit(score, folder),
            "speed": lambda: speed(score, folder),
        }
        for part, run in parts.items():
            if options.part in (None, part):
                run()
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
