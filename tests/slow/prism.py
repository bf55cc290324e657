"""Every request of the walk through all operations, against a contract mock that is not ours.

The walk of tests/vectors/operations.json is made by the Rust suite, whose sandbox records what the library
wrote. Each request is then sent as it was written to Prism, which mocks tests/openapi.yaml with `--errors`:
it answers a request that breaks the description with an error. Messagio's forms are left to the validator
of tests/openapi.py, because Prism refuses its own mock of an XML answer; that it finds nothing else wrong
with them is checked here. Credentials are masked in the records; test values of the same length stand in
for them.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import common

# 5.15 wants Node 24.
PRISM = "5.14.2"
NODE = (18, 20)
DESCRIPTION = common.ROOT / "tests" / "openapi.yaml"
MESSAGIO = "/api/SendMessage"
MASK = "***"
# Messagio's forms: one of each kind through the validator of the fast suites.
FORMS = """
import json, sys
import openapi
lines = [("walk", json.loads(line)) for line in open(sys.argv[1], encoding="utf-8")]
problems = []
checked = openapi.check_all(lines, problems)
print("\\n".join(problems))
print(f"{checked - len(problems)} passed, {len(problems)} failed")
sys.exit(1 if problems else 0)
"""


def install() -> Path:
    """Prism's command, in target/."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        common.missing("Node.js 18.20 or newer with npm")
    version = common.must(node, "--version").stdout.strip()
    if tuple(int(part) for part in version.lstrip("v").split(".")[:2]) < NODE:
        common.missing(f"Node.js 18.20 or newer; this is {version}")
    folder = common.WORK / f"prism-{PRISM}"
    program = folder / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        call = ["npm", "install", "--silent", "--no-audit", "--no-fund", f"@stoplight/prism-cli@{PRISM}"]
        done = common.run(*call, cwd=folder)
        if done.returncode != 0:
            print(done.stdout + done.stderr, end="")
            common.missing(f"the npm package @stoplight/prism-cli {PRISM}: npm could not install it")
    return program


@contextmanager
def prism(program: Path) -> Iterator[int]:
    """Prism as a child process; gives its port."""
    port = common.free_port()
    log = common.WORK / "prism.log"
    call = ["node", str(program), "mock", "--errors", "-h", "127.0.0.1", "-p", str(port), str(DESCRIPTION)]
    with (
        log.open("w") as output,
        subprocess.Popen(call, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL) as process,
    ):
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    sys.exit(f"Prism ended at once:\n{log.read_text()}")
                time.sleep(0.1)
            else:
                sys.exit(f"Prism does not listen:\n{log.read_text()}")
            yield port
        finally:
            process.terminate()


def walk() -> list[dict]:
    """The recorded requests of the walk."""
    folder = common.WORK / "walk"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    call = [common.CARGO, "test", "--quiet", "-p", "smsbat-core", "--test", "operations"]
    environment = {
        **common.os.environ,
        "SMSBAT_SANDBOX_RECORD": str(folder),
        "CARGO_TARGET_DIR": str(common.TARGET),
    }
    common.must(*call, cwd=common.ROOT, env=environment)
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("requests-*.jsonl"))]
    # Not `splitlines`, which takes a U+2028 in a text for the end of a line.
    lines = [line for text in texts for line in text.split("\n") if line]
    return [json.loads(line) for line in lines]


def credential(masked: str) -> str:
    """A test value for a masked header, of the scheme that it shows."""
    scheme = masked.removesuffix(MASK)
    return scheme + (base64.b64encode(b"@:test-key").decode() if scheme == "Basic " else "test-key")


def filled(body: str, length: int) -> bytes:
    """The body with values for what was masked, as long as it was."""
    count = body.count(f'"{MASK}"')
    if count == 0:
        return body.encode()
    if count > 1:
        raise ValueError(f"more than one masked value: {body}")
    missing = length - len(body.encode()) + len(MASK)
    return body.replace(f'"{MASK}"', f'"{"test-".ljust(missing, "x")[:missing]}"').encode()


