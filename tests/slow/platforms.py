"""Runs the C library, its tests and the command on the other platforms: under qemu, musl and wine.

The products are those of `make install` and `make install-command` with TARGET. A platform for which
this machine cannot build or run is skipped, with the reason. docs/platforms.md has the table, which
`platforms.py --write` writes from the results of the last run. SMSBAT_PLATFORMS names some of the
targets, and SMSBAT_PLATFORMS_PROFILE=dev builds the library in less time.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import common

sys.path.insert(0, str(common.ROOT / "tools" / "install"))
import build as products
import targets

HERE = Path(__file__).resolve().parent
PAGE = common.ROOT / "docs" / "platforms.md"
RESULTS = common.WORK / "platforms.json"
COLUMNS = ["library", "C and C++ suites", "command", "sandbox", "wheel"]
START, END = "<!-- made by tests/slow/platforms.py --write -->", "<!-- end -->"
ZIG = f"{sys.executable} -m ziglang"
WINE = "/usr/lib/wine/wine64"


@dataclass
class Platform:
    """What it takes to build and run programs of a target here."""

    #: Debian's packages.
    packages: list[str]
    #: Words before a program.
    run: str = ""
    #: CC, CXX, NM and so on, for tests/c/run.py.
    tools: dict[str, str] = field(default_factory=dict)
    #: Programs are linked with libsmsbat.a, because no shared libc of this platform is here.
    static: bool = False


def zig(machine: str) -> dict[str, str]:
    # Zig's own C++ library is static, as is its musl.
    return {
        "CC": f"{ZIG} cc -target {machine}-linux-musl",
        "CXX": f"{ZIG} c++ -target {machine}-linux-musl",
        "LIBS": "-lunwind -lpthread -ldl -lm",
    }


PLATFORMS = {
    "x86_64-unknown-linux-gnu": Platform(["gcc", "g++", "binutils"]),
    "aarch64-unknown-linux-gnu": Platform(
        ["gcc-aarch64-linux-gnu", "g++-aarch64-linux-gnu", "qemu-user-static"],
        "qemu-aarch64-static -L /usr/aarch64-linux-gnu",
        {
            "CC": "aarch64-linux-gnu-gcc",
            "CXX": "aarch64-linux-gnu-g++",
            "NM": "aarch64-linux-gnu-nm",
        },
    ),
    "x86_64-unknown-linux-musl": Platform(["binutils"], "env", zig("x86_64"), static=True),
    "aarch64-unknown-linux-musl": Platform(
        ["binutils-aarch64-linux-gnu", "qemu-user-static"],
        "qemu-aarch64-static",
        zig("aarch64") | {"NM": "aarch64-linux-gnu-nm"},
        static=True,
    ),
    "x86_64-pc-windows-gnu": Platform(
        ["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64", "wine64"],
        WINE,
        {
            "CC": "x86_64-w64-mingw32-gcc-posix",
            "CXX": "x86_64-w64-mingw32-g++-posix",
            "OBJDUMP": "x86_64-w64-mingw32-objdump",
        },
    ),
}


class Suite:
    def __init__(self, score: common.Score, triple: str, folder: Path):
        self.score = score
        self.triple = triple
        self.target = targets.TARGETS[triple]
        self.platform = PLATFORMS[triple]
        self.folder = folder
        self.prefix = folder / "prefix"
        self.environment = os.environ | {"CARGO_TARGET_DIR": str(common.TARGET)}
        #: What came of each column, in a few words.
        self.row: dict[str, str] = {}

    def note(self, column: str, name: str, problem: object, words: str = "passed") -> bool:
        good = self.score.add(f"{self.triple}: {name}", problem)
        self.row[column] = words if good else "failed"
        return good

    def skip(self, column: str, reason: str) -> None:
        self.score.skip(f"{self.triple}: {column}", reason)
        self.row[column] = f"not tried: {reason}"

    def words(self) -> list[str]:
        return self.platform.run.split()

    def run(self, *call: object, **options: object) -> subprocess.CompletedProcess[str]:
        return common.run(*self.words(), *call, env=self.environment, **options)

    def wine(self) -> None:
        """A wine that knows the library's folder, the compiler's libraries, and what it lacks itself."""
        lacking = self.folder / "lacking"
        lacking.mkdir()
        shim = HERE / "platforms" / "bcryptprimitives.c"
        compiler = self.platform.tools["CC"]
        common.must(compiler, "-shared", "-o", lacking / "bcryptprimitives.dll", shim, "-ladvapi32")
        places = [self.prefix / "bin", lacking]
        for name in ("libwinpthread-1.dll", "libstdc++-6.dll", "libgcc_s_seh-1.dll"):
            found = common.must(compiler, f"-print-file-name={name}").stdout.strip()
            # The compiler of posix threads has its own; winpthread is in the system root.
            root = Path("/usr/x86_64-w64-mingw32/lib") / name
            places.append((Path(found) if "/" in found else root).resolve().parent)
        self.environment |= {
            "WINEPREFIX": str(self.folder / "wine"),
            "WINEDEBUG": "-all",
            "WINEPATH": ";".join("Z:" + str(place).replace("/", "\\") for place in places),
        }
        common.run(WINE, "cmd", "/c", "exit", env=self.environment)

    def build(self) -> bool:
        """The library, installed as `make install` does."""
        profile = os.environ.get("SMSBAT_PLATFORMS_PROFILE", products.PROFILES["library"])
        try:
            built = products.cargo("library", self.target, profile, [])
        except subprocess.CalledProcessError as error:
            return self.note("library", "the library is built", f"exit code {error.returncode}")
        call = [sys.executable, common.ROOT / "tools" / "install" / "library.py", "install"]
        done = common.run(*call, "--target", self.triple, "--prefix", self.prefix, "--built", built)
        return self.note("library", "the library is installed", done.returncode and done.stderr, "built")

    def suites(self, command: Path, foreign: Path | None) -> None:
        """tests/c/run.py with the installed library; the sandboxes are this machine's."""
        shared = self.prefix / ("bin" if self.target.windows else "lib")
        call = [
            sys.executable,
            common.ROOT / "tests" / "c" / "run.py",
            "--command",
            command,
            "--library",
            shared,
        ]
        call += ["--run", self.platform.run] if self.platform.run else []
        call += ["--static", self.prefix / "lib" / "libsmsbat.a"] if self.platform.static else []
        call += ["--foreign", foreign] if foreign else []
        done = common.run(*call, env=self.environment | self.platform.tools, timeout=3600)
        lines = done.stdout.splitlines() or [""]
        print("\n".join(line for line in lines[:-1] if line.startswith(("FAILED", "  "))), flush=True)
        self.score.count(f"{self.triple}: tests/c/run.py", done)
        self.row["C and C++ suites"] = lines[-1] if "passed" in lines[-1] else "failed"

    def command(self) -> Path | None:
        try:
            folder = products.cargo("command", self.target, "dev", [])
        except subprocess.CalledProcessError as error:
            self.note("command", "the command is built", f"exit code {error.returncode}")
            return None
        command = folder / ("smsbat.exe" if self.target.windows else "smsbat")
        done = self.run(command, "segments", "Привіт")
        good = done.returncode == 0 and "UCS-2" in done.stdout
        self.note(
            "command", "the command counts the parts of a text", "" if good else f"{done.stdout}{done.stderr}"
        )
        return command

    def sandbox(self, command: Path) -> None:
        """The platform's command sends to the platform's sandbox, with TLS."""
        words = [*self.words(), command]
        call = [*words, "--json", "sandbox"]
        environment = dict(self.environment)
        arguments = [*map(str, call), "--port", "0", "--tls", "--exit-with-stdin"]
        with subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            ready = json.loads(process.stdout.readline() or "{}")
            environment |= {"SMSBAT_BASE_URL": ready["url"], "SMSBAT_API_KEY": "test-key"}
            send = [
                *words,
                "--json",
                "send",
                "--to",
                "+380671234567",
                "--sender",
                "MyShop",
                "--text",
                "Привіт",
            ]
            untrusted = common.run(*send, env=environment, timeout=300)
            environment["SMSBAT_CA_BUNDLE"] = ready.get("ca_bundle", "")
            sent = common.run(*send, env=environment, timeout=300)
            process.stdin.close()
            process.wait(timeout=60)
        good = sent.returncode == 0 and '"accepted"' in sent.stdout
        refused = "not trusted" in untrusted.stdout + untrusted.stderr
        problem = (
            "" if good and refused else f"{untrusted.stdout}{untrusted.stderr}{sent.stdout}{sent.stderr}"
        )
        self.note("sandbox", "a message over TLS, and none to a server that nobody trusts", problem)

    def wheel(self) -> None:
        """The wheel, if it is in dist/; that of this machine is tried by tests/slow/pythons.py."""
        tags = {"x86_64-pc-windows-gnu": "win_amd64"}
        tag = tags.get(self.triple, f"{self.target.wheel.split('_')[0]}.*{self.target.machine}")
        found = [w for w in (common.ROOT / "dist").glob("*.whl") if re.search(tag, w.name)]
        if not found:
            self.skip("wheel", f"run `make wheel TARGET={self.triple}` first")
        else:
            self.row["wheel"] = "built"


