"""``python -m smsbat``: the command ``smsbat``."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from ._smsbat import cli_main


def main(arguments: list[str] | None = None) -> int:
    """Runs the command with these arguments, those of the process by default, and gives its exit code."""
    # The command is a native program: it ends at Ctrl-C as such programs do. A closed pipe it must see, so
    # that no id of a message that was sent gets lost with it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _keep_standard_output()
    # The native side takes the bytes that the process was given; it refuses those that are not UTF-8.
    given = sys.argv[1:] if arguments is None else arguments
    return cli_main(["smsbat", *given])


def _keep_standard_output() -> None:
    """Replaces a closed standard output with a broken pipe, so that no connection gets its descriptor."""
    with contextlib.suppress(OSError):
        os.fstat(1)
        return
    reading, writing = os.pipe()
    if writing != 1:
        os.dup2(writing, 1)
        os.close(writing)
    if reading != 1:
        os.close(reading)


if __name__ == "__main__":
    sys.exit(main())
