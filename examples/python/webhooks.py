"""Receives what the provider posts: delivery reports and messages from people.

Stores each event before it answers 200, because the provider does not repeat what was answered so. Answers
200 to what it has already, because the same event may come twice. Needs nothing but this package.

    python webhooks.py [PORT] [FILE]

Nothing signs these requests. Put a path that nobody guesses in front of it, and HTTPS.
"""

import hashlib
import os
import sqlite3
import sys
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import smsbat
from smsbat import webhooks

LARGEST = 1024 * 1024


class Store:
    """Events in a file, each once."""

    def __init__(self, file: str) -> None:
        self.file = file
        with closing(self.open()) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY, kind TEXT, body TEXT)")

    def open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.file, timeout=10)

    def add(self, key: str, kind: str, body: str) -> bool:
        """Keeps an event for good; false if it was there before."""
        with closing(self.open()) as db, db:
            done = db.execute("INSERT OR IGNORE INTO events VALUES (?, ?, ?)", (key, kind, body))
            return done.rowcount == 1


def key_and_kind(
    event: smsbat.IncomingMessage | smsbat.DeliveryReport | dict, body: bytes
) -> tuple[str, str]:
    """What makes an event the same one when it comes again."""
    match event:
        case smsbat.IncomingMessage(id=id):
            return f"incoming {id}", "incoming"
        case smsbat.DeliveryReport(message_id=id, delivery_status=status):
            return f"report {id} {status}", "report"
        case _:
            return f"other {hashlib.sha256(body).hexdigest()}", "other"


class Receiver(BaseHTTPRequestHandler):
    store: Store
    timeout = 10

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            self.answer(413 if length.isdigit() else 411)
            return
        body = self.rfile.read(int(length))
        try:
            event = webhooks.parse(body)
        except smsbat.ResponseError as error:
            # It will not be better the next time, but that is for the provider to decide.
            print(f"not read: {error}", flush=True)
            self.answer(400)
            return
        key, kind = key_and_kind(event, body)
        # If this fails, no answer goes out, and the event comes again.
        new = self.store.add(key, kind, body.decode())
        # `repr` of an event shows neither texts nor whole phone numbers.
        print(
            f"{'new' if new else 'again'}: {event!r}" if kind != "other" else f"other: {len(body)} bytes",
            flush=True,
        )
        self.answer(200)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Addresses and paths are not logged: the path is the secret."""


def main(port: int, file: str) -> None:
    Receiver.store = Store(file)
    host = os.environ.get("HOST", "127.0.0.1")
    with ThreadingHTTPServer((host, port), Receiver) as server:
        print(f"http://{host}:{server.server_port}/", flush=True)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    port, file = [*sys.argv[1:3], *["8080", "events.db"][len(sys.argv) - 1 :]]
    main(int(port), file)
