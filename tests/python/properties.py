"""Property test: with any table in any carrier, each row's text is sent to that row's number or to nobody.

A model of a few lines predicts the result of each row. As a program, it tries many tables, also in carriers
that need large libraries: `properties.py TABLES CARRIER…`.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
import json
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st

import smsbat

# White_Space of Unicode; Python's own `strip` takes more.
SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
NAMES = ("phone", "name", "note")
TEMPLATE = "{{{name}}}: {note}!"


@dataclass
class Table:
    """Kinds of the columns, and rows of values in the order of `NAMES`."""

    kinds: tuple[str, str, str]
    rows: list[tuple[Any, Any, Any]]
    country: bool
    # A column that no text needs.
    more: list[Any] | None


def number(n: int) -> str:
    return f"67{1_000_003 * (n + 1) % 10_000_000:07}"


# A number in the forms that people write, `{}` for the nine digits of a national one.
INTERNATIONAL = (
    "+380{}",
    "380{}",
    "00380{}",
    "'+380{}",
    "380{}.0",
    '="380{}"',
    "\ufeff+380{}",
    "+380\u2010{}",
    "+380\xa0{}",
    " +380 (0) {} ",
    "\u202d+380\xa0{}\u202c",
)
NATIONAL = ("0{}", "{}", "80{}", "(0) {}", "0{}.0x", "'0{}")
WRONG = (
    "",
    " ",
    "abc",
    "12",
    "3.80671E+11",
    "+38067123456",
    "+380{}1",
    "+380{},+380671112233",
    "+380{}\n+380{}",
    "-{}x",
)
ABROAD = {"+48 501 234 5{:02}": "485012345{:02}", "+44 (0)7700 9001{:02}": "4477009001{:02}"}


def digits(kind: str, value: Any, country: bool) -> str | None:
    """The number that a recipient stands for."""
    if value is None or kind in ("float32", "bool"):
        return None
    if kind != "text":
        if value != value or value != int(value):
            return None
        value = str(int(value))
    return KNOWN.get(value) or (NATIONALS.get(value) if country else None)


KNOWN = {form.format(number(n)): f"380{number(n)}" for n in range(20) for form in INTERNATIONAL}
KNOWN |= {form.format(n): plain.format(n) for n in range(20) for form, plain in ABROAD.items()}
NATIONALS = {
    f.format(number(n)): f"380{number(n)}" for n in range(20) for f in NATIONAL if not f.endswith("x")
}
REFUSED = [form.format(number(n), number(n)) for n in range(3) for form in (*WRONG, NATIONAL[4])]

PHONES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from([*KNOWN, *KNOWN, *NATIONALS, *REFUSED]),
    "int": st.sampled_from([int(f"380{number(n)}") for n in range(20)] + [int(number(n)) for n in range(20)]),
    "float": st.sampled_from([float(f"380{number(n)}") for n in range(20)] + [380671234567.5]),
    "decimal": st.sampled_from([Decimal(f"380{number(n)}") for n in range(20)]),
    "float32": st.sampled_from([7654321.0, 1234567.0]),
    "bool": st.booleans(),
}
ODD = [
    '"',
    '""',
    "'",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "{",
    "}",
    "{name}",
    "=",
    "\xa0",
    "sep=;",
    "\n12,",
]
ODD += [
    "😀",
    "\u200b",
    "\ufeff",
    "\u2028",
    "漢",
    "e\u0301",
    "+380671234567",
    '5" ',
    "NaN",
    "null",
    "\n+380671112233,a,b\n",
]
PIECES = st.one_of(
    st.text("abcXYZ09 абвїґ", max_size=10),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=5).map("".join)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "int": WHOLE | st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(-1e9, 1e9).map(lambda x: x if abs(x) > 1e-40 else 1e-300)
    | WHOLE.map(float)
    | st.just(float("nan")),
    "decimal": st.decimals(-(10**12), 10**12, places=2),
    "float32": st.integers(-(2**20), 2**20).map(lambda n: n / 8),
    "bool": st.booleans(),
}


def mostly(often: st.SearchStrategy[Any], seldom: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 7).flatmap(lambda n: seldom if n == 7 else often)


@st.composite
def tables(draw: Callable[..., Any], kinds: list[str]) -> Table:
    of = st.sampled_from([*["text"] * 4, *kinds])
    chosen = (draw(st.sampled_from([*["text"] * 8, "int", "int", *kinds])), draw(of), "text")
    phone, value = PHONES[chosen[0]], VALUES[chosen[1]]
    row = st.tuples(
        mostly(phone, st.none()) if draw(st.booleans()) else phone,
        mostly(value, st.none()) if draw(st.booleans()) else value,
        TEXTS,
    )
    blank = st.tuples(st.none(), st.none(), st.sampled_from(["", " ", "\t", "\xa0"]))
    rows = draw(st.lists(mostly(row, blank), max_size=10))
    more = draw(st.none() | st.lists(TEXTS, min_size=len(rows), max_size=len(rows)))
    return Table(chosen, rows, draw(st.booleans()), more)


def written(kind: str, value: Any) -> str:
    """A value as it stands in a text; empty if there is none."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and 0 < abs(value) < 1e-40:
        # Nobody means so many zeros.
        return ""
    if kind == "bool":
        return "true" if value else "false"
    if kind in ("float", "float32"):
        value = int(value) if value == int(value) else format(Decimal(repr(value)), "f")
    return str(value).strip(SPACE)


