"""PyPI's `pysignalr` as a process that takes the commands of official.mjs: ADDRESS TOKEN TRANSPORT.

It knows WebSockets only.
"""

import asyncio
import json
import sys

from pysignalr.client import SignalRClient

address, token, _ = sys.argv[1:4]


def say(what: dict) -> None:
    print(json.dumps(what), flush=True)


async def main() -> None:
    hub = SignalRClient(address, headers={"Authorization": f"Bearer {token}"}, retry_sleep=0.2)

    def on(name: str) -> None:
        async def told(given: list) -> None:
            say({"event": name, "arguments": given})

        hub.on(name, told)

    async def opened() -> None:
        say({"event": "connected"})

    async def closed() -> None:
        say({"event": "reconnecting"})

    async def failed(done: object) -> None:
        say({"event": "error", "error": done.error})

    async def finished(done: object) -> None:
        if not done.error:
            say({"event": "result", "result": done.result})

    names = (
        "ReceiveMessage",
        "ReceiveMediaMessage",
        "ChatStatusChanged",
        "MessageStatusChanged",
        "ChatCreated",
    )
    for name in names:
        on(name)
    hub.on_open(opened)
    hub.on_close(closed)
    hub.on_error(failed)
    running = asyncio.ensure_future(hub.run())
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        await hub.send(command["call"], command["arguments"], finished)
    running.cancel()


asyncio.run(main())
