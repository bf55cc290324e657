"""Pyright in its strictest mode: the package, user code that it must accept, and lines that it must refuse;
in its usual mode the code of the guides and the examples.

The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import common

PYRIGHT = "pyright==1.1.414"
TESTS = common.ROOT / "tests" / "python"
# `typing_extensions` is not among what the wheel needs: stubs are read by tools that have it.
PACKAGES = [PYRIGHT, "typing_extensions", "nodeenv"]


def check(python: Path, folder: Path, settings: dict[str, object]) -> dict:
    """Returns pyright's messages for the project in a folder."""
    (folder / "pyrightconfig.json").write_text(json.dumps({"pythonVersion": "3.10"} | settings))
    environment = os.environ | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    done = common.run(
        python, "-m", "pyright", "--outputjson", "-p", folder, "--pythonpath", python, env=environment
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        common.missing(f"pyright does not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def guides(score: common.Score, python: Path, package: Path) -> None:
    folder = common.WORK / "pyright-guides"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    common.run(sys.executable, common.ROOT / "tests" / "docs" / "typed.py", folder)
    files = len(list(folder.iterdir()))
    settings = {
        "typeCheckingMode": "standard",
        "extraPaths": [str(package)],
        # The fixture is pytest's, which is not installed there.
        "reportMissingImports": "none",
        # The standard library's own signatures have names that nobody gives.
        "reportIncompatibleMethodOverride": "none",
    }
    said = check(python, folder, settings)
    errors = [
        f"{Path(one['file']).name}:{one['range']['start']['line'] + 1}: {one['message']}"
        for one in said["generalDiagnostics"]
        if one["severity"] == "error"
    ]
    seen = said["summary"]["filesAnalyzed"]
    if seen < files or not files:
        errors.append(f"{seen} of {files} were looked at")
    score.add(f"{files} files of guides and examples", "\n".join(errors))


def main() -> int:
    score = common.Score()
    python = common.venv("pyright", PACKAGES)
    # A project of its own: pyright looks at nothing outside.
    folder = common.WORK / "pyright-project"
    shutil.rmtree(folder, ignore_errors=True)
    without = shutil.ignore_patterns("*.so", "__pycache__")
    shutil.copytree(common.ROOT / "python" / "smsbat", folder / "smsbat", ignore=without)
    accepted, refused = (
        Path(shutil.copy(TESTS / name, folder)) for name in ("typing_ok.py", "typing_bad.py")
    )
    settings = {
        "typeCheckingMode": "strict",
        # Names that begin with an underscore are shared by the modules of the package.
        "reportPrivateUsage": "none",
        # The native module calls some of them.
        "reportUnusedFunction": "none",
        # Arguments of users are checked at run time, too.
        "reportUnnecessaryIsInstance": "none",
    }
    said = check(python, folder, settings)
    found = said["generalDiagnostics"]
    files = len(list((folder / "smsbat").glob("*.py*"))) + 2
    seen = said["summary"]["filesAnalyzed"]
    score.add(f"{files} files were looked at", "" if seen >= files else f"{seen} of {files}")
    errors: dict[str, list[str]] = {}
    wrong = set()
    for one in found:
        if one["severity"] != "error":
            continue
        line = one["range"]["start"]["line"] + 1
        if one["file"] == str(refused):
            wrong.add(line)
        else:
            errors.setdefault(one["file"], []).append(f"{one['file']}:{line}: {one['message']}")
    package = [text for file, texts in errors.items() if file != str(accepted) for text in texts]
    score.add("the package, strict", "\n".join(package))
    score.add("user code that it must accept", "\n".join(errors.get(str(accepted), [])))
    lines = refused.read_text("utf-8").splitlines()
    meant = {number for number, text in enumerate(lines, 1) if text.endswith("# wrong")}
    score.add(
        f"{len(meant)} lines that it must refuse",
        f"accepted: {sorted(meant - wrong)}" if meant - wrong else "",
    )
    score.add("nothing else in that file", f"refused too: {sorted(wrong - meant)}" if wrong - meant else "")
    guides(score, python, folder)
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
