"""The crates as they are published: packaged, unpacked alone, and built, documented and tested there.

Also the workspace with the lowest Rust version that Cargo.toml names, the core with every set of its
features, the oldest dependencies that the manifests allow, and the public API of the core against
core/api.txt: additions pass, anything else is a break. After a release `packages.py --write` writes that
file anew.

What needs a toolchain that cannot be had is skipped. The last line is `N passed, N failed`.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import common
import tomllib

ROOT = common.ROOT
WORK = common.WORK / "packages"
API = ROOT / "core" / "api.txt"
CRATES = {"smsbat-core": "core", "smsbat-sandbox": "sandbox", "smsbat-cli": "cli"}
PUBLIC_API = "0.52.0"
# Features that leave out no line of the core, so each is tried alone and not with every other.
PASSED_ON = ("mozilla-roots", "platform-verifier")
ENVIRONMENT = {**os.environ, "CARGO_TARGET_DIR": str(WORK / "target"), "RUSTDOCFLAGS": "-D warnings"}


def cargo(*call: object, toolchain: str = "", cwd: Path = ROOT, **more: str) -> str:
    """Failures; empty if all passed."""
    words = [common.CARGO, *([f"+{toolchain}"] if toolchain else []), *call]
    done = common.run(*words, cwd=cwd, env={**ENVIRONMENT, **more}, timeout=3600)
    return (
        ""
        if done.returncode == 0
        else f"{' '.join(map(str, words))}\n{done.stdout[-3000:]}{done.stderr[-6000:]}"
    )


def has(toolchain: str, *components: str) -> bool:
    """Returns true if a toolchain is installed or can be installed."""
    if shutil.which("rustup") is None:
        return False
    # One that is there is not updated: the list of the public API names std's items as its nightly does.
    if any(
        line.startswith(f"{toolchain}-")
        for line in common.must("rustup", "toolchain", "list").stdout.splitlines()
    ):
        return True
    call = ["rustup", "toolchain", "install", toolchain, "--profile", "minimal", "--no-self-update"]
    for component in components:
        call += ["--component", component]
    return common.run(*call, timeout=900).returncode == 0


def unpack() -> dict[str, Path]:
    """Each package in a folder of its own, in a workspace where each takes the others from there."""
    call = ["package", "--no-verify", "--allow-dirty", "--exclude-lockfile"]
    for crate in CRATES:
        call += ["-p", crate]
    problem = cargo(*call)
    if problem:
        sys.exit(problem)
    folder = WORK / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    places = {}
    for crate in CRATES:
        (archive,) = (WORK / "target" / "package").glob(f"{crate}-[0-9]*.crate")
        with tarfile.open(archive) as file:
            file.extractall(folder, filter="data")
        places[crate] = folder / archive.stem
    members = ", ".join(f'"{place.name}"' for place in places.values())
    patches = "".join(f'{crate} = {{ path = "{place.name}" }}\n' for crate, place in places.items())
    (folder / "Cargo.toml").write_text(
        f'[workspace]\nresolver = "3"\nmembers = [{members}]\n\n[patch.crates-io]\n{patches}'
    )
    shutil.copy(ROOT / "Cargo.lock", folder)
    return places


def complete(place: Path) -> str:
    """Checks the metadata that a registry's page shows and that distributors need."""
    package = tomllib.loads((place / "Cargo.toml").read_text("utf-8"))["package"]
    wanted = ("description", "license", "repository", "readme", "keywords", "categories", "rust-version")
    lacks = [name for name in wanted if not package.get(name)]
    lacks += [name for name in ("LICENSE-MIT", "LICENSE-APACHE", "README.md") if not (place / name).is_file()]
    return f"lacks {', '.join(lacks)}" if lacks else ""


