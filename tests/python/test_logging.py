"""Python's logging gets a line for each attempt. No line, error or repr contains secrets or personal data."""

from __future__ import annotations

import logging
import pickle
import re
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import smsbat
from samples import MESSAGES

KEY, PASSWORD, TOKEN = "test-canary-key-5f1d", "test-canary-password-77ab", "canary.token.9c3e"
PHONE, TEXT = "380671112233", "canary text of a person"
CANARIES = (KEY, PASSWORD, TOKEN, PHONE, TEXT)
LINE = re.compile(r"[a-z_.]+ attempt=\d+ result=[a-z_]+ status=(\d+|-) ms=\d+ request_id=\S+")


def search(what: str, text: str) -> None:
    found = [canary for canary in CANARIES if canary in text]
    assert not found, f"{what}: {text}"


def test_each_attempt_is_a_line(sandbox: smsbat.Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    sandbox.reply_next(status=429, headers={"Retry-After": "0", "X-Request-Id": "r-17"})
    caplog.set_level(logging.DEBUG, logger="smsbat")
    with sandbox.client(max_retries=1) as client:
        client.send(MESSAGES["Sms"])
    lines = [record.getMessage() for record in caplog.records if record.name == "smsbat"]
    assert all(LINE.fullmatch(line) for line in lines)
    assert re.sub(r"ms=\d+|req-\S+", "…", "\n".join(lines)) == (
        "messages.send attempt=1 result=rate_limit status=429 … request_id=r-17\n"
        "messages.send attempt=2 result=ok status=200 … request_id=…"
    )
    assert {record.levelno for record in caplog.records} == {logging.DEBUG}


def test_nothing_is_said_unless_asked(client: smsbat.Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="smsbat")
    client.send(MESSAGES["Sms"])
    assert caplog.records == []


def test_logging_is_not_imported_for_it(sandbox: smsbat.Sandbox) -> None:
    code = (
        "import sys, smsbat\n"
        f"smsbat.Client(base_url={sandbox.url!r}, api_key='test-key').send("
        "{'to': '+380671234567', 'from': 'S', 'type': 'sms', 'text': 'Hi'})\n"
        "sys.exit('logging' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


def test_a_handler_may_make_a_call(sandbox: smsbat.Sandbox) -> None:
    """It runs with no lock of the library held, on the thread of the call."""
    threads = []

    class Alarm(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
            threads.append(threading.current_thread())
            if len(threads) == 1:
                client.send(MESSAGES["Sms"])

    logger, handler = logging.getLogger("smsbat"), Alarm()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with sandbox.client() as client:
            client.send(MESSAGES["Sms"])
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert threads == [threading.current_thread()] * 2
    assert len(sandbox.messages()) == 2


def test_a_level_holds_from_the_next_call_on(
    sandbox: smsbat.Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("smsbat")

    def lines() -> int:
        caplog.clear()
        client.send(MESSAGES["Sms"])
        return len(caplog.records)

    caplog.set_level(logging.DEBUG)
    with sandbox.client(rate_limit=None) as client:
        assert lines() == 1
        logger.setLevel(logging.INFO)
        assert lines() == 0
        logger.setLevel(logging.NOTSET)
        assert lines() == 1
        logger.disabled = True
        assert lines() == 0
        logger.disabled = False
        assert lines() == 1
        logging.disable(logging.DEBUG)
        try:
            assert lines() == 0
        finally:
            logging.disable(logging.NOTSET)
        assert lines() == 1


def test_a_logger_of_another_class_is_asked_itself() -> None:
    """Such as one that decides by the time of day."""
    code = (
        "import logging\n"
        "class Picky(logging.Logger):\n"
        "    on = False\n"
        "    def isEnabledFor(self, level): return self.on and super().isEnabledFor(level)\n"
        "logging.setLoggerClass(Picky)\n"
        "logging.basicConfig(level=logging.DEBUG, format='%(name)s %(levelname)s')\n"
        "import smsbat\n"
        "picky = logging.getLogger('smsbat')\n"
        "with smsbat.Sandbox() as sandbox, sandbox.client() as client:\n"
        "    for picky.on in (True, False, True):\n"
        "        client.send({'to': '+380671234567', 'from': 'S', 'type': 'sms', 'text': 'Hi'})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "smsbat DEBUG\n" * 2)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_in_a_handler_stops_the_call(
    sandbox: smsbat.Sandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    class Handler(logging.Handler):
        seen = 0

        def emit(self, _: logging.LogRecord) -> None:
            self.seen += 1
            if self.seen == 1:
                signal.raise_signal(signal.SIGINT)

    logger = logging.getLogger("smsbat")
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        # During the only attempt of a send, and during the wait for a second one.
        for status, outcome in ((200, "accepted"), (429, "not_sent")):
            handler = Handler()
            sandbox.reset()
            if status != 200:
                sandbox.fail_next(status, count=9)
            # The calls of the sandbox are logged, too.
            logger.addHandler(handler)
            with sandbox.client(max_retries=5) as client, pytest.raises(KeyboardInterrupt) as caught:
                client.send(MESSAGES["Sms"])
            logger.removeHandler(handler)
            assert isinstance(caught.value.__cause__, smsbat.SmsbatError)
            assert caught.value.__cause__.outcome == outcome
            assert handler.seen == 1
    finally:
        logger.setLevel(before)
    assert "Traceback" not in capfd.readouterr().err


def test_threads_log_through_one_handler(sandbox: smsbat.Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="smsbat")
    with sandbox.client() as client, ThreadPoolExecutor(8) as pool:
        done = [pool.submit(client.send, MESSAGES["Sms"]) for _ in range(160)]
        assert all(future.result(timeout=60).ok for future in done)
    # A fast client may also meet the rate limit and log that it did.
    names = [record.threadName for record in caplog.records if "result=ok" in record.getMessage()]
    assert len(names) == 160
    assert threading.main_thread().name not in names


CALLS: dict[str, Callable[[smsbat.Client], object]] = {
    "send": lambda c: c.send(smsbat.Sms(to=PHONE, sender="NovaShop", text=TEXT)),
    "refused": lambda c: c.send(smsbat.Sms(to=TEXT, sender="NovaShop", text=TEXT)),
    "plain": lambda c: c.send({"to": PHONE, "from": "NovaShop", "type": "sms", "text": TEXT}),
    "status": lambda c: c.status("m-1"),
    "cascade": lambda c: c.cascade.send([smsbat.CascadeMessage(to=PHONE, sender="S", text=TEXT)]),
    "turbosms": lambda c: c.turbosms.send(
        smsbat.TurboSmsMessage(recipients=[PHONE], sender="S", text=TEXT, sms=smsbat.TurboSms())
    ),
    "login": lambda c: c.chathub.login("test-desk", PASSWORD),
    "validate": lambda c: c.chathub.validate_token(TOKEN),
    "chat": lambda c: c.chathub.send_chat_message(6601, text=TEXT),
    "chats": lambda c: list(c.chathub.chats(phone=PHONE)),
}


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429, 500])
@pytest.mark.parametrize("name", CALLS)
def test_no_canary_comes_out(
    name: str, status: int, sandbox: smsbat.Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sandbox.reply_next(status=status, json={"message": f"no '{PHONE}'", "errors": [f"phone {PHONE}"]})
    with sandbox.client(max_retries=0, api_key=KEY, company_token=TOKEN) as client:
        try:
            search("repr", repr(CALLS[name](client)))
        except smsbat.SmsbatError as error:
            search("str", str(error))
            search("repr", repr(error))
            search("args", repr(error.args))
            # Output for an error that nobody caught. The line of the call is ours.
            search("traceback", "".join(traceback.format_exception_only(type(error), error)))
            search("pickle", str(pickle.loads(pickle.dumps(error))))
        search("client", repr(client) + repr(client.chathub))
    for record in caplog.records:
        search("log", record.getMessage())
