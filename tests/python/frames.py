"""Cases of data frames that a table of vectors cannot have: library types, unusual indexes, names, mistakes.

Run by `tests/slow/carriers.py`, with pyarrow and without it.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import numpy
import pandas
import polars

import smsbat

PHONES = ["+380671234567", "+380671234568"]
ADA = ["Ada", "Bob"]


class Context:
    """A sandbox with a client; what is sent from a source."""

    def __init__(self, sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
        self.sandbox = sandbox
        self.client = client

    def send(self, source: Any, **options: Any) -> list[tuple[str | None, str | None]]:
        """Rule and text of each row."""
        self.sandbox.reset()
        options = {"sender": "MyShop", "template": "Hi {name}"} | options
        report = self.client.messages.send_bulk(source, ordered=True, **options)
        texts = {message["to"]: message["text"] for message in self.sandbox.messages()}
        rows = [
            (row["rule"], texts.pop("+" + (row["to"] or "").lstrip("+"), None)) for row in report.to_dicts()
        ]
        assert not texts, texts
        return rows

    def refused(self, source: Any, text: str, **options: Any) -> None:
        said = ""
        try:
            self.send(source, **options)
        except (TypeError, smsbat.ValidationError) as error:
            said = str(error)
        assert text in said, said
        assert "38067" not in said, said


def pandas_types_of_no_message(c: Context) -> None:
    """A period, an interval, an extension: never the number that is stored for it."""
    for values in (
        pandas.Series(pandas.period_range("2026-01", periods=2, freq="M")),
        pandas.Series(pandas.period_range("2026-01", periods=2, freq="M")).astype("category"),
        pandas.cut(pandas.Series([1, 5]), [0, 3, 9]),
        pandas.Series(pandas.to_timedelta([1, 2], unit="s")),
        pandas.Series(pandas.to_datetime(["2026-01-02", "2026-01-03"], utc=True)),
        pandas.Series([b"a", b"b"]),
        pandas.Series([object(), object()]),
    ):
        frame = pandas.DataFrame({"to": PHONES, "name": values})
        assert c.send(frame) == [("type", None)] * 2, values.dtype
        assert c.send(frame.assign(odd=values, name=ADA)) == [(None, "Hi Ada"), (None, "Hi Bob")]


def missing_values_are_nothing(c: Context) -> None:
    for missing in (None, pandas.NA, pandas.NaT, numpy.nan, numpy.datetime64("NaT"), numpy.float32("nan")):
        rows = [{"to": PHONES[0], "name": "Ada"}, {"to": PHONES[1], "name": missing}]
        for source in (rows, iter(rows), pandas.DataFrame(rows, dtype="object")):
            assert c.send(source) == [(None, "Hi Ada"), ("template", None)], missing
        assert c.send([{"to": missing, "name": "Ada"}]) == [("required", None)], missing


def numpy_float32_is_no_phone(c: Context) -> None:
    phones = numpy.array([380671234567, 380671234568], dtype="float32")
    assert c.send(pandas.DataFrame({"to": phones, "name": ADA})) == [("type", None)] * 2
    assert c.send(polars.DataFrame({"to": phones, "name": ADA})) == [("type", None)] * 2
    mixed = pandas.DataFrame({"to": phones, "name": pandas.Series(["Ada", 1], dtype="object")})
    assert c.send(mixed) == [("type", None)] * 2
    assert c.send([{"to": phones[0], "name": "Ada"}]) == [("type", None)]
    prices = pandas.DataFrame({"to": PHONES, "name": numpy.array([19.99, 0.1], dtype="float32")})
    assert c.send(prices) == [(None, "Hi 19.99"), (None, "Hi 0.1")]
    prices["to"] = pandas.Series([PHONES[0], 380671234568], dtype="object")
    assert c.send(prices) == [(None, "Hi 19.99"), (None, "Hi 0.1")]


def slices_and_indexes(c: Context) -> None:
    frame = pandas.DataFrame({"to": [*PHONES, "+380671234569"], "name": [*ADA, "Eve"]})
    want = [(None, "Hi Eve"), (None, "Hi Bob")]
    assert c.send(frame.iloc[::-1].iloc[:2]) == want
    assert c.send(frame.set_index("to").iloc[::-1].iloc[:2]) == want
    assert c.send(frame.set_index(["to", "name"]).iloc[::-1].iloc[:2]) == want
    assert c.send(polars.DataFrame({"to": PHONES, "name": ADA})[1:]) == [(None, "Hi Bob")]
    parts = [polars.DataFrame({"to": [phone], "name": ["x"]}) for phone in PHONES]
    assert c.send(polars.concat(parts, rechunk=False)) == [(None, "Hi x")] * 2
    assert c.send(frame.iloc[:0]) == []


def names_of_columns(c: Context) -> None:
    frame = pandas.DataFrame([[PHONES[0], "Ada", "Bob"]], columns=["to", "name", "name"])
    c.refused(frame, "has the column 'name' twice")
    assert c.send(frame, template="x") == [(None, "x")]
    c.refused(pandas.DataFrame([PHONES[:1]], columns=["phone"]), "has no column 'name'")
    c.refused(polars.DataFrame({"name": ["x"]}).lazy(), "has no column 'to'")
    numbers = pandas.DataFrame([[PHONES[0], "Ada"]])
    assert c.send(numbers, columns={"to": "0"}, template="Hi {1}") == [(None, "Hi Ada")]
    c.refused(pandas.DataFrame([[1, 2]], columns=[["a", "a"], ["to", "name"]]), "one level of column names")
    c.refused(frame["to"], "give the whole frame")
    c.refused(polars.Series("to", PHONES), "single column")


def rows_of_frames(c: Context) -> None:
    frame = pandas.DataFrame({"to": PHONES, "name": ADA})
    want = [(None, "Hi Ada"), (None, "Hi Bob")]
    assert c.send(frame.itertuples()) == want
    assert c.send(row for _, row in frame.iterrows()) == want
    assert c.send(frame.to_dict("records")) == want
    assert c.send(polars.from_dict({"to": PHONES, "name": ADA}).iter_rows(named=True)) == want
    assert c.send(polars.from_dict({"to": PHONES, "name": ADA}).iter_rows()) == [("type", None)] * 2
    assert c.send(polars.DataFrame({"to": PHONES, "name": ADA}).lazy()) == want


def parts_of_messages(c: Context) -> None:
    button = {"buttonText": "Go", "buttonAction": "https://a.example"}
    columns = {"to": PHONES[:1], "type": ["viber_promo"], "text": ["x"], "button": [button]}
    want = [(None, "x")]
    frames = [pandas.DataFrame(columns), polars.DataFrame(columns)]
    if importlib.util.find_spec("pyarrow"):
        frames.append(importlib.import_module("pyarrow").table(columns))
    for frame in [*frames, [{name: value for name, (value,) in columns.items()}]]:
        assert c.send(frame, template=None) == want, type(frame)


def text_that_is_not_unicode(c: Context) -> None:
    frame = pandas.DataFrame({"to": PHONES, "name": pandas.Series(["Ada", "\ud800"], dtype="object")})
    assert c.send(frame) == [(None, "Hi Ada"), ("unicode", None)]


TESTS = [
    pandas_types_of_no_message, missing_values_are_nothing, numpy_float32_is_no_phone, slices_and_indexes,
    names_of_columns, rows_of_frames, parts_of_messages, text_that_is_not_unicode,
]  # fmt: skip


def main() -> int:
    failed = 0
    with smsbat.Sandbox() as sandbox, sandbox.client(max_retries=0) as client:
        for test in TESTS:
            try:
                test(Context(sandbox, client))
            except Exception as error:
                failed += 1
                trace: Any = error.__traceback__
                while trace.tb_next and trace.tb_next.tb_frame.f_code.co_filename == __file__:
                    trace = trace.tb_next
                print(f"FAILED {test.__name__}, line {trace.tb_lineno}: {type(error).__name__}: {error}")
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
