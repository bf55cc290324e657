"""Stop lists and quiet hours."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import smsbat

ROWS: list[dict[str, Any]] = [
    {"to": "+380671234567", "text": "Hello"},
    {"to": 380671234568, "text": "Hello"},
    {"to": "067 123 45 69", "text": "Hello"},
]


def rules(report: smsbat.BulkReport) -> list[str | None]:
    return [row["rule"] for row in report]


def generated() -> Iterator[str]:
    yield "067 123-45-67"
    yield "380671234568"


@pytest.mark.parametrize(
    "stop_list",
    [
        ["+380671234567", 380671234568],
        ("0671234567", smsbat.phone("+380671234568")),
        {380671234567.0, "80671234568"},
        generated(),
        {"0671234567": 1, "0671234568": 2}.keys(),
    ],
    ids=["list", "tuple", "set", "generator", "keys"],
)
def test_a_stop_list_is_any_iterable(client: smsbat.Client, sandbox: smsbat.Sandbox, stop_list: Any) -> None:
    report = client.messages.send_bulk(ROWS, sender="MyShop", country="380", stop_list=stop_list)
    assert rules(report) == ["stop_list", "stop_list", None]
    assert [message["to"] for message in sandbox.messages()] == ["+380671234569"]


class Frame:
    """Gives the names of its columns when it is iterated over, as frames of pandas do."""

    columns = ("+380671234567",)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


@pytest.mark.parametrize(
    "given",
    [
        Frame(),
        {"+380671234567": "2026"},
        MappingProxyType({"+380671234567": "2026"}),
        b"380",
        bytearray(b"380"),
    ],
    ids=["frame", "dict", "mapping", "bytes", "bytearray"],
)
def test_names_keys_and_bytes_are_no_list(client: smsbat.Client, sandbox: smsbat.Sandbox, given: Any) -> None:
    kind = type(given).__name__
    advice = "; give its column with them" if isinstance(given, Frame) else ""
    for name in ("stop_list", "allow_list"):
        with pytest.raises(TypeError, match=f"^{name} must be .*phone numbers, .*, not {kind}{advice}$"):
            client.messages.send_bulk(ROWS, sender="MyShop", **{name: given})
    if not isinstance(given, dict):
        with pytest.raises(TypeError, match=f"not {kind}"):
            client.messages.send(given)
        with pytest.raises(TypeError, match=f"not {kind}"):
            client.wait_all(given)
    with pytest.raises(TypeError, match=f"not {kind}"):
        smsbat.TurboSmsMessage(recipients=given, sms=smsbat.TurboSms())
    with pytest.raises(TypeError, match=f"^message_ids must be texts, not {kind}$"):
        client.turbosms.status(given)
    assert sandbox.messages() == []


def test_a_stop_list_is_a_file(client: smsbat.Client, tmp_path: Path) -> None:
    file = tmp_path / "stop.txt"
    file.write_text("\n0671234567\n\n+380671234568\n", encoding="utf-8")
    for path in (file, str(file)):
        report = client.messages.send_bulk(
            ROWS, sender="MyShop", country="380", stop_list=path, allow_duplicates=True
        )
        assert rules(report) == ["stop_list", "stop_list", None]
    line = [
        sys.executable,
        "-m",
        "smsbat",
        "--country",
        "380",
        "bulk",
        "-",
        "--sender",
        "MyShop",
        "--dry-run",
    ]
    said = subprocess.run(
        [*line, "--stop-list", str(file)],
        input="to,text\n0671234567,x\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 1
    assert "line 2: not_sent to is on the stop list" in said.stderr


def test_what_is_no_phone_is_named(client: smsbat.Client, sandbox: smsbat.Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "stop.txt"
    file.write_text("+380671234567\nphone\n", encoding="utf-8")
    for stop_list, field, text in [
        (file, "stop_list", "line 2"),
        (["+380671234567", "phone"], "stop_list[1]", "allowed"),
        ([None], "stop_list[0]", "is empty"),
        ([1.5], "stop_list[0]", "fraction"),
        ([b"+380671234567"], "stop_list[0]", "bytes"),
        (["0671234567"], "stop_list[0]", "national"),
        (tmp_path / "none.txt", "stop_list", "cannot be read"),
    ]:
        with pytest.raises(smsbat.ValidationError, match=text) as caught:
            client.messages.send_bulk(ROWS, sender="MyShop", stop_list=stop_list)  # type: ignore[call-overload]
        assert caught.value.field == field
    with pytest.raises(TypeError, match="stop_list must be a path or phone numbers"):
        client.messages.send_bulk(ROWS, stop_list=380671234567)  # type: ignore[call-overload]
    with pytest.raises(RuntimeError, match="list"):
        client.messages.send_bulk(ROWS, stop_list=failing())
    assert sandbox.messages() == []


def failing() -> Iterator[str]:
    yield "+380671234567"
    raise RuntimeError("the list went away")


class Enough(Exception):
    pass


def test_a_campaign_waits_for_the_end_of_the_quiet_hours(
    client: smsbat.Client, sandbox: smsbat.Sandbox
) -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    start, end = (f"{(now.hour + hours) % 24:02}:00" for hours in (-1, 2))
    seen: list[datetime.datetime] = []

    def progress(counts: smsbat.BulkProgress) -> None:
        if counts.waiting_until is not None:
            seen.append(counts.waiting_until)
            raise Enough

    with pytest.raises(Enough) as caught:
        client.messages.send_bulk(
            ROWS[:2], sender="MyShop", quiet_hours=f"{start}-{end} Etc/UTC", progress=progress
        )
    assert datetime.timedelta(hours=1) <= seen[0] - now <= datetime.timedelta(hours=2)
    assert f"{seen[0]:%H:%M}" == end
    cause = caught.value.__cause__
    assert isinstance(cause, smsbat.SmsbatError)
    assert (cause.outcome, cause.report and cause.report.not_sent) == ("not_sent", 2)
    assert sandbox.messages() == []
    for wrong in ("at night", "21:00-08:00 Europe/Nowhere", "08:00-08:00 Europe/Kyiv", "21:00-08:00Kyiv"):
        with pytest.raises(smsbat.ValidationError, match="quiet_hours"):
            client.messages.send_bulk([], quiet_hours=wrong)
