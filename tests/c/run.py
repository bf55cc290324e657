"""Tests of the C library and its C++ header: `run.py --command <smsbat> --library <folder of libsmsbat.so>`.

A released library is told by `--released`: it has no function for tests. For another platform, CC, CXX, NM
and OBJDUMP name its tools, `--run` the words before a program of it, and `--static` has programs linked with
libsmsbat.a. The sandboxes are this machine's; `--foreign` is the command of the platform.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cpp"))
import copied
import cpp_vectors
import error_texts
import examples
import operations
import sources
import vectors

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CPP = ROOT / "tests" / "cpp"
INCLUDE = ROOT / "include"
HEADER = INCLUDE / "smsbat.h"
CPP_HEADER = INCLUDE / "smsbat.hpp"
SANDBOX_HEADER = INCLUDE / "smsbat_sandbox.h"
CPP_STANDARDS = ["c++17", "c++20"]
# A function of libraries that are built for tests.
TEST_ONLY = "smsbat_test_panic"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]


class Score:
    """Results: passed and failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def add(self, name, problem=""):
        if problem:
            self.failed += 1
            print(f"FAILED {name}\n{problem.rstrip()}")
        else:
            self.passed += 1


@contextmanager
def sandbox(command, *arguments):
    """A sandbox as a child process; gives what its ready line says."""
    call = [command, "--json", "sandbox", "--port", "0", "--exit-with-stdin", *arguments]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(timeout=10)


class Compiler:
    """Builds programs against the shared library, or against `static` and what it needs."""

    def __init__(self, library, output, runner="", static=None):
        self.c = shlex.split(os.environ.get("CC", "gcc"))
        self.cxx = shlex.split(os.environ.get("CXX", "g++"))
        self.runner = runner
        self.windows = bool(list(library.glob("*.dll")))
        self.output = output
        self.link = [f"-L{library}", "-lsmsbat", "-pthread"]
        if static:
            self.link = [static, *shlex.split(os.environ.get("LIBS", ""))]
        elif not self.windows:
            self.link.append(f"-Wl,-rpath,{library}")

    def run(self, call):
        done = subprocess.run([str(part) for part in call], capture_output=True, text=True)
        return "" if done.returncode == 0 else done.stdout + done.stderr or f"exit code {done.returncode}"

    def program(self, sources, name, standard="c99", flags=()):
        """Path of the program and what the compiler said if it failed."""
        path = self.output / name
        compiler = self.cxx if standard.startswith("c++") else self.c
        # A program of another platform stands behind a script of its name.
        built = Path(f"{path}.exe") if self.runner else path
        call = [
            *compiler,
            f"-std={standard}",
            *WARNINGS,
            *flags,
            f"-I{INCLUDE}",
            f"-I{HERE}",
            f"-I{CPP}",
            *sources,
            "-o",
            built,
            *self.link,
        ]
        if self.runner:
            path.write_text(f'#!/bin/sh\nexec {self.runner} {shlex.quote(str(built))} "$@"\n')
            path.chmod(0o755)
        return path, self.run(call)


def find_library(directory):
    """The shared library in a directory."""
    for name in ("libsmsbat.so", "smsbat.dll"):
        if (directory / name).exists():
            return directory / name
    sys.exit(f"{directory / 'libsmsbat.so'} is not there: build it first with `cargo build`")


