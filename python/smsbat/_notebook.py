"""What notebooks show beyond single objects: progress, lists as tables, the inbox of a sandbox."""

from __future__ import annotations

import html
import importlib
import json
import os
import sys
from pathlib import Path

from ._smsbat import grid_html, tables_html

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Messages in the table of an inbox.
_NEWEST = 20


def _shell() -> Any:
    """IPython's shell, or None. It is not imported for this."""
    get = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return None if get is None else get()


def is_notebook() -> bool:
    """Returns true in a kernel, which has a page to write to."""
    return getattr(_shell(), "kernel", None) is not None


def install() -> None:
    """Lets IPython show a list or tuple of messages or replies as a table. Other lists look as before."""
    formatter = getattr(_shell(), "display_formatter", None)
    if formatter is None:
        return
    formatters = formatter.formatters["text/html"]
    for kind in (list, tuple):
        before: list[Callable[[Any], str | None] | None] = [None]

        def show(value: Any, before: list[Callable[[Any], str | None] | None] = before) -> str | None:
            if (made := tables_html(value)) is not None:
                return made
            # IPython asks a subclass for its own method only if nothing is registered for `list`.
            own: Callable[[], str | None] | None = getattr(value, "_repr_html_", None)
            return before[0](value) if before[0] else own() if callable(own) else None

        before[0] = formatters.for_type(kind, show)


class Line:
    """A line of a cell's output that is written again and again."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, text: str, fraction: float | None) -> None:
        bar = "" if fraction is None else f'<progress value="{fraction:.4f}"></progress> '
        bundle = {"text/plain": text, "text/html": bar + html.escape(text)}
        if self._handle is None:
            from IPython.display import display  # type: ignore[import-not-found, unused-ignore]

            self._handle = display(bundle, raw=True, display_id=True)  # type: ignore[no-untyped-call, unused-ignore]
        else:
            self._handle.update(bundle, raw=True)


def origins() -> list[str]:
    """The origins of the notebook's page, if its server is on this machine; only then a browser reaches us.

    A kernel knows its server's process, and the server writes its address into a file.
    """
    if not is_notebook():
        return []
    try:
        folder = importlib.import_module("jupyter_core.paths").jupyter_runtime_dir()
        file = Path(folder, f"jpserver-{os.environ['JPY_PARENT_PID']}.json")
        server = json.loads(file.read_text("utf-8"))
        scheme, host, port = "https" if server["secure"] else "http", server["hostname"], int(server["port"])
    except (AttributeError, ImportError, KeyError, OSError, TypeError, ValueError):
        # Another version of Jupyter than any that we know.
        return []
    if host not in ("localhost", "127.0.0.1", "::1"):
        return []
    return [f"{scheme}://{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")]


def inbox(url: str | None, messages: list[dict[str, Any]], total: int) -> str:
    """A sandbox's inbox: live in a frame if there may be one, and a table of what it holds now."""
    newest = messages[-_NEWEST:][::-1]
    columns = ["to", "type", "status", "text"]
    rows = [[str(message.get(name) or "") for name in columns] for message in newest]
    caption = f"{total} message{'' if total == 1 else 's'}"
    if total > len(rows):
        caption += f", the newest {len(rows)}"
    table = grid_html(caption, columns, rows)
    if url is None:
        return table
    return (
        f'<iframe src="{html.escape(url)}/" title="Inbox of the sandbox" width="100%" height="480"'
        ' style="border:1px solid #8886;border-radius:4px" referrerpolicy="no-referrer"'
        ' sandbox="allow-scripts allow-same-origin allow-forms allow-popups"></iframe>'
        f"<details><summary>When this cell ran</summary>{table}</details>"
    )
