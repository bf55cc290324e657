"""The tables of `property_tables` in every carrier that `send_bulk` takes."""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import smsbat
from property_tables import NAMES, SPACE, Table, columns, is_blank, records, texts


@dataclass
class Source:
    """A table in its carrier: `rows` as they can be read from it."""

    source: Any
    rows: Table
    options: dict[str, Any]
    # Rules by which a row may be refused although the model would send it, because of how it is written.
    doubts: tuple[str, ...] = ()
    # True if the whole run may be refused for the same reason.
    whole: bool = False
    # True if blank rows are skipped. A frame's report has as many rows as the frame.
    skips: bool = False


@dataclass
class Pen:
    """Input for writing a carrier: choices, and a folder for files."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    folder: Path


def csv_file(pen: Pen, table: Table) -> Source:
    table = texts(table, str)
    encoding = pen.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]))
    end = pen.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    if encoding == "cp1251":
        # Nobody can write there what it does not have.
        table = texts(table, lambda value: value.encode("cp1251", "ignore").decode("cp1251"))
        more = table.more and [value.encode("cp1251", "ignore").decode("cp1251") for value in table.more]
        table = Table(table.kinds, table.rows, table.country, more)
    quotings = ("MINIMAL", "ALL", "NONNUMERIC", "STRINGS", "NOTNULL", "NONE")
    known = [getattr(csv, f"QUOTE_{name}") for name in quotings if hasattr(csv, f"QUOTE_{name}")]
    header = {name: values for name, (_, values) in columns(table).items()}
    order = pen.draw(st.permutations(list(header)))
    lines = [order, *zip(*(header[name] for name in order), strict=True)]
    delimiter = pen.draw(st.sampled_from(",;\t|"))
    # Some versions of `csv` quote only the line end that they write. The reader refuses a line with another
    # one in it, even if it is blank, and cannot know where a value of many lines ends behind it.
    every = [value for line in lines for value in line]
    blank = any(is_blank(table, i) for i in range(len(table.rows)))
    feeds, returns = any("\n" in value for value in every), any("\r" in value for value in every)
    mixed = end == "\r" and feeds
    quoted = mixed or (returns and (feeds or blank))
    for quoting in (
        csv.QUOTE_ALL if quoted else pen.draw(st.sampled_from(known)),
        csv.QUOTE_MINIMAL,
    ):
        out = io.StringIO(newline="")
        try:
            csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator=end).writerows(lines)
            break
        except csv.Error:
            # Values that cannot be written without quotes.
            continue
    path = pen.folder / "table.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    options = {"encoding": encoding} if encoding == "cp1251" else {}
    return Source(path, table, options, ("quotes", "line"), whole=mixed, skips=True)


def as_json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def json_text(kind: str, value: Any) -> Any:
    """A float of JSON has its digits as they are written."""
    if kind != "float" or value is None:
        return value
    return format(Decimal(repr(value)), "f") if abs(value) > 1e-40 or not value else ""


def json_table(table: Table) -> Table:
    """Without what JSON does not have."""
    rows = [
        tuple(None if isinstance(value, float) and value != value else as_json(value) for value in row)
        for row in table.rows
    ]
    kinds = tuple("text" if kind == "decimal" else kind for kind in table.kinds)
    return Table(kinds, rows, table.country, table.more)  # type: ignore[arg-type]


def json_file(pen: Pen, table: Table) -> Source:
    table = json_table(table)
    ascii, end = pen.draw(st.booleans()), pen.draw(st.sampled_from(["\n", "\r\n"]))
    objects = records(table)
    path = pen.folder / ("table.jsonl" if pen.draw(st.booleans()) or not objects else "table.json")
    if path.suffix == ".json":
        text = json.dumps(objects, ensure_ascii=ascii, indent=pen.draw(st.sampled_from([None, 1])))
    else:
        text = "".join(json.dumps(each, ensure_ascii=ascii) + end for each in objects)
    path.write_bytes(text.encode(pen.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))))
    rows = [(row[0], json_text(table.kinds[1], row[1]), row[2]) for row in table.rows]
    kinds = (table.kinds[0], "text" if table.kinds[1] == "float" else table.kinds[1], "text")
    return Source(path, Table(kinds, rows, table.country, None), {}, whole=not objects)


def dicts(_pen: Pen, table: Table) -> Source:
    return Source(records(table), table, {})


def generator(_pen: Pen, table: Table) -> Source:
    def rows() -> Iterator[dict[str, Any]]:
        yield from records(table)

    return Source(rows(), table, {})


def sqlite(_pen: Pen, table: Table) -> Source:
    table = json_table(table)
    named = columns(table)
    lists = [values for _, values in named.values()]

    def read() -> Iterator[Any]:
        # From 3.13 on, Python warns about a database that nobody closes.
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.row_factory = sqlite3.Row
            database.execute(f"CREATE TABLE t ({', '.join(named)})")
            marks = ", ".join("?" * len(named))
            database.executemany(f"INSERT INTO t VALUES ({marks})", zip(*lists, strict=True))
            yield from database.execute("SELECT * FROM t ORDER BY rowid")

    # A database has its truth as 1 and 0.
    rows = Table(tuple("int" if k == "bool" else k for k in table.kinds), [], table.country, None)  # type: ignore[arg-type]
    rows.rows = [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in table.rows]  # type: ignore[misc]
    return Source(read(), rows, {})


def messages(_pen: Pen, table: Table) -> Source:
    """Messages whose texts are the program's own."""
    table = texts(table, str)
    made = []
    for to, name, note in table.rows:
        name, note = name.strip(SPACE), note.strip(SPACE)
        made.append(smsbat.Sms(to=to, sender="MyShop", text=f"{{{name}}}: {note}!" if name and note else ""))
    return Source(made, table, {"sender": None, "template": None, "columns": None})