def headers(score, compiler):
    """The headers compile alone in every standard, and in two files of one program.

    Included in an empty file: in a file of its own a function that nobody calls is a mistake.
    """
    # Zig knows no -fsyntax-only.
    scratch = compiler.output / "header.o"
    for standard in ["c99", "c11", "c17", "c2x"]:
        for header in [HEADER, SANDBOX_HEADER]:
            call = [
                *compiler.c,
                f"-std={standard}",
                *WARNINGS,
                f"-I{INCLUDE}",
                "-c",
                "-o",
                scratch,
                "-include",
                header,
                "-x",
                "c",
                os.devnull,
            ]
            score.add(f"{header.name} as {standard}", compiler.run(call))
    for standard in CPP_STANDARDS:
        for header in [HEADER, CPP_HEADER, SANDBOX_HEADER]:
            call = [
                *compiler.cxx,
                f"-std={standard}",
                *WARNINGS,
                f"-I{INCLUDE}",
                "-c",
                "-o",
                scratch,
                "-include",
                header,
                "-x",
                "c++",
                os.devnull,
            ]
            score.add(f"{header.name} as {standard}", compiler.run(call))
    two_units(score, compiler, HEADER, "c", "c99")
    two_units(score, compiler, SANDBOX_HEADER, "c", "c11")
    two_units(score, compiler, CPP_HEADER, "cpp", "c++17")


def two_units(score, compiler, header, suffix, standard):
    """Two files of one program may include a header, each twice."""
    sources = []
    for name, text in [
        ("one", "const char *other(void);\nint main(void) { return other() == smsbat_version() ? 0 : 1; }\n"),
        ("two", "const char *other(void);\nconst char *other(void) { return smsbat_version(); }\n"),
    ]:
        source = compiler.output / f"{name}.{suffix}"
        source.write_text(f"#include <{header.name}>\n#include <{header.name}>\n{text}")
        sources.append(source)
    path, problem = compiler.program(sources, f"two_units_{standard}", standard)
    score.add(f"{header.name} in two files", problem or compiler.run([path]))


def declarations():
    """Names of the functions that the header declares."""
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)
    return set(re.findall(r"\b(smsbat_\w+)\(", text))


def symbols(score, library, released):
    """The library exports what the header declares, and the function of tests unless it is a released one."""
    if library.suffix == ".dll":
        call = [*shlex.split(os.environ.get("OBJDUMP", "objdump")), "-p", library]
        found = r"^\s+\[ *\d+\](?: \+base\[ *\d+\])?\s+(?:[0-9a-f]+ )?(smsbat_\w+)$"
    else:
        call = [*shlex.split(os.environ.get("NM", "nm")), "-D", "--defined-only", library]
        found = r"(\S+)$"
    table = subprocess.run(call, capture_output=True, text=True, check=True)
    exported = set(re.findall(found, table.stdout, re.M))
    wrong = (TEST_ONLY in exported) == released
    score.add(
        "the function of tests", f"{TEST_ONLY} is {'exported' if released else 'missing'}" if wrong else ""
    )
    exported -= {TEST_ONLY}
    declared = declarations()
    score.add("no function is without a declaration", "\n".join(sorted(exported - declared)))
    score.add("no declaration is without a function", "\n".join(sorted(declared - exported)))
    score.add("there are functions", "" if len(declared) > 100 else f"{len(declared)}")


def typed(score):
    """Every function of an operation and of the hub is called by its test."""
    for name, test in [
        ("generated/operations.rs", "test_operations.c"),
        ("generated/reply_types.rs", "test_operations.c"),
        ("generated/events.rs", "test_hub.c"),
        ("chat_events.rs", "test_hub.c"),
        ("chat_events/options.rs", "test_hub.c"),
        ("chat_events/event.rs", "test_hub.c"),
    ]:
        called = set(re.findall(r"\bsmsbat_\w+", (HERE / test).read_text()))
        text = (ROOT / "ffi" / "src" / name).read_text()
        # `fn name(`, and the lines of `getters!` and `setters!`, which have no `fn`.
        found = set(re.findall(r"^ *(?:.*\bfn )?(smsbat_\w+)\s*(?:\(|->)", text, re.M)) & declarations()
        missing = found - called if found else {"none was found"}
        score.add(f"every function of {name} is called", "\n".join(sorted(missing)))


def soname(score, library):
    table = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True)
    score.add("soname", "" if "[libsmsbat.so.0]" in table.stdout else table.stdout)


