"""Autobahn's cases for the WebSockets of the sandbox and of our client."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import common

AUTOBAHN = "autobahntestsuite==25.10.1"
# Compression is not served, and not asked for.
NOT_TRIED = ["12.*", "13.*"]
GOOD = {"OK", "NON-STRICT", "INFORMATIONAL"}


def autobahn() -> tuple[list[str], dict[str, str]] | str:
    """Autobahn's command and its environment, or why there is none. It needs Python 2.7."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    pythons = [*versions.glob("2.7.*/bin/python2.7"), *filter(None, [shutil.which("python2.7")])]
    if not pythons:
        return "Python 2.7 is not there"
    home = common.WORK / "autobahn"
    environment = os.environ | {"PYTHONUSERBASE": str(home), "PYENV_VERSION": "2.7.18"}
    command = [str(pythons[0]), "-m", "autobahntestsuite.wstest"]
    if common.run(*command, "--help", env=environment).returncode != 0:
        pip = [pythons[0], "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--user"]
        done = common.run(*pip, AUTOBAHN, env=environment)
        if done.returncode != 0:
            return f"pip of Python 2.7 could not install {AUTOBAHN}"
    return command, environment


def behaviors(score: common.Score, name: str, outdir: Path) -> None:
    """What Autobahn says of each case."""
    index = outdir / "index.json"
    cases = next(iter(json.loads(index.read_text()).values())) if index.exists() else {}
    bad = [
        f"case {case}: {said['behavior']}, {said['behaviorClose']}"
        for case, said in sorted(cases.items())
        if not {said["behavior"], said["behaviorClose"]} <= GOOD
    ]
    score.add(f"Autobahn: {name}", "\n".join(bad) or ("" if cases else "no case was run"))
    score.figure(f"{len(cases)} cases of Autobahn for {name}")


def cases_of_autobahn(score: common.Score) -> None:
    """The WebSockets below the hub, as echoes: Autobahn is the sandbox's client, and our client's server."""
    tool = autobahn()
    if isinstance(tool, str):
        score.skip("Autobahn's cases", tool)
        return
    call = ["build", "--quiet", "-p", "smsbat-faults", "--features", "echo", "--bin", "web_socket_echo"]
    common.must(common.CARGO, *call, cwd=common.ROOT)
    (command, environment), echo = tool, common.DEBUG / "web_socket_echo"
    outdirs = {name: common.WORK / f"autobahn-{name}" for name in ("sandbox", "client")}
    for outdir in outdirs.values():
        shutil.rmtree(outdir, ignore_errors=True)
        outdir.mkdir(parents=True)
    tried = {"cases": ["*"], "exclude-cases": NOT_TRIED, "exclude-agent-cases": {}}

    def fuzzing(mode: str, name: str, rest: dict) -> list[str]:
        spec = outdirs[name] / "spec.json"
        spec.write_text(json.dumps({"outdir": str(outdirs[name]), **tried, **rest}))
        return [*command, "--mode", mode, "--spec", str(spec), "--webport", "0"]

    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "env": environment}
    with subprocess.Popen(
        [echo, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        servers = [{"agent": "sandbox", "url": server.stdout.readline().strip()}]
        call = fuzzing("fuzzingclient", "sandbox", {"servers": servers})
        subprocess.run(call, check=False, timeout=1800, **quiet)
        server.stdin.close()
    behaviors(score, "the sandbox's WebSocket", outdirs["sandbox"])

    port = common.free_port()
    call = fuzzing("fuzzingserver", "client", {"url": f"ws://127.0.0.1:{port}"})
    with subprocess.Popen(call, **quiet) as server:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        common.run(echo, "run", f"http://127.0.0.1:{port}")
        server.kill()
    behaviors(score, "our client's WebSocket", outdirs["client"])
