"""A sandbox for the whole run, emptied for each test. The caller's environment is ignored."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

import smsbat


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


@pytest.fixture(scope="session")
def _server(_clean_environment: None) -> Iterator[smsbat.Sandbox]:
    with smsbat.Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _tls_server(_clean_environment: None) -> Iterator[smsbat.Sandbox]:
    with smsbat.Sandbox(tls=True) as sandbox:
        yield sandbox


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
