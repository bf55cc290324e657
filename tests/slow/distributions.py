"""Builds the C library by the recipes of packaging/ that can run here, and a program with each.

The Debian packages are installed into a root directory of their own, so that this machine stays as it is. The
last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import common

EXAMPLE = common.ROOT / "examples" / "c" / "first_message.c"
CONAN = "conan==2.34.0"
# What is built is kept with the rest, or each recipe would build all crates again.
BUILD = os.environ | {"CARGO_TARGET_DIR": str(common.TARGET)}


def sends(score: common.Score, name: str, program: Path, library: Path | None) -> None:
    with common.sandbox() as ready:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SMSBAT_")}
        environment |= {"SMSBAT_BASE_URL": ready["url"], "SMSBAT_API_KEY": "test-key"}
        environment |= {"LD_LIBRARY_PATH": str(library)} if library else {}
        done = common.run(program, env=environment, timeout=120)
    good = done.returncode == 0 and done.stdout.startswith("accepted ")
    score.add(name, "" if good else f"{done.stdout}{done.stderr}exit code {done.returncode}")


def checkout(folder: Path) -> Path:
    """What is committed, and nothing else."""
    folder.mkdir()
    common.must("sh", "-c", f"git archive HEAD | tar -x -C '{folder}'", cwd=common.ROOT)
    return folder


def debian(score: common.Score, folder: Path) -> None:
    common.debian("debhelper", "dpkg-dev", "gcc", "make", "pkgconf")
    sources = checkout(folder / "sources")
    shutil.copytree(sources / "packaging" / "debian", sources / "debian")
    # Not -b with the check of dependencies: rustup's Rust is in no package.
    done = common.run("dpkg-buildpackage", "-b", "-us", "-uc", "-d", cwd=sources, env=BUILD, timeout=3600)
    packages = sorted(folder.glob("*.deb"))
    names = [package.name.split("_")[0] for package in packages]
    want = ["libsmsbat-dev", "libsmsbat0"]
    problem = f"{names}\n{done.stdout[-4000:]}{done.stderr[-4000:]}" if names != want else ""
    if not score.add("the Debian packages are built", problem):
        return
    root = folder / "root"
    for package in packages:
        common.must("dpkg", "--extract", package, root)
    needs = common.must("dpkg", "--field", packages[-1], "Depends").stdout
    score.add(f"libsmsbat0 depends on {needs.strip()}", "" if "libc6" in needs else f"Depends: {needs!r}")
    shared = next(root.rglob("libsmsbat.so.*.*"))
    environment = os.environ | {
        "PKG_CONFIG_LIBDIR": str(shared.parent / "pkgconfig"),
        "PKG_CONFIG_SYSROOT_DIR": str(root),
    }
    flags = common.must("pkg-config", "--cflags", "--libs", "smsbat", env=environment).stdout.split()
    places = [f"-I{root}/usr/include", f"-L{shared.parent}"]
    program = folder / "consumer"
    done = common.run("gcc", "-std=c99", EXAMPLE, "-o", program, *places, *flags)
    if score.add("a program is built with them", done.returncode and done.stderr):
        sends(score, "it sends", program, shared.parent)


def conan(score: common.Score, folder: Path) -> None:
    tool = common.venv("conan", [CONAN]).parent / "conan"
    environment = BUILD | {"CONAN_HOME": str(folder / "home")}
    common.must(tool, "profile", "detect", env=environment)
    recipe = common.ROOT / "packaging" / "conan"
    done = common.run(tool, "create", recipe, env=environment, timeout=3600)
    if not score.add("the Conan package is made", done.returncode and (done.stdout + done.stderr)[-8000:]):
        return
    version = re.search(r"smsbat/([\d.]+)", done.stdout + done.stderr)[1]
    call = [tool, "install", f"--requires=smsbat/{version}", "-g", "PkgConfigDeps", "--output-folder", folder]
    common.must(*call, env=environment)
    pkgconf = environment | {"PKG_CONFIG_PATH": str(folder)}
    flags = common.must("pkg-config", "--cflags", "--libs", "smsbat", env=pkgconf).stdout.split()
    program = folder / "consumer"
    done = common.run("gcc", "-std=c99", EXAMPLE, "-o", program, *flags)
    if score.add("a program is built with it", done.returncode and done.stderr):
        sends(score, "it sends", program, None)


def main() -> int:
    score = common.Score()
    for recipe in (debian, conan):
        with tempfile.TemporaryDirectory(prefix="smsbat-distributions-") as folder:
            recipe(score, Path(folder))
    score.skip(
        "RPM, vcpkg, Homebrew", "their tools are not Debian's; packaging/README.md says what was tried"
    )
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
