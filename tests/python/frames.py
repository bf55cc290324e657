"""Cases of data frames that a table of vectors cannot have: library types, unusual indexes, names, mistakes.

Run by `tests/slow/carriers.py`, with pyarrow and without it.
"""

from __future__ import annotations

import importlib.util
import sys
from decimal import Decimal
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


def stored_values_are_no_values(c: Context) -> None:
    """Of an extension type, of categories and runs: also beside a column that is read value by value."""

    class Stored(polars.BaseExtension):  # type: ignore[misc]
        def __init__(self, storage: Any) -> None:
            super().__init__("my.type", storage)

    def check(value: Any, expected: tuple[str | None, str | None]) -> None:
        frame = polars.DataFrame({"to": PHONES[:1], "name": value})
        for each in (frame, frame.with_columns(cards=polars.lit(None, dtype=polars.List(polars.String)))):
            assert c.send(each) == [expected], value.dtype

    check(polars.Series([5]).ext.to(Stored(polars.Int64())), ("type", None))
    check(polars.Series(["Ada"]).ext.to(Stored(polars.String())), (None, "Hi Ada"))
    if not importlib.util.find_spec("pyarrow"):
        return
    arrow = importlib.import_module("pyarrow")

    class Type(arrow.ExtensionType):  # type: ignore[misc]
        def __init__(self, storage: Any) -> None:
            super().__init__(storage, "my.type")

        def __arrow_ext_serialize__(self) -> bytes:
            return b""

    def extension(values: Any) -> Any:
        return arrow.ExtensionArray.from_storage(Type(values.type), values)

    def sources(values: Any, column: str) -> Any:
        table = arrow.table({"to": PHONES[:1], "name": ["Ada"]}).drop_columns([column])
        table = table.append_column(column, values)
        odd = table.append_column("cards", arrow.nulls(1, arrow.list_(arrow.string())))
        for each in (table, odd):
            yield each
            yield each.to_batches()[0]
        yield table.to_reader()
        made = {"to": PHONES[:1], "name": ["Ada"]}
        made[column] = pandas.Series(pandas.array(values, dtype=pandas.ArrowDtype(values.type)))
        yield pandas.DataFrame(made)
        yield pandas.DataFrame(made | {"cards": pandas.Series([None], dtype="object")})

    phone = arrow.array(numpy.array([380671234567], dtype="float32"))
    price = arrow.array(numpy.array([19.99], dtype="float32"))
    half = arrow.array(numpy.array([1.1], dtype="float16"))
    for values, column, expected in (
        (extension(phone), "to", ("type", None)),
        (phone.dictionary_encode(), "to", ("type", None)),
        (arrow.RunEndEncodedArray.from_arrays(arrow.array([1], "int32"), phone), "to", ("type", None)),
        (extension(arrow.array([672])), "name", ("type", None)),
        (extension(half.dictionary_encode()), "name", ("type", None)),
        (half.dictionary_encode(), "name", ("type", None)),
        (price.dictionary_encode(), "name", (None, "Hi 19.99")),
        (arrow.array([1], arrow.bool8()), "name", ("type", None)),
        (extension(arrow.array(["Bob"])), "name", (None, "Hi Bob")),
        (extension(arrow.array(["Bob"]).dictionary_encode()), "name", (None, "Hi Bob")),
        (arrow.array(["{}"], arrow.json_()), "name", (None, "Hi {}")),
    ):
        for source in sources(values, column):
            assert c.send(source) == [expected], (values.type, type(source))
    # As a file has it whose extension nobody registered.
    field = arrow.field("name", arrow.int64(), metadata={"ARROW:extension:name": "pandas.period"})
    for more in ([], [arrow.field("cards", arrow.list_(arrow.string()))]):
        schema = arrow.schema([("to", arrow.string()), field, *more])
        columns = [arrow.array(PHONES[:1]), arrow.array([672]), *[arrow.nulls(1, f.type) for f in more]]
        assert c.send(arrow.table(columns, schema=schema)) == [("type", None)], more


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


