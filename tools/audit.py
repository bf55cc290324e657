"""Checks licenses, bans and sources of every crate (`make audit`), and advisories if a database is available.

Installs cargo-deny into target/ if it is missing, which takes some minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "0.20.2"
ROOT = Path(__file__).resolve().parents[1]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").absolute()
CARGO = os.environ.get("CARGO", "cargo")


def tool() -> str:
    """cargo-deny of our version."""
    own = TARGET / "tools" / "bin" / "cargo-deny"
    for path in (own, shutil.which("cargo-deny")):
        if path and Path(path).exists():
            said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
            if said.split()[-1:] == [VERSION]:
                return str(path)
    print(f"installing cargo-deny {VERSION}", flush=True)
    call = [CARGO, "install", "--quiet", "--locked", "cargo-deny", "--version", VERSION]
    environment = {name: value for name, value in os.environ.items() if name != "CARGO_TARGET_DIR"}
    subprocess.run([*call, "--root", TARGET / "tools"], check=True, env=environment)
    return str(own)


def main() -> int:
    deny = tool()
    rules = subprocess.run([deny, "check", "licenses", "bans", "sources"], cwd=ROOT, check=False)
    known = subprocess.run(
        [deny, "check", "advisories"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    said = known.stdout + known.stderr
    if known.returncode and "failed to fetch advisory database" in said:
        print("advisories: not checked, the database cannot be reached")
        return rules.returncode
    print(said, end="")
    return rules.returncode or known.returncode


if __name__ == "__main__":
    sys.exit(main())
