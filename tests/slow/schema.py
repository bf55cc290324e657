"""Every answer of the sandbox is one that its descriptions know, says Schemathesis with requests at random.

Both descriptions are tried: the sandbox's own API, and the provider's with the credentials of each of its
APIs.

The last line is `N passed, N failed`; the exit code is 0 if none failed. Figures tell how many requests were
made.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import urllib.request
from pathlib import Path

import common

SCHEMATHESIS = "4.32.5"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
OWN = common.ROOT / "sandbox" / "src" / "page" / "sandbox.yaml"
PROVIDER = common.ROOT / "tests" / "openapi.yaml"
CHATHUB = "^/api/(company|operator|chat)/?"
# Seconds for each part; examples and the limits of each field come first.
SECONDS = 120


def token(url: str) -> str:
    """A company token of ChatHub."""
    body = json.dumps({"login": "test", "password": "test-password"}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/api/company/get-token", body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = json.load(answer)
    return found if isinstance(found, str) else found["token"]


def main() -> int:
    python = common.venv("schemathesis", [f"schemathesis=={SCHEMATHESIS}"])
    score = common.Score()
    with common.sandbox("--no-rate-limit") as ready:
        url = ready["url"]
        basic = base64.b64encode(b"@:test-key").decode()
        parts: list[tuple[str, Path, str, list[str]]] = [
            ("the sandbox's API", OWN, "X-Test: 1", []),
            (
                "SMSBAT and Cascade",
                PROVIDER,
                "X-Authorization-Key: test-key",
                ["^/(bat/|api/(Cascade|items))"],
            ),
            ("ChatHub", PROVIDER, f"Authorization: Bearer {token(url)}", [CHATHUB]),
            ("TurboSMS", PROVIDER, "Authorization: Bearer test-key", ["^/api/tsms/"]),
            ("GMS", PROVIDER, f"Authorization: Basic {basic}", ["^/api/GMS"]),
            ("Messagio", PROVIDER, "X-Test: 1", ["^/api/SendMessage"]),
        ]
        for name, description, header, paths in parts:
            call = [python.parent / "st", "run", description, "--url", url, "-c", ",".join(CHECKS)]
            call += ["--phases", "examples,coverage,fuzzing", "-n", "30", "--max-time", str(SECONDS)]
            call += ["-H", header, "--continue-on-failure", "--seed", "1", "--suppress-health-check", "all"]
            for path in paths:
                call += ["--include-path-regex", path]
            done = common.run(*call, cwd=common.WORK)
            count = re.search(r"(\d+) generated", done.stdout)
            score.add(
                f"every answer is described: {name}", "" if done.returncode == 0 else done.stdout[-6000:]
            )
            if count:
                score.figure(f"{count[1]} requests at random to {name}")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