def numpy_arrays_are_lists(c: Context) -> None:
    """Even those of one value, unless they have no dimension."""
    for value in (numpy.array([1]), numpy.array([[1]]), numpy.array([]), numpy.ma.array(5, mask=True)):
        assert c.send([{"to": PHONES[0], "name": value}]) == [("type", None)], repr(value)
    assert c.send([{"to": numpy.array([380671234567]), "name": "Ada"}]) == [("type", None)]
    for value, text in (
        (numpy.int64(5), "5"),
        (numpy.array(5), "5"),
        (numpy.array(5.5), "5.5"),
        (numpy.array(19.99, dtype="float32"), "19.99"),
        (numpy.array("2026-12-02", dtype="datetime64[D]"), "2026-12-02"),
    ):
        assert c.send([{"to": PHONES[0], "name": value}]) == [(None, f"Hi {text}")], repr(value)
    assert c.send([{"to": numpy.array(380671234567), "name": "Ada"}]) == [(None, "Hi Ada")]


def numpy_periods_are_no_days(c: Context) -> None:
    for unit in ("Y", "M", "W", "7D"):
        value = numpy.datetime64("2026-03-05", "D").astype(f"datetime64[{unit}]")
        for each in (value, numpy.array(value)):
            rows = [{"to": PHONES[0], "name": each}]
            for source in (rows, pandas.DataFrame(rows, dtype="object")):
                assert c.send(source) == [("type", None)], (unit, type(source))
    for value in (numpy.datetime64("2026-03-05"), numpy.datetime64("2026-03-05", "1D")):
        assert c.send([{"to": PHONES[0], "name": value}]) == [(None, "Hi 2026-03-05")]


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
    if not importlib.util.find_spec("pyarrow"):
        return
    # DuckDB takes both for the first one.
    for kind in ("UHUGEINT", "BIGINT"):
        query = f'SELECT 380671234599::{kind} AS "TO", 380671234567::{kind} AS "to", \'Ada\' AS name'
        relation = importlib.import_module("duckdb").sql(query)
        assert c.send(relation) == [(None, "Hi Ada")], kind
        assert c.sandbox.messages()[0]["to"] == PHONES[0], kind
        assert c.send(relation, template="Hi {TO}") == [(None, "Hi 380671234599")], kind


def rows_of_frames(c: Context) -> None:
    frame = pandas.DataFrame({"to": PHONES, "name": ADA})
    want = [(None, "Hi Ada"), (None, "Hi Bob")]
    assert c.send(frame.itertuples()) == want
    assert c.send(row for _, row in frame.iterrows()) == want
    assert c.send(frame.to_dict("records")) == want
    assert c.send(polars.from_dict({"to": PHONES, "name": ADA}).iter_rows(named=True)) == want
    assert c.send(polars.from_dict({"to": PHONES, "name": ADA}).iter_rows()) == [("type", None)] * 2
    assert c.send(polars.DataFrame({"to": PHONES, "name": ADA}).lazy()) == want
    odd = polars.DataFrame({"*": ADA, "^.*$": ADA, "to": PHONES, "name": ADA})
    for each in (odd, odd.lazy()):
        assert c.send(each) == want
        assert c.send(each, template="Hi {*}") == want
        assert c.send(each, template="Hi {^.*$}") == want


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


