"""Presses Ctrl-C in a Windows console during a call: `interrupt.py RESULTS.json COMMAND…`.

The call is that of the command and, if `smsbat` can be imported, of a Python client, with the request on
its way. RESULTS.json gets exit code and output of each; Python's is the type of the error and its outcome.
"""

from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

CLIENT = """
import signal, sys
import smsbat
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    smsbat.Client(api_key="test-key", base_url=sys.argv[1], timeout=60).send(
        smsbat.Sms(to="+380671234567", sender="MyShop", text="x"))
except KeyboardInterrupt as error:
    print(type(error.__cause__).__name__, error.__cause__.outcome)
"""


def interrupted(call: list[str], server: socket.socket) -> tuple[int, str]:
    """Exit code and output of a program that gets Ctrl-C when its request has arrived."""
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    environment = os.environ | {"SMSBAT_BASE_URL": url, "SMSBAT_API_KEY": "test-key"}
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.SetConsoleCtrlHandler(None, False)
    with subprocess.Popen(
        [*call, url] if "-c" in call else call,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        server.settimeout(90)
        connection, _ = server.accept()
        with connection:
            connection.settimeout(90)
            request = b""
            while b"MyShop" not in request:
                part = connection.recv(1 << 16)
                if not part:
                    break
                request += part
            # This process ignores it from here on; its child was started before.
            kernel.SetConsoleCtrlHandler(None, True)
            kernel.GenerateConsoleCtrlEvent(0, 0)
            output, _ = child.communicate(timeout=90)
    return child.returncode, output


def main() -> None:
    results, *command = sys.argv[1:]
    with socket.create_server(("127.0.0.1", 0)) as server:
        send = ["--json", "send", "--to", "+380671234567", "--sender", "MyShop", "--text", "x"]
        found = {"command": interrupted([*command, *send], server)}
        if importlib.util.find_spec("smsbat"):
            found["python"] = interrupted([sys.executable, "-c", CLIENT], server)
    Path(results).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
