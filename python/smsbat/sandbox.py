"""A local server that behaves like the provider: ``smsbat.Sandbox`` and ``python -m smsbat.sandbox``.

>>> with smsbat.Sandbox() as sandbox, sandbox.client() as client:
...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
...     sandbox.wait_for(text="Hello")["status"]
'scheduled'
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading

from ._errors import ConnectionError, ResponseError
from ._sandbox_messages import ReceivedMessages
from ._sandbox_stage import Stage
from ._smsbat import Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from ._async import AsyncClient
    from ._types import MethodName

#: The sandbox accepts every key that begins with ``test-``.
TEST_KEY = "test-key"

_START = 20.0
_SPACE_NAME = re.compile("[A-Za-z0-9_-]{1,100}")

#: The child gets its own session, because Ctrl-C and a notebook's interrupt reach every process of a group.
_apart: dict[str, Any]
if sys.platform == "win32":
    _apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _apart = {"start_new_session": True}


class Sandbox(ReceivedMessages, Stage):
    """A sandbox in its own process, which ends with this one.

    Ctrl-C and a notebook's interrupt do not stop it. If it ends for another reason, every method raises a
    RuntimeError with its exit code. A forked child can use the sandbox, but only the process that started it
    can stop it.

    Args:
        tls: Serve HTTPS. ``ca_bundle`` is then the path of the certificate to trust. Default: False.
        rate_limit: Respond with 429 above the provider's rate limits. Default: True.
        scenario: TOML file with rules, recipients, settings and the clock from the start. Default: None.
        seed: Random seed of rules and message ids. The same seed gives the same run. Default: a random one.

    Raises:
        ValueError: `seed` is not an int from 0 to 2**64 - 1.
        RuntimeError: The sandbox did not start.
    """

    url: str
    """URL of the SMSBAT API, for ``base_url``."""
    chathub_url: str
    """URL of the ChatHub API, for ``chathub_url``."""
    api_key: str = TEST_KEY
    """Key of its clients."""
    ca_bundle: str | None
    """PEM file to trust, for ``ca_bundle``; None without TLS."""

    def __init__(
        self,
        tls: bool = False,
        *,
        rate_limit: bool = True,
        scenario: str | os.PathLike[str] | None = None,
        seed: int | None = None,
    ) -> None:
        command = [sys.executable, "-m", "smsbat.sandbox", "--port", "0", "--json", "--exit-with-stdin"]
        if tls:
            command.append("--tls")
        if not rate_limit:
            command.append("--no-rate-limit")
        if scenario is not None:
            command += ["--scenario", os.fspath(scenario)]
        if seed is not None:
            if not isinstance(seed, int) or not 0 <= seed < 2**64:
                raise ValueError("seed must be an int from 0 to 2**64 - 1")
            command += ["--seed", str(seed)]
        self._framed = False
        # A browser does not trust the sandbox's certificate.
        if "IPython" in sys.modules and not tls:
            from . import _notebook

            for origin in _notebook.origins():
                command += ["--frame-origin", origin]
                self._framed = True
        self._owner = os.getpid()
        self._closed = False
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **_apart)
        try:
            ready = json.loads(self._first_line())
            if problem := ready.get("error"):
                raise RuntimeError(f"the sandbox did not start: {problem['message']}")
        except BaseException:
            self._end()
            raise
        self.url = ready["url"]
        self.chathub_url = ready["chathub_url"]
        self.ca_bundle = ready["ca_bundle"]
        self._control_client = self.client(
            api_key="test-control", rate_limit=None, max_retries=0, timeout=630
        )

    def _first_line(self) -> bytes:
        lines: list[bytes] = []
        output = self._process.stdout
        assert output is not None
        # On a thread, because a read from a pipe cannot be interrupted on every system.
        reader = threading.Thread(target=lambda: lines.append(output.readline()), daemon=True)
        reader.start()
        reader.join(_START)
        if not lines:
            raise RuntimeError(f"the sandbox was not ready within {_START:.0f} seconds")
        if not lines[0]:
            raise RuntimeError(
                f"the sandbox ended before it was ready, with exit code {self._process.wait(_START)}"
            )
        return lines[0]

    def client(self, **settings: Any) -> Client:
        """Creates a client for this sandbox, with a key that it accepts.

        Settings are those of ``smsbat.Client``.
        """
        try:
            return Client(**self._settings(settings))
        finally:
            # A key must not be among the locals of a traceback.
            settings.clear()

    def async_client(self, **settings: Any) -> AsyncClient:
        """Creates an asyncio client for this sandbox. Settings are those of ``smsbat.AsyncClient``."""
        from ._async import AsyncClient

        try:
            return AsyncClient(**self._settings(settings))
        finally:
            settings.clear()

    def _settings(self, settings: dict[str, Any]) -> dict[str, Any]:
        self._check()
        if not settings.keys() & {"api_key", "username", "password"}:
            settings["api_key"] = self.api_key
        settings.setdefault("base_url", self.url)
        settings.setdefault("chathub_url", self.chathub_url)
        if self.ca_bundle is not None:
            settings.setdefault("ca_bundle", self.ca_bundle)
        return settings

    def space(self, name: str) -> Space:
        """Returns a space: a sandbox of its own inside this one, for tests that run side by side.

        Messages, rules, the clock and everything else of a space belong to its key, which its clients have.
        It ends with ``close()`` or at the end of a ``with`` block. A space that exists already is returned as
        it is.

            >>> with sandbox.space("worker-1") as space, space.client() as client:
            ...     result = client.send(smsbat.Sms(to="+380671234567", sender="MyShop", text="Hello"))
            ...     len(space.assert_sent(text="Hello"))
            1

        Args:
            name: Name of the space: letters, digits, hyphens and underscores. Its key is ``test-`` and this
                name. Not ``key``, because ``test-key`` is the key of the sandbox.
        """
        return Space(self, name)

    def close(self) -> None:
        """Stops the sandbox."""
        self._closed = True
        self._control_client.close()
        self._end()

    def _control(self, method: MethodName, path: str, body: Any = None) -> Any:
        self._check()
        try:
            return self._control_client.request(method, "/_sandbox" + path, body).json
        except (ConnectionError, ResponseError):
            # The process may be about to end.
            self._check(1.0)
            raise

    def _check(self, wait: float = 0.0) -> None:
        """Raises if the sandbox has ended, or does so within `wait` seconds."""
        if self._closed:
            raise RuntimeError("the sandbox is closed; create a new one")
        if self._owner != os.getpid():
            # Only the parent can wait for a process.
            return
        try:
            code = self._process.wait(wait)
        except subprocess.TimeoutExpired:
            return
        cause = f"was killed by signal {-code}" if code < 0 else "has ended"
        raise RuntimeError(f"the sandbox {cause}, with exit code {code}; create a new one")

    def _end(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._owner != os.getpid():
            return
        if sys.platform != "win32":
            # Closing its standard input is not enough, because a forked child may still hold it open.
            self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _repr_html_(self) -> str | None:
        """Shows the inbox in a notebook: live in a frame, which only the notebook's own pages may hold, or
        as a table if its server is not on this machine."""
        from . import _notebook

        if self._closed:
            return None
        found = self._control("GET", "/messages?limit=20")
        return _notebook.inbox(self.url if self._framed else None, found["messages"], found["total"])

    def __repr__(self) -> str:
        # A debugger may call this before the sandbox is ready.
        return f"<smsbat.Sandbox {getattr(self, 'url', 'without a URL')}>"


class Space(Sandbox):
    """A space of a sandbox, from ``Sandbox.space``. It has the methods of a sandbox."""

    # A frame would show the shared space.
    _framed = False

    def __init__(self, sandbox: Sandbox, name: str) -> None:
        if not isinstance(name, str) or not _SPACE_NAME.fullmatch(name):
            raise ValueError("name must have 1 to 100 letters, digits, hyphens and underscores")
        self._sandbox = sandbox
        self._closed = False
        self.url, self.chathub_url, self.ca_bundle = sandbox.url, sandbox.chathub_url, sandbox.ca_bundle
        self.api_key = "test-" + name.removeprefix("test-")
        if self.api_key == sandbox.api_key:
            raise ValueError("name must not be key: a space would take the messages of the sandbox's own key")
        self.messages(limit=1)

    def space(self, name: str) -> Space:
        """Returns another space of the same sandbox."""
        return self._sandbox.space(name)

    def close(self) -> None:
        """Deletes the space, with everything in it."""
        if not self._closed:
            self._control("DELETE", "/spaces")
            self._closed = True

    def _control(self, method: MethodName, path: str, body: Any = None) -> Any:
        self._check()
        return self._sandbox._control(
            method, f"{path}{'&' if '?' in path else '?'}space={self.api_key}", body
        )

    def _check(self, wait: float = 0.0) -> None:
        if self._closed:
            raise RuntimeError("the space is closed; create a new one")
        self._sandbox._check(wait)


if __name__ == "__main__":
    from .__main__ import main

    sys.exit(main(["sandbox", *sys.argv[1:]]))