def feature_sets() -> list[str]:
    features = tomllib.loads((ROOT / "core" / "Cargo.toml").read_text("utf-8"))["features"]
    names = sorted(set(features) - {"default", "simulation", "test-echo", *PASSED_ON})
    implied = {name: {other for other in features[name] if other in names} for name in names}
    sets = []
    for size in range(len(names) + 1):
        for chosen in itertools.combinations(names, size):
            # A set that turns on another of its own accord is tried with it.
            if all(implied[name] <= set(chosen) for name in chosen):
                sets.append(",".join(chosen))
    return [*sets, *PASSED_ON]


def minimal_versions() -> str:
    """Builds with the oldest direct dependencies that the manifests allow."""
    folder = WORK / "minimal"
    shutil.rmtree(folder, ignore_errors=True)
    names = common.must("git", "ls-files", "-z", cwd=ROOT).stdout.split("\0")
    for name in filter(None, names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)
    problem = cargo("update", "-Z", "direct-minimal-versions", toolchain="nightly", cwd=folder)
    return problem or cargo(
        "check", "--quiet", "--workspace", "--exclude", "smsbat-python", "--all-features", cwd=folder
    )


def public_api() -> list[str]:
    tool = common.TARGET / "tools" / "bin" / "cargo-public-api"
    if not tool.exists():
        call = ["install", "--quiet", "--locked", "cargo-public-api", "--version", PUBLIC_API]
        common.must(common.CARGO, *call, "--root", common.TARGET / "tools", timeout=3600)
    call = [tool, "public-api", "-p", "smsbat-core", "-sss", "--all-features"]
    return common.must(*call, cwd=ROOT, env=ENVIRONMENT, timeout=1800).stdout.splitlines()


def foreign(items: list[str]) -> str:
    """Items that name a type of another crate; those of jiff and serde are behind their features."""
    own = {"alloc", "core", "jiff", "serde", "serde_core", "smsbat_core", "std", "usize"}
    crates = re.compile(r"(?<![\w:])([a-z]\w*)::(?=[A-Z]|\w+::)")
    return "\n".join(item for item in items if set(crates.findall(item)) - own)


def main() -> int:
    score = common.Score()
    if "--write" in sys.argv:
        API.write_text("\n".join(public_api()) + "\n", "utf-8")
        return 0
    places = unpack()
    for crate, place in places.items():
        score.add(f"{crate}: the package has its texts and licenses", complete(place))
        features = ["--all-features"] if crate == "smsbat-core" else []
        for verb in (["test"], ["doc", "--no-deps"]):
            problem = cargo(*verb, "--quiet", "-p", crate, *features, cwd=place.parent)
            score.add(f"{crate}: {verb[0]} in the unpacked package", problem)
    sets = feature_sets()
    for features in sets:
        call = [
            "check",
            "--quiet",
            "-p",
            "smsbat-core",
            "--lib",
            "--no-default-features",
            "--features",
            features,
        ]
        score.add(f"core with the features [{features}]", cargo(*call, RUSTFLAGS="-D warnings"))
    score.figure(f"{len(sets)} sets of features of the core build without a warning")
    lowest = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["workspace"]["package"]["rust-version"]
    if has(lowest):
        call = ["check", "--quiet", "--workspace", "--exclude", "smsbat-python", "--all-targets"]
        score.add(f"the workspace builds with Rust {lowest}", cargo(*call, toolchain=lowest))
    else:
        score.skip("the lowest Rust version", f"no toolchain {lowest}")
    if has("nightly"):
        score.add("the oldest dependencies that the manifests allow", minimal_versions())
        known, now = API.read_text("utf-8").splitlines(), public_api()
        gone = sorted(set(known) - set(now))
        score.add("the public API of the core has additions only", "\n".join(gone))
        score.add("the public API of the core names no type of another crate", foreign(now))
        score.figure(f"{len(now)} items in the public API of the core")
    else:
        score.skip("oldest dependencies, public API", "no nightly toolchain")
    return score.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.TimeoutExpired as late:
        sys.exit(f"took too long: {late.cmd}")
