"""All peers in Python: `peer.py PEER ITEM URL REQUESTS WARMUP [CA]`, which ends with one line of JSON.

Messages are plain dicts, created outside the measured time. Each peer makes a request of them, sends it, and
reads id and status of every message from the reply. ITEM is `small`, `batch` or `status`. `threads` is
`small` from eight threads that share the client. `csv` and `frame` are campaigns from a file and from an
Arrow table, which are also created outside the measured time.
"""

from __future__ import annotations

import csv
import itertools
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

KEY = "test-key"
HEADERS = {"X-Authorization-Key": KEY, "Content-Type": "application/json", "Accept": "application/json"}
PATH = "/bat/messagelist"
STATUS = "/bat/message/m-0000000000000001"
THREADS = 8
BATCH = 5000
TEMPLATE = "Hi {name}, your order {order} is ready. Come and get it!"
CAMPAIGN = {"columns": {"to": "phone"}, "sender": "MyShop", "template": TEMPLATE, "chunk_size": BATCH}
TIMEOUT = 30

Rows = list[tuple[str, str]]
Post = Callable[[str, bytes], bytes]
Get = Callable[[str], bytes]


def over_json(post: Post, get: Get, dumps: Callable, loads: Callable) -> tuple[Callable, Callable]:
    """A client as people write it with an HTTP client and a JSON library."""

    def send(messages: list[dict]) -> Rows:
        body = dumps({"messages": messages})
        reply = loads(post(PATH, body if isinstance(body, bytes) else body.encode()))
        return [(row["messageId"], row["status"]) for row in reply["messages"]]

    def status() -> str:
        return loads(get(STATUS))["deliverystatus"]

    return send, status


def requests(url: str, ca: str | None) -> tuple[Post, Get]:
    import requests

    session = requests.Session()
    session.headers.update(HEADERS)
    # The pool of a session is ten connections. REQUESTS_CA_BUNDLE would win over an authority of the session.
    each = {"timeout": TIMEOUT, "verify": ca or True}
    post = lambda path, body: session.post(url + path, data=body, **each).content  # noqa: E731
    get = lambda path: session.get(url + path, **each).content  # noqa: E731
    return post, get


def httpx(url: str, ca: str | None) -> tuple[Post, Get]:
    import ssl

    import httpx

    trust = ssl.create_default_context(cafile=ca) if ca else True
    client = httpx.Client(headers=HEADERS, timeout=TIMEOUT, verify=trust)
    post = lambda path, body: client.post(url + path, content=body).content  # noqa: E731
    get = lambda path: client.get(url + path).content  # noqa: E731
    return post, get


def http_client(url: str, ca: str | None) -> tuple[Post, Get]:
    import http.client
    import threading

    place = urlsplit(url)
    local = threading.local()

    def connection() -> http.client.HTTPConnection:
        if not hasattr(local, "connection"):
            if ca:
                import ssl

                trust = ssl.create_default_context(cafile=ca)
                local.connection = http.client.HTTPSConnection(place.netloc, timeout=TIMEOUT, context=trust)
            else:
                local.connection = http.client.HTTPConnection(place.netloc, timeout=TIMEOUT)
        return local.connection

    def exchange(method: str, path: str, body: bytes | None = None) -> bytes:
        connection().request(method, path, body, HEADERS)
        return connection().getresponse().read()

    return lambda path, body: exchange("POST", path, body), lambda path: exchange("GET", path)


def pycurl(url: str, ca: str | None) -> tuple[Post, Get]:
    import threading
    from io import BytesIO

    import pycurl

    local = threading.local()

    def exchange(path: str, body: bytes | None) -> bytes:
        if not hasattr(local, "curl"):
            local.curl = pycurl.Curl()
            local.curl.setopt(pycurl.HTTPHEADER, [*(f"{k}: {v}" for k, v in HEADERS.items()), "Expect:"])
            local.curl.setopt(pycurl.TIMEOUT, TIMEOUT)
            local.curl.setopt(pycurl.NOSIGNAL, 1)
            if ca:
                local.curl.setopt(pycurl.CAINFO, ca)
        answer = BytesIO()
        local.curl.setopt(pycurl.URL, url + path)
        local.curl.setopt(pycurl.WRITEDATA, answer)
        if body is None:
            local.curl.setopt(pycurl.HTTPGET, 1)
        else:
            local.curl.setopt(pycurl.POSTFIELDS, body)
        local.curl.perform()
        return answer.getvalue()

    return exchange, lambda path: exchange(path, None)


def over_batches(send: Callable[[list[dict]], Rows]) -> Callable[[object], int]:
    """A campaign as one writes it by hand: a dict of each row, a request of each 5,000."""

    def campaign(source: object) -> int:
        if isinstance(source, Path):
            with source.open(newline="") as file:
                return batches(csv.DictReader(file))
        return batches(itertools.chain.from_iterable(b.to_pylist() for b in source.to_batches(BATCH)))

    def batches(rows: Iterable[dict]) -> int:
        accepted, numbered = 0, enumerate(rows)
        while batch := list(itertools.islice(numbered, BATCH)):
            messages = [
                {
                    "to": row["phone"],
                    "from": "MyShop",
                    "text": TEMPLATE.format_map(row),
                    "type": "sms",
                    "customerMessageId": f"campaign-{number}",
                }
                for number, row in batch
            ]
            accepted += sum(status == "accepted" for _, status in send(messages))
        return accepted

    return campaign


