"""Functions without a client."""

from __future__ import annotations

import copy
import pickle

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
    with pytest.raises(ValueError, match="surrogates"):
        smsbat.segments("\ud800")


def test_flash_call_matches() -> None:
    assert smsbat.flash_call_matches("***000077", "+380 44 000-00-77")
    assert not smsbat.flash_call_matches("***000077", "+380440000078")
