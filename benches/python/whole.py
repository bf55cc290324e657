"""The whole job in Python: `whole.py PEER ITEM URL REQUESTS WARMUP [CA]`, which ends with one line of JSON.

The measured time includes making the messages from the program's own values, sending them, reading id,
outcome and reason of every message, and freeing everything. ITEM is `whole` (requests of 5,000 messages),
`loop` (one message per request), `report` (a campaign from an Arrow table), `poll` (the statuses of many
messages), `tables` (the rows of a reply or report as dicts and as columns) or `memory` (bytes of a message
and of a row that are kept). Peers of smsbat are named after what they send: `objects`, `dicts` or `frame`,
of whose report the columns are read; `columns` sends objects and reads the columns of the result, and `rows`
sends a frame and reads the report row by row.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import peer
from peer import BATCH, STATUS, cpu, memory, tell

if TYPE_CHECKING:
    import pyarrow

Values = list[tuple[str, str, str]]
Rows = list[tuple[str, str, str | None]]
OURS = ("objects", "dicts", "columns", "frame", "rows")
READ = ["message_id", "outcome", "reason"]
KEPT = 40 * BATCH


def values(first: int, count: int) -> Values:
    """What the program knows of each message: recipient, text and its own id."""
    return [
        (f"+38067{i % 10_000_000:07}", f"Your order {i} is ready. Come and get it!", f"order-{i}")
        for i in range(first, first + count)
    ]


def dicts(given: Values) -> list[dict]:
    return [
        {"to": to, "from": "MyShop", "text": text, "type": "sms", "customerMessageId": own_id}
        for to, text, own_id in given
    ]


def others(name: str, url: str, ca: str | None) -> tuple[Callable, Callable]:
    """What everyone writes who has an HTTP client and a JSON library."""
    transport, _, library = name.partition("+")
    clients = {
        "requests": peer.requests,
        "httpx": peer.httpx,
        "http.client": peer.http_client,
        "pycurl": peer.pycurl,
    }
    post, get = clients[transport](url, ca)
    dumps, loads = json.dumps, json.loads
    if library:
        import orjson

        dumps, loads = orjson.dumps, orjson.loads

    def work(given: Values | pyarrow.Table) -> Rows:
        if not isinstance(given, list):
            given = [
                (row["phone"], peer.TEMPLATE.format_map(row), f"campaign-{number}")
                for number, row in enumerate(given.to_pylist())
            ]
        body = dumps({"messages": dicts(given)})
        reply = loads(post(peer.PATH, body if isinstance(body, bytes) else body.encode()))
        return [(row["messageId"], row["status"], row.get("reason")) for row in reply["messages"]]

    def poll(count: int) -> list[str]:
        return [loads(get(STATUS))["deliverystatus"] for _ in range(count)]

    return work, poll


def smsbat(kind: str, client: object) -> tuple[Callable, Callable]:
    from smsbat import Sms

    send, campaign = client.messages.send, functools.partial(client.messages.send_bulk, **peer.CAMPAIGN)

    def objects(given: Values) -> Rows:
        messages = [
            Sms(to=to, sender="MyShop", text=text, customer_message_id=own_id) for to, text, own_id in given
        ]
        return [(row.message_id, row.outcome, row.reason) for row in send(messages)]

    def of_dicts(given: Values) -> Rows:
        return [(row.message_id, row.outcome, row.reason) for row in send(dicts(given))]

    def columns(given: Values) -> Rows:
        messages = [
            Sms(to=to, sender="MyShop", text=text, customer_message_id=own_id) for to, text, own_id in given
        ]
        result = send(messages)
        reasons = [None] * len(result) if result.ok else result.to_columns()["reason"]
        return list(zip(result.message_ids, result.outcomes, reasons, strict=True))

    def frame(table: object) -> Rows:
        return list(zip(*campaign(table).to_columns(READ).values(), strict=True))

    def rows(table: object) -> Rows:
        report = campaign(table)
        return [(row["message_id"], row["outcome"], row["reason"]) for row in report]

    def poll(count: int) -> list[str]:
        statuses = client.messages.wait_all([f"m-{number:016x}" for number in range(count)])
        return [status.delivery_status for status in statuses]

    kinds = {"objects": objects, "dicts": of_dicts, "columns": columns, "frame": frame, "rows": rows}
    return kinds[kind], poll


def given(item: str, first: int, count: int) -> object:
    return peer.campaign("frame", count, Path()) if item == "report" else values(first, count)


def measure(work: Callable[[object], Rows], item: str, count: int, requests_: int, warmup: int) -> None:
    spent, resident, took = [0.0, 0.0], 0, []
    # Single messages are created in groups: a clock around each would cost more than some of the sends.
    group = 1 if count > 1 else 50
    for number in range(-warmup, requests_):
        if number % group:
            continue
        first = (number + warmup) * count
        sources = [given(item, first + one * count, count) for one in range(group)]
        if number == 0:
            resident = memory("VmRSS")
        before, start = cpu(), time.perf_counter()
        for source in sources:
            rows = work(source)
            if len(rows) != count or rows[-1][1] != "accepted" or not rows[-1][0]:
                sys.exit("not all messages were accepted")
            # Freed within the measured time.
            del rows
        if number >= 0:
            wall = time.perf_counter() - start
            spent[0] += cpu() - before
            spent[1] += wall
            took.append(wall / group)
    took.sort()
    tell(*spent, resident, took[len(took) // 2] if count == 1 else None)


def measure_polls(poll: Callable[[int], list[str]], requests_: int, warmup: int) -> None:
    resident = 0
    for count in (warmup, requests_):
        resident = memory("VmRSS")
        before, start = cpu(), time.perf_counter()
        if poll(count) != ["delivered"] * count:
            sys.exit("not all statuses are final")
        spent = cpu() - before, time.perf_counter() - start
    tell(*spent, resident)


def measure_tables(name: str, client: object, requests_: int) -> None:
    """Rows as dicts and columns, from a reply (`objects`) or a report (`frame`)."""
    source = given("report" if name == "frame" else "whole", 0, BATCH)
    if name == "frame":
        reply = client.messages.send_bulk(source, **peer.CAMPAIGN)
    else:
        reply = client.messages.send(dicts(source))
    tables = (reply.to_dicts, reply.to_columns)
    for table in tables:
        table()
    before, start = cpu(), time.perf_counter()
    for _ in range(requests_):
        for table in tables:
            table()
    tell((cpu() - before) / 2, (time.perf_counter() - start) / 2, memory("VmRSS"))


def measure_memory(name: str, url: str, ca: str | None) -> None:
    """Bytes of 200,000 messages, and for the rows of as many, which are all kept."""
    send = None
    if name in OURS:
        from smsbat import Sms

        client = peer.smsbat_client(url, ca)
        send = client.messages.send
    source = values(0, KEPT)
    before = memory("VmRSS")
    if name == "objects":
        made = [
            Sms(to=to, sender="MyShop", text=text, customer_message_id=own_id) for to, text, own_id in source
        ]
    else:
        made = dicts(source)
    message = (memory("VmRSS") - before) * 1024 / KEPT
    before = memory("VmRSS")
    kept = []
    if send:
        for first in range(0, KEPT, BATCH):
            kept.append(send(made[first : first + BATCH]).messages)
    else:
        post, _ = peer.http_client(url, ca)
        for first in range(0, KEPT, BATCH):
            body = json.dumps({"messages": made[first : first + BATCH]}).encode()
            kept.append(json.loads(post(peer.PATH, body))["messages"])
    row = (memory("VmRSS") - before) * 1024 / KEPT
    print(json.dumps({"cpu": 0.0, "wall": 1.0, "p50": None, "extra": None, "message": message, "row": row}))
    del kept


def main() -> None:
    name, item, url, requests_, warmup, *ca = sys.argv[1:]
    authority = ca[0] if ca else None
    if item == "memory":
        measure_memory(name, url, authority)
        return
    if name in OURS:
        client = peer.smsbat_client(url, authority)
        work, poll = smsbat(name, client)
        if item == "tables":
            measure_tables(name, client, int(requests_))
            return
    else:
        work, poll = others(name, url, authority)
    if item == "poll":
        measure_polls(poll, int(requests_), int(warmup))
    else:
        measure(work, item, 1 if item == "loop" else BATCH, int(requests_), int(warmup))


if __name__ == "__main__":
    main()
