"""Receives what the provider posts: delivery reports are kept beside a journal, where `track` finds them.

    python webhooks.py [PORT] [JOURNAL]

Behind gunicorn or uvicorn, mount `wsgi_app` or `asgi_app` instead. Nothing signs these requests: put a path
that nobody guesses in front of it, and HTTPS.
"""

import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import smsbat
from smsbat import webhooks


def handle(event: smsbat.IncomingMessage | smsbat.DeliveryReport | dict) -> None:
    # `repr` of an event shows neither texts nor whole phone numbers; a dict may hold anything.
    print("other" if isinstance(event, dict) else repr(event), flush=True)


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Paths are not logged: the path is the secret."""


port, journal = [*sys.argv[1:3], *["8080", "campaign.db"][len(sys.argv) - 1 :]]
app = webhooks.wsgi_app(handle, journal=journal)
with make_server("127.0.0.1", int(port), app, handler_class=Silent) as server:
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