def texts(table: Table, write: Callable[[Any], str]) -> Table:
    """The same table with all values as text."""
    rows = [tuple("" if value is None else write(value) for value in row) for row in table.rows]
    return Table(("text",) * 3, rows, table.country, table.more)  # type: ignore[arg-type]


def meant(table: Table) -> list[tuple[str | None, str | None]]:
    """Number and text of each row, as far as there are any."""
    found: list[tuple[str | None, str | None]] = []
    for to, name, note in table.rows:
        number = digits(table.kinds[0], to, table.country)
        name, note = written(table.kinds[1], name), written(table.kinds[2], note)
        found.append((number and f"+{number}", f"{{{name}}}: {note}!" if name and note else None))
    return found


def columns(table: Table) -> dict[str, tuple[str, list[Any]]]:
    lists = zip(*table.rows, strict=True) if table.rows else [(), (), ()]
    found = {name: (kind, list(values)) for name, kind, values in zip(NAMES, table.kinds, lists, strict=True)}
    return found | ({"more": ("text", table.more)} if table.more is not None else {})


def records(table: Table) -> list[dict[str, Any]]:
    found = [dict(zip(NAMES, row, strict=True)) for row in table.rows]
    for i, record in enumerate(found if table.more is not None else []):
        record["more"] = [table.more[i]] if table.more else None
    return found


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


@dataclass
class Count:
    tables: int = 0
    rows: int = 0
    messages: int = 0


COUNT = Count()


def arrived(sandbox: smsbat.Sandbox) -> dict[str, str]:
    sent = sandbox.messages()
    found = {message["to"]: message["text"] for message in sent}
    assert len(found) == len(sent), "somebody got two"
    return found


def send(client: smsbat.Client, source: Source, **options: Any) -> smsbat.BulkReport | None:
    """The report; `None` if the source as a whole was refused and may be."""
    given = {"sender": "MyShop", "template": TEMPLATE, "columns": {"to": "phone"}} | source.options | options
    given = {name: value for name, value in given.items() if value is not None}
    try:
        return client.messages.send_bulk(
            source.source,
            country="380" if source.rows.country else None,
            chunk_size=4,
            connections=2,
            **given,
        )
    except smsbat.ValidationError:
        if source.whole:
            return None
        raise


