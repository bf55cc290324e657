"""Checks that no file of the core imports from a higher floor: `make check`.

The floors are those of ARCHITECTURE.md. A path `crate::x` in a file of a lower floor than x is an error.
Tests inside a file and its documentation may name anything.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "core" / "src"
FLOORS = [
    "clock credentials descriptors error hex limits phone problem random rules shown simulation step sync"
    " text text_file time",
    "error_body http model",
    "config engine",
    "bulk cascade chathub flash_call messages messagio preview request turbosms webhooks",
    "binding builder classes client lib operations",
]
FLOOR = {module: floor for floor, modules in enumerate(FLOORS, 1) for module in modules.split()}
PATH = re.compile(r"\bcrate::(\{[^}]*\}|\w+)")
COMMENT = re.compile(r"^\s*//.*$", re.M)


def imported(text: str) -> set[str]:
    code = COMMENT.sub("", text.split("#[cfg(test)]\nmod tests", 1)[0].split("#[cfg(test)]\n#[allow", 1)[0])
    names = (
        name
        for found in PATH.findall(code)
        for name in re.findall(r"^\{?\s*(\w+)|,\s*(\w+)(?:::|,|\s*\})", found)
    )
    return {first or second for first, second in names}


def main() -> int:
    wrong = []
    for path in sorted(SOURCE.rglob("*.rs")):
        own = path.relative_to(SOURCE).parts[0].removesuffix(".rs")
        if own not in FLOOR:
            wrong.append(f"core/src/{own}: has no floor in tools/floors.py")
            continue
        text = path.read_text("utf-8")
        for name in sorted(imported(text)):
            floor = FLOOR.get(name)
            # Constants and types at the root are re-exports, which only the top floor may use.
            floor = FLOOR["lib"] if floor is None and not name.startswith("__") else floor
            if floor is not None and floor > FLOOR[own]:
                where = path.relative_to(SOURCE.parents[1])
                wrong.append(f"{where}: floor {FLOOR[own]} imports crate::{name}, which is on floor {floor}")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
