"""`smsbat.Sandbox` and the command that it starts."""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import limited
import smsbat
from samples import MESSAGES, TO


def test_what_arrived_can_be_read_back(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    client.send([MESSAGES["Sms"], MESSAGES["ViberSurvey"]])
    assert [m["type"] for m in sandbox.messages()] == ["sms", "viber_survey"]
    assert [m["type"] for m in sandbox.messages(text="Which")] == ["viber_survey"]
    assert [m["type"] for m in sandbox.messages(type="sms", to=TO, customer_message_id="c-1")] == ["sms"]
    assert sandbox.messages(to="+380670000000") == []
    assert len(sandbox.messages(limit=1)) == 1
    assert sandbox.wait_for(text="Hello", timeout=1)["text"] == "Hello"
    request = sandbox.requests()[0]
    assert (request["method"], request["path"], request["status"]) == ("POST", "/bat/messagelist", 200)
    assert request["headers"]["x-authorization-key"] == "***"
    sandbox.reset()
    assert sandbox.messages() == sandbox.requests() == []


def test_the_rates_of_the_provider_can_be_left_out() -> None:
    # More than the burst of 75 that questions have, as fast as they go.
    def ask(sandbox: smsbat.Sandbox) -> None:
        with sandbox.client(rate_limit=None, max_retries=0) as client:
            message = client.send(smsbat.Sms(to=TO, sender="MyShop", text="Hello")).messages[0].message_id
            for _ in range(400):
                client.status(message or "")

    with smsbat.Sandbox() as sandbox, pytest.raises(smsbat.RateLimitError):
        ask(sandbox)
    with smsbat.Sandbox(rate_limit=False) as sandbox:
        ask(sandbox)


@pytest.mark.parametrize("seed", [1.5, -1, 2**64, "7"])
def test_a_seed_that_cannot_be(seed: Any) -> None:
    with pytest.raises(ValueError, match="seed must be an int from 0"):
        smsbat.Sandbox(seed=seed)


@pytest.mark.parametrize("timeout", [0.1, "0.1"])
def test_waiting_has_an_end(sandbox: smsbat.Sandbox, timeout: Any) -> None:
    with pytest.raises(TimeoutError) as caught:
        sandbox.wait_for(text="never", timeout=timeout)
    assert str(caught.value) == "no message with text='never' within 0.1 s; none arrived at all"


def test_planned_answers(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.fail_next(404, count=2, path_prefix="/bat/message/")
    sandbox.reply_next(body=b'{"deliverystatus":"odd"}', path_prefix="/bat/message/")
    for _ in range(2):
        with pytest.raises(smsbat.NotFoundError):
            client.status("m")
    assert client.status("m").delivery_status == "odd"
    with pytest.raises(smsbat.BadRequestError):
        sandbox.fail_next(20)


def test_a_check_names_the_nearest_misses(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    with pytest.raises(AssertionError, match="nothing was sent at all"):
        sandbox.assert_sent(to=TO)
    client.send([MESSAGES["Sms"], MESSAGES["ViberSurvey"]])
    assert [m["type"] for m in sandbox.assert_sent(to=TO, count=2)] == ["sms", "viber_survey"]
    sandbox.assert_sent(to="+380509998877", count=0)
    with pytest.raises(AssertionError) as caught:
        sandbox.assert_sent(to=TO, text="Hallo")
    lines = str(caught.value).splitlines()
    assert lines[0] == f'1 expected with to="{TO}", text="Hallo", but 0 found'
    assert lines[2].startswith(f"  1. sms to {TO}, ")
    assert lines[2].endswith('"Hello": another text')
    # A refused message was not sent.
    client.send(smsbat.Sms(to="+380990000101", sender="MyShop", text="Hello"))
    with pytest.raises(AssertionError, match="refused: the number is in the stop list"):
        sandbox.assert_sent(to="+380990000101")
    sandbox.assert_sent(to="+380990000101", status="rejected")


def test_a_check_returns_all_messages(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    client.send([smsbat.Sms(to=TO, sender="MyShop", text=f"Order {i}") for i in range(5_000)])
    assert len(sandbox.assert_sent(text="Order", count=5_000)) == 5_000


def test_clicks(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    button = {"text": "Sale", "caption": "Open", "action": "https://shop.example.org/", "count_clicks": True}
    message = smsbat.TurboSmsMessage(recipients=[TO], sender="MyShop", viber=button)
    sent = client.turbosms.send(message)[0]
    details = client.turbosms.details(sent.message_id)[0]
    assert details.viber is not None
    assert details.viber.click_time is None
    assert sandbox.press(sent, "Open")["kind"] == "open"
    details = client.turbosms.details(sent.message_id)[0]
    assert details.viber is not None
    assert details.viber.click_time == client.turbosms.status(sent.message_id)[0].click_time
    assert details.viber.click_time.endswith("Z")


def test_recipients_answer(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.freeze()
    sms, survey = client.send([MESSAGES["Sms"], MESSAGES["ViberSurvey"]])
    assert sandbox.set_status(sms, "read")["status"] == "read"
    assert client.status(sms.message_id or "").delivery_status == "read"
    assert sandbox.reply(sms.message_id or "", "Thank you")["kind"] == "reply"
    option = MESSAGES["ViberSurvey"].options[0]
    assert sandbox.answer(sandbox.messages()[1], option)["text"] == option
    with pytest.raises(smsbat.SmsbatError):
        sandbox.press(survey, "No such button")
    assert sandbox.incoming(TO, "MyShop", "Hello")["text"] == "Hello"
    refused = client.send(smsbat.Sms(to="+380990000101", sender="MyShop", text="Hello"))[0]
    with pytest.raises(ValueError, match="message id"):
        sandbox.reply(refused, "Hello")
    sandbox.unfreeze()


def test_rules(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    first = sandbox.rule(to="38067*", status="rejected", count=1)
    second = sandbox.rule(path_prefix="/bat/message/", error=503, delay=0.01)
    assert [(rule["id"], rule["hits"]) for rule in sandbox.rules()] == [(first, 0), (second, 0)]
    assert sandbox.rules()[1]["delay_ms"] == 10
    assert [client.send(MESSAGES["Sms"])[0].outcome for _ in range(2)] == ["rejected", "accepted"]
    assert [rule["id"] for rule in sandbox.rules()] == [second]
    sandbox.remove_rule(second)
    assert sandbox.rules() == []
    sandbox.rule(fault="reset", taken=False)
    sandbox.clear_rules()
    assert client.send(MESSAGES["Sms"]).ok
    with pytest.raises(smsbat.BadRequestError):
        sandbox.rule(to="38067*")


def test_a_webhook_url(sandbox: smsbat.Sandbox) -> None:
    sandbox.webhooks("http://127.0.0.1:9/hook")
    sandbox.incoming(TO, "MyShop", "Hello")
    while not sandbox.webhook_attempts():
        pass
    assert sandbox.webhook_attempts()[0]["body"]["text"] == "Hello"
    sandbox.webhooks(None)
    with pytest.raises(smsbat.BadRequestError):
        sandbox.webhooks("http://example.org/")


def test_a_snapshot_brings_everything_back(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    client.send(MESSAGES["Sms"])
    sandbox.freeze()
    before = sandbox.messages()
    snapshot = sandbox.snapshot()
    client.send(MESSAGES["Sms"])
    sandbox.advance(10)
    sandbox.restore()
    assert sandbox.messages() == before
    sandbox.reset()
    sandbox.restore(snapshot)
    assert sandbox.messages() == before
    with pytest.raises(smsbat.NotFoundError):
        sandbox.restore(snapshot + 1)


def test_spaces_do_not_see_each_other(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    with sandbox.space("one") as one, sandbox.space("two") as two, one.client() as own:
        assert (one.api_key, two.api_key) == ("test-one", "test-two")
        own.send(MESSAGES["Sms"])
        client.send(MESSAGES["ViberSurvey"])
        one.assert_sent(text="Hello")
        assert two.messages() == []
        two.rule(status="rejected")
        assert own.send(MESSAGES["Sms"]).ok
        sandbox.assert_sent(count=1)
    with pytest.raises(RuntimeError, match="the space is closed"):
        one.messages()
    for name in ("", "a b", "ї", "a" * 101):
        with pytest.raises(ValueError, match="name"):
            sandbox.space(name)
    # The key of the sandbox's own clients.
    for name in ("key", "test-key"):
        with pytest.raises(ValueError, match="name must not be key"):
            sandbox.space(name)
    # A closed space leaves its key to the shared one.
    with sandbox.space("one") as again:
        assert again.messages() == []


SCENARIOS = pathlib.Path(__file__).parents[2] / "examples" / "scenarios"


def test_a_scenario(tmp_path: pathlib.Path) -> None:
    with smsbat.Sandbox(scenario=SCENARIOS / "shop.toml") as sandbox, sandbox.client() as client:
        client.send(smsbat.Sms(to=TO, sender="MyShop", text="Your order is ready"))
        sandbox.advance(60)
        sandbox.assert_sent(to=TO, status="read")
    broken = tmp_path / "broken.toml"
    broken.write_text("[[rules]]\nstatus = 'eaten'\n")
    with pytest.raises(RuntimeError, match="did not start") as caught:
        smsbat.Sandbox(scenario=broken)
    assert f"{broken}, line 1, rules[0]: status must be one of" in str(caught.value)


def test_recipients_are_scripted(sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.freeze()
    sandbox.rule(to=TO, read_after=60, actions=[{"after": 5, "stop": "STOP"}])
    assert client.send(MESSAGES["Sms"])[0].outcome == "accepted"
    sandbox.advance(70)
    sandbox.assert_sent(status="read")
    assert client.send(MESSAGES["Sms"])[0].outcome == "rejected"
    sandbox.unfreeze()


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_examples_follow_the_schema(path: pathlib.Path) -> None:
    tomllib, jsonschema = pytest.importorskip("tomllib"), pytest.importorskip("jsonschema")
    schema = json.loads((SCENARIOS.parents[1] / "sandbox" / "scenario.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    check.validate(tomllib.loads(path.read_text("utf-8")))
    assert not check.is_valid({"rules": [{"statsu": "read"}]})
    assert not check.is_valid({"rules": [{"actions": [{"after": 1}]}]})


def test_tls(tls_sandbox: smsbat.Sandbox) -> None:
    assert tls_sandbox.url.startswith("https://")
    assert tls_sandbox.ca_bundle is not None
    with tls_sandbox.client() as client:
        assert client.send(MESSAGES["Sms"]).ok
    bundle = pathlib.Path(tls_sandbox.ca_bundle)
    with smsbat.Client(api_key="test-key", base_url=tls_sandbox.url, ca_bundle=bundle) as client:
        assert client.send(MESSAGES["Sms"]).ok
    assert len(tls_sandbox.messages()) == 2


def test_it_ends_with_its_block() -> None:
    with smsbat.Sandbox() as sandbox:
        url = sandbox.url
        assert answers(url)
        assert url in repr(sandbox)
    assert not answers(url)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_it_ends_with_its_parent() -> None:
    script = "import smsbat, sys; print(smsbat.Sandbox().url, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        # Refused connections show that it has ended; the test's own time limit bounds the wait.
        while answers(url):
            pass


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")

INTERRUPTED = """
import os, signal, sys, smsbat
with smsbat.Sandbox() as sandbox:
    try:
        os.killpg(0, signal.SIGINT)
        signal.sigtimedwait([], 30)
    except KeyboardInterrupt:
        sandbox.client().send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
        print(len(sandbox.messages()))
"""


@POSIX
def test_an_interrupt_of_the_whole_group_leaves_it_running() -> None:
    """As Ctrl-C in a terminal and the interrupt of a notebook do."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("1\n", "", 0)


FORKING = """
import os, sys, smsbat
sandbox = smsbat.Sandbox()
read, write = os.pipe()
if os.fork() == 0:
    os.close(write)
    sandbox.messages()
    print(sandbox.url, flush=True)
    os.read(read, 1)  # until its parent has ended
    sandbox.close()
    sys.stdin.read()
    os._exit(0)
sys.stdin.read()
"""


@POSIX
def test_a_forked_child_does_not_keep_it_alive() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        while answers(url):
            pass


@POSIX
def test_a_forked_child_uses_it_and_does_not_end_it() -> None:
    with smsbat.Sandbox() as sandbox:
        child = os.fork()
        if child == 0:
            # Nothing of pytest may run here.
            try:
                sandbox.messages()
                sandbox.close()
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert sandbox.messages() == []
        # With a child that holds the other end of its standard input.
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(write)
            os.read(read, 1)
            os._exit(0)
        sandbox.close()
        assert sandbox._process.returncode == 0
        os.close(write)
        os.close(read)
        os.waitpid(child, 0)


CALLS: list[Callable[[smsbat.Sandbox], object]] = [
    lambda sandbox: sandbox.client(),
    lambda sandbox: sandbox.async_client(),
    lambda sandbox: sandbox.messages(),
    lambda sandbox: sandbox.wait_for(text="Hello"),
    lambda sandbox: sandbox.requests(),
    lambda sandbox: sandbox.advance(1),
    lambda sandbox: sandbox.fail_next(503),
    lambda sandbox: sandbox.reply_next(json={}),
    lambda sandbox: sandbox.reset(),
]


@POSIX
def test_a_sandbox_that_has_ended_says_so() -> None:
    ends = {
        signal.SIGKILL: "was killed by signal 9, with exit code -9",
        signal.SIGTERM: "has ended, with exit code 0",
    }
    for number, text in ends.items():
        with smsbat.Sandbox() as sandbox:
            os.kill(sandbox._process.pid, number)
            sandbox._process.wait(30)
            for call in CALLS:
                with pytest.raises(RuntimeError) as caught:
                    call(sandbox)
                assert str(caught.value) == f"the sandbox {text}; create a new one"
            assert sandbox.url in repr(sandbox)


@POSIX
def test_a_sandbox_that_ends_during_a_call_says_so() -> None:
    with smsbat.Sandbox() as sandbox, ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(sandbox.wait_for, text="never", timeout=60)
        os.kill(sandbox._process.pid, signal.SIGKILL)
        with pytest.raises(RuntimeError, match="killed by signal 9, with exit code -9"):
            waiting.result(30)


def test_a_closed_sandbox_says_so() -> None:
    sandbox = smsbat.Sandbox()
    sandbox.close()
    sandbox.close()
    for call in CALLS:
        with pytest.raises(RuntimeError, match=r"^the sandbox is closed; create a new one$"):
            call(sandbox)


def answers(url: str) -> bool:
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url + "/_sandbox/health", timeout=5) as answer:
            return bool(json.load(answer)["ok"])
    except (OSError, http.client.HTTPException, ValueError):
        # Refused, or cut off in the middle.
        return False


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, timeout=30, **options
    )


def test_the_command_in_the_package() -> None:
    found = run("smsbat", "segments", "--json", "Hello")
    assert (found.returncode, json.loads(found.stdout)["parts"]) == (0, 1)
    assert run("smsbat", "nonsense").returncode == 2
    assert "--port" in run("smsbat.sandbox", "--help").stdout
    if sys.platform == "win32" or limited.EMULATED:
        return  # The script stands in another folder there.
    installed = pathlib.Path(sys.executable).with_name("smsbat")
    found = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True)
    assert smsbat.__version__ in found.stdout


@POSIX
def test_the_command_ends_at_ctrl_c() -> None:
    command = [sys.executable, "-m", "smsbat.sandbox", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["ready"]
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == 0
