"""The receivers of webhooks mounted in web frameworks, under the servers that people run them with.

FastAPI under uvicorn, Flask under gunicorn with two workers, Django under both: each gets delivery reports at
once, incoming messages, and what is no webhook, and keeps every report beside the journal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import common

PACKAGES = ["django==5.2.8", "fastapi==0.121.3", "flask==3.1.2", "gunicorn==23.0.0", "uvicorn==0.38.0"]
REPORTS = 300

HANDLER = """
import asyncio, os
from smsbat import webhooks

async def later(event):
    await asyncio.sleep(0)
    handle(event)

def handle(event):
    if event == {"fail": True}:
        raise ZeroDivisionError
    with open("seen.txt", "a") as file:
        file.write(type(event).__name__ + "\\n")

journal = "campaign.db"
"""

FASTAPI = """
from fastapi import FastAPI
app = FastAPI()
app.mount("/hook", webhooks.asgi_app(later, journal=journal))
app.add_route("/route", webhooks.asgi_app(handle, journal=journal), methods=["POST"])

@app.get("/")
async def root():
    return {"ours": True}
"""

FLASK = """
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
flask = Flask(__name__)

@flask.get("/")
def root():
    return {"ours": True}

flask.wsgi_app = DispatcherMiddleware(flask.wsgi_app, {"/hook": webhooks.wsgi_app(handle, journal=journal)})
app = flask
"""

DJANGO = """
import django
from django.conf import settings
from django.http import JsonResponse
from django.urls import path
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="none", DEBUG=False)
django.setup()
urlpatterns = [path("", lambda request: JsonResponse({"ours": True}))]
"""

DJANGO_WSGI = """
from django.core.wsgi import get_wsgi_application
from werkzeug.middleware.dispatcher import DispatcherMiddleware
app = DispatcherMiddleware(get_wsgi_application(), {"/hook": webhooks.wsgi_app(later, journal=journal)})
"""

DJANGO_ASGI = """
from django.core.asgi import get_asgi_application
ours, hook = get_asgi_application(), webhooks.asgi_app(handle, journal=journal)

async def app(scope, receive, send):
    is_hook = scope["type"] == "http" and scope["path"].startswith("/hook")
    await (hook if is_hook else ours)(scope, receive, send)
"""

UVICORN = ["-m", "uvicorn", "site_:app", "--log-level", "warning", "--port"]
GUNICORN = [
    "-m",
    "gunicorn",
    "site_:app",
    "--workers",
    "2",
    "--threads",
    "4",
    "--log-level",
    "warning",
    "--bind",
]
SITES = {
    "FastAPI, mounted, under uvicorn": (FASTAPI, UVICORN, "/hook/"),
    "FastAPI, as a route, under uvicorn": (FASTAPI, UVICORN, "/route"),
    "Flask under gunicorn": (FLASK, GUNICORN, "/hook"),
    "Django under gunicorn": (DJANGO + DJANGO_WSGI, GUNICORN, "/hook"),
    "Django under uvicorn": (DJANGO + DJANGO_ASGI, UVICORN, "/hook"),
}


#: In place of a status: the server closed the connection and did not read the rest of the body.
CLOSED = 0


def answer(url: str, body: bytes | None = None, method: str | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, method=method), timeout=30) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except urllib.error.URLError as error:
        if isinstance(error.reason, (BrokenPipeError, ConnectionResetError)):
            return CLOSED
        raise


def report(number: int) -> bytes:
    return json.dumps({"messageId": f"m-{number}", "deliverystatus": "delivered", "cost": 0.31}).encode()


def check(score: common.Score, name: str, python: Path) -> None:
    site, server, path = SITES[name]
    port = common.free_port()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "site_.py").write_text(HANDLER + site)
        bind = f"127.0.0.1:{port}" if server is GUNICORN else str(port)
        process = subprocess.Popen([str(python), *server, bind], cwd=folder, env=os.environ)
        try:
            root, url = f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{port}{path}"
            for _ in range(200):
                try:
                    answer(root)
                    break
                except OSError:
                    time.sleep(0.1)
            score.add(f"{name}: the rest of the site", "" if answer(root) == 200 else answer(root))
            started = time.monotonic()
            with ThreadPoolExecutor(16) as pool:
                answers = set(pool.map(lambda number: answer(url, report(number)), range(REPORTS)))
            seconds = time.monotonic() - started
            score.add(f"{name}: {REPORTS} reports at once", "" if answers == {200} else answers)
            others = [
                answer(url, b'{"idUuid": "u-1", "text": "Yes"}'),
                answer(url, b'{"fail": true}'),
                answer(url, b"no"),
                answer(url, b'{"x":"' + b"a" * (1024 * 1024) + b'"}'),
                answer(url, method="PUT", body=b"{}"),
            ]
            expected = [[200, 500, 400, too_large, 405] for too_large in (413, CLOSED)]
            score.add(f"{name}: other requests", "" if others in expected else others)
            lines = Path(folder, "campaign.db-delivery").read_text().splitlines()[1:]
            ids = {json.loads(line)["message_id"] for line in lines}
            score.add(f"{name}: every report is kept", "" if len(ids) == REPORTS else f"{len(ids)}")
            seen = Path(folder, "seen.txt").read_text().split()
            same = seen.count("DeliveryReport") == REPORTS and seen.count("IncomingMessage") == 1
            score.add(f"{name}: the handler saw every event", "" if same else f"{len(seen)} events")
            score.figure(f"{name}: {REPORTS / seconds:,.0f} requests a second")
        finally:
            process.terminate()
            process.wait(timeout=30)


def main() -> int:
    score = common.Score()
    python = common.venv("receivers", PACKAGES)
    # The package under test is that of the Python that runs this.
    import smsbat

    site = next(python.parent.parent.glob("lib/python*/site-packages"))
    (site / "smsbat.pth").write_text(str(Path(smsbat.__file__).parents[1]))
    for name in SITES:
        check(score, name, python)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
