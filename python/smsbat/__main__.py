"""``python -m smsbat``: the command ``smsbat``."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from ._smsbat import cli_main


def main(arguments: list[str] | None = None) -> int:
    """Runs the command with these arguments, by default those of the process, and returns its exit code."""
    # Ctrl-C ends the command as it ends native programs. A closed pipe is reported as an error instead,
    # because ids of sent messages must not get lost with it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _keep_standard_output()
    # The native side reads the process's arguments as bytes and refuses those that are not UTF-8.
    given = sys.argv[1:] if arguments is None else arguments
    return cli_main(["smsbat", *given])


def _keep_standard_output() -> None:
    """Replaces a closed standard output, so that no connection gets its descriptor and writing fails.

    A socket without a peer fails with another error than a pipe whose reader has had enough.
    """
    with contextlib.suppress(OSError):
        os.fstat(1)
        return
    import socket

    if hasattr(socket, "AF_UNIX"):
        writing = socket.socket(socket.AF_UNIX).detach()
    else:
        reading, writing = os.pipe()
        # Below, another descriptor takes the place of 1.
        if reading != 1:
            os.close(reading)
    if writing != 1:
        os.dup2(writing, 1)
        os.close(writing)


if __name__ == "__main__":
    sys.exit(main())