def send(port: int, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, str, str]:
    """Status, violations and body of Prism's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body or None)
    reply = connection.getresponse()
    text = reply.read().decode("utf-8", "replace")
    connection.close()
    return reply.status, reply.getheader("sl-violations") or "", text


def replay(port: int, line: dict) -> str:
    """Returns Prism's objections to the request."""
    target = "/" + line["url"].split("/", 3)[3]
    headers = dict(line["headers"])
    for name, value in headers.items():
        if value.endswith(MASK):
            headers[name] = credential(value)
    headers["host"] = f"127.0.0.1:{port}"
    body = filled(line["body"], int(headers.get("content-length", 0)))
    if len(body) != int(headers.get("content-length", 0)):
        return f"the body has {len(body)} bytes, its header says {headers.get('content-length')}"
    status, violations, text = send(port, line["method"], target, headers, body)
    if violations or status >= 400:
        return f"{status} {violations} {text}\n{line['body'][:500]}"
    return ""


def proof(score: common.Score, port: int) -> None:
    """Prism does refuse what breaks the description."""
    headers = {"host": f"127.0.0.1:{port}", "content-type": "application/json"}
    key = {"x-authorization-key": "test-key"}
    message = {"from": "NovaShop", "to": "+380671234567", "type": "sms", "text": "Hi"}
    cases = [
        ("no credential", 401, "POST", "/bat/messagelist", headers, {"messages": [message]}),
        ("a body without messages", 422, "POST", "/bat/messagelist", headers | key, {}),
        (
            "a message of no type",
            422,
            "POST",
            "/bat/messagelist",
            headers | key,
            {"messages": [{**message, "type": "fax"}]},
        ),
        ("a wrong method", 405, "PUT", "/bat/messagelist", headers | key, {"messages": [message]}),
        ("an unknown path", 404, "POST", "/bat/nothing", headers | key, {}),
    ]
    for name, wanted, method, path, own, value in cases:
        body = json.dumps(value).encode()
        status, _, text = send(port, method, path, {**own, "content-length": str(len(body))}, body)
        score.add(
            f"Prism refuses {name}", "" if status == wanted else f"{status} instead of {wanted}: {text}"
        )


def described() -> set[str]:
    """`METHOD path` of every operation of the description, without its webhooks."""
    found = set()
    path = ""
    inside = False
    for line in DESCRIPTION.read_text().splitlines():
        if re.match(r"\S", line):
            inside = line.startswith("paths:")
        elif inside and (match := re.match(r"  (/\S*):$", line)):
            path = match[1]
        elif inside and (match := re.match(r"    (get|put|post|patch|delete):$", line)):
            found.add(f"{match[1].upper()} {path}")
    return found


def forms(score: common.Score, port: int, lines: list[dict]) -> None:
    """Messagio's requests, by the validator that the fast suites use, and what Prism says of them."""
    for line in lines:
        headers = {
            **line["headers"],
            "host": f"127.0.0.1:{port}",
            "content-length": str(len(line["body"].encode())),
        }
        _, violations, text = send(port, "POST", MESSAGIO, headers, line["body"].encode())
        places = [found["location"][0] for found in json.loads(violations or "[]")]
        fine = bool(places) and set(places) == {"response"}
        score.add(f"POST {MESSAGIO}: nothing but the mock's XML", "" if fine else violations + text)
    records = common.WORK / "forms.jsonl"
    records.write_text("".join(json.dumps(line) + "\n" for line in lines))
    python = common.venv("venv-openapi", [common.pinned("openapi-core")])
    done = common.run(python, "-c", FORMS, records, cwd=common.ROOT / "tests")
    score.count("Messagio's forms, by tests/openapi.py", done)


def main() -> int:
    score = common.Score()
    program = install()
    lines = walk()
    to_prism = [line for line in lines if line["api_operation_path"] != MESSAGIO]
    with prism(program) as port:
        proof(score, port)
        for line in to_prism:
            target = line["url"].split("/", 3)[3]
            score.add(f"{line['method']} /{target}", replay(port, line))
        forms(score, port, [line for line in lines if line["api_operation_path"] == MESSAGIO])
    seen = {f"{line['method']} {line['api_operation_path']}" for line in lines}
    score.add("every operation of the description was made", "\n".join(sorted(described() - seen)))
    score.add("every request is of the description", "\n".join(sorted(seen - described())))
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
