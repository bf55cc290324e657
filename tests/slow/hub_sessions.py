"""Sessions of the chat hub whose connections break: at every byte and at random, over plain TCP and TLS, by
WebSocket and long polling. A day with a restart every hour, the time of a push, an idle connection and many.

`--part` runs one part: sessions, day, push, idle, many.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import common

import smsbat

SUMMARY = re.compile(
    r"(\d+) faults, (\d+) trials where none happened, (\d+) received twice, (\d+) disagreements"
)
CHAT = 6601
PUSHES = 2_000
HUBS = 1_000


def sessions(score: common.Score) -> None:
    call = [common.CARGO, "run", "--quiet", "-p", "smsbat-faults", "--", "--hub", "--all"]
    said = ""
    with subprocess.Popen(call, cwd=common.ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            said += line
    found = SUMMARY.search(said)
    problem = "" if process.returncode == 0 else f"exit code {process.returncode}"
    if not found:
        score.add("all sessions", problem or "there is no summary")
        return
    faults, _, _, disagreements = (int(count) for count in found.groups())
    score.add(f"{faults} faults", problem)
    score.add("there were tens of thousands of them", "" if faults > 20_000 else faults)
    score.figure(f"{faults:,} faults in sessions of the chat hub, {disagreements} disagreements")


def day(score: common.Score) -> None:
    call = [common.CARGO, "test", "--quiet", "-p", "smsbat-faults", "--test", "day", "--"]
    done = common.run(*call, "--ignored", "--nocapture", cwd=common.ROOT)
    score.add("a day with a restart every hour", "" if done.returncode == 0 else done.stdout + done.stderr)
    for line in done.stdout.splitlines():
        if line.startswith("figure "):
            print(line, flush=True)


def write(sandbox: smsbat.Sandbox, sent: dict[str, float]) -> None:
    for number in range(PUSHES):
        sent[str(number)] = time.perf_counter()
        sandbox.chat_message(CHAT, str(number))
        time.sleep(0.001)


def push(score: common.Score) -> None:
    for transport in ("websocket", "long_polling"):
        with smsbat.Sandbox(rate_limit=False) as sandbox, sandbox.client() as client:
            times: list[float] = []
            sent: dict[str, float] = {}
            with client.chathub.listen(chats=[CHAT], transport=transport) as events:
                events.next(20)
                writer = threading.Thread(target=write, args=(sandbox, sent))
                writer.start()
                while len(times) < PUSHES:
                    event = events.next(20)
                    if not isinstance(event, smsbat.ChatMessageReceived):
                        break
                    times.append(time.perf_counter() - sent[str(event.message.text)])
                writer.join()
            times.sort()
            score.add(f"every push came, {transport}", "" if len(times) == PUSHES else len(times))
            p50, p99 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.99))
            # From before the customer writes, so the sandbox's own work is in it.
            score.add(f"a push takes less than 5 ms, {transport}", "" if p99 < 5 else f"p99 {p99:.1f} ms")
            score.figure(f"a push reaches Python by {transport} in {p50:.2f} ms (median), {p99:.2f} ms (p99)")


def idle(score: common.Score) -> None:
    for transport in ("websocket", "long_polling"):
        with smsbat.Sandbox() as sandbox, sandbox.client() as client:
            with client.chathub.listen(chats=[CHAT], transport=transport) as events:
                events.next(20)
                before, began = time.process_time(), time.perf_counter()
                events.next(40)
                share = (time.process_time() - before) / (time.perf_counter() - began)
            score.add(f"an idle connection costs no CPU, {transport}", "" if share < 0.005 else share)
            score.figure(f"an idle connection by {transport} takes {share:.2%} of a processor")


def rss() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def many(score: common.Score) -> None:
    if sys.platform != "linux":
        score.skip("many hubs", "needs Linux")
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 3 * HUBS:
        score.skip("many hubs", f"needs {3 * HUBS} descriptors")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3 * HUBS), hard))
    with smsbat.Sandbox(rate_limit=False) as sandbox, sandbox.client(rate_limit=None) as client:
        client.chathub.chat_messages(CHAT)
        before = rss()
        hubs = [client.chathub.listen(chats=[CHAT]) for _ in range(HUBS)]
        each = (rss() - before) / HUBS
        sandbox.chat_message(CHAT, "To all")
        texts = []
        for events in hubs:
            while not isinstance(event := events.next(30), smsbat.ChatMessageReceived):
                if event is None:
                    break
            texts.append(event and event.message.text)
        wrong = sum(text != "To all" for text in texts)
        score.add(f"{HUBS} hubs in one process", "" if wrong == 0 else f"{wrong} had no message")
        score.figure(f"{HUBS} hubs in one process take {each / 1024:.0f} KiB each")
        for events in hubs:
            events.close()


PARTS = {"sessions": sessions, "day": day, "push": push, "idle": idle, "many": many}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=PARTS)
    part = parser.parse_args().part
    score = common.Score()
    for name, run in PARTS.items():
        if part in (None, name):
            run(score)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