def arro3(_pen: Pen, table: Table) -> Source:
    core = importlib.import_module("arro3.core")
    table = texts(table, str) if "decimal" in table.kinds else table
    kinds = {"text": "utf8", "int": "int64", "float": "float64", "float32": "float32", "bool": "bool"}
    made = {
        name: core.Array(values, getattr(core.DataType, kinds[kind])())
        for name, (kind, values) in columns(table).items()
    }
    return Source(core.Table.from_pydict(made), table, {})


def numpy_dicts(_pen: Pen, table: Table) -> Source:
    numpy = importlib.import_module("numpy")
    types = {"int": numpy.int64, "float": numpy.float64, "float32": numpy.float32, "bool": numpy.bool_}
    rows = [
        {
            name: value if value is None or kind not in types else types[kind](value)
            for name, kind, value in zip(NAMES, table.kinds, row, strict=True)
        }
        for row in table.rows
    ]
    return Source(rows, table, {})


def pandas(pen: Pen, table: Table) -> Source:
    library = importlib.import_module("pandas")
    nullable = pen.draw(st.booleans())
    kinds = {"int": "Int64", "float32": "float32", "float": "float64", "decimal": "object", "bool": "boolean"}
    kinds |= {"text": "string", "float": "Float64", "float32": "Float32"} if nullable else {}
    made = {}
    for name, (kind, values) in columns(table).items():
        dtype = (
            pen.draw(st.sampled_from(["object", "category", None]))
            if kind == "text" and not nullable
            else kinds[kind]
        )
        made[name] = library.Series(values, dtype=dtype or ("object" if not values else None))
    frame = library.DataFrame(made)
    return Source(frame, table, {})


def polars(pen: Pen, table: Table) -> Source:
    library = importlib.import_module("polars")
    kinds = {"text": library.String, "int": library.Int64, "float": library.Float64, "bool": library.Boolean}
    kinds |= {"decimal": library.Decimal(20, 2), "float32": library.Float32}
    made = [library.Series(n, values, dtype=kinds[kind]) for n, (kind, values) in columns(table).items()]
    frame = library.DataFrame(made)
    return Source(frame.lazy() if pen.draw(st.booleans()) else frame, table, {})


def pyarrow(pen: Pen, table: Table) -> Source:
    arrow = importlib.import_module("pyarrow")
    kinds = {"text": arrow.string(), "int": arrow.int64(), "float": arrow.float64(), "bool": arrow.bool_()}
    kinds |= {"decimal": arrow.decimal128(20, 2), "float32": arrow.float32()}
    named = columns(table)
    arrays = [arrow.array(values, kinds[kind]) for kind, values in named.values()]
    made = arrow.table(arrays, names=list(named))
    return Source(made.to_reader(max_chunksize=2) if pen.draw(st.booleans()) else made, table, {})


def duckdb(_pen: Pen, table: Table) -> Source:
    kinds = {"text": "VARCHAR", "int": "BIGINT", "float": "DOUBLE", "float32": "FLOAT", "bool": "BOOLEAN"}
    kinds |= {"decimal": "DECIMAL(20, 2)"}
    if not KEPT:
        KEPT.append(importlib.import_module("duckdb").connect())
    named = columns(table)
    KEPT[0].execute(
        f"CREATE OR REPLACE TABLE t ({', '.join(f'{n} {kinds[k]}' for n, (k, _) in named.items())})"
    )
    rows = list(zip(*(values for _, values in named.values()), strict=True))
    if rows:
        KEPT[0].executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(named))})", rows)
    return Source(KEPT[0].table("t"), table, {})


# A relation lives no longer than its connection.
KEPT: list[Any] = []
LIGHT = {f.__name__: f for f in (csv_file, json_file, dicts, generator, sqlite, messages, arro3)}
HEAVY = {f.__name__: f for f in (numpy_dicts, pandas, polars, pyarrow, duckdb)}
# Values other than text that each carrier can hold.
ALL = ["int", "float", "decimal", "bool"]
KINDS = dict.fromkeys(LIGHT, ALL) | {name: [*ALL, "float32"] for name in HEAVY}
KINDS["arro3"] = ["int", "float", "bool", "float32"]