def program(score, compiler, source, environment, standard="c99", flags=()):
    """A test program that counts its own checks."""
    path, problem = compiler.program([source], f"{source.stem}-{standard}", standard, flags)
    score.add(f"{source.name} compiles as {standard}", problem)
    if problem:
        return
    done = subprocess.run([path], env=environment, capture_output=True, text=True, timeout=300)
    *lines, last = done.stdout.splitlines() or [""]
    counted = re.fullmatch(r"(\d+) passed, (\d+) failed", last)
    if not counted:
        score.add(source.name, f"{done.stdout}{done.stderr}exit code {done.returncode}")
        return
    print("\n".join(lines), end="\n" if lines else "")
    score.passed += int(counted[1])
    score.failed += int(counted[2])
    # A sanitizer speaks after the last line, and through the exit code.
    good = done.returncode == (1 if int(counted[2]) else 0)
    score.add(f"{source.name} ends well", "" if good else f"{done.stderr}exit code {done.returncode}")


def run_examples(score, compiler, environment):
    for source in sorted((ROOT / "examples").glob("c*/*.c*")):
        if compiler.windows and source.stem == "event_loop":
            continue
        standard = "c99" if source.suffix == ".c" else "c++17"
        path, problem = compiler.program([source], f"{source.stem}-{standard}", standard)
        score.add(f"{source.name} compiles", problem)
        if not problem:
            examples.run(
                score, path, source.stem, environment, vectors.Control(environment["SMSBAT_BASE_URL"])
            )


def run_copied(score, compiler, environment):
    """The code that the sandbox's page gives for a message sends the same message again."""

    def run(code):
        source = compiler.output / "copied.c"
        source.write_text(code, encoding="utf-8")
        path, problem = compiler.program([source], "copied")
        if problem:
            return problem
        done = subprocess.run([path], env=environment, capture_output=True, text=True, timeout=60)
        return "" if done.returncode == 0 else done.stderr or f"exit code {done.returncode}"

    environment = environment | copied.CREDENTIALS
    for name, problem in copied.problems(environment["SMSBAT_BASE_URL"], "c", run):
        score.add(f"code of {name}", problem)

    url = environment["SMSBAT_BASE_URL"]
    source = compiler.output / "login.c"
    source.write_text(copied.login(url, "c"), encoding="utf-8")
    path, problem = compiler.program([source], "login")
    score.add("code of a login compiles", problem)
    if problem:
        return
    for password, code, sent in ((None, 1, 0), ('a"b', 1, 0), ("a" * 5000, 1, 0), ("test-password", 0, 1)):
        before = copied.requests(url)
        own = {name: value for name, value in environment.items() if name != "SMSBAT_CHATHUB_PASSWORD"}
        done = subprocess.run(
            [path],
            env=own if password is None else own | {"SMSBAT_CHATHUB_PASSWORD": password},
            capture_output=True,
            text=True,
            timeout=60,
        )
        found = (done.returncode, copied.requests(url) - before)
        score.add(
            f"code of a login with the password {str(password)[:9]}",
            "" if found == (code, sent) else f"{found} {done.stderr}",
        )


def run_sources(score, compiler, environment):
    """Files of rows, through `sources.c`."""
    path, problem = compiler.program([HERE / "sources.c"], "sources")
    score.add("sources.c compiles", problem)
    if problem:
        return
    control = vectors.Control(environment["SMSBAT_BASE_URL"])
    for case in sources.CASES:
        control.call("POST", "reset")
        file, report = sources.write(case, compiler.output), compiler.output / "report.json"
        words = [word for pair in case["options"].items() for word in pair]
        done = subprocess.run(
            [path, file, report, *words], env=environment, capture_output=True, text=True, timeout=60
        )
        arrived = [(m["to"], m["text"]) for m in control.call("GET", "messages")["messages"]]
        try:
            if "error" in case:
                sources.check_error(case, done.stdout, arrived)
            else:
                sources.check_report(case, json.loads(report.read_text()), arrived)
            score.add(case["name"])
        except (AssertionError, OSError) as problem:
            score.add(case["name"], f"{done.stdout}{done.stderr}{problem!r}")


