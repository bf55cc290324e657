"""Some tables in carriers without large libraries; `tests/slow/properties.py` tries many in all carriers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import properties
import smsbat


@pytest.fixture(scope="module")
def unlimited() -> Iterator[tuple[smsbat.Sandbox, smsbat.Client]]:
    with (
        smsbat.Sandbox(rate_limit=False) as sandbox,
        sandbox.client(max_retries=0, rate_limit=None) as client,
    ):
        yield sandbox, client


@pytest.mark.parametrize("carrier", properties.LIGHT)
def test_each_text_goes_to_the_number_of_its_own_row(
    unlimited: tuple[smsbat.Sandbox, smsbat.Client], carrier: str
) -> None:
    sandbox, client = unlimited
    properties.check(carrier, 30, fixed=True, sandbox=sandbox, client=client)
