"""The recipes of examples/recipes with the real FastAPI, Django and Celery, against a sandbox.

Celery's worker is killed while a notice is under way, and the task delivered again, as a broker does.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import common

PACKAGES = ["celery==5.7.0", "django==5.2.8", "fastapi==0.121.3", "httpx==0.28.1"]
RECIPES = common.ROOT / "examples" / "recipes"
LONGEST = 80

FASTAPI = """
import os, smsbat
from fastapi.testclient import TestClient
from fastapi_app import app

def post(phone, text="Ready"):
    return client.post("/orders/o-1/notices", json={"phone": phone, "text": text})

with TestClient(app) as client:
    sent = post("+380671234567")
    assert (sent.status_code, sent.json()["outcome"]) == (201, "accepted"), sent.text
    refused = post("+380990000101")
    assert (refused.status_code, refused.json()["detail"]["code"]) == (409, "INVALID_RECIPIENT"), refused.text
    doubt = post("+380990000503")
    assert (doubt.status_code, doubt.json()) == (202, {"outcome": "unknown"}), doubt.text
    wrong = post("067 129", "secret")
    assert wrong.status_code == 422 and "messages[0].to" in wrong.text, wrong.text
    assert "129" not in wrong.text and "secret" not in wrong.text, wrong.text
    busy = post("+380990000429")
    assert busy.status_code == 503 and int(busy.headers["Retry-After"]) > 0, busy.text
    id = sent.json()["message_id"]
    assert client.get(f"/messages/{id}").status_code == 404
    body = {"messageId": id, "deliverystatus": "delivered"}
    assert client.post("/hook/", json=body).status_code == 200
    assert client.get(f"/messages/{id}").json() == {"status": "delivered"}
print("good")
"""

DJANGO = """
import logging, os, pathlib, sys
import django
from django.conf import settings

pathlib.Path("ready.txt").write_text("Order {{ number }} is ready\\n")
settings.configure(
    IS_SMS_ENABLED=True, SMS_TOKEN="test-key", SMS_SIGNATURE="MyShop", SMS_RECIPIENTS=["+380671234567"],
    SMS_COUNTRY="380",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["."]}],
)
django.setup()
logging.basicConfig(stream=sys.stdout)
from django_sms import get_default_sms_recipients, send_sms, send_sms_from_template

