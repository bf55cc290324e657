"""Runs the C library, its tests and the command on the other platforms: under qemu, musl and wine.

The products are those of `make install` and `make install-command` with TARGET. A platform for which
this machine cannot build or run is skipped, with the reason. docs/platforms.md has the table, which
`platforms.py --write` writes from the results of the last run. SMSBAT_PLATFORMS names some of the
targets, and SMSBAT_PLATFORMS_PROFILE=dev builds library and wheel in less time. Without it, the Python
suite takes the wheel that `make dist` or `make wheel` left in dist/. It runs with a Python of the platform
if one can be had; SMSBAT_PLATFORMS_TESTS names files of tests/python, because a foreign Python is slow.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import common
import interpreters

sys.path.insert(0, str(common.ROOT / "tools" / "install"))
import build as products
import targets

HERE = Path(__file__).resolve().parent
PAGE = common.ROOT / "docs" / "platforms.md"
RESULTS = common.WORK / "platforms.json"
COLUMNS = ["library", "C and C++ suites", "command", "sandbox", "wheel", "Python suite"]
GREETING = """
import smsbat
with smsbat.Sandbox() as sandbox, sandbox.client() as client:
    print(client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Привіт"))[0].outcome)
"""
START, END = "<!-- made by tests/slow/platforms.py --write -->", "<!-- end -->"
PROFILE = os.environ.get("SMSBAT_PLATFORMS_PROFILE", products.PROFILES["library"])
TOOLS = ["pytest", "pytest-timeout", "arro3-core", "hypothesis"]
ZIG = f"{sys.executable} -m ziglang"
WINE = "/usr/lib/wine/wine64"
WINESERVER = "/usr/lib/wine/wineserver64"


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
    #: A Python of the platform and its version, and what pip calls the platform.
    python: Callable[[], tuple[Path, str]] | None = None
    tags: list[str] = field(default_factory=list)


def zig(machine: str) -> dict[str, str]:
    # Zig's own C++ library is static, as is its musl.
    return {
        "CC": f"{ZIG} cc -target {machine}-linux-musl",
        "CXX": f"{ZIG} c++ -target {machine}-linux-musl",
        "LIBS": "-lunwind -lpthread -ldl -lm",
    }


def manylinux(machine: str) -> list[str]:
    """Every tag of what runs with the glibc of Debian 12, because pip takes those alone that it is told."""
    return [f"manylinux2014_{machine}", *(f"manylinux_2_{minor}_{machine}" for minor in range(17, 37))]


PLATFORMS = {
    "x86_64-unknown-linux-gnu": Platform(
        ["gcc", "g++", "binutils"],
        python=lambda: (Path(sys.executable), f"3.{sys.version_info.minor}"),
        tags=manylinux("x86_64"),
    ),
    "aarch64-unknown-linux-gnu": Platform(
        ["gcc-aarch64-linux-gnu", "g++-aarch64-linux-gnu", "qemu-user-static"],
        "qemu-aarch64-static -L /usr/aarch64-linux-gnu",
        {
            "CC": "aarch64-linux-gnu-gcc",
            "CXX": "aarch64-linux-gnu-g++",
            "NM": "aarch64-linux-gnu-nm",
        },
        python=lambda: interpreters.foreign("aarch64"),
        tags=manylinux("aarch64"),
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
        python=interpreters.windows,
        tags=["win_amd64"],
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
        #: What wine needs.
        self.added: dict[str, str] = {}
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
        compiler = self.platform.tools["CC"]
        places = [self.prefix / "bin"]
        for name in ("libwinpthread-1.dll", "libstdc++-6.dll", "libgcc_s_seh-1.dll"):
            found = common.must(compiler, f"-print-file-name={name}").stdout.strip()
            # The compiler of posix threads has its own; winpthread is in the system root.
            root = Path("/usr/x86_64-w64-mingw32/lib") / name
            places.append((Path(found) if "/" in found else root).resolve().parent)
        self.added = {
            "WINEPREFIX": str(self.folder / "wine"),
            "WINEDEBUG": "-all",
            # Lacks a function that Python's `platform` reaches; without it, Python asks in another way.
            "WINEDLLOVERRIDES": "propsys=d",
            # Arguments with Cyrillic letters are read by the locale.
            "LC_ALL": "C.UTF-8",
            "WINEPATH": ";".join(map(self.named, places)),
        }
        self.environment |= self.added
        # Its services stay. Otherwise each program starts them, and they hold its output after its end.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        Path(self.added["WINEPREFIX"]).mkdir()
        for call in ([WINESERVER, "--persistent"], [WINE, "wineboot", "--init"]):
            subprocess.run(call, env=self.environment, check=True, timeout=300, **quiet)
        # Beside the system's, because Python does not look for a module's libraries in the path.
        system = Path(self.added["WINEPREFIX"]) / "drive_c" / "windows" / "system32"
        shim = HERE / "platforms" / "bcryptprimitives.c"
        common.must(compiler, "-shared", "-o", system / "bcryptprimitives.dll", shim, "-ladvapi32")
        # A new wine calls itself Windows 7, on which neither Rust nor Python starts.
        version = ["reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"]
        common.must(WINE, *version, env=self.environment)

    def everything(self, command: Path) -> None:
        """All but the build of the library. `command` is this machine's."""
        foreign = self.command()
        if foreign:
            self.sandbox(foreign)
        self.wheel()
        if foreign and self.target.windows:
            self.interrupt(foreign)
        # Last, because it takes the longest.
        self.suites(command, foreign if self.target.windows else None)

    def build(self) -> bool:
        """The library, installed as `make install` does."""
        try:
            built = products.cargo("library", self.target, PROFILE, [])
        except subprocess.CalledProcessError as error:
            return self.note("library", "the library is built", f"exit code {error.returncode}")
        call = [sys.executable, common.ROOT / "tools" / "install" / "library.py", "install"]
        done = common.run(*call, "--target", self.triple, "--prefix", self.prefix, "--built", built)
        if not self.note("library", "the library is installed", done.returncode and done.stderr, "built"):
            return False
        shared = self.prefix / ("bin/smsbat.dll" if self.target.windows else "lib/libsmsbat.so")
        self.needs("the library", shared)
        files = sorted(path for path in self.prefix.rglob("*") if path.is_file())
        named = [path.name for path in files if self.folders_in(path.read_bytes())]
        self.score.add(f"{self.triple}: no installed file names a folder of this machine", named)
        return True

    def folders_in(self, content: bytes) -> list[str]:
        """The folders of this machine that a file names, as they are or as a part of a symbol."""
        places = [common.ROOT, common.TARGET, os.environ.get("CARGO_HOME") or Path.home() / ".cargo"]
        names = [form for place in map(str, places) for form in (place, re.sub(r"\W", "_", place))]
        return [name for name in names if name.encode() in content]

    def needs(self, name: str, library: Path, python: str = "") -> None:
        """A shared library asks for nothing but the system's, in its oldest version, and names no folder."""
        if self.target.windows:
            said = common.must(*self.target.tool("objdump"), "-p", library).stdout
            found = {dll.lower() for dll in re.findall(r"DLL Name: (\S+)", said)}
            # What a compiler or another Python would bring.
            strange = {dll for dll in found if re.match(r"lib|python|vcruntime|msvcp", dll)} ^ {python} - {""}
        else:
            tool = self.target.tool("readelf")
            found = set(re.findall(r"NEEDED.*\[(.*)\]", common.must(*tool, "-d", library).stdout))
            system = r"lib(c|m|dl|pthread|rt)\.so|ld-linux"
            strange = {name for name in found if not re.match(system, name)}
            versions = re.findall(r"GLIBC_2\.(\d+)", common.must(*tool, "-V", library).stdout)
            strange |= {f"GLIBC_2.{number}" for number in versions if int(number) > 17}
        strange |= set(self.folders_in(library.read_bytes()))
        self.score.add(f"{self.triple}: {name} needs {', '.join(sorted(found))}", sorted(strange))

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
        call += ["--released"] if PROFILE != "dev" else []
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
            self.files(words, ready)
            process.stdin.close()
            process.wait(timeout=60)
        good = sent.returncode == 0 and '"accepted"' in sent.stdout
        refused = "not trusted" in untrusted.stdout + untrusted.stderr
        problem = (
            "" if good and refused else f"{untrusted.stdout}{untrusted.stderr}{sent.stdout}{sent.stderr}"
        )
        self.note("sandbox", "a message over TLS, and none to a server that nobody trusts", problem)

    def files(self, words: list[object], ready: dict[str, str]) -> None:
        """A campaign with a profile, a time zone, and Cyrillic letters in the names of its files."""
        place = self.folder / "Дані"
        place.mkdir()
        settings = place / ".config"
        if self.target.windows:
            (settings,) = (self.folder / "wine").glob("drive_c/users/*/AppData/Roaming")
        (settings / "smsbat").mkdir(parents=True)
        bundle = ready["ca_bundle"].replace("\\", "/")
        profile = f'["магазин"]\nbase_url = "{ready["url"]}"\nca_bundle = "{bundle}"\napi_key = "test-key"\n'
        (settings / "smsbat" / "config.toml").write_text(profile, encoding="utf-8")
        (place / "клієнти.csv").write_text("to,text\n+380671234501,Привіт\n+380671234502,Їжак\n", "utf-8")
        call = [*words, "--json", "bulk", "клієнти.csv", "--sender", "MyShop", "--profile", "магазин"]
        call += ["--quiet-hours", "00:00-00:01 Europe/Kyiv", "--journal", "журнал", "--report", "звіт.csv"]
        environment = {k: v for k, v in self.environment.items() if not k.startswith(("SMSBAT_", "XDG_"))}
        done = common.run(*call, env=environment | {"HOME": str(place)}, cwd=place, timeout=300)
        report = place / "звіт.csv"
        good = (
            done.returncode == 0 and report.is_file() and report.read_text("utf-8").count(",accepted,,") == 2
        )
        said = f"{done.stdout}{done.stderr}exit code {done.returncode}"
        self.score.add(f"{self.triple}: a campaign with Cyrillic names of files", "" if good else said)
        again = common.run(*call, env=environment | {"HOME": str(place)}, cwd=place, timeout=300)
        rows = report.read_text("utf-8") if report.is_file() else ""
        good = (
            again.returncode == 0
            and '"resumed":2' in again.stdout
            and (place / "журнал").is_file()
            and rows.count(",accepted,,") == 2
        )
        said = f"{again.stdout}{again.stderr}{rows}exit code {again.returncode}"
        self.score.add(f"{self.triple}: its journal is read again", "" if good else said)

    def wheel(self) -> None:
        """The wheel of dist/, or one of a development build, and the Python tests with it."""
        folder = common.ROOT / "dist"
        if PROFILE == "dev":
            folder = self.folder / "dist"
            try:
                products.wheel(self.target, folder, PROFILE)
            except subprocess.CalledProcessError as error:
                self.note("wheel", "the wheel is built", f"exit code {error.returncode}")
                return
        tags = {"x86_64-pc-windows-gnu": "win_amd64"}
        tag = tags.get(self.triple, f"{self.target.wheel.split('_')[0]}.*{self.target.machine}")
        found = [w for w in folder.glob("*.whl") if re.search(tag, w.name)]
        if not found:
            self.skip("wheel", f"run `make dist TARGET={self.triple}` first")
            return
        self.row["wheel"] = "built"
        with zipfile.ZipFile(found[0]) as archive:
            (module,) = (name for name in archive.namelist() if re.search(r"_smsbat\S*\.(so|pyd)$", name))
            library = Path(archive.extract(module, self.folder / "module"))
            named = [name for name in archive.namelist() if self.folders_in(archive.read(name))]
        self.score.add(f"{self.triple}: no file of the wheel names a folder of this machine", named)
        self.needs("the Python module", library, "python3.dll" if self.target.windows else "")
        if self.platform.python is None:
            self.skip("Python suite", "no Python for musl is in the registries that could be reached")
            return
        try:
            python, version = self.platform.python()
        except interpreters.NotToBeHad as error:
            self.skip("Python suite", str(error))
            return
        site = self.folder / "site"
        pins = [pin for name in TOOLS for pin in common.pins(name)]
        if not self.score.add(
            f"{self.triple}: the wheel is installed",
            interpreters.fill(site, version, self.platform.tags, found[0], pins),
        ):
            return
        self.tests(python, site)

    def interrupt(self, command: Path) -> None:
        """Ctrl-C in a console, which wine has only for a terminal; with a wheel, in Python too."""
        common.debian("bsdutils")
        try:
            python, _ = interpreters.windows()
        except interpreters.NotToBeHad as error:
            self.score.skip(f"{self.triple}: Ctrl-C", str(error))
            return
        results = self.folder / "interrupt.json"
        call = shlex.join(map(str, [WINE, python, HERE / "platforms" / "interrupt.py", results, command]))
        site = self.folder / "site"
        environment = interpreters.environment(**self.added, PYTHONPATH=self.named(site), PYTHONUTF8="1")
        done = common.run("script", "--quiet", "--return", "--command", call, os.devnull, env=environment)
        found = json.loads(results.read_text("utf-8")) if results.exists() else {}
        said = f"{found}{done.stdout}{done.stderr}"
        code, output = found.get("command", [0, ""])
        good = code == 3 and '"unknown"' in output
        self.score.add(f"{self.triple}: Ctrl-C ends a call of the command", "" if good else said)
        if site.exists():
            good = found.get("python", [0, ""])[1].split() == ["SmsbatError", "unknown"]
            self.score.add(f"{self.triple}: Ctrl-C ends a call of Python", "" if good else said)

    def named(self, path: Path) -> str:
        """The path as programs of the platform write it."""
        return "Z:" + str(path).replace("/", "\\") if self.target.windows else str(path)

    def tests(self, python: Path, site: Path) -> None:
        words = [WINE, python] if self.target.windows else [python]
        # What makes a foreign Python start its children as it was started itself.
        path = self.named(site) if self.target.windows else f"{site}:{python.parent / 'start'}"
        environment = interpreters.environment(**self.added, PYTHONPATH=path, PYTHONUTF8="1")
        done = common.run(*words, "-c", GREETING, env=environment, cwd=self.folder, timeout=300)
        good = "accepted" in done.stdout
        said = f"{done.stdout}{done.stderr}exit code {done.returncode}"
        if not self.score.add(f"{self.triple}: a message from Python", "" if good else said):
            self.row["Python suite"] = "failed"
            return
        chosen = os.environ.get("SMSBAT_PLATFORMS_TESTS", "").split()
        files = [f"tests/python/{name}" for name in chosen] or ["tests/python"]
        call = [*words, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "timeout=900", *files]
        # A child that a test left behind would hold a pipe of ours open, and wine gives python.exe no file.
        output = self.folder / "pytest.txt"
        with output.open("wb") as file, subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=file) as copy:
            to: dict[str, object] = {
                "capture_output": False,
                "stdout": copy.stdin,
                "stderr": subprocess.STDOUT,
            }
            common.run(*call, env=environment, cwd=common.ROOT, timeout=3600, **to)
            copy.stdin.close()
            try:
                copy.wait(10)
            except subprocess.TimeoutExpired:
                copy.kill()
        said = output.read_text("utf-8", "replace")
        last = (said.splitlines() or [""])[-1]
        counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", last)}
        bad = sum(counts.get(word, 0) for word in ("failed", "error", "errors"))
        passed = counts.get("passed", 0)
        problem = said[-30000:] if bad or not passed else ""
        part = f"; {', '.join(chosen)}" if chosen else ""
        words = f"{passed} passed, {bad} failed, {counts.get('skipped', 0)} skipped{part}"
        self.score.add(f"{self.triple}: tests/python: {words}", problem)
        self.row["Python suite"] = words


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
        try:
            if suite.build():
                suite.everything(command)
        finally:
            if target.windows:
                # Its server lives on for a while and would write into the folder.
                common.run(WINESERVER, "--kill", "--wait", env=suite.environment)
        return suite.row


