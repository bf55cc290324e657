"""Exercises the Python package against sandboxes, in roughly the proportions of real programs.

The compiler arranges the wheel's code by what runs here: see build.py. Speed matters for single messages and
for requests with 5,000; everything else runs a few times, so that it does not count as unused.
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import os
import runpy
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from arro3.core import Array, DataType, Table

import smsbat

DEMO = runpy.run_path(str(Path(__file__).resolve().parents[2] / "examples" / "python" / "demo.py"))
SINGLE, BATCHES, BATCH = 2000, 3, 5000
LATIN, CYRILLIC = "Your order {} is ready. Come and get it!", "Ваше замовлення {} вже чекає на вас"
ALL = {"sender": "MyShop", "columns": {"to": "phone"}, "template": "Hi {name}, your order {order} is ready"}


def phone(number: int) -> str:
    return f"+38067{number % 10_000_000:07}"


def given(number: int) -> dict[str, str]:
    """A message as a program has it from its own data."""
    text = (LATIN if number % 3 else CYRILLIC).format(number)
    return {
        "to": phone(number),
        "from": "MyShop",
        "text": text,
        "type": "sms",
        "customerMessageId": f"order-{number}",
    }


def message(number: int) -> smsbat.Sms:
    return smsbat.Sms(to=phone(number), sender="MyShop", text=LATIN.format(number))


def singles(client: smsbat.Client, numbers: range) -> None:
    for number in numbers:
        result = client.send(message(number)) if number % 2 else client.messages.send([given(number)])
        sent = result.messages[0]
        if not result.ok or client.status(sent.message_id).delivery_status == "failed":
            sys.exit(f"not accepted: {result!r}")


def batches(client: smsbat.Client) -> None:
    for batch in range(BATCHES):
        numbers = range(batch * BATCH, (batch + 1) * BATCH)
        for make in (given, message):
            result = client.messages.send([make(number) for number in numbers])
            for rows in (result, result.messages):
                read = [(row.message_id, row.status, row.outcome, row.reason) for row in rows]
            if not result.ok or result.outcomes != [outcome for _, _, outcome, _ in read]:
                sys.exit("a message of a batch was not accepted")


def campaigns(client: smsbat.Client, folder: Path) -> None:
    rows = [{"phone": phone(n), "name": "Ada", "order": n} for n in range(BATCH)]
    file = folder / "rows.csv"
    with file.open("w", newline="") as to:
        table = csv.DictWriter(to, ["phone", "name", "order"])
        table.writeheader()
        table.writerows(rows)
    columns = {
        name: Array([row[name] for row in rows], kind)
        for name, kind in (("phone", DataType.utf8()), ("name", DataType.utf8()), ("order", DataType.int64()))
    }
    for source in (rows, file, Table.from_pydict(columns)):
        for journal in (None, folder / f"{type(source).__name__}.db"):
            report = client.messages.send_bulk(source, journal=journal, **ALL)
            if report.accepted != BATCH:
                sys.exit(f"not all of a campaign: {report}")
            list(report)


def threads(client: smsbat.Client) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda start: singles(client, range(start, start + 100)), range(0, 400, 100)))


async def at_once(sandbox: smsbat.Sandbox) -> None:
    async with sandbox.async_client(rate_limit=None) as client:
        for start in range(0, 200, 20):
            await asyncio.gather(*(client.send(message(n)) for n in range(start, start + 20)))


def others(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    """The other APIs and what goes wrong."""
    rows = [{"to": phone(1), "name": "Oksana"}]
    turbo = smsbat.TurboSmsMessage(
        recipients=["380671234567"], sender="MyShop", text="Hi", sms=smsbat.TurboSms()
    )
    for _ in range(20):
        with contextlib.redirect_stdout(None):
            DEMO["run"](client)
        client.cascade.send_template("Hi {name}", rows, sender="MyShop")
        client.turbosms.send(turbo)
        list(client.chathub.chats(status=1))
        for status in (400, 500):
            sandbox.fail_next(status)
            refused(client)
        refused(client, to="nobody")
    with contextlib.redirect_stdout(None):
        DEMO["wrong_key"](sandbox.url, sandbox.ca_bundle)


def refused(client: smsbat.Client, to: str = "+380671234567") -> None:
    try:
        client.send(smsbat.Sms(to=to, sender="MyShop", text="Hello"), max_retries=0)
    except smsbat.SmsbatError as error:
        str(error)
    else:
        sys.exit("what should have failed did not")


def main() -> None:
    # For the sandbox, which is part of the wheel: its hot code is not that of a client.
    os.environ["LLVM_PROFILE_FILE"] = os.devnull
    for tls in (False, True):
        with (
            tempfile.TemporaryDirectory() as folder,
            smsbat.Sandbox(tls=tls, rate_limit=False) as sandbox,
            sandbox.client(rate_limit=None) as client,
        ):
            singles(client, range(SINGLE))
            batches(client)
            campaigns(client, Path(folder))
            threads(client)
            asyncio.run(at_once(sandbox))
            others(sandbox, client)


if __name__ == "__main__":
    main()