def smsbat_client(url: str, ca: str | None) -> object:
    import smsbat

    return smsbat.Client(api_key=KEY, base_url=url, ca_bundle=ca, rate_limit=None)


def smsbat_campaign(client: object) -> Callable[[object], int]:
    def campaign(source: object) -> int:
        return client.messages.send_bulk(source, **CAMPAIGN).accepted

    return campaign


def smsbat(client: object) -> tuple[Callable, Callable]:
    """Ours, with all its checks and finite timeouts."""

    def send(messages: list[dict]) -> Rows:
        return [(row.message_id, row.status) for row in client.messages.send(messages).messages]

    return send, lambda: client.messages.status("m-0000000000000001").delivery_status


def peer(name: str, url: str, ca: str | None) -> tuple[Callable, Callable]:
    if name == "smsbat":
        return smsbat(smsbat_client(url, ca))
    transport, _, library = name.partition("+")
    post, get = {"requests": requests, "httpx": httpx, "http.client": http_client, "pycurl": pycurl}[
        transport
    ](url, ca)
    if library == "orjson":
        import orjson

        return over_json(post, get, orjson.dumps, orjson.loads)
    return over_json(post, get, json.dumps, json.loads)


def messages(number: int, count: int) -> list[dict]:
    return [
        {
            "to": f"+38067{i % 10_000_000:07}",
            "from": "MyShop",
            "text": f"Your order {i} is ready. Come and get it!",
            "type": "sms",
            "customerMessageId": f"order-{i}",
        }
        for i in range(number, number + count)
    ]


def campaign(kind: str, rows: int, folder: Path) -> object:
    """A file, or an Arrow table, with a row for each message."""
    phones = [f"+38067{row % 10_000_000:07}" for row in range(rows)]
    if kind == "csv":
        path = folder / f"{rows}.csv"
        lines = (f"{phone},Ada,{row}\n" for row, phone in enumerate(phones))
        path.write_text("phone,name,order\n" + "".join(lines))
        return path
    import pyarrow

    return pyarrow.table({"phone": phones, "name": ["Ada"] * rows, "order": range(rows)})


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def memory(line: str) -> int:
    """KiB of `VmHWM` or `VmRSS`."""
    with open("/proc/self/status") as status:
        return next(int(text.split()[1]) for text in status if text.startswith(line))


def main() -> None:
    name, item, url, requests_, warmup, *ca = sys.argv[1:]
    if item in ("csv", "frame"):
        measure_campaign(name, item, url, int(requests_), int(warmup), ca[0] if ca else None)
        return
    send, status = peer(name, url, ca[0] if ca else None)
    count = BATCH if item == "batch" else 1

    def one(given: list[dict]) -> None:
        if item == "status":
            accepted = status() == "delivered"
        else:
            rows = send(given)
            # Dropped inside of the measured time.
            accepted = len(rows) == count and rows[-1][1] == "accepted"
        if not accepted:
            sys.exit("not all messages were accepted")

    for number in range(int(warmup)):
        one(messages(number * count, count))
    if item == "batch":
        measure_batches(one, int(requests_))
        return
    made = [messages(number, 1) for number in range(int(requests_))]
    resident = memory("VmRSS")
    if item == "threads":
        # A share for each thread: a pool that is given every send by itself costs more than the send.
        shares = [made[thread::THREADS] for thread in range(THREADS)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda share: [one(given) for given in share[:4]], shares))
            before, start = cpu(), time.perf_counter()
            list(pool.map(lambda share: [one(given) for given in share], shares))
            tell(cpu() - before, time.perf_counter() - start, resident)
        return
    ends = [0.0] * len(made)
    before, start = cpu(), time.perf_counter()
    for number, given in enumerate(made):
        one(given)
        ends[number] = time.perf_counter()
    spent = cpu() - before
    took = sorted(end - begin for begin, end in zip([start, *ends[:-1]], ends, strict=True))
    tell(spent, ends[-1] - start, resident, took[len(took) // 2])


def measure_batches(one: Callable[[list[dict]], None], requests_: int) -> None:
    spent = [0.0, 0.0]
    resident = memory("VmRSS")
    for number in range(requests_):
        # Not all at once: they would be a million dicts.
        given = messages(number * BATCH, BATCH)
        before, start = cpu(), time.perf_counter()
        one(given)
        spent[0] += cpu() - before
        spent[1] += time.perf_counter() - start
    tell(*spent, resident)


def measure_campaign(name: str, item: str, url: str, requests_: int, warmup: int, ca: str | None) -> None:
    if name == "smsbat":
        run = smsbat_campaign(smsbat_client(url, ca))
    else:
        run = over_batches(peer(name, url, ca)[0])
    with tempfile.TemporaryDirectory() as folder:
        made = [(campaign(item, n * BATCH, Path(folder)), n * BATCH) for n in (warmup, requests_)]
        for source, rows in made:
            resident = memory("VmRSS")
            before, start = cpu(), time.perf_counter()
            if run(source) != rows:
                sys.exit("not all messages were accepted")
            spent = cpu() - before, time.perf_counter() - start
    tell(*spent, resident)


def tell(cpu_seconds: float, wall: float, resident: int, p50: float | None = None) -> None:
    extra = memory("VmHWM") - resident
    print(json.dumps({"cpu": cpu_seconds, "wall": wall, "p50": p50, "extra": extra}))


if __name__ == "__main__":
    main()