assert get_default_sms_recipients() == ["+380671234567"]
assert send_sms("Hello") == {"+380671234567": "accepted"}
given = ["067 123-45-68", "+380990000101", "067 123-45-68"]
assert send_sms("Hello", given) == {"067 123-45-68": "accepted", "+380990000101": "rejected"}
assert send_sms_from_template("ready.txt", {"number": 5}, ["+380671234569"]) == {"+380671234569": "accepted"}
assert send_sms("Hello", ["12"]) == {"12": "not_sent"}
assert send_sms("Hello", ["+380990000503"]) == {"+380990000503": "unknown"}
settings.IS_SMS_ENABLED = False
assert send_sms("Hello") == {}
print("good")
"""

# A broker of files: it needs no server.
WORKER = """
from celery_tasks import app, check, notify
app.conf.update(
    broker_url="filesystem://",
    broker_transport_options={
        "data_folder_in": "queue", "data_folder_out": "queue", "control_folder": "control"
    },
)
"""


def child(python: Path, code: str, folder: str, ready: dict) -> str:
    done = common.run(python, "-c", code, cwd=folder, env=environment(ready), timeout=120)
    good = done.returncode == 0 and done.stdout.endswith("good\n")
    # What the recipe logs has no text and no whole number.
    leak = next((word for word in ("Hello", "1234567", "0000101") if word in done.stdout + done.stderr), "")
    return f"{word_of(leak)}{done.stdout}{done.stderr}" if leak or not good else ""


def word_of(leak: str) -> str:
    return f"{leak!r} is in its log: " if leak else ""


def environment(ready: dict) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_")}
    return kept | {
        "PYTHONPATH": str(RECIPES),
        "SMSBAT_BASE_URL": ready["url"],
        "SMSBAT_API_KEY": "test-key",
        "NOTICE_PAUSE": "1",
    }


class Worker:
    """A worker of Celery with one process."""

    def __init__(self, python: Path, folder: str, ready: dict, log: Path) -> None:
        self.log = log
        call = [python, "-m", "celery", "-A", "worker_", "worker", "--pool", "solo", "--loglevel", "INFO"]
        call += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                list(map(str, call)), cwd=folder, env=environment(ready), stdout=out, stderr=out
            )

    def end(self, sign: int = signal.SIGTERM) -> None:
        self.process.send_signal(sign)
        self.process.wait(timeout=60)


def until(test: Callable[[], object], seconds: float = 60) -> bool:
    for _ in range(int(seconds * 10)):
        if test():
            return True
        time.sleep(0.1)
    return False


def celery(score: common.Score, python: Path, folder: str, ready: dict) -> None:
    Path(folder, "worker_.py").write_text(WORKER)
    for name in ("queue", "control"):
        Path(folder, name).mkdir()
    log = Path(folder, "worker.log")

    def deliver(notice: str, phone: str) -> None:
        code = f"from worker_ import notify; notify.delay({notice!r}, {phone!r}, 'Ready')"
        common.must(python, "-c", code, cwd=folder, env=environment(ready))

    def sends(phone: str) -> int:
        calls = common.get(f"{ready['url']}/_sandbox/requests")["requests"]
        return sum(phone in str(call) for call in calls if call["path"] == "/bat/messagelist")

    def told(text: str, count: int = 1) -> Callable[[], bool]:
        return lambda: log.read_text(errors="replace").count(text) >= count

    def post(path: str, body: str) -> None:
        url, head = f"{ready['url']}/_sandbox/{path}", {"Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(url, body.encode(), head)).close()

    worker = Worker(python, folder, ready, log)
    try:
        deliver("n-1", "+380671234561")
        good = until(told("succeeded")) and sends("380671234561") == 1
        score.add("Celery: a notice is sent", "" if good else log.read_text())
        deliver("n-1", "+380671234561")
        good = until(told("succeeded", 2)) and sends("380671234561") == 1
        score.add("Celery: delivered again, it is not sent again", "" if good else log.read_text())
        deliver("n-2", "+380990000503")
        deliver("n-2", "+380990000503")
        good = until(told("notice n-2: it may have been sent", 2)) and sends("380990000503") == 1
        score.add(
            "Celery: an unknown is never sent again, and somebody is told", "" if good else log.read_text()
        )
        post("fail_next", '{"status": 429, "count": 4}')
        deliver("n-3", "+380671234563")
        good = until(told("Retry in 1")) and until(lambda: sends("380671234563") >= 5)
        score.add("Celery: what was not sent is tried later", "" if good else log.read_text())
        post("reply_next", '{"status": 200, "delay_ms": 60000}')
        deliver("n-4", "+380671234564")
        until(lambda: sends("380671234564") == 1)
        worker.end(signal.SIGKILL)
        worker = Worker(python, folder, ready, log)
        deliver("n-4", "+380671234564")
        good = until(told("notice n-4: it may have been sent")) and sends("380671234564") == 1
        score.add("Celery: killed while it sends, it is not sent again", "" if good else log.read_text())
    finally:
        worker.end()


def main() -> int:
    score = common.Score()
    python = common.venv("recipes", PACKAGES)
    # The package under test is that of the Python that runs this.
    import smsbat

    site = next(python.parent.parent.glob("lib/python*/site-packages"))
    (site / "smsbat.pth").write_text(str(Path(smsbat.__file__).parents[1]))
    for recipe in sorted(RECIPES.glob("*.py")):
        lines = len(recipe.read_text(encoding="utf-8").splitlines())
        score.add(f"{recipe.name} is short", "" if lines <= LONGEST else f"{lines} lines")
    for name, code in (("FastAPI", FASTAPI), ("Django", DJANGO)):
        with common.sandbox() as ready, tempfile.TemporaryDirectory() as folder:
            score.add(name, child(python, code, folder, ready))
    with common.sandbox() as ready, tempfile.TemporaryDirectory() as folder:
        celery(score, python, folder, ready)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