def batches_without_rows(c: Context) -> None:
    """Such as those between the chunks of columns that are cut in different places. They begin anywhere."""
    if not importlib.util.find_spec("pyarrow"):
        return
    arrow = importlib.import_module("pyarrow")
    phones = [*PHONES, "+380671234569"]
    chunks = arrow.chunked_array([["a"], [], ["b", "c"]])
    want = [(None, "Hi a"), (None, "Hi b"), (None, "Hi c")]
    assert c.send(arrow.table({"to": arrow.array(phones), "name": chunks})) == want
    for kind in (
        arrow.string(),
        arrow.large_string(),
        arrow.string_view(),
        arrow.dictionary("int8", "string"),
    ):
        batch = arrow.record_batch(
            {"to": arrow.array(phones), "name": arrow.array(["a", "b", "c"]).cast(kind)}
        )
        batches = [batch.slice(0, 1), batch.slice(1, 0), batch.slice(3, 0), batch.slice(1)]
        assert c.send(arrow.Table.from_batches(batches)) == want, kind
    none = arrow.DictionaryArray.from_arrays(
        arrow.array([None, None], "int32"), arrow.array(["a", "b"]).slice(1, 0)
    )
    assert c.send(arrow.table({"to": PHONES, "name": none})) == [("template", None)] * 2


def numbers_have_all_their_digits(c: Context) -> None:
    """Also those that have more than the type in which their library hands them on."""
    largest = 2**127 - 1
    series = polars.Series([largest, -largest], dtype=polars.Int128)
    want = [(None, f"Hi {largest}"), (None, f"Hi -{largest}")]
    assert c.send(polars.DataFrame({"to": PHONES, "name": series})) == want
    if hasattr(polars, "UInt128"):
        series = polars.Series([2**128 - 1, None], dtype=polars.UInt128)
        phones = polars.Series([380671234567, 380671234568], dtype=polars.UInt128)
        want = [(None, f"Hi {2**128 - 1}"), ("template", None)]
        for frame in (
            polars.DataFrame({"to": phones, "name": series}),
            polars.LazyFrame({"to": phones, "name": series}),
        ):
            assert c.send(frame) == want
    if not importlib.util.find_spec("pyarrow"):
        return
    arrow = importlib.import_module("pyarrow")
    wide = arrow.Array.from_buffers(
        arrow.decimal128(38, 2), 1, [None, arrow.py_buffer(largest.to_bytes(16, sys.byteorder))]
    )
    digits = str(largest)
    assert c.send(arrow.table({"to": PHONES[:1], "name": wide})) == [
        (None, f"Hi {digits[:-2]}.{digits[-2:]}")
    ]
    for text, kind in (
        ("1.23E+3", arrow.decimal128(5, -1)),
        ("0E+2", arrow.decimal128(5, -2)),
        ("0E-10", arrow.decimal128(20, 10)),
        ("1E-7", arrow.decimal128(20, 7)),
        ("12E-45", arrow.decimal256(76, 45)),
        ("1E+60", arrow.decimal256(5, -60)),
        ("9" * 76, arrow.decimal256(76, 0)),
    ):
        table = arrow.table({"to": PHONES[:1], "name": arrow.array([Decimal(text)], kind)})
        assert c.send(table) == c.send(table.to_pylist()), text
    duckdb = importlib.import_module("duckdb")
    for number, kind in (
        (largest, "HUGEINT"),
        (-largest, "HUGEINT"),
        (2**128 - 1, "UHUGEINT"),
        (7, "UHUGEINT"),
    ):
        relation = duckdb.sql(f"SELECT '{PHONES[0]}' AS \"to\", '{number}'::{kind} AS name")
        assert c.send(relation) == [(None, f"Hi {number}")], kind
    relation = duckdb.sql("SELECT 380671234567::UHUGEINT AS \"to\", 'Ada' AS name")
    assert c.send(relation) == [(None, "Hi Ada")]


TESTS = [
    pandas_types_of_no_message, stored_values_are_no_values, missing_values_are_nothing,
    numpy_float32_is_no_phone, numpy_arrays_are_lists, numpy_periods_are_no_days, slices_and_indexes,
    names_of_columns, rows_of_frames, parts_of_messages, text_that_is_not_unicode, batches_without_rows,
    numbers_have_all_their_digits,
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
