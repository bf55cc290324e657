"""What the products are built for, with which tools, and what of these this machine lacks."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CARGO = os.environ.get("CARGO", "cargo")


@dataclass(frozen=True)
class Target:
    """A triple of rustc. With `zig`, cargo-zigbuild compiles and links, for the oldest C library named."""

    triple: str
    #: What binutils of this target are called before their names, and the Debian package that has them.
    prefix: str
    package: str
    #: The argument `--target` of the build.
    named: str
    #: For `--compatibility` of maturin.
    wheel: str
    zig: bool = True
    #: For rustc. Programs for musl do without them: they are static.
    flags: list[str] = field(default_factory=list)

    @property
    def windows(self) -> bool:
        return "windows" in self.triple

    @property
    def machine(self) -> str:
        return self.triple.split("-")[0]

    def tool(self, name: str) -> list[str]:
        """A program of binutils: what its variable says, else the target's, else this machine's own."""
        own = f"{self.prefix}{name}"
        plain = self.machine == platform.machine() and not self.windows and not shutil.which(own)
        return shlex.split(os.environ.get(name.upper(), name if plain else own))

    def cargo(self) -> list[str]:
        """`cargo build` for this target."""
        return [CARGO, "zigbuild" if self.zig else "build", "--target", self.named]


# For musl, rustc takes for granted that everything is static, and makes no shared library.
MUSL = ["-Ctarget-feature=-crt-static"]
TARGETS = {
    target.triple: target
    for target in (
        Target(
            "x86_64-unknown-linux-gnu",
            "x86_64-linux-gnu-",
            "binutils-x86-64-linux-gnu",
            "x86_64-unknown-linux-gnu.2.17",
            "manylinux2014",
        ),
        Target(
            "aarch64-unknown-linux-gnu",
            "aarch64-linux-gnu-",
            "binutils-aarch64-linux-gnu",
            "aarch64-unknown-linux-gnu.2.17",
            "manylinux2014",
        ),
        Target(
            "x86_64-unknown-linux-musl",
            "x86_64-linux-gnu-",
            "binutils-x86-64-linux-gnu",
            "x86_64-unknown-linux-musl",
            "musllinux_1_2",
            flags=MUSL,
        ),
        Target(
            "aarch64-unknown-linux-musl",
            "aarch64-linux-gnu-",
            "binutils-aarch64-linux-gnu",
            "aarch64-unknown-linux-musl",
            "musllinux_1_2",
            flags=MUSL,
        ),
        Target(
            "x86_64-pc-windows-gnu",
            "x86_64-w64-mingw32-",
            "gcc-mingw-w64-x86-64",
            "x86_64-pc-windows-gnu",
            "off",
            zig=False,
            # The time of the link would be in the library.
            flags=["-Clink-arg=-Wl,--no-insert-timestamp"],
        ),
    )
}


def target_of(triple: str) -> Target:
    """The target of a triple; one that is not in the list is built by this machine's own tools."""
    return TARGETS.get(triple) or Target(triple, "", "binutils", triple, "off", zig=False)


def said(*call: str) -> str:
    done = subprocess.run(call, check=True, capture_output=True, text=True, cwd=ROOT)
    return done.stdout


def host() -> str:
    """The triple of this machine."""
    return next(line[6:] for line in said("rustc", "-vV").splitlines() if line.startswith("host: "))


def lacks(target: Target) -> list[str]:
    """What must be installed to build for this target, one line each."""
    lacking = []
    sysroot = Path(said("rustc", "--print", "sysroot").strip())
    if not (sysroot / "lib" / "rustlib" / target.triple / "lib").is_dir():
        lacking.append(f"Rust's standard library; get it with `rustup target add {target.triple}`")
    programs = ["ld", "ar", "objcopy", "strip"] + (
        ["gcc", "nm", "dlltool"] if target.windows else ["readelf"]
    )
    absent = [call[0] for call in map(target.tool, programs) if not shutil.which(call[0])]
    if absent:
        lacking.append(f"{', '.join(absent)}; on Debian: apt-get install {target.package}")
    if target.zig and not shutil.which("cargo-zigbuild"):
        lacking.append("cargo-zigbuild and zig; get them with pip install -r tools/requirements-wheel.txt")
    return lacking


def environment(target: Target, target_dir: Path, *, library: bool = True) -> dict[str, str]:
    """Variables that make a build the same in every folder: no path of this machine is in its result."""
    cargo_home = os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")
    # The last that fits wins, so the folder of the build is named after that of the sources.
    places = [(cargo_home, "/cargo"), (str(ROOT), "/smsbat"), (str(target_dir), "/target")]
    flags = [f"--remap-path-prefix={path}={name}" for path, name in places]
    flags += target.flags if library or target.windows else []
    earlier = os.environ.get("CARGO_ENCODED_RUSTFLAGS") or "\x1f".join(
        os.environ.get("RUSTFLAGS", "").split()
    )
    mapped = [f"-ffile-prefix-map={path}={name}" for path, name in places]
    underscored = target.triple.replace("-", "_")
    return {
        "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(filter(None, [earlier, *flags])),
        f"CFLAGS_{underscored}": shlex.join([*shlex.split(os.environ.get("CFLAGS", "")), *mapped]),
        # Paths with spaces stay one word.
        "CC_SHELL_ESCAPED_FLAGS": "1",
    }
