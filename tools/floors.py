"""Checks that no file imports from a higher floor or in a circle: `make check`.

The floors of the core are those of ARCHITECTURE.md: a path `crate::x` in a file of a lower floor than x is an
error. Those of the other rooms are tables below: BULK (campaigns), SANDBOX, FFI, PYTHON (the module), PACKAGE
(the package around it) and COMMAND. Circles that stay are in CIRCLES, PYTHON_CIRCLES and COMMAND_CIRCLES.
Tests inside a file and its documentation may name anything.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rust_imports import Crate

SOURCE = Path(__file__).resolve().parents[1] / "core" / "src"
FLOORS = [
    "clock credentials descriptors error error_kind hex limits native_codes nested os_text own_texts phone"
    " placeholders problem random rules shown simulation spelling step sync text text_file time whole_file",
    "error_body http late model",
    "config engine",
    "bulk cascade chathub delivery flash_call messages messagio preview request turbosms webhooks",
    "binding builder classes client doctor lib operations serial",
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


# The floors of campaigns from the ground up.
BULK = [
    ("chunk options paths progress quiet_hours stop_list", "plain nouns of a campaign"),
    ("option_texts", "options that are given as text"),
    ("report row", "a report knows its rows only; a row knows neither where it comes from nor where it goes"),
    ("resume source", "the journal keeps rows; a source hands them on"),
    ("journaled_send message_content send", "ask the journal, and send what it does not know"),
    ("lib partition", "the front door"),
]

# Circles of files in the core that stay.
CIRCLES = {
    "builder client": "a client and its builder make each other",
    "clock simulation": "the simulated clock stands in for the real one, if the feature `simulation` is on",
    "engine engine/description engine/session": "descriptions and token hooks call the engine",
    "model/check model/parts model/read model/record model/rows model/schema model/value": "values hold rows",
    "phone phone/read phone/same": "a phone is read by rules, which give a phone",
    "phone/country phone/table": "the generated table has rows of the type that looks them up",
}

# The floors of the sandbox from the ground up: files and folders, and why they stand there. A file belongs to
# the longest name that fits.
SANDBOX = [
    ("authority compare/report error filled hash options tls words", "know nothing of the rest"),
    ("provider/common", "credentials, checks, errors, prices: what every API of the provider needs"),
    ("simulate", "clock, faults, rules and planned replies act on any API, so they know none"),
    (
        "provider/cascade/variables provider/chathub/company provider/chathub/hub/connection"
        " provider/chathub/hub/protocol provider/chathub/hub/registry provider/chathub/seed"
        " provider/chathub/token provider/tsms/content provider/tsms/sequences",
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
    ("remote/client", "an HTTP client"),
    ("page", "files for a browser"),
    ("control", "reads and orders whatever the other handlers do"),
    ("compare", "stands before the handlers, and passes their calls on"),
    ("server", "puts all handlers behind a socket"),
    ("health lib remote run sandbox typed", "start a server, or call one"),
]

# The floors of the C library from the ground up.
FFI = [
    ("broken_pipe fault string version", "signals, codes, and texts from C and for C"),
    ("panics", "where panics end"),
    ("handle", "pointers of callers"),
    ("error", "an error that is handed out"),
    ("boundary", "runs the body of a function and hands its error out"),
    (
        "cancel draft generated/event_kinds generated/kinds log owned_string phone table text",
        "objects that stand alone",
    ),
    ("message part reply setting", "what drafts, tables and settings are made into"),
    (
        "attempt bulk/counts bulk/plan bulk/row chat_events/event chat_events/options delivery/counts"
        " delivery/row options"
        " reply_list result status template webhook",
        "objects with parts",
    ),
    ("bulk/options bulk/report client delivery/options delivery/summary", "what a call starts from"),
    ("bulk call cascade chat_events delivery turbosms", "calls"),
    ("generated", "setters, accessors and calls that the tables give"),
    ("lib", "re-exports"),
]

# The floors of the Python module from the ground up.
PYTHON = [
    ("arrow arrow_stream bound_call loaded pickle problem reused untracked", "know nothing of the rest"),
    ("ready", "objects of the package"),
    ("error", "an error of the core as an exception"),
    ("json outcome phone text", "values that stand alone"),
    ("log max_parts named numbers rate_limit", "what a client is given, and the lines it writes"),
    ("call chat_media", "the one way into the core"),
    ("items", "arguments that are read item by item"),
    (
        "construct generated model preview rows values",
        "classes of the tables, how they are made, their values, and their previews",
    ),
    (
        "attempt bulk_report bulk_source cascade message_ids messages restore stream turbosms webhooks",
        "arguments and replies",
    ),
    ("bulk chat_events chathub", "campaigns, and iterators"),
    ("bulk_plan delivery", "what a campaign returns, and tracks what it has sent"),
    ("late", "answers that nobody gets"),
    ("namespaces", "the methods"),
    ("client", "the front door"),
    ("partition", "asks a client for its rules"),
    ("lib", "the module"),
]
PYTHON_CIRCLES = {
    "construct generated model preview rows values": "fields hold values, values hold classes",
}

# The floors of the Python package from the ground up.
PACKAGE = [
    ("_bulk _delivery _notebook _outcome _smsbat _status", "the module, what is shown, and words"),
    ("_errors _types", "exceptions and annotations"),
    ("_async_source _workers", "the way to an event loop and from it"),
    ("_async _receivers _sandbox_messages _sandbox_stage bulk", "what stands on the module"),
    ("webhooks", "makes receivers"),
    ("__main__ sandbox", "the command, and the process of the sandbox"),
    ("__init__", "re-exports"),
]

# The floors of the command from the ground up.
COMMAND = [
    ("bulk_plan exit free_text output_file interrupt secret words", "know nothing of the rest"),
    ("apis output", "arguments of the other APIs, and how results are written"),
    ("arguments shown", "all arguments, and replies as text"),
    ("messages sandbox segments", "one command each"),
    ("bulk doctor operation", "commands that need a client like that of `send`"),
    ("track", "shows its progress as `bulk` does"),
    ("derived listen", "commands that come from the table of operations, and events of the chat hub"),
    ("lib", "chooses among them"),
    ("main", "the binary"),
]
COMMAND_CIRCLES: dict[str, str] = {}


def climbing(crate: Crate, folder: str, room: str, table: list[tuple[str, str]]) -> list[str]:
    """Imports of files of a room from a higher floor of its table."""
    floors = {name: floor for floor, (names, _) in enumerate(table, 1) for name in names.split()}
    above = (room,) if room else ()
    inside = {module: module[len(above) :] for module in crate.files if module[: len(above)] == above}
    places = {module: crate.place(rest) for module, rest in inside.items()}
    wrong, floor = [], {}
    for module, place in places.items():
        fits = [name for name in floors if place == name or place.startswith(f"{name}/")]
        floor[module] = floors[max(fits, key=len)] if fits else 0
        if not fits:
            wrong.append(f"{folder}/{place}: has no floor in tools/floors.py")
    for module, place in places.items():
        wrong += [
            f"{folder}/{place}: floor {floor[module]} imports {places[target]} of floor {floor[target]}"
            for target in sorted(crate.arrows[module])
            if target in floor and floor[target] > floor[module]
        ]
    return wrong


def circles(crate: Crate, folder: str, known: dict[str, str]) -> list[str]:
    found = {" ".join(map(crate.place, circle)) for circle in crate.circles()}
    wrong = [f"{folder}: {circle} import in a circle" for circle in sorted(found - known.keys())]
    return wrong + [f"tools/floors.py: the circle {circle} is gone" for circle in known.keys() - found]


def package_imports(tree: ast.AST) -> Iterator[str]:
    """The neighbors that a file of the package imports when it runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.level:
            yield from [node.module] if node.module else [name.name for name in node.names]
        yield from package_imports(node)