def table(results: dict[str, dict[str, str]], page: str = "") -> str:
    """The table of these results, and of those on the page for other targets: perhaps of another machine."""
    earlier = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    lines = [f"| Target | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for triple in targets.TARGETS:
        row = results.get(triple, {})
        line = f"| `{triple}` | {' | '.join(row.get(column, 'not tried') for column in COLUMNS)} |"
        lines.append(line if row else earlier.get(triple, line))
    return "\n".join(lines)


def write() -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    made, after = rest.split(END)
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    PAGE.write_text(f"{before}{START}\n\n{table(results, made)}\n\n{END}{after}", encoding="utf-8")


def get_tools(triples: list[str]) -> None:
    """Gets what Rust and Python install themselves. A target without it, or Debian's packages, is skipped."""
    wheel = common.ROOT / "tools" / "requirements-wheel.txt"
    common.run(
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wheel)
    )
    if shutil.which("rustup"):
        common.run("rustup", "target", "add", *triples)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table of the last run into the docs")
    if parser.parse_args().write:
        write()
        return 0
    # cargo-zigbuild and zig stand beside this Python.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    chosen = os.environ.get("SMSBAT_PLATFORMS", " ".join(PLATFORMS)).split()
    get_tools(chosen)
    score = common.Score()
    command = common.command()
    results: dict[str, dict[str, str]] = {}
    for triple in chosen:
        row = one(score, triple, command)
        # Read again: another run may have written those of other targets.
        results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        results[triple] = row
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))
    score.figure(f"this run: {', '.join(chosen)}; docs/platforms.md has the last of each target")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
