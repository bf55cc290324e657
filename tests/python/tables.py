"""Builds the tables of `tests/vectors/tables.json` in every carrier of rows, and returns the result of each.

As a program, it runs them through data frames and prints the differences: `tables.py CARRIER…`.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime
import importlib
import json
import sqlite3
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import smsbat

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "tables.json").read_text(encoding="utf-8")
)
for each in CASES:
    each["columns"] = dict(each["columns"])
OPTIONS: dict[str, Any] = {"sender": "MyShop", "template": "Hi {name}"}


def python(kind: str, value: Any) -> Any:
    """A value as Python has it."""
    if value is None:
        return None
    if kind.startswith("float"):
        return float(value)
    made: dict[str, Any] = {
        "decimal": Decimal,
        "date": datetime.date.fromisoformat,
        "time": datetime.datetime.fromisoformat,
        "zoned": datetime.datetime.fromisoformat,
        "duration": lambda seconds: datetime.timedelta(seconds=seconds),
        "bytes": lambda text: text.encode(),
    }
    return made.get(kind, lambda value: value)(value)


def columns(case: dict[str, Any]) -> dict[str, tuple[str, list[Any]]]:
    """Kind and values of each column."""
    lists = zip(*case["rows"], strict=True)
    return {
        name: (kind, [python(kind, value) for value in values])
        for (name, kind), values in zip(case["columns"].items(), lists, strict=True)
    }


def dicts(case: dict[str, Any]) -> Any:
    table = columns(case)
    # Python's own floats have 64 bits.
    if {"float16", "float32"} & {kind for kind, _ in table.values()}:
        return None
    lists = zip(*(values for _, values in table.values()), strict=True)
    return [dict(zip(table, row, strict=True)) for row in lists]


def iterator(case: dict[str, Any]) -> Any:
    rows = dicts(case)
    return rows and iter(rows)


def numpy_dicts(case: dict[str, Any]) -> Any:
    """Dicts of numpy's scalars."""
    numpy = importlib.import_module("numpy")
    kinds = {"int64", "uint64", "float16", "float32", "float64", "bool"}

    def scalar(kind: str, value: Any) -> Any:
        return numpy.dtype(kind).type(value) if kind in kinds and value is not None else value

    lists = [[scalar(kind, value) for value in values] for kind, values in columns(case).values()]
    return [dict(zip(case["columns"], row, strict=True)) for row in zip(*lists, strict=True)]


def sqlite(case: dict[str, Any]) -> Any:
    kinds = {"text", "int64", "float64", "null", "mixed", "category", "bytes"}
    table = columns(case)
    if not {kind for kind, _ in table.values()} <= kinds:
        return None
    names = ", ".join(json.dumps(name, ensure_ascii=False) for name in table)
    lists = zip(*(values for _, values in table.values()), strict=True)

    def rows() -> Any:
        # From 3.13 on, Python warns about a database that nobody closes.
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.row_factory = sqlite3.Row
            database.execute(f"CREATE TABLE t ({names})")
            database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(table))})", lists)
            yield from database.execute("SELECT * FROM t")

    return rows()


def tuples(case: dict[str, Any]) -> Any:
    rows = dicts(case)
    if rows is None or not all(name.isidentifier() and name != "from" for name in case["columns"]):
        return None
    kind = collections.namedtuple("kind", case["columns"])  # type: ignore[misc]  # noqa: PYI024
    return [kind(**row) for row in rows]


def classes(case: dict[str, Any]) -> Any:
    rows = dicts(case)
    if rows is None or not all(name.isidentifier() and name != "from" for name in case["columns"]):
        return None
    kind = dataclasses.make_dataclass("kind", list(case["columns"]))
    return [kind(**row) for row in rows]


def arro3(case: dict[str, Any]) -> Any:
    core = importlib.import_module("arro3.core")
    kinds = {
        "text": "utf8",
        "category": "large_utf8",
        "int64": "int64",
        "uint64": "uint64",
        "float32": "float32",
        "float64": "float64",
        "bool": "bool",
        "bytes": "binary",
    }
    table = columns(case)
    if not {kind for kind, _ in table.values()} <= kinds.keys():
        return None
    made = {
        name: core.Array(values, getattr(core.DataType, kinds[kind])())
        for name, (kind, values) in table.items()
    }
    return core.Table.from_pydict(made)


def pyarrow(case: dict[str, Any]) -> Any:
    arrow = importlib.import_module("pyarrow")
    kinds = {
        "text": arrow.string(),
        "category": arrow.dictionary(arrow.int8(), arrow.large_string()),
        "int64": arrow.int64(),
        "uint64": arrow.uint64(),
        "int128": arrow.decimal128(38, 0),
        "float16": arrow.float16(),
        "float32": arrow.float32(),
        "float64": arrow.float64(),
        "bool": arrow.bool_(),
        "null": arrow.null(),
        "bytes": arrow.binary(),
        "decimal": arrow.decimal128(20, 2),
        "date": arrow.date32(),
        "time": arrow.timestamp("us"),
        "zoned": arrow.timestamp("ms", "UTC"),
        "duration": arrow.duration("s"),
        "list": arrow.list_(arrow.string()),
    }
    table = columns(case)
    if not {kind for kind, _ in table.values()} <= kinds.keys():
        return None
    arrays = []
    for kind, values in table.values():
        made = [Decimal(v) if kind == "int128" and v is not None else v for v in values]
        if kind == "float16":
            made = importlib.import_module("numpy").array(made, "float16")
        arrays.append(arrow.array(made, kinds[kind]))
    return arrow.table(arrays, names=list(table))


def pyarrow_batches(case: dict[str, Any]) -> Any:
    """A reader of batches of one row, and slices."""
    table = pyarrow(case)
    return table and table.to_reader(max_chunksize=1)


