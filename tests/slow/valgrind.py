"""Runs the C tests under valgrind's memcheck, with gcc's sanitizers, and with the released library.

tests/c/run.py builds and runs the C programs with the compiler in CC. For memcheck, CC is this file with
`--cc`: it compiles with gcc and replaces the program by a script that starts valgrind. Definite and indirect
leaks and invalid accesses are failures, in any program and any child. Before that, a program with such faults
must be caught.

Rust is not instrumented by gcc's sanitizers: with them, the C side, the arguments of libc's functions and
all leaks are checked. The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import common

HERE = Path(__file__).resolve()
SUPPRESSIONS = HERE.with_suffix(".supp")
LOGS = "SLOW_VALGRIND_LOGS"
CAUGHT = 99
MEMCHECK = [
    "--leak-check=full",
    "--show-leak-kinds=definite,indirect",
    "--errors-for-leak-kinds=definite,indirect",
    f"--error-exitcode={CAUGHT}",
    "--num-callers=40",
    "--gen-suppressions=all",
    f"--suppressions={SUPPRESSIONS}",
    # Threads take turns, so that none of them starves under a deadline.
    "--fair-sched=yes",
]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g"]

FAULTS = {
    "an access beyond the end": 'char *p = malloc(4); p[4] = (char)argc; printf("%d\\n", p[4]); free(p);',
    "an access after free": 'char *p = malloc(4); *p = (char)argc; free(p); printf("%d\\n", *p);',
    "a leak": "char *volatile p = malloc(4); *p = (char)argc; p = NULL;",
    # The library's own memory.
    "a message that is not freed": """smsbat_message *volatile m = smsbat_message_new(SMSBAT_MESSAGE_SMS);
        m = NULL;""",
    "an error that is read after free": """extern smsbat_code smsbat_test_panic(smsbat_error **);
        smsbat_error *e = NULL; smsbat_test_panic(&e);
        const char *t = smsbat_error_text(e); smsbat_error_free(e); printf("%d\\n", (int)strlen(t));""",
    "undefined behavior": 'int n = 2147483647; n += argc; printf("%d\\n", n);',
}

PANIC = """
#include <smsbat.h>
#include <stdio.h>

extern smsbat_code smsbat_test_panic(smsbat_error **error);

int main(void) {
  smsbat_error *error = NULL;
  smsbat_code code = smsbat_test_panic(&error);
  printf("%d %s\\n", code == SMSBAT_ERROR_INTERNAL, smsbat_error_text(error));
  smsbat_error_free(error);
  return code == SMSBAT_ERROR_INTERNAL ? 0 : 1;
}
"""


def compiler(arguments: list[str]) -> int:
    """Compiles, and puts a script that starts valgrind in the program's place."""
    done = common.run("gcc", "-g", *arguments, capture_output=False)
    if done.returncode == 0 and "-o" in arguments:
        program = Path(arguments[arguments.index("-o") + 1])
        real = program.with_name(program.name + ".real")
        program.rename(real)
        call = ["valgrind", *MEMCHECK, f"--log-file={os.environ[LOGS]}/{program.name}-%p.log", str(real)]
        program.write_text(f'#!/bin/sh\nexec {shlex.join(call)} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return done.returncode


def build(folder: Path, name: str, text: str, cc: list[str], library: Path) -> Path:
    """A program against the shared library, which has a link of its soname in the folder."""
    for link in ("libsmsbat.so", "libsmsbat.so.0"):
        if not (folder / link).is_symlink():
            (folder / link).symlink_to(library / "libsmsbat.so")
    source = folder / f"{name}.c"
    source.write_text(text)
    call = [*cc, "-std=c99", f"-I{common.ROOT / 'include'}", source, "-o", folder / name]
    common.must(*call, f"-L{folder}", "-lsmsbat", "-pthread", f"-Wl,-rpath,{folder}", env=os.environ)
    return folder / name


def catches(score: common.Score, tool: str, cc: list[str], names: list[str]) -> None:
    """Each fault is found by the tool, and a program without one is let through."""
    with tempfile.TemporaryDirectory(prefix="smsbat-slow-") as temporary:
        folder = Path(temporary)
        for number, name in enumerate(["no fault", *names]):
            body = FAULTS.get(name, "char *p = malloc(4); *p = (char)argc; free(p); (void)argc;")
            text = "#include <smsbat.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
            text += f"int main(int argc, char **argv) {{ (void)argv; {body} return 0; }}\n"
            done = common.run(build(folder, f"fault{number}", text, cc, common.DEBUG), timeout=300)
            is_caught = (
                done.returncode == CAUGHT or "Sanitizer" in done.stderr or "runtime error" in done.stderr
            )
            good = done.returncode == 0 and not is_caught if name == "no fault" else is_caught
            said = f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
            score.add(
                f"{tool}, {name}: {'let through' if name == 'no fault' else 'caught'}", "" if good else said
            )


def suite(score: common.Score, name: str, cc: list[str], library: Path) -> None:
    call = [
        sys.executable,
        common.ROOT / "tests" / "c" / "run.py",
        "--command",
        common.command(),
        "--library",
        library,
    ]
    # A backtrace of the panic test would fill the heap with debug information.
    environment = {
        **os.environ,
        "CC": shlex.join(cc),
        "CXX": os.environ.get("CXX", "g++"),
        "RUST_BACKTRACE": "0",
    }
    score.count(name, common.run(*call, env=environment, timeout=3600))


def built(profile: str) -> Path:
    """The folder of the library as this profile makes it."""
    call = [
        common.CARGO,
        "build",
        "--quiet",
        "--profile",
        profile,
        "-p",
        "smsbat-ffi",
        "--features",
        "test-panic",
    ]
    common.must(*call, cwd=common.ROOT, env={**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)})
    return common.TARGET / profile


