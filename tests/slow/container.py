"""The sandbox's container image: built as `make image` builds it, and run.

The image is built and run by Debian's buildah with chroot isolation, which needs no daemon but shares the
network with this machine: who reaches a container by its name is tried with the `Host` of requests. Not
tried: docker and podman, the compose file, and the service of the CI example. The last line is `N passed, N
failed`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import common

sys.path.insert(0, str(common.ROOT / "packaging" / "docker"))
import build

TRIPLE = "x86_64-unknown-linux-musl"
STORE = common.WORK / "container"
BUILDAH = ["buildah", "--storage-driver", "vfs", "--root", STORE / "root", "--runroot", STORE / "run"]
CHROOT = ["--isolation", "chroot"]


def answer(port: int, host: str, path: str = "/_sandbox/health") -> int:
    """The status of a request under this name; 0 if nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


@contextlib.contextmanager
def running(name: str, *arguments: object, said: list[str]) -> Iterator[subprocess.Popen[str]]:
    """The command of a container until the block ends; then also what it said on standard error."""
    call = [*BUILDAH, "run", *CHROOT, name, "--", "/smsbat", "--json", "sandbox", *arguments]
    with subprocess.Popen(
        [str(part) for part in call],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.stdin.close()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.terminate()
            said.append(process.stderr.read())


def the_binary(score: common.Score, binary: Path) -> None:
    size = binary.stat().st_size
    score.add("the binary is under 15 MB", "" if size < build.LIMIT else f"{size:,} bytes")
    score.figure(f"binary of {size / 1e6:.1f} MB")
    dynamic = common.must("readelf", "-dl", binary).stdout
    needs = [line for line in dynamic.splitlines() if "NEEDED" in line or "INTERP" in line]
    score.add("the binary is static", "\n".join(needs))


def the_image(score: common.Score, config: dict) -> None:
    check = config.get("Healthcheck", {}).get("Test")
    score.add(
        "the image has a health check",
        "" if check == ["CMD", "/smsbat", "sandbox", "--health"] else f"health check {check!r}",
    )
    user = config.get("User", "")
    score.add("the image runs without root", "" if user == "65532:65532" else f"user {user!r}")
    command = config.get("Entrypoint", []) + config.get("Cmd", [])
    score.add(
        "the image allows the names of its files", "" if "--allow-host" in command else f"command {command!r}"
    )


def the_container(score: common.Score, name: str, command: list[str]) -> None:
    port, said = common.free_port(), []
    with running(name, *command, "--port", port, "--exit-with-stdin", said=said) as process:
        ready = json.loads(process.stdout.readline())
        score.add("it starts", "" if ready["url"].endswith(f":{port}") else ready)
        statuses = {
            host: answer(port, host) for host in ("sandbox", f"sandbox:{port}", "localhost", "evil.example")
        }
        expected = {"sandbox": 200, f"sandbox:{port}": 200, "localhost": 200, "evil.example": 403}
        score.add("it answers under its names only", "" if statuses == expected else statuses)
        status = Path(f"/proc/{ready['pid']}/status").read_text()
        users = next(line.split()[1:] for line in status.splitlines() if line.startswith("Uid:"))
        score.add("its process is not root", "" if set(users) == {"65532"} else users)
        healthy = common.run(
            *BUILDAH, "run", *CHROOT, name, "--", "/smsbat", "sandbox", "--health", "--port", port
        )
        score.add("the health check passes", "" if healthy.returncode == 0 else healthy.stderr)
    score.add("it warns of what is open", "" if "open to other machines" in said[0] else said)
    gone = common.run(*BUILDAH, "run", *CHROOT, name, "--", "/smsbat", "sandbox", "--health", "--port", port)
    score.add("the health check fails once it is gone", "" if gone.returncode == 1 else gone)

    port = common.free_port()
    arguments = ["--host", "0.0.0.0", "--allow-host", "sandbox", "--tls", "--ca-file", "/data/ca.pem"]
    arguments += ["--store", "/data/inbox.db", "--port", port, "--exit-with-stdin"]
    with running(name, *arguments, said=said) as process:
        ready = json.loads(process.stdout.readline())
        mounted = Path(common.must(*BUILDAH, "mount", name).stdout.strip())
        certificate = (mounted / "data" / "ca.pem").read_text()
        good = ready["ca_bundle"] == "/data/ca.pem" and certificate.startswith("-----BEGIN CERTIFICATE-----")
        score.add("it serves HTTPS with its certificate in a volume", "" if good else ready)
        score.add(
            "it stores messages in a volume", "" if (mounted / "data" / "inbox.db").exists() else "no file"
        )


def main() -> int:
    score = common.Score()
    if (
        not shutil.which("rustup")
        or TRIPLE not in common.must("rustup", "target", "list", "--installed").stdout.split()
    ):
        common.missing(f"the Rust target {TRIPLE}; get it with: rustup target add {TRIPLE}")
    binary = build.binary(TRIPLE)
    the_binary(score, binary)
    folder = build.context(binary)
    if os.geteuid() != 0:
        score.skip("the image", "buildah with chroot isolation and the driver vfs needs root")
        return score.close()
    common.debian("buildah")
    shutil.rmtree(STORE, ignore_errors=True)
    try:
        began = time.monotonic()
        common.must(*BUILDAH, "build", *CHROOT, "--format", "docker", "--tag", build.NAME, folder)
        image = json.loads(common.must(*BUILDAH, "inspect", "--type", "image", build.NAME).stdout)
        score.figure(f"image built in {time.monotonic() - began:.0f} s")
        config = image["Docker"]["config"]
        the_image(score, config)
        name = common.must(*BUILDAH, "from", "--name", "smsbat-container", build.NAME).stdout.strip()
        the_container(score, name, config["Cmd"])
    finally:
        common.run(*BUILDAH, "rm", "--all")
        shutil.rmtree(STORE, ignore_errors=True)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
