"""Builds with profile-guided optimization: `build.py wheel|library -- [BUILD ARGUMENT ...]`.

A send runs much code once, and most of its cost is loading that code. With a profile, the compiler groups the
code that runs, and a send costs a fifth less. So the product is built twice, first with counters (in
target/pgo), which train.py or train_c.py exercise. The profile is reused while compiler and sources stay the
same. If a profile is not possible, for example without the `llvm-profdata` of the compiler's LLVM, a message
says so; `--pgo 1` makes this an error, and `--pgo 0` builds without a profile.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target").absolute()
CARGO = os.environ.get("CARGO", "cargo")
# Crates of the products, and their training programs.
SOURCES = {
    "wheel": ["core", "python", "cli", "sandbox", "tools/pgo/train.py", "examples/python"],
    "library": ["core", "ffi", "tools/pgo/train_c.py", "examples/c", "benches/c"],
}
SUFFIXES = {".rs", ".toml", ".py", ".c", ".h"}
# Code that the training hardly ran is optimized for size. Hot code is inlined less often than with LLVM's own
# thresholds, 3000 and 525. With 225 and 45, at opt-level 2, a message took a tenth more.
SMALL = [
    "-pgso-lwss-only=false",
    "-hot-callsite-threshold=600",
    "-locally-hot-callsite-threshold=120",
]
COMPONENT_SECONDS = 300
TRAINING_SECONDS = 600


def rustc(*arguments: str) -> str:
    return subprocess.run(["rustc", *arguments], check=True, capture_output=True, text=True, cwd=ROOT).stdout


def compiler() -> dict[str, str]:
    """Version data of rustc, by its names: host, LLVM version."""
    return dict(line.split(": ", 1) for line in rustc("-vV").splitlines() if ": " in line)


def triple() -> str:
    """Purpose of the product."""
    return os.environ.get("CARGO_BUILD_TARGET") or compiler()["host"]


def llvm() -> str:
    """Debian's package of the compiler's LLVM."""
    return f"llvm-{compiler()['LLVM version'].split('.')[0]}"


def profdata() -> Path | None:
    """The tool of the compiler's LLVM: the system's, or rustup's component, added where both lack."""
    name = "llvm-profdata" + (".exe" if os.name == "nt" else "")
    system = Path("/usr/lib", llvm(), "bin", name)
    sysroot = Path(rustc("--print", "sysroot").strip())
    component = sysroot / "lib" / "rustlib" / compiler()["host"] / "bin" / name
    if not system.exists() and not component.exists() and shutil.which("rustup"):
        call = ["rustup", "component", "add", "llvm-tools"]
        print(" ".join(call), flush=True)
        try:
            subprocess.run(call, check=False, cwd=ROOT, timeout=COMPONENT_SECONDS)
        except subprocess.TimeoutExpired as error:
            print(error, file=sys.stderr)
    return next((found for found in (system, component) if found.exists()), None)


def sources(product: str, arguments: list[str]) -> str:
    """A name for what a profile depends on."""
    digest = hashlib.sha256(f"{rustc('-vV')}{product}{arguments}".encode())
    files = [ROOT / "Cargo.toml", ROOT / "Cargo.lock"]
    for source in SOURCES[product]:
        path = ROOT / source
        files += [path] if path.is_file() else [f for f in path.rglob("*") if f.suffix in SUFFIXES]
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def build(product: str, out: Path | None, flags: str, arguments: list[str], **environment: str) -> None:
    if product == "wheel":
        # With a target named, the flags are not for what only runs during the build.
        call = ["maturin", "build", "--profile", "wheel", "--locked", "--target", triple()]
        call += ["--out", str(out)] if out else []
    else:
        call = [CARGO, "build", "--profile", "library", "--locked", "-p", "smsbat-ffi"]
    if flags:
        # Not set otherwise: an empty one would hide the flags of cargo's own configuration.
        environment["RUSTFLAGS"] = f"{os.environ.get('RUSTFLAGS', '')} {flags}".strip()
    subprocess.run([*call, *arguments], check=True, cwd=ROOT, env={**os.environ, **environment})


def profile(product: str, tool: Path, arguments: list[str]) -> Path:
    """The file of the profile, made where there is none of these sources."""
    work = TARGET / "pgo" / product
    kept, stamp = work / "smsbat.profdata", work / "sources"
    wanted = sources(product, arguments)
    if kept.exists() and stamp.exists() and stamp.read_text() == wanted:
        return kept
    counts, target, wheels, package = (work / name for name in ("counts", "target", "wheels", "package"))
    for folder in (wheels, package):
        shutil.rmtree(folder, ignore_errors=True)
    build(
        product,
        wheels,
        f"-Cprofile-generate={counts}",
        arguments,
        CARGO_TARGET_DIR=str(target),
        CARGO_ZIGBUILD_PYTHON_PATH=str(HERE / "zig.py"),
    )
    # Of programs that ran during the build.
    shutil.rmtree(counts, ignore_errors=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
    environment["LLVM_PROFILE_FILE"] = str(counts / "%m-%p.profraw")
    if product == "wheel":
        with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
            wheel.extractall(package)
        call = ["train.py"]
        environment["PYTHONPATH"] = str(package)
    else:
        subprocess.run([CARGO, "build", "--quiet", "--locked", "-p", "smsbat-cli"], check=True, cwd=ROOT)
        named = os.environ.get("CARGO_BUILD_TARGET", "")
        call = ["train_c.py", str(TARGET / named / "debug" / "smsbat"), str(target / named / "library")]
    print("training", flush=True)
    call = [sys.executable, str(HERE / call[0]), *call[1:]]
    subprocess.run(call, check=True, env=environment, timeout=TRAINING_SECONDS)
    subprocess.run([str(tool), "merge", "-o", str(kept), str(counts)], check=True)
    stamp.write_text(wanted)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("product", choices=["wheel", "library"])
    parser.add_argument("--pgo", choices=["auto", "0", "1"], default="auto")
    parser.add_argument("--out", type=Path, help="folder of the wheel")
    parser.add_argument("arguments", nargs="*", help="for maturin, or for cargo")
    options = parser.parse_args()
    flags = ""
    if options.pgo != "0":
        tool = None
        if triple() != compiler()["host"]:
            lack = f"what is built for {triple()} cannot run here"
        elif " " in str(TARGET):
            lack = f"RUSTFLAGS takes no path with a space: {TARGET}"
        else:
            lack = "no llvm-profdata of this compiler; get it with `rustup component add llvm-tools`"
            tool = profdata()
        if tool:
            flags = f"-Cprofile-use={profile(options.product, tool, options.arguments)}"
            if options.product == "wheel":
                flags = " ".join([flags, *(f"-Cllvm-args={flag}" for flag in SMALL)])
        elif options.pgo == "1":
            sys.exit(f"no profile: {lack}")
        else:
            print(f"without a profile, so a send takes a fifth more: {lack}", file=sys.stderr)
    build(options.product, options.out, flags, options.arguments)


if __name__ == "__main__":
    main()