def pandas(case: dict[str, Any]) -> Any:
    library = importlib.import_module("pandas")
    kinds = {
        "text": None,
        "category": "category",
        "int64": "int64",
        "uint64": "uint64",
        "time": "datetime64[ns]",
    }
    made = {}
    for name, (kind, values) in columns(case).items():
        dtype = kinds.get(kind, "object") if not kind.startswith("float") else kind
        made[name] = library.Series(values, dtype=dtype)
    return library.DataFrame(made)


def pandas_nullable(case: dict[str, Any]) -> Any:
    """The types that have a missing value of their own."""
    library = importlib.import_module("pandas")
    kinds = {
        "text": "string",
        "int64": "Int64",
        "uint64": "UInt64",
        "float32": "Float32",
        "float64": "Float64",
        "bool": "boolean",
    }
    made = {
        name: library.Series(values, dtype=kinds.get(kind, kind if kind == "float16" else "object"))
        for name, (kind, values) in columns(case).items()
    }
    # An index that Arrow could not carry.
    return library.DataFrame(made).set_index(library.Index([object() for _ in case["rows"]], dtype="object"))


def polars(case: dict[str, Any]) -> Any:
    library = importlib.import_module("polars")
    kinds = {
        "text": library.String,
        "category": library.Categorical,
        "int64": library.Int64,
        "uint64": library.UInt64,
        "int128": library.Int128,
        "float32": library.Float32,
        "float64": library.Float64,
        "bool": library.Boolean,
        "null": library.Null,
        "bytes": library.Binary,
        "decimal": library.Decimal(20, 2),
        "date": library.Date,
        "time": library.Datetime("us"),
        "zoned": library.Datetime("us", "UTC"),
        "duration": library.Duration("us"),
        "list": library.List(library.String),
        "mixed": library.Object,
    }
    table = columns(case)
    if "float16" in {kind for kind, _ in table.values()}:
        if not hasattr(library, "Float16"):
            return None
        kinds["float16"] = library.Float16
    made = [library.Series(name, values, dtype=kinds[kind]) for name, (kind, values) in table.items()]
    return library.DataFrame(made)


def polars_lazy(case: dict[str, Any]) -> Any:
    frame = polars(case)
    return None if frame is None or "mixed" in case["columns"].values() else frame.lazy()


def duckdb(case: dict[str, Any]) -> Any:
    kinds = {
        "text": "VARCHAR",
        "category": "VARCHAR",
        "int64": "BIGINT",
        "uint64": "UBIGINT",
        "int128": "HUGEINT",
        "float32": "FLOAT",
        "float64": "DOUBLE",
        "bool": "BOOLEAN",
        "bytes": "BLOB",
        "decimal": "DECIMAL(20, 2)",
        "date": "DATE",
        "time": "TIMESTAMP",
        "zoned": "TIMESTAMPTZ",
        "duration": "INTERVAL",
        "list": "VARCHAR[]",
    }
    table = columns(case)
    if not {kind for kind, _ in table.values()} <= kinds.keys():
        return None
    database = importlib.import_module("duckdb").connect()
    typed = ", ".join(
        f"{json.dumps(name, ensure_ascii=False)} {kinds[kind]}" for name, (kind, _) in table.items()
    )
    database.execute(f"CREATE TABLE t ({typed})")
    lists = zip(*(values for _, values in table.values()), strict=True)
    database.executemany(
        f"INSERT INTO t VALUES ({', '.join('?' * len(table))})", [list(row) for row in lists]
    )
    KEPT.append(database)
    return database.table("t")


# A relation lives no longer than its connection.
KEPT: list[Any] = []
LIGHT = {f.__name__: f for f in (dicts, iterator, sqlite, tuples, classes, arro3)}
HEAVY = {
    f.__name__: f
    for f in (
        numpy_dicts,
        pyarrow,
        pyarrow_batches,
        pandas,
        pandas_nullable,
        polars,
        polars_lazy,
        duckdb,
    )
}


def run(case: dict[str, Any], source: Any, sandbox: smsbat.Sandbox, client: smsbat.Client) -> list[str]:
    """Returns the differences from the expected result."""
    sandbox.reset()
    options = {k: v for k, v in (OPTIONS | case.get("options", {})).items() if v is not None}
    report = client.messages.send_bulk(source, ordered=True, **options)
    sent = {message["to"]: message for message in sandbox.messages()}
    wrong = []
    rows = report.to_dicts()
    if len(rows) != len(case["expected"]):
        wrong.append(f"{len(rows)} rows")
    for row, expected in zip(rows, case["expected"], strict=False):
        if "rule" in expected:
            found: Any = {"rule": row["rule"]} | ({"shown": row["to"]} if "shown" in expected else {})
        else:
            message = sent.pop(expected["to"], {"text": row["reason"], "request": {}})
            found = {"to": expected["to"], "text": message["text"]}
            if "ttl" in message["request"]:
                found["ttl"] = message["request"]["ttl"]
        if found != expected:
            wrong.append(f"row {row['index']}: {found} instead of {expected} ({row['reason']})")
    return wrong + [f"sent to {to} as well" for to in sent]


def main(carriers: list[str]) -> int:
    made = failed = 0
    with smsbat.Sandbox() as sandbox, sandbox.client(max_retries=0) as client:
        for name in carriers:
            for case in CASES:
                source = HEAVY[name](case)
                if source is None:
                    continue
                try:
                    wrong = run(case, source, sandbox, client)
                except Exception as error:
                    wrong = [f"{type(error).__name__}: {error}"]
                made += not wrong
                failed += bool(wrong)
                for line in wrong:
                    print(f"FAILED {name}: {case['name']}: {line}")
    print(f"{made} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
