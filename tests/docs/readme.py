"""Runs every code block of README.md as it stands there, against a sandbox.

A `python`, `c` or `rust` block must be the text of an example below, so that what is read is what is run.
`sh` blocks that follow a comment `<!-- run -->` are run as they are.
"""

import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import demo  # noqa: E402

EXAMPLES = {
    "python": [
        ROOT / "examples/python/first_message.py",
        ROOT / "examples/python/other_apis.py",
        ROOT / "examples/python/campaign.py",
        ROOT / "examples/python/async_messages.py",
        ROOT / "examples/python/test_greeting.py",
    ],
    "c": [ROOT / "examples/c/first_message.c"],
    "rust": [ROOT / "core/examples/first_message.rs"],
}


def blocks(text: str) -> list[tuple[str, str, bool]]:
    """Language, code, and whether a block is marked to be run."""
    found = re.finditer(r"(<!-- run -->\n)?^```(\w+)\n(.*?)^```$", text, flags=re.M | re.S)
    return [(block[2], block[3], bool(block[1])) for block in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--command", required=True, type=pathlib.Path)
    parser.add_argument("--library", required=True, type=pathlib.Path)
    options = parser.parse_args()
    call = [options.command, "--json", "sandbox", "--port", "0", "--exit-with-stdin"]
    passed = failed = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as sandbox,
    ):
        url = json.loads(sandbox.stdout.readline())["url"]
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SMSBAT_")}
        environment |= {"SMSBAT_BASE_URL": url, "SMSBAT_CHATHUB_URL": url, "SMSBAT_API_KEY": "test-key"}
        environment |= {"CHATHUB_LOGIN": "test-desk", "CHATHUB_PASSWORD": "test-password"}
        environment["PATH"] = f"{options.command.parent.resolve()}{os.pathsep}{environment['PATH']}"
        cargo = shlex.split(os.environ.get("CARGO", "cargo"))
        programs = {
            "python": lambda file: [
                sys.executable,
                *(["-m", "pytest", "-q"] if file.stem.startswith("test_") else []),
                str(file),
            ],
            "c": lambda file: [demo.compile_c(file, options.library, folder)],
            "rust": lambda file: [*cargo, "run", "--quiet", "-p", "smsbat-core", "--example", file.stem],
        }
        seen = set()
        for language, code, run in blocks((ROOT / "README.md").read_text(encoding="utf-8")):
            if language in EXAMPLES:
                file = next((f for f in EXAMPLES[language] if code in f.read_text(encoding="utf-8")), None)
                if file is None:
                    failed += 1
                    print(f"FAILED a {language} block of README.md is not the text of an example")
                    continue
                seen.add(file)
                problem, program = "", programs[language](file)
            elif run:
                problem, program = "", ["sh", "-ec", code]
            else:
                continue
            done = subprocess.run(
                program, env=environment, cwd=ROOT, timeout=300, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                problem += f" exit code {done.returncode}\n{done.stdout}{done.stderr}"
            if problem:
                failed += 1
                print(f"FAILED the {language} block of README.md: {problem}")
            else:
                passed += 1
        for file in {file for files in EXAMPLES.values() for file in files} - seen:
            failed += 1
            print(f"FAILED README.md has no block of {file.name}")
        sandbox.stdin.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