def one(score: common.Score, triple: str, command: Path) -> dict[str, str]:
    platform, target = PLATFORMS[triple], targets.TARGETS[triple]
    with tempfile.TemporaryDirectory(prefix="smsbat-platforms-") as temporary:
        suite = Suite(score, triple, Path(temporary))
        common.debian(*platform.packages)
        lacking = targets.lacks(target)
        if lacking:
            suite.skip("library", lacking[0])
            return suite.row
        if target.windows:
            suite.prefix.mkdir()
            suite.wine()
        if not suite.build():
            return suite.row
        foreign = suite.command()
        suite.suites(command, foreign if target.windows else None)
        if foreign:
            suite.sandbox(foreign)
        suite.wheel()
        return suite.row


def table(results: dict[str, dict[str, str]]) -> str:
    lines = [f"| Target | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for triple in targets.TARGETS:
        row = results.get(triple, {})
        lines.append(f"| `{triple}` | {' | '.join(row.get(column, 'not tried') for column in COLUMNS)} |")
    return "\n".join(lines)


def write() -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(f"{before}{START}\n\n{table(results)}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table of the last run into the docs")
    if parser.parse_args().write:
        write()
        return 0
    # cargo-zigbuild and zig stand beside this Python.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    chosen = os.environ.get("SMSBAT_PLATFORMS", " ".join(PLATFORMS)).split()
    score = common.Score()
    command = common.command()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for triple in chosen:
        results[triple] = one(score, triple, command)
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
