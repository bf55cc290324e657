"""A sandbox for the whole run, emptied for each test. The caller's environment is ignored.

Every error that the suite raises has its text in docs/reference/errors.md.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import smsbat
from smsbat import _errors

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import error_texts


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("SMSBAT_") and name != "SMSBAT_SANDBOX_RECORD":
                patch.delenv(name)
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(name, raising=False)
            patch.delenv(name.lower(), raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _errors_are_documented() -> Iterator[None]:
    """Collects the errors of the library that the tests raise, and compares their texts with the page."""
    page = error_texts.page()
    missing: set[tuple[str, str]] = set()
    make = smsbat.SmsbatError.__init__

    def collect(self: smsbat.SmsbatError, text: str = "", /, **details: Any) -> None:
        make(self, text, **details)
        # Only the library's own errors have notes; tests make others.
        if "__notes__" in details:
            kinds = [kind for kind, cls in _errors._CLASSES.items() if cls is type(self)]
            if "validation" in kinds:
                problems = [(problem.rule, problem.message) for problem in self.problems]
                missing.update(problem for problem in problems if not page.has_rule(*problem))
            elif not any(page.has_kind(kind, self.message) for kind in kinds):
                missing.add((" or ".join(kinds), self.message))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smsbat.SmsbatError, "__init__", collect)
        yield
    if missing:
        lines = "\n".join(f"{rule}: {message}" for rule, message in sorted(missing))
        pytest.fail(
            f"docs/reference/errors.md does not have the text of these errors:\n{lines}", pytrace=False
        )


@pytest.fixture(scope="session")
def _server(_clean_environment: None) -> Iterator[smsbat.Sandbox]:
    with smsbat.Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _tls_server(_clean_environment: None) -> Iterator[smsbat.Sandbox]:
    with smsbat.Sandbox(tls=True) as sandbox:
        yield sandbox


@pytest.fixture
def certificate(tmp_path: pathlib.Path) -> Callable[..., ssl.SSLContext]:
    """Makes `cert.pem` in the folder of the test, signed by itself, and gives the context of its server."""
    if shutil.which("openssl") is None:
        pytest.skip("makes certificates with openssl")

    def make(authority: bool = False) -> ssl.SSLContext:
        file, key = tmp_path / "cert.pem", tmp_path / "key.pem"
        made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
        constraints = f"basicConstraints=critical,CA:{str(authority).upper()}"
        options = ["-addext", "subjectAltName=IP:127.0.0.1", "-addext", constraints]
        files = ["-out", str(file), "-keyout", str(key)]
        subprocess.run([*made.split(), *options, *files], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file, key)
        return context

    return make


@pytest.fixture
def sandbox(_server: smsbat.Sandbox) -> smsbat.Sandbox:
    _server.reset()
    return _server


@pytest.fixture
def tls_sandbox(_tls_server: smsbat.Sandbox) -> smsbat.Sandbox:
    _tls_server.reset()
    return _tls_server


@pytest.fixture
def client(sandbox: smsbat.Sandbox) -> Iterator[smsbat.Client]:
    with sandbox.client(max_retries=0) as client:
        yield client
