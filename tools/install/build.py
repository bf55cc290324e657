"""Builds for a target of targets.py: `build.py library|wheel|command --target TRIPLE`; `dist` for all.

`dist` leaves in dist/ a wheel and an archive of the C library for each target that this machine can
build, says in one line what it lacks for each other, and writes SHA256SUMS. The products are the same,
byte for byte, in every folder: no path of this machine is in them, and their times are
SOURCE_DATE_EPOCH, by default that of the commit. There is no profile-guided optimization, because a
profile is another one each time.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

import library
from targets import ROOT, TARGETS, Target, environment, lacks, said

TARGET_DIR = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").absolute()
DIST = ROOT / "dist"
PACKAGES = {"library": "smsbat-ffi", "command": "smsbat-cli"}
PROFILES = {"library": "library", "command": "release"}


def epoch() -> int:
    """The time that products bear: of a source package without a history, that of its version."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    try:
        return int(said("git", "log", "-1", "--format=%ct"))
    except (OSError, subprocess.CalledProcessError):
        return int((ROOT / "Cargo.toml").stat().st_mtime)


def cargo(product: str, target: Target, profile: str, arguments: list[str]) -> Path:
    """Builds the library or the command; gives the folder where it is."""
    call = [*target.cargo(), "--locked", "--profile", profile, "-p", PACKAGES[product], *arguments]
    variables = environment(target, TARGET_DIR, library=product == "library")
    subprocess.run(call, check=True, cwd=ROOT, env=os.environ | variables)
    return TARGET_DIR / target.triple / {"dev": "debug"}.get(profile, profile)


def wheel(target: Target, out: Path, profile: str = "wheel") -> None:
    call = [
        "maturin",
        "build",
        "--profile",
        profile,
        "--locked",
        "--target",
        target.triple,
        "--out",
        str(out),
    ]
    call += ["--compatibility", target.wheel, *(["--zig"] if target.zig else [])]
    variables = environment(target, TARGET_DIR) | {"SOURCE_DATE_EPOCH": str(epoch())}
    subprocess.run(call, check=True, cwd=ROOT, env=os.environ | variables)


def pack(folder: Path) -> None:
    """Makes the wheels in a folder as small as they can be."""
    subprocess.run(["make", "--no-print-directory", "pack", f"OUT={folder}"], check=True, cwd=ROOT)


def members(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def tar(folder: Path, archive: Path) -> None:
    """Packs a folder under its name, in the order of names, owned by nobody in particular."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as to:
        for path in members(folder):
            one = to.gettarinfo(path, str(path.relative_to(folder.parent)))
            one.uid = one.gid = 0
            one.uname = one.gname = ""
            one.mtime = epoch()
            with open(os.devnull if path.is_symlink() else path, "rb") as content:
                to.addfile(one, content)
    # The name and the time in the head of a gzip file are left out.
    with archive.open("wb") as to, gzip.GzipFile("", "wb", 9, to, mtime=0) as pressed:
        pressed.write(packed.getvalue())


def zipped(folder: Path, archive: Path) -> None:
    """The same as a zip file, whose times begin in 1980."""
    when = time.gmtime(max(epoch(), 315_532_800))[:6]
    with zipfile.ZipFile(archive, "w") as to:
        for path in members(folder):
            one = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), when)
            one.compress_type = zipfile.ZIP_DEFLATED
            one.external_attr = (0o755 if path.suffix == ".dll" else 0o644) << 16
            one.create_system = 3
            to.writestr(one, path.read_bytes(), compresslevel=9)


def archive(target: Target, built: Path, out: Path) -> Path:
    """The C library as it is installed, in one file that can be unpacked anywhere."""
    name = f"libsmsbat-{library.version()}-{target.triple}"
    with tempfile.TemporaryDirectory(prefix="smsbat-dist-") as temporary:
        folder = Path(temporary, name)
        # The files name no folder but their own, so any prefix will do.
        places = argparse.Namespace(
            target=target.triple, prefix=str(folder), libdir="", includedir="", destdir=""
        )
        library.install(library.Layout(places), built)
        to = out / f"{name}{'.zip' if target.windows else '.tar.gz'}"
        (zipped if target.windows else tar)(folder, to)
    return to


def dist(chosen: list[Target]) -> None:
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    failed = []
    for target in chosen:
        lacking = lacks(target)
        for lack in lacking:
            print(f"{target.triple}: lacks {lack}", flush=True)
        if lacking:
            continue
        try:
            archive(target, cargo("library", target, PROFILES["library"], []), DIST)
            wheel(target, DIST)
        except subprocess.CalledProcessError as error:
            failed.append(f"{target.triple}: `{error.cmd[0]}` failed with exit code {error.returncode}")
    if list(DIST.glob("*.whl")):
        pack(DIST)
    products = sorted(path for path in DIST.iterdir() if path.is_file())
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in products)
    (DIST / "SHA256SUMS").write_text(sums)
    print(sums, end="")
    if failed or not products:
        sys.exit("\n".join(failed) or "nothing could be built here")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("product", choices=["library", "command", "wheel", "dist"])
    parser.add_argument("--target", choices=TARGETS, help="for `dist`, all by default")
    parser.add_argument("arguments", nargs="*", help="for cargo")
    options = parser.parse_args()
    if options.product == "dist":
        dist([TARGETS[options.target]] if options.target else list(TARGETS.values()))
        return
    if not options.target:
        parser.error("--target names a triple")
    target = TARGETS[options.target]
    lacking = lacks(target)
    if lacking:
        sys.exit("\n".join(f"missing: {lack}" for lack in lacking))
    if options.product == "wheel":
        wheel(target, DIST)
        pack(DIST)
    else:
        cargo(options.product, target, PROFILES[options.product], options.arguments)


if __name__ == "__main__":
    main()
