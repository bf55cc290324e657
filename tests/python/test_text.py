"""Functions without a client."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import smsbat


def test_segments() -> None:
    found = smsbat.segments("Привіт")
    assert found == smsbat.Segments("UCS-2", 6, 1, 70, 64, list("Привіт"))
    match found:
        case smsbat.Segments(encoding, units, parts, per_part, remaining, characters):
            assert (encoding, units, parts, per_part, remaining) == ("UCS-2", 6, 1, 70, 64)
            assert characters == list("Привіт")
    assert pickle.loads(pickle.dumps(found)) == found == copy.deepcopy(found)
    assert hash(found) == hash(copy.copy(found))
    assert "П" not in repr(found)
    with pytest.raises(AttributeError):
        found.parts = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        smsbat.segments(5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="surrogate"):
        smsbat.segments("\ud800")


def test_flash_call_matches() -> None:
    assert smsbat.flash_call_matches("***000077", "+380 44 000-00-77")
    assert not smsbat.flash_call_matches("***000077", "+380440000078")


def surrogate_calls(client: Any) -> dict[str, Callable[[], object]]:
    half = "hunter2\udcff"
    return {
        "login": lambda: client.chathub.login("company", half),
        "validate_token": lambda: client.chathub.validate_token(half),
        "widget_html": lambda: client.chathub.widget_html(half),
        "send_chat_message": lambda: client.chathub.send_chat_message(1, text=half),
        "verify_turbosms": lambda: smsbat.webhooks.verify_turbosms(b"{}", half),
        "phone": lambda: smsbat.phone(half),
        "segments": lambda: smsbat.segments(half),
        "flash_call_matches": lambda: smsbat.flash_call_matches("*", half),
        "request": lambda: client.request("GET", "/" + half),
    }


@pytest.mark.parametrize("name", surrogate_calls(None))
def test_a_text_that_is_not_unicode_is_refused_without_showing_it(client: smsbat.Client, name: str) -> None:
    with pytest.raises(smsbat.ValidationError) as caught:
        surrogate_calls(client)[name]()
    error = caught.value
    assert "is not valid Unicode" in str(error)
    # The interpreter's own error would hold the text.
    assert (error.__cause__, error.__context__) == (None, None)
    assert "hunter2" not in f"{error!r} {vars(error)}"
