"""Checks that no file of the core or the sandbox imports from a higher floor: `make check`.

The floors of the core are those of ARCHITECTURE.md: a path `crate::x` in a file of a lower floor than x is an
error. Those of the sandbox are SANDBOX below; its files may not import in a circle either.
Tests inside a file and its documentation may name anything.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rust_imports import Crate

SOURCE = Path(__file__).resolve().parents[1] / "core" / "src"
FLOORS = [
    "clock credentials descriptors error hex limits phone placeholders problem random rules shown simulation"
    " step sync text text_file time",
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


# The floors of the sandbox from the ground up: files and folders, and why they stand there. A file belongs to
# the longest name that fits.
SANDBOX = [
    ("error options tls words", "know nothing of the rest"),
    ("provider/common", "credentials, checks, errors, prices: what every API of the provider needs"),
    ("simulate", "clock, faults, rules and planned replies act on any API, so they know none"),
    (
        "provider/cascade/variables provider/chathub/company provider/chathub/seed provider/chathub/token"
        " provider/tsms/content provider/tsms/sequences",
        "what an API remembers is part of the state, which its handlers read",
    ),
    ("inbox/inbound inbox/message", "what is stored, apart from where"),
    ("store", "the file takes messages; it does not know who keeps them in memory"),
    ("inbox", "tells the file of every change"),
    ("requests webhooks", "the log of requests, and the callbacks that messages cause"),
    ("app", "all of the above behind one lock for each space"),
    ("guard", "which calls of a browser are refused, on every side of the server"),
    ("provider", "the handlers of the provider's APIs, which read and change the state"),
    ("webhooks/delivery", "sends the callbacks that the state holds"),
    ("page", "files for a browser"),
    ("control", "reads and orders whatever the other handlers do"),
    ("server", "puts all handlers behind a socket"),
    ("lib run sandbox", "start a server"),
]


def sandbox() -> list[str]:
    crate = Crate(SOURCE.parents[1] / "sandbox" / "src")
    floors = {name: floor for floor, (names, _) in enumerate(SANDBOX, 1) for name in names.split()}
    places = {module: crate.place(module) for module in crate.files}
    wrong, floor = [], {}
    for module, place in places.items():
        fits = [name for name in floors if place == name or place.startswith(f"{name}/")]
        floor[module] = floors[max(fits, key=len)] if fits else 0
        if not fits:
            wrong.append(f"sandbox/src/{place}: has no floor in tools/floors.py")
    for module, place in places.items():
        wrong += [
            f"sandbox/src/{place}: floor {floor[module]} imports {places[target]} of floor {floor[target]}"
            for target in sorted(crate.arrows[module])
            if floor[target] > floor[module]
        ]
    circles = (", ".join(map(crate.place, circle)) for circle in crate.circles())
    return wrong + [f"sandbox/src: {circle} import in a circle" for circle in circles]


def main() -> int:
    wrong = sandbox()
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