def climbing_package(folder: Path) -> list[str]:
    """Imports from a higher floor."""
    floors = {name: floor for floor, (names, _) in enumerate(PACKAGE, 1) for name in names.split()}
    wrong = []
    for path in sorted(folder.glob("*.py")):
        if path.stem not in floors:
            wrong.append(f"python/smsbat/{path.name}: has no floor in tools/floors.py")
            continue
        names = set(package_imports(ast.parse(path.read_text("utf-8"))))
        high = sorted(name for name in names if floors.get(name, 0) > floors[path.stem])
        wrong += [f"python/smsbat/{path.name}: imports {name} of a higher floor" for name in high]
    return wrong


def main() -> int:
    root = SOURCE.parents[1]
    core, wrong = Crate(SOURCE), climbing_package(root / "python" / "smsbat")
    rooms = {"sandbox": SANDBOX, "ffi": FFI, "python": PYTHON, "cli": COMMAND}
    for room, table in rooms.items():
        folder, crate = f"{room}/src", Crate(root / room / "src")
        known = {"python": PYTHON_CIRCLES, "cli": COMMAND_CIRCLES}.get(room, {})
        wrong += climbing(crate, folder, "", table) + circles(crate, folder, known)
    wrong += climbing(core, "core/src/bulk", "bulk", BULK) + circles(core, "core/src", CIRCLES)
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
