"""Calls every operation: `operations.c` makes the calls; this program compares the replies."""

import json
import re
import subprocess
from pathlib import Path

from vectors import VECTORS, Control, differences

SETTINGS = {
    "api_key": "test-key",
    "viber_bot_token": "test-viber",
    "telegram_bot_key": "test-telegram",
    "messagio_user": "test-user",
    "messagio_sign": "test-sign",
    "max_retries": 0,
}


class CallError(Exception):
    """The program said that a call failed."""


class Program:
    """The C program, over its standard input and output."""

    def __init__(self, path, url, environment):
        self.url = url
        self.clients = {}
        self.process = subprocess.Popen(
            [path], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def say(self, *words):
        self.process.stdin.write("\t".join(words).encode() + b"\n")
        self.process.stdin.flush()
        word, _, length = self.process.stdout.readline().partition(b" ")
        text = self.process.stdout.read(int(length or 0)).decode()
        if word != b"ok":
            raise CallError(text or "the program ended")
        return text

    def client(self, own):
        """The number of the client with these settings."""
        key = json.dumps(own, sort_keys=True)
        if key not in self.clients:
            number = str(len(self.clients))
            settings = SETTINGS | {"base_url": self.url, "chathub_url": self.url} | own
            texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in settings.items()}
            self.say("client", number, *(word for pair in texts.items() for word in pair))
            self.clients[key] = number
        return self.clients[key]

    def call(self, operation, arguments, own):
        return json.loads(self.say("call", self.client(own), operation, json.dumps(arguments)))

    def end(self):
        """Returns the faults in how it ended."""
        _, said = self.process.communicate(timeout=30)
        good = self.process.returncode == 0 and not said
        return "" if good else f"{said.decode()}exit code {self.process.returncode}"


def fill(value, kept):
    """`$name.path.0` is a value of an earlier reply."""
    if isinstance(value, str) and value.startswith("$"):
        name, *path = value[1:].split(".")
        found = kept[name]
        for step in path:
            found = found[int(step)] if isinstance(found, list) else found[step]
        return found
    if isinstance(value, list):
        return [fill(v, kept) for v in value]
    if isinstance(value, dict):
        return {k: fill(v, kept) for k, v in value.items()}
    return value


def every_name(program):
    """All operations that the library has: it lists them when it is asked for one that is not there."""
    try:
        program.call("?", {}, {})
    except CallError as error:
        return set(re.findall(r"[a-z]+\.[a-z_]+|\brequest\b", str(error).partition("is not one of: ")[2]))
    return set()


def run(score, compiler, url, environment):
    path, problem = compiler.program([Path(__file__).with_suffix(".c")], "operations")
    score.add("operations.c compiles", problem)
    if problem:
        return
    steps = json.loads((VECTORS / "operations.json").read_text())
    program = Program(path, url, environment)
    kept = {}
    for i, step in enumerate(steps):
        name = f"step {i} of operations.json, {step['operation']}"
        try:
            reply = program.call(step["operation"], fill(step["arguments"], kept), step.get("client", {}))
        except (CallError, LookupError) as error:
            score.add(name, repr(error))
            continue
        score.add(name, "\n".join(differences(reply, step["expect"])) if "expect" in step else "")
        if "as" in step:
            kept[step["as"]] = reply
    missing = every_name(program) ^ {step["operation"] for step in steps}
    score.add("every operation is called from C", ", ".join(sorted(missing)))
    score.add("operations.c ends well", program.end())
    requests = Control(url).call("GET", "requests")["requests"]
    agents = {header(request, "user-agent") for request in requests if "_sandbox" not in request["path"]}
    good = agents and all(re.match(r"smsbat/\S+ \(c;", agent) for agent in agents)
    score.add("the User-Agent says C", "" if good else str(agents))


def header(request, name):
    """A header of a request, whatever the case of its name."""
    pairs = request["headers"].items() if isinstance(request["headers"], dict) else request["headers"]
    return next((value for key, value in pairs if key.lower() == name), "")