def compare(report: smsbat.BulkReport, source: Source, sent: dict[str, str], had: dict[str, str]) -> None:
    """Holds a report and what arrived against the model. `had`: what arrived in earlier runs."""
    rows = [row for row in report.to_dicts() if "opens in line" not in (row["reason"] or "")]
    blank = [source.skips and is_blank(source.rows, i) for i in range(len(source.rows.rows))]
    assert report.skipped == sum(blank)
    expected = [
        (given, *pair)
        for given, pair, skipped in zip(source.rows.rows, meant(source.rows), blank, strict=True)
        if not skipped
    ]
    assert len(rows) == len(expected), "a row is in no count"
    left = dict(sent)
    for to, text in had.items():
        assert left.pop(to) == text, "an earlier message has changed"
    seen = set(had)
    for row, (given, to, text) in zip(rows, expected, strict=True):
        doubtful = row["rule"] in source.doubts and row["outcome"] == "not_sent"
        if source.rows.kinds[0] == "text" and not (doubtful and row["to"] is None):
            assert (row["to"] or "").strip(SPACE) == (given[0] or "").strip(SPACE), row
        if doubtful:
            assert any(c in str(value) for value in given for c in "\r\n"), row
        elif to and text and to not in seen:
            assert row["outcome"] == "accepted", row
            assert left.pop(to) == text, row
            seen.add(to)
        elif row["outcome"] == "accepted":
            assert to in had, row
        else:
            assert row["outcome"] == "not_sent", row
            assert row["reason"], row
    assert not left, "sent without a row"


def values(table: Table, row: int) -> list[str]:
    return [*table.rows[row], table.more[row] if table.more else ""]


def is_blank(table: Table, row: int) -> bool:
    return not any(value.strip(SPACE) for value in values(table, row))


def try_table(pen: Pen, name: str, table: Table, sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    sandbox.reset()
    runs = [table]
    journal = None
    if pen.draw(st.integers(0, 15)) == 0:
        # Once more, then with the rows in another order and other texts.
        journal = pen.folder / "run.journal"
        for file in pen.folder.glob("run.journal*"):
            file.unlink()
        order = pen.draw(st.permutations(range(len(table.rows))))
        rows = [(to, name, f"{note} corrected") for to, name, note in (table.rows[i] for i in order)]
        runs += [table, replace(table, rows=rows, more=table.more and [table.more[i] for i in order])]
    had: dict[str, str] = {}
    for run in runs:
        source = (LIGHT | HEAVY)[name](pen, run)
        report = send(client, source, journal=journal)
        sent = arrived(sandbox)
        if report is None:
            assert sent == had
        else:
            compare(report, source, sent, had)
        COUNT.messages += len(sent) - len(had)
        COUNT.rows += len(run.rows)
        had = sent
    COUNT.tables += 1


def check(name: str, count: int, *, fixed: bool, sandbox: smsbat.Sandbox, client: smsbat.Client) -> None:
    """Tries so many tables in a carrier. `fixed`: the same ones each time."""
    with tempfile.TemporaryDirectory() as folder:

        @hypothesis.settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=fixed,
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(st.data(), tables(KINDS[name]))
        def run(data: st.DataObject, table: Table) -> None:
            try_table(Pen(data.draw, Path(folder)), name, table, sandbox, client)

        run()


def main(count: int, carriers: list[str]) -> int:
    made = failed = 0
    began = time.monotonic()
    with (
        smsbat.Sandbox(rate_limit=False) as sandbox,
        sandbox.client(max_retries=0, rate_limit=None) as client,
    ):
        for name in carriers:
            try:
                check(name, count, fixed=False, sandbox=sandbox, client=client)
                made += 1
            except Exception:
                failed += 1
                print(f"FAILED {name}: {traceback.format_exc()}")
    seconds = time.monotonic() - began
    print(f"{COUNT.tables} tables, {COUNT.rows} rows, {COUNT.messages} messages, {seconds:.0f} s")
    print(f"{made} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
