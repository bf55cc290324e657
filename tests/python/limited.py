"""Runs campaigns in a child process with few threads and descriptors, and compares them with the sandbox."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

ROWS = 400
CHUNK = 20

#: True if a script starts this Python under an emulator, whose own threads and files would count, too.
EMULATED = Path(sys.executable).read_bytes().startswith(b"#!")

#: Says no like `ulimit -u`, which does not bind root and counts all processes of a user.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int live;
struct start { void *(*run)(void *); void *argument; };

static void ended(void *unused) { (void)unused; atomic_fetch_sub(&live, 1); }

static void *run(void *given) {
    struct start start = *(struct start *)given;
    void *result;
    free(given);
    pthread_cleanup_push(ended, NULL);
    result = start.run(start.argument);
    pthread_cleanup_pop(1);
    return result;
}

typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

int pthread_create(pthread_t *thread, const pthread_attr_t *with, void *(*routine)(void *), void *argument) {
    create *real = (create *)dlsym(RTLD_NEXT, "pthread_create");
    struct start *start = malloc(sizeof *start);
    int result = EAGAIN;
    if (start == NULL) return EAGAIN;
    *start = (struct start){routine, argument};
    if (atomic_fetch_add(&live, 1) < atoi(getenv("MOST_THREADS"))) result = real(thread, with, run, start);
    if (result != 0) { atomic_fetch_sub(&live, 1); free(start); }
    return result;
}

/* A resolver that has an answer for nothing that begins with "hangs", and for so many names at all. */
static atomic_int look_ups;
typedef int look_up(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *name, const char *port, const struct addrinfo *hints, struct addrinfo **found) {
    look_up *real = (look_up *)dlsym(RTLD_NEXT, "getaddrinfo");
    const char *most = getenv("MOST_LOOK_UPS");
    if (name != NULL && strncmp(name, "hangs", 5) == 0) for (;;) pause();
    if (most != NULL && atomic_fetch_add(&look_ups, 1) >= atoi(most)) return EAI_NONAME;
    return real(name, port, hints, found);
}
"""

#: Without a journal unless one is named; prints what became of the campaign.
CHILD = """
import json, sys
import smsbat

url, journal, ca = sys.argv[1], sys.argv[2] or None, sys.argv[3] or None
rows, chunk = int(sys.argv[4]), int(sys.argv[5])
source = ({"to": f"+{380671000000 + i}", "text": f"Hello {i}"} for i in range(rows))
said = {"error": None}
try:
    client = smsbat.Client(api_key="test-key", base_url=url, ca_bundle=ca, rate_limit=None, max_retries=0)
    report = client.messages.send_bulk(source, sender="MyShop", journal=journal, chunk_size=chunk)
except smsbat.SmsbatError as error:
    said["error"] = {"text": str(error), "outcome": error.outcome, "retryable": error.retryable}
    report = error.report
said["rows"] = report.to_dicts() if report else []
print(json.dumps(said))
"""


def shim(folder: Path) -> Path | None:
    """The library that refuses threads; None where it cannot be built."""
    compiler = shutil.which(os.environ.get("CC", "gcc"))
    if sys.platform != "linux" or compiler is None:
        return None
    source, library = folder / "few_threads.c", folder / "few_threads.so"
    source.write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def start(
    command: list[str],
    variables: dict[str, str] | None = None,
    *,
    files: int | None = None,
    threads: int | None = None,
    look_ups: int | None = None,
    library: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a command with so many descriptors, threads beside its first, and names that are found."""
    import resource

    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    environment |= variables or {}
    if library is not None:
        environment["LD_PRELOAD"] = str(library)
        environment |= {"MOST_THREADS": str(1000 if threads is None else threads)}
    if look_ups is not None:
        environment["MOST_LOOK_UPS"] = str(look_ups)

    def limit() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env=environment, preexec_fn=limit
    )


def slow(sandbox: Any) -> None:
    """Makes the sandbox empty, and slow enough that a campaign needs all its connections."""
    sandbox.reset()
    rule = json.dumps({"path_prefix": "/bat/messagelist", "delay_ms": 20}).encode()
    request = urllib.request.Request(
        f"{sandbox.url}/_sandbox/rules", rule, {"Content-Type": "application/json"}, method="POST"
    )
    context = ssl.create_default_context(cafile=sandbox.ca_bundle) if sandbox.ca_bundle else None
    urllib.request.urlopen(request, timeout=30, context=context).close()


def campaign(sandbox: Any, journal: Path | None, **limits: Any) -> tuple[dict[str, Any] | None, str]:
    """Runs the campaign under limits; what it said, None if it could not begin, and what is wrong with it."""
    # A name, so that it is looked up, and mostly has an address that takes no connection.
    url = sandbox.url.replace("127.0.0.1", "localhost")
    words = [url, str(journal or ""), sandbox.ca_bundle or "", str(ROWS), str(CHUNK)]
    try:
        done = start([sys.executable, "-c", CHILD, *words], **limits)
    except subprocess.TimeoutExpired:
        return None, "it hangs"
    said = json.loads(done.stdout) if done.returncode == 0 else None
    return said, "; ".join(wrong(sandbox, journal, said))


def wrong(sandbox: Any, journal: Path | None, said: dict[str, Any] | None) -> list[str]:
    """How the report, the journal and what arrived contradict each other."""
    problems = []
    arrived = Counter(message["customer_message_id"] for message in sandbox.messages(limit=ROWS * 4))
    recipients = Counter(message["to"] for message in sandbox.messages(limit=ROWS * 4))
    if said is None and arrived:
        problems.append(f"{len(arrived)} were sent without a report")
    if max(recipients.values(), default=0) > 1:
        problems.append("somebody got two")
    if said is not None:
        accepted = {row["customer_message_id"] for row in said["rows"] if row["outcome"] == "accepted"}
        if accepted != arrived.keys():
            problems.append(f"{len(accepted)} accepted by the report, {len(arrived)} arrived")
        outcomes = Counter(row["outcome"] for row in said["rows"])
        if outcomes["unknown"]:
            problems.append(f"{outcomes['unknown']} unknown by the report")
        error = said["error"]
        if isinstance(error, str):
            return [*problems, error]  # the command's report
        if error is None and len(accepted) != ROWS:
            problems.append("it ended without an error and did not send all")
        if error is not None:
            expected = ("unknown", journal is not None) if accepted else ("not_sent", error["retryable"])
            # An error that trying again does not mend is not retryable, whatever was sent.
            if error["outcome"] != expected[0] or (error["retryable"] and not expected[1]):
                problems.append(f"{error} after {len(accepted)} accepted")
    if journal is not None and journal.exists() and journal.stat().st_size > 0:
        with contextlib.closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as database:
            kept = dict(database.execute("SELECT customer_message_id, outcome FROM report").fetchall())
        if {key for key, outcome in kept.items() if outcome == "accepted"} != arrived.keys():
            problems.append(f"{Counter(kept.values())} by the journal, {len(arrived)} arrived")
        if "unknown" in kept.values():
            problems.append(f"{Counter(kept.values())} by the journal")
    return problems
