"""``python -m smsbat``: the command ``smsbat``."""

from __future__ import annotations

import signal
import sys

from ._smsbat import cli_main


def main(arguments: list[str] | None = None) -> int:
    """Runs the command with these arguments, those of the process by default, and gives its exit code."""
    # The command is a native program: it ends at Ctrl-C and at a closed pipe as such programs do.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    given = sys.argv[1:] if arguments is None else arguments
    return cli_main(["smsbat", *(text.encode("utf-8", "replace").decode() for text in given)])


if __name__ == "__main__":
    sys.exit(main())