def memcheck(score: common.Score) -> None:
    logs = common.WORK / "valgrind"
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    os.environ[LOGS] = str(logs)
    cc = [sys.executable, str(HERE), "--cc"]
    catches(score, "memcheck", cc, [name for name in FAULTS if name != "undefined behavior"])
    for log in logs.glob("fault*.log"):
        log.unlink()
    suite(score, "C tests under memcheck", cc, built("checked"))
    # Its own verdict, apart from the programs' exit codes.
    totals = {"definitely lost": 0, "indirectly lost": 0, "errors": 0, "suppressed": 0}
    bad = []
    # Children that became another program, such as the sandbox.
    replaced = 0
    files = sorted(logs.glob("*.log"))
    for log in files:
        text = log.read_text(errors="replace")
        found = dict.fromkeys(totals, 0)
        for kind in ("definitely lost", "indirectly lost"):
            found[kind] = sum(int(n.replace(",", "")) for n in re.findall(rf"{kind}: ([\d,]+) bytes", text))
        summary = re.search(r"ERROR SUMMARY: (\d+) errors? from \d+ contexts? \(suppressed: (\d+)", text)
        if not summary and re.fullmatch(r"(==\d+== .*\n)*==\d+== *\n*", text):
            replaced += 1
            continue
        if not summary:
            bad.append(f"{log.name} has no summary:\n{text[-2000:]}")
            continue
        found["errors"], found["suppressed"] = int(summary[1]), int(summary[2])
        for kind, number in found.items():
            totals[kind] += number
        if found["errors"] or found["definitely lost"] or found["indirectly lost"]:
            bad.append(f"{log.name}:\n{text[:6000]}")
    score.add("memcheck ran", "" if files else "no log was written")
    score.add("memcheck has nothing to say", "\n".join(bad))
    lost = f"{totals['definitely lost']} bytes definitely lost, {totals['indirectly lost']} indirectly"
    errors = f"{totals['errors']} errors ({totals['suppressed']} suppressed)"
    print(f"  {len(files) - replaced} processes, {errors}, {lost}")


def sanitizers(score: common.Score) -> None:
    cc = ["gcc", *SANITIZERS]
    catches(score, "sanitizers", cc, list(FAULTS))
    suite(score, "C tests with gcc's ASan and UBSan", cc, common.DEBUG)


def release(score: common.Score) -> None:
    library = built("release")
    with tempfile.TemporaryDirectory(prefix="smsbat-slow-") as temporary:
        done = common.run(build(Path(temporary), "panic", PANIC, ["gcc"], library), timeout=60)
    good = done.returncode == 0 and done.stdout.startswith("1 ")
    said = f"exit code {done.returncode}\n{done.stdout}{done.stderr}"
    score.add("the release library turns a panic into an error", "" if good else said)
    suite(score, "C tests with the release library", ["gcc"], library)


def main() -> int:
    if sys.argv[1:2] == ["--cc"]:
        return compiler(sys.argv[2:])
    common.debian("gcc", "g++", "libc6-dev", "valgrind", "libc6-dbg")
    common.command()
    score = common.Score()
    parts = {"memcheck": memcheck, "sanitizers": sanitizers, "release": release}
    for name in sys.argv[1:] or parts:
        parts[name](score)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
