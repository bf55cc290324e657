"""The pytest fixture ``smsbat_sandbox``.

A package of its own, because pytest loads it in every project: nothing of ``smsbat`` is imported before a
test asks for the fixture.
"""

from __future__ import annotations

import os
from urllib.parse import quote

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import smsbat


def _forget_settings(patch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SMSBAT_") and name != "SMSBAT_SANDBOX_RECORD":
            patch.delenv(name)


@pytest.fixture(scope="session")
def _smsbat_server() -> Iterator[smsbat.Sandbox]:
    import smsbat

    with pytest.MonkeyPatch.context() as patch:
        _forget_settings(patch)
        sandbox = smsbat.Sandbox()
    with sandbox:
        yield sandbox


@pytest.fixture
def smsbat_sandbox(_smsbat_server: smsbat.Sandbox, monkeypatch: pytest.MonkeyPatch) -> smsbat.Sandbox:
    """A local stand-in for the provider: an ``smsbat.Sandbox``, one for the whole run, empty for each test.

    While the test runs, the environment leads ``smsbat.Client()`` to it and has no setting of yours: code
    that makes its own client is tested as it stands, and nothing is sent to anybody.
    """
    _forget_settings(monkeypatch)
    monkeypatch.setenv("SMSBAT_BASE_URL", _smsbat_server.url)
    monkeypatch.setenv("SMSBAT_CHATHUB_URL", _smsbat_server.chathub_url)
    monkeypatch.setenv("SMSBAT_API_KEY", "test-key")
    for key in _smsbat_server._control("GET", "/spaces")["spaces"]:
        _smsbat_server._control("DELETE", f"/spaces?space={quote(key)}")
    _smsbat_server.reset()
    return _smsbat_server
