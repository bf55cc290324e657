"""`make demo`: sends one message of each kind from Python and from C to a sandbox, and shows what arrived."""

import argparse
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Messages that must have arrived from each language.
TYPES = [
    "sms",
    "viber_promo",
    "viber_trans",
    "viber_carousel",
    "viber_survey",
    "viber_otp",
    "rcs",
    "flashcall",
]


def get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=10) as reply:
        return json.load(reply)


def compile_c(source: pathlib.Path, library: pathlib.Path, folder: str, *flags: str) -> str:
    """Builds a C program as a user would, with the shared library beside it."""
    program = str(pathlib.Path(folder) / source.stem)
    # The library's soname, as an installation would lay it.
    soname = library / "libsmsbat.so.0"
    if not soname.exists():
        soname.symlink_to("libsmsbat.so")
    call = [*shlex.split(os.environ.get("CC", "gcc")), "-std=c99", *flags, str(source), "-o", program]
    places = [f"-I{ROOT / 'include'}", f"-L{library}", f"-Wl,-rpath,{library.resolve()}"]
    subprocess.run([*call, *places, "-lsmsbat"], check=True)
    return program


def table(language: str, url: str) -> bool:
    """Prints what the sandbox received; true if nothing is missing."""
    messages = get(f"{url}/_sandbox/messages")["messages"]
    refused = [r for r in get(f"{url}/_sandbox/requests")["requests"] if r["status"] == 401]
    print(f"\nwhat the sandbox received from {language}")
    print(f"  {'type':15} {'to':14} {'status':14} {'parts':>5}  notes")
    for message in messages:
        notes = message["reason"] or ", ".join(
            f"{f['type']}: {f['status']}" for f in message["fallbacks"] or []
        )
        print(
            f"  {message['type']:15} {message['to']:14} {message['status']:14} "
            f"{message['parts'] or '-':>5}  {notes}"
        )
    for request in refused:
        print(f"  {request['method']} {request['path']} was answered {request['status']}")
    fell_back = any(f["status"] == "delivered" for m in messages for f in m["fallbacks"] or [])
    final = all(m["status"] in ("delivered", "rejected") for m in messages)
    missing = [kind for kind in TYPES if kind not in {m["type"] for m in messages}]
    rejected = any(m["status"] == "rejected" and m["reason"] for m in messages)
    return not missing and fell_back and rejected and final and bool(refused)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", required=True, help="the command smsbat")
    parser.add_argument("--library", required=True, type=pathlib.Path, help="directory of libsmsbat.so")
    parser.add_argument("--python", required=True, help="Python with the package smsbat")
    options = parser.parse_args()
    call = [options.command, "--json", "sandbox", "--port", "0", "--exit-with-stdin"]
    good = True
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sandbox,
    ):
        url = json.loads(sandbox.stdout.readline())["url"]
        print(f"sandbox at {url}")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_")}
        environment |= {"SMSBAT_BASE_URL": url, "SMSBAT_API_KEY": "test-key"}
        programs = {
            "Python": [options.python, str(ROOT / "examples/python/demo.py")],
            "C": [compile_c(ROOT / "examples/c/demo.c", options.library, folder)],
        }
        for language, program in programs.items():
            urllib.request.urlopen(f"{url}/_sandbox/reset", data=b"", timeout=10).close()
            print(f"\n{language} says", flush=True)
            good &= subprocess.run(program, env=environment, timeout=120).returncode == 0
            good &= table(language, url)
        sandbox.stdin.close()
    print("\neverything arrived" if good else "\nsomething is missing, see above")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