def documented(score, file):
    """Every error that the C programs freed has its text in docs/reference/errors.md."""
    page, found = error_texts.page(), set(file.read_text(encoding="utf-8").splitlines())
    missing = []
    for line in sorted(found):
        code, rule, message = line.split("\t", 2)
        has = page.has_rule(rule, message) if rule else page.has_kind(code, message)
        if not has:
            missing.append(f"docs/reference/errors.md does not have {line!r}")
    score.add("the texts of errors are documented", "\n".join(missing))
    codes = {line.split("\t")[0] for line in found}
    score.add("errors were collected", "" if {"invalid_argument", "validation"} <= codes else f"{codes}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", required=True, help="the command smsbat, for its sandbox")
    parser.add_argument("--library", required=True, type=Path, help="directory with libsmsbat.so")
    parser.add_argument("--run", default="", help="words before a program of another platform")
    parser.add_argument("--static", type=Path, help="libsmsbat.a, instead of the shared library")
    parser.add_argument("--released", action="store_true", help="the library is a released one")
    parser.add_argument("--foreign", default="", help="the command of the platform, for smsbat_sandbox.h")
    options = parser.parse_args()
    library = find_library(options.library.resolve())
    score = Score()
    with ExitStack() as stack:
        output = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="smsbat-c-")))
        # A cargo build has no links yet; the loader asks for the soname.
        windows = library.suffix == ".dll"
        for name in ["smsbat.dll"] if windows else ["libsmsbat.so.0", "libsmsbat.so"]:
            (output / name).symlink_to(library)
        if windows:
            (output / "libsmsbat.dll.a").symlink_to(library.parent.parent / "lib" / "libsmsbat.dll.a")
        compiler = Compiler(output, output, options.run, options.static and options.static.resolve())
        headers(score, compiler)
        symbols(score, library, options.released)
        if not windows:
            soname(score, library)
        typed(score)
        tls = stack.enter_context(sandbox(options.command, "--tls"))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SMSBAT_")}
        own = options.foreign or str(Path(options.command).resolve())
        texts = output / "errors.txt"
        environment |= {"SMSBAT_API_KEY": "test-key", "SMSBAT_COMMAND": own, "TEST_ERROR_TEXTS": str(texts)}

        def still():
            """Environment with a fresh sandbox, whose clock stands still.

            After a minute it would refuse a token for a day.
            """
            plain = stack.enter_context(sandbox(options.command, "--freeze-clock"))
            return environment | {"SMSBAT_BASE_URL": plain["url"]}

        tls_environment = {"TEST_TLS_URL": tls["url"], "TEST_CA_BUNDLE": tls["ca_bundle"]}
        # Installed static and import libraries show what the header declares alone.
        flags = ["-DRELEASED"] if options.released or options.static or windows else []
        program(score, compiler, HERE / "test_smsbat.c", still() | tls_environment, flags=flags)
        program(score, compiler, HERE / "test_sandbox.c", still())
        program(score, compiler, HERE / "test_hub.c", still())
        for standard in CPP_STANDARDS:
            source = CPP / "test_smsbat.cpp"
            program(score, compiler, source, still() | tls_environment, standard)
            program(score, compiler, CPP / "test_hub.cpp", still(), standard)
            flags = ["-fno-exceptions", "-fno-rtti"]
            program(score, compiler, CPP / "test_no_exceptions.cpp", still(), standard, flags)
        run_examples(score, compiler, still())
        run_copied(score, compiler, still())
        run_sources(score, compiler, still())
        vectors.run(score, compiler, still())
        vectors.run(score, compiler, still(), cpp_vectors.CPP)
        fresh = stack.enter_context(sandbox(options.command))
        program(score, compiler, HERE / "test_operations.c", environment | {"SMSBAT_BASE_URL": fresh["url"]})
        fresh = stack.enter_context(sandbox(options.command))
        operations.run(score, compiler, fresh["url"], environment)
        documented(score, texts)
    print(f"{score.passed} passed, {score.failed} failed")
    return 0 if score.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
