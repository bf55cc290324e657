"""The programs that are measured: ours and other clients, all with the same task.

A peer is a program with the arguments `ITEM URL REQUESTS WARMUP [CA]`. c/bench.h describes its task and its
output.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import common

HERE = Path(__file__).resolve().parent
# Items of the programs in C and Rust, which make their messages within the measured time.
WHOLE = ("small", "whole")
PYTHON = ["requests==2.34.2", "httpx==0.28.1", "orjson==3.13.0", "pycurl==7.49.0", "pyarrow==26.0.1"]
DEBIAN = ["gcc", "libc6-dev", "libcurl4-openssl-dev", "libcjson-dev", "libssl-dev", "python3-venv"]
# Built with optimization, as the Python of most servers is and that of a version manager often is not.
DEBIANS_PYTHON = "/usr/bin/python3"


@dataclass
class Peer:
    """One row of the tables."""

    name: str
    language: str
    call: list[str]
    ours: bool = False
    items: tuple[str, ...] = ("small", "whole", "batch")
    environment: dict[str, str] = field(default_factory=dict)


def build(folder: Path, languages: list[str]) -> list[Peer]:
    """Builds the peers of these languages, and the raw socket; their programs stand in the folder."""
    found = [in_floor(folder)]
    for language in languages:
        found += LANGUAGES[language](folder)
    return found


def compiled(folder: Path, source: str, *flags: object) -> list[str]:
    path = folder / source
    call = ["gcc", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    common.must(*call, HERE / "c" / f"{source}.c", "-o", path, *flags)
    return [str(path)]


def in_floor(folder: Path) -> Peer:
    return Peer("raw socket", "floor", compiled(folder, "floor", "-lssl", "-lcrypto"))


def in_c(folder: Path) -> list[Peer]:
    installed = folder / "installed"
    target = {**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)}
    make = ["make", "--no-print-directory", "install", "PGO=auto", f"PREFIX={installed}"]
    common.must(*make, cwd=common.ROOT, env=target, timeout=3600)
    library = [
        "-I",
        installed / "include",
        "-L",
        installed / "lib",
        f"-Wl,-rpath,{installed / 'lib'}",
        "-lsmsbat",
    ]
    return [
        Peer("libcurl + cJSON", "C", compiled(folder, "curl_cjson", "-lcurl", "-lcjson"), items=WHOLE),
        Peer("smsbat, C", "C", compiled(folder, "smsbat", *library), ours=True, items=WHOLE),
    ]


def in_rust(_: Path) -> list[Peer]:
    target = {**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)}
    call = [common.CARGO, "build", "--quiet", "--release", "--locked", "-p", "smsbat-bench"]
    common.must(*call, cwd=common.ROOT, env=target)
    programs = common.TARGET / "release"
    ours = [str(programs / "bench-smsbat")]
    return [
        Peer("ureq + serde", "Rust", [str(programs / "bench-ureq-serde")], items=WHOLE),
        Peer("smsbat, Rust", "Rust", ours, ours=True, items=(*WHOLE, "csv")),
        Peer(
            "smsbat, Rust, with a journal", "Rust", ours, items=("csv",), environment={"BENCH_JOURNAL": "1"}
        ),
    ]


def with_wheel(name: str, packages: list[str], wheel: Path) -> Path:
    """The Python of an environment with these packages and this wheel."""
    python = common.venv(name, packages, DEBIANS_PYTHON)
    options = ["--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--force-reinstall"]
    common.must(python, "-m", "pip", "install", *options, wheel)
    return python


def in_python(_: Path) -> list[Peer]:
    """Clients that people use, with the JSON of the standard library and with the fastest there is."""
    wheels = sorted((common.ROOT / "dist").glob("*.whl"))
    if not wheels:
        common.must("make", "--no-print-directory", "wheel", cwd=common.ROOT, timeout=3600)
        wheels = sorted((common.ROOT / "dist").glob("*.whl"))
    python = with_wheel("bench-python", PYTHON, wheels[0])
    names = [
        "requests",
        "requests+orjson",
        "httpx",
        "http.client",
        "http.client+orjson",
        "pycurl+orjson",
        "smsbat",
    ]
    call = [str(python), str(HERE / "python" / "peer.py")]
    items = ("small", "threads", "batch", "csv", "frame", "status")
    alone = [
        Peer("smsbat, Python" if name == "smsbat" else name, "Python", [*call, name], name == "smsbat", items)
        for name in names
    ]
    call = [str(python), str(HERE / "python" / "whole.py")]
    others = ("whole", "loop", "report", "poll", "memory")
    whole = [Peer(name, "Python", [*call, name], items=others) for name in names if name != "smsbat"]
    objects = ("whole", "loop", "poll", "memory", "tables")
    ours = {
        "objects": objects,
        "dicts": ("whole", "loop"),
        "columns": ("whole",),
        "frame": ("report", "tables"),
        "rows": ("report",),
    }
    for kind, items in ours.items():
        # Ratios are to what most programs do.
        main = kind in ("objects", "frame")
        whole.append(Peer(f"smsbat, Python, {kind}", "Python", [*call, kind], main, items))
    return alone + whole


LANGUAGES = {"C": in_c, "Rust": in_rust, "Python": in_python}
