"""A sandbox behind a relay that cuts, and the programs of `hub/` that talk to it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import struct
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import common

CHAT = 6601
SOON = 20.0


class Problem(Exception):
    """What went otherwise than it should."""


class Peer(contextlib.AbstractContextManager):
    """A program of `hub/` that reads commands and writes events, one JSON object a line."""

    def __init__(self, *call: object, **environment: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
        self.process = subprocess.Popen(
            [str(part) for part in call],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean | environment,
        )
        self.said: queue.Queue[dict] = queue.Queue()
        self.errors: list[str] = []
        self.readers = [threading.Thread(target=read, daemon=True) for read in (self.read, self.read_errors)]
        for reader in self.readers:
            reader.start()

    def read(self) -> None:
        for line in self.process.stdout:
            self.said.put(json.loads(line))
        self.said.put({"event": "ended"})

    def read_errors(self) -> None:
        self.errors.extend(self.process.stderr)

    def tell(self, **command: object) -> None:
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise Problem("it has ended: " + "".join(self.errors)[-2000:]) from None

    def next(self, seconds: float = SOON) -> dict:
        try:
            return self.said.get(timeout=seconds)
        except queue.Empty:
            raise Problem("nothing came: " + "".join(self.errors)[-2000:]) from None

    def wait(self, *names: str) -> dict:
        """The next event of one of these names. What comes before it is dropped."""
        until, dropped = time.monotonic() + SOON, []
        while time.monotonic() < until:
            event = self.next()
            if event["event"] in names:
                return event
            if event["event"] == "ended":
                break
            dropped.append(event)
        raise Problem(f"no {' or '.join(names)}, but {dropped[-5:]}: {''.join(self.errors)[-2000:]}")

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Relay(contextlib.AbstractContextManager):
    """Passes bytes on to the sandbox, and cuts connections."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        # Bytes from the server after which a connection is cut.
        self.room: list[int] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                with self.lock:
                    self.open |= {near, far}
                for ends in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self.pump, args=ends, daemon=True).start()

    def pump(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                with self.lock:
                    cut = counts and self.room and len(data) >= self.room[0]
                    if cut:
                        data = data[: self.room.pop(0)]
                    elif counts and self.room:
                        self.room[0] -= len(data)
                sink.sendall(data)
                if cut:
                    break
        for end in (source, sink):
            self.end(end)

    def end(self, one: socket.socket) -> None:
        with self.lock:
            self.open.discard(one)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

    def cut(self, *, hard: bool = False) -> None:
        """Ends every connection: in order, or as a host does that has forgotten it."""
        with self.lock:
            ends = list(self.open)
        for end in ends:
            if hard:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.end(end)

    def __exit__(self, *_: object) -> None:
        self.listener.close()
        self.cut()


class Hub:
    """A sandbox, its address through a relay, and its control API."""

    def __init__(self, url: str, relay: Relay) -> None:
        self.url = url
        self.relay = relay
        self.through = f"http://127.0.0.1:{relay.port}"
        self.token = self.post("/api/company/get-token", login="test", password="test-pass")

    def post(self, path: str, **body: object) -> object:
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)

    def control(self, name: str, **body: object) -> object:
        return self.post(f"/_sandbox/chathub/{name}", **body)

    def texts(self) -> list[str]:
        """What the chat holds."""
        request = urllib.request.Request(f"{self.url}/api/chat/{CHAT}/messages")
        request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=30) as reply:
            return [message["message"] for message in json.load(reply)]


@contextmanager
def hub() -> Iterator[Hub]:
    with common.sandbox() as ready, Relay(int(ready["url"].rsplit(":", 1)[1])) as relay:
        yield Hub(ready["url"], relay)


def message_of(event: dict) -> str:
    return event["arguments"][0]["message"]


def equal(got: object, wanted: object, what: str) -> None:
    if got != wanted:
        raise Problem(f"{what}: {got!r}, not {wanted!r}")
