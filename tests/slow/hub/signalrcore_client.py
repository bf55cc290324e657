"""PyPI's `signalrcore` as a process that takes the commands of official.mjs: ADDRESS TOKEN TRANSPORT."""

import json
import logging
import sys
import threading

from signalrcore.hub_connection_builder import HubConnectionBuilder
from signalrcore.types import HttpTransportType

address, token, transport = sys.argv[1:4]
writing = threading.Lock()


def say(what: dict) -> None:
    with writing:
        print(json.dumps(what), flush=True)


hub = (
    HubConnectionBuilder()
    .with_url(
        address,
        options={"access_token_factory": lambda: token, "transport": HttpTransportType(transport)},
    )
    .configure_logging(logging.CRITICAL)
    .with_automatic_reconnect({"type": "raw", "reconnect_interval": 0.2, "keep_alive_interval": 10})
    .build()
)
for name in (
    "ReceiveMessage",
    "ReceiveMediaMessage",
    "ChatStatusChanged",
    "MessageStatusChanged",
    "ChatCreated",
):
    hub.on(name, lambda given, name=name: say({"event": name, "arguments": given}))
hub.on_open(lambda: say({"event": "connected"}))
hub.on_reconnect(lambda: say({"event": "reconnecting"}))
hub.on_error(lambda done: say({"event": "error", "error": done.error}))
hub.start()
for line in sys.stdin:
    command = json.loads(line)
    hub.invoke(
        command["call"],
        command["arguments"],
        on_invocation=lambda done: say({"event": "result", "result": done.result}),
    )
hub.stop()
