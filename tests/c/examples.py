"""Input and expected output of each example in C and C++."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Case:
    """One run of an example."""

    says: str
    """Pattern of the whole standard output."""
    arguments: tuple[str, ...] = ()
    input: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    complains: str = "$"
    """Pattern of the start of standard error."""
    code: int = 0
    waits: bool = False
    """True if it waits for the sandbox's clock."""
    chat: str = ""
    """Chat message that arrives after the example has printed its first line."""


REPORT = '{"messageId":"m-1","status":"DELIVERED","cost":0.0310}'
INCOMING = '{"idUuid":"u-1","phoneNumber":"380671234567","text":"Yes"}'
CUSTOMERS = str(Path(__file__).parents[2] / "examples/customers.csv")
CASES = {
    "bulk_csv": [
        Case(
            r"2 of 4 accepted\nrow 3: not_sent: to is a national .*\nrow 4: not_sent: to is the recipient .*",
            (CUSTOMERS,),
            complains=".*100 %, 2 accepted",
            code=1,
        ),
        Case("", ("no such file.csv",), complains="not_sent: .*cannot be read", code=1),
    ],
    "demo": [Case("kind .*accepted.*")],
    "first_message": [
        Case(r"accepted \S+\n"),
        Case(
            "", settings=(("SMSBAT_API_KEY", "wrong"),), complains="not_sent: messages.send: HTTP 401", code=1
        ),
    ],
    "hello": [Case(r"accepted 1\ndelivered \d+\.\d+\n")],
    "wait_for_delivery": [
        Case(r"delivered, cost \d+\.\d+\n", waits=True),
        Case(r"undeliverable, cost \d+\.\d+\n", ("+380990000201",), waits=True, code=1),
        Case("", ("+380990000101",), complains="rejected: ", code=1),
    ],
    "event_loop": [Case("12 of 12 delivered\n", waits=True)],
    "otp": [
        Case("delivered; sms: not_used\n", waits=True),
        Case("delivered; sms: delivered\n", ("+380990000211",), waits=True),
    ],
    "flash_call": [
        Case(r".* within \d+ seconds.*\? right\n", input="+38 (044) 000-00-77\n"),
        Case(r".*\? wrong\n", input="+380440000078\n", code=1),
    ],
    "webhook": [
        Case("message m-1 is delivered\n", input=REPORT),
        Case("380671234567 wrote: Yes\n", input=INCOMING),
        Case(r"something else: \{\}\n", input="{}"),
        Case("", input="[", complains=r"\S", code=1),
    ],
    "chat_bot": [
        Case(r"connected\nchat 6601: answered\nclosed\n", ("2",), chat="Hello?"),
        Case("", settings=(("SMSBAT_API_KEY", "wrong"),), complains="chathub.listen: HTTP 401", code=1),
    ],
    "test_with_sandbox": [Case("all as it should be\n")],
}


def run(score, program, stem, environment, control=None):
    """Runs all cases of an example. `control` is that of a sandbox whose clock stands still, and moves it."""
    for number, case in enumerate(CASES[stem], 1):
        if control:
            control.call("POST", "reset", {})
        process = subprocess.Popen(
            [program, *case.arguments],
            env=environment | dict(case.settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if control and case.waits:
            control.call("GET", "messages/wait?timeout=30")
            control.call("POST", "clock", {"advance": 10})
        first = process.stdout.readline() if case.chat else ""
        if control and case.chat:
            control.call("POST", "chathub/incoming", {"chat_id": 6601, "text": case.chat})
        said, complained = process.communicate(case.input, timeout=60)
        said = first + said
        good = re.fullmatch(case.says, said, re.DOTALL) and re.match(case.complains, complained, re.DOTALL)
        good = good and process.returncode == case.code
        wrong = f"{said}{complained}exit code {process.returncode}"
        score.add(f"{program.name}, case {number}", "" if good else wrong)
