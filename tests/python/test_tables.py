"""The tables of `tests/vectors/tables.json` in carriers that need no large library.

`tests/slow/carriers.py` has them all.
"""

from __future__ import annotations

from typing import Any

import pytest

import smsbat
import tables


@pytest.mark.parametrize("carrier", tables.LIGHT)
@pytest.mark.parametrize("case", tables.CASES, ids=lambda case: case["name"])
def test_a_table_gives_the_same_messages_in_every_carrier(
    sandbox: smsbat.Sandbox, client: smsbat.Client, carrier: str, case: dict[str, Any]
) -> None:
    source = tables.LIGHT[carrier](case)
    if source is None:
        pytest.skip("the carrier has no such type")
    assert tables.run(case, source, sandbox, client) == []
