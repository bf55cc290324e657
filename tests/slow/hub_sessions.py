"""Sessions of the chat hub whose connections break: at every byte and at random, over plain TCP and TLS, by
WebSocket and long polling. A day with a restart every hour, the time of a push, an idle connection and many.

`--part` runs one part: sessions, day, push, idle, many.
"""

from __future__ import annotations

import argparse
import contextlib
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
# Sessions at a time: each waits for nearly all of its second.
WORKERS = 128


def sessions(score: common.Score) -> None:
    call = [*common.CHECKED, "-p", "smsbat-faults", "--", "--hub", "--all", "--workers", str(WORKERS)]
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


def queued() -> float:
    """Seconds for which threads of this process and of its children were ready and had no processor."""
    own = str(os.getpid())
    processes = [own]
    with contextlib.suppress(OSError):
        processes += Path(f"/proc/{own}/task/{own}/children").read_text().split()
    total = 0
    for process in processes:
        for one in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(one.read_text().split()[1])
    return total / 1e9


def write(sandbox: smsbat.Sandbox, sent: dict[str, tuple[float, float]], came: threading.Semaphore) -> None:
    for number in range(PUSHES):
        sent[str(number)] = queued(), time.perf_counter()
        sandbox.chat_message(CHAT, str(number))
        came.acquire(timeout=20)


def push(score: common.Score) -> None:
    for transport in ("websocket", "long_polling"):
        with smsbat.Sandbox(rate_limit=False) as sandbox, sandbox.client() as client:
            times: list[tuple[float, float]] = []
            sent: dict[str, tuple[float, float]] = {}
            came = threading.Semaphore(0)
            with client.chathub.listen(chats=[CHAT], transport=transport) as events:
                events.next(20)
                writer = threading.Thread(target=write, args=(sandbox, sent, came))
                writer.start()
                while len(times) < PUSHES:
                    event = events.next(20)
                    now = time.perf_counter()
                    if not isinstance(event, smsbat.ChatMessageReceived):
                        break
                    waited, began = sent[str(event.message.text)]
                    times.append((now - began, max(0.0, now - began - (queued() - waited))))
                    came.release()
                writer.join()
            score.add(f"every push came, {transport}", "" if len(times) == PUSHES else len(times))
            whole, own = (sorted(column) for column in zip(*times, strict=True))
            p50, p99 = (whole[int(len(whole) * part)] * 1000 for part in (0.5, 0.99))
            # From before the customer writes, so the sandbox's own work is in it. Waits for a processor
            # are not, where the system tells of them: that is another program's work.
            ours = own[int(len(own) * 0.99)] * 1000
            score.add(f"a push takes less than 5 ms, {transport}", "" if ours < 5 else f"p99 {ours:.1f} ms")
            score.figure(
                f"a push reaches Python by {transport} in {p50:.2f} ms (median), {p99:.2f} ms (p99), "
                f"{ours:.2f} ms (p99) without waits for a processor"
            )


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
