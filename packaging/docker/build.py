"""Builds the sandbox's container image: `make image`.

The binary is built for musl, so that it needs nothing of the system. The image is built with docker, podman
or buildah, whichever is there; with none, the folder from which it is built is left in target/docker.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
CONTEXT = TARGET / "docker"
NAME = "smsbat-sandbox"
#: Largest binary, so that the image stays small.
LIMIT = 15_000_000
BUILDERS = {
    "docker": ["docker", "build"],
    "podman": ["podman", "build", "--format", "docker"],
    # Needs neither a daemon nor user namespaces; only the docker format has health checks.
    "buildah": ["buildah", "build", "--isolation", "chroot", "--format", "docker"],
}


def binary(triple: str) -> Path:
    call = ["cargo", "build", "--release", "--target", triple, "-p", "smsbat-cli"]
    subprocess.run(call, cwd=ROOT, check=True)
    return TARGET / triple / "release" / "smsbat"


def context(binary: Path) -> Path:
    """The folder of the build: the Dockerfile, the binary, and an empty folder, which git does not keep."""
    shutil.rmtree(CONTEXT, ignore_errors=True)
    (CONTEXT / "data").mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("Dockerfile"), CONTEXT)
    shutil.copy(binary, CONTEXT / "smsbat")
    (CONTEXT / "smsbat").chmod(0o755)
    size = binary.stat().st_size
    if size > LIMIT:
        sys.exit(f"the binary has {size:,} bytes, more than {LIMIT:,}")
    return CONTEXT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", default="x86_64-unknown-linux-musl", help="Rust target with musl")
    options = parser.parse_args()
    folder = context(binary(options.target))
    for name, call in BUILDERS.items():
        if shutil.which(name):
            return subprocess.run([*call, "--tag", NAME, str(folder)], check=False).returncode
    print(f"neither {', '.join(BUILDERS)} is installed; the folder of the build is {folder}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
