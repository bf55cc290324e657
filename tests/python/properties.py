"""Any table of recipients and texts, in every carrier: each row's text goes to its own number or to nobody.

A model of a few lines says what each row must come to. As a program it tries many tables in carriers that
need large libraries: `properties.py TABLES CARRIER…`.
"""

from __future__ import annotations

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
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st

import smsbat

# White_Space of Unicode; Python's own `strip` takes more.
SPACE = "".join(map(chr, [*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B)]))
SPACE += "\u2028\u2029\u202f\u205f\u3000"
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


@st.composite
def tables(draw: Callable[..., Any], kinds: list[str]) -> Table:
    of = st.sampled_from([*["text"] * 8, *kinds])
    chosen = (draw(of), draw(of), "text")
    row = st.tuples(
        st.none() | PHONES[chosen[0]] if draw(st.booleans()) else PHONES[chosen[0]],
        st.none() | VALUES[chosen[1]] if draw(st.booleans()) else VALUES[chosen[1]],
        TEXTS,
    )
    blank = st.tuples(st.none(), st.none(), st.sampled_from(["", " ", "\t", "\xa0"]))
    rows = draw(st.lists(row | row | row | row | blank, max_size=10))
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


def meant(table: Table) -> list[tuple[str, str] | None]:
    """Recipient and text of each row; `None` if it must not be sent."""
    kind = table.kinds
    found: list[tuple[str, str] | None] = []
    seen = set()
    for to, name, note in table.rows:
        to = digits(kind[0], to, table.country)
        name, note = written(kind[1], name), written(kind[2], note)
        good = bool(to and name and note) and to not in seen
        found.append((f"+{to}", f"{{{name}}}: {note}!") if good else None)
        seen |= {to} if good else set()
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
    # Whether the whole may be refused for the same reason.
    whole: bool = False


Draw = Callable[[st.SearchStrategy[Any]], Any]


def csv_file(draw: Draw, table: Table, folder: Path) -> Source:
    table = texts(table, str)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    if encoding == "cp1251":
        # Nobody can write there what it does not have.
        table = texts(table, lambda value: value.encode("cp1251", "ignore").decode("cp1251"))
        more = table.more and [value.encode("cp1251", "ignore").decode("cp1251") for value in table.more]
        table = Table(table.kinds, table.rows, table.country, more)
    quotings = ("MINIMAL", "ALL", "NONNUMERIC", "STRINGS", "NOTNULL", "NONE")
    known = [getattr(csv, f"QUOTE_{name}") for name in quotings if hasattr(csv, f"QUOTE_{name}")]
    header = {name: values for name, (_, values) in columns(table).items()}
    order = draw(st.permutations(list(header)))
    lines = [order, *zip(*(header[name] for name in order), strict=True)]
    delimiter = draw(st.sampled_from(",;\t|"))
    # Some versions of `csv` leave a line feed unquoted where lines end with a carriage return.
    mixed = end == "\r" and any("\n" in value for line in lines for value in line)
    for quoting in (csv.QUOTE_ALL if mixed else draw(st.sampled_from(known)), csv.QUOTE_MINIMAL):
        out = io.StringIO(newline="")
        try:
            csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator=end).writerows(lines)
            break
        except csv.Error:
            # Values that cannot be written without quotes.
            continue
    path = folder / "table.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    options = {"encoding": encoding} if encoding == "cp1251" else {}
    return Source(path, table, options, ("quotes", "line"), whole=mixed)


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


def json_file(draw: Draw, table: Table, folder: Path) -> Source:
    table = json_table(table)
    ascii, end = draw(st.booleans()), draw(st.sampled_from(["\n", "\r\n"]))
    objects = records(table)
    path = folder / ("table.jsonl" if draw(st.booleans()) or not objects else "table.json")
    if path.suffix == ".json":
        text = json.dumps(objects, ensure_ascii=ascii, indent=draw(st.sampled_from([None, 1])))
    else:
        text = "".join(json.dumps(each, ensure_ascii=ascii) + end for each in objects)
    path.write_bytes(text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))))
    rows = [(row[0], json_text(table.kinds[1], row[1]), row[2]) for row in table.rows]
    kinds = (table.kinds[0], "text" if table.kinds[1] == "float" else table.kinds[1], "text")
    return Source(path, Table(kinds, rows, table.country, None), {}, whole=not objects)


def dicts(_draw: Draw, table: Table, _folder: Path) -> Source:
    return Source(records(table), table, {})


def generator(_draw: Draw, table: Table, _folder: Path) -> Source:
    def rows() -> Iterator[dict[str, Any]]:
        yield from records(table)

    return Source(rows(), table, {})


def sqlite(_draw: Draw, table: Table, _folder: Path) -> Source:
    table = json_table(table)
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    named = columns(table)
    database.execute(f"CREATE TABLE t ({', '.join(named)})")
    # A database has its truth as 1 and 0.
    lists = [values for _, values in named.values()]
    database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(named))})", zip(*lists, strict=True))
    rows = Table(tuple("int" if k == "bool" else k for k in table.kinds), [], table.country, None)  # type: ignore[arg-type]
    rows.rows = [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in table.rows]  # type: ignore[misc]
    return Source(database.execute("SELECT * FROM t ORDER BY rowid"), rows, {})


def messages(_draw: Draw, table: Table, _folder: Path) -> Source:
    """Messages whose texts are the program's own."""
    table = texts(table, str)
    made = []
    for to, name, note in table.rows:
        name, note = name.strip(SPACE), note.strip(SPACE)
        made.append(smsbat.Sms(to=to, sender="MyShop", text=f"{{{name}}}: {note}!" if name and note else ""))
    return Source(made, table, {"sender": None, "template": None, "columns": None})


def arro3(_draw: Draw, table: Table, _folder: Path) -> Source:
    core = importlib.import_module("arro3.core")
    table = texts(table, str) if "decimal" in table.kinds else table
    kinds = {"text": "utf8", "int": "int64", "float": "float64", "float32": "float32", "bool": "bool"}
    made = {
        name: core.Array(values, getattr(core.DataType, kinds[kind])())
        for name, (kind, values) in columns(table).items()
    }
    return Source(core.Table.from_pydict(made), table, {})


def numpy_dicts(_draw: Draw, table: Table, _folder: Path) -> Source:
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


def pandas(draw: Draw, table: Table, _folder: Path) -> Source:
    library = importlib.import_module("pandas")
    nullable = draw(st.booleans())
    kinds = {"int": "Int64", "float32": "float32", "float": "float64", "decimal": "object", "bool": "boolean"}
    kinds |= {"text": "string", "float": "Float64", "float32": "Float32"} if nullable else {}
    made = {}
    for name, (kind, values) in columns(table).items():
        dtype = (
            draw(st.sampled_from(["object", "category", None]))
            if kind == "text" and not nullable
            else kinds[kind]
        )
        made[name] = library.Series(values, dtype=dtype or ("object" if not values else None))
    frame = library.DataFrame(made)
    return Source(frame, table, {})


def polars(draw: Draw, table: Table, _folder: Path) -> Source:
    library = importlib.import_module("polars")
    kinds = {"text": library.String, "int": library.Int64, "float": library.Float64, "bool": library.Boolean}
    kinds |= {"decimal": library.Decimal(20, 2), "float32": library.Float32}
    made = [library.Series(n, values, dtype=kinds[kind]) for n, (kind, values) in columns(table).items()]
    frame = library.DataFrame(made)
    return Source(frame.lazy() if draw(st.booleans()) else frame, table, {})


def pyarrow(draw: Draw, table: Table, _folder: Path) -> Source:
    arrow = importlib.import_module("pyarrow")
    kinds = {"text": arrow.string(), "int": arrow.int64(), "float": arrow.float64(), "bool": arrow.bool_()}
    kinds |= {"decimal": arrow.decimal128(20, 2), "float32": arrow.float32()}
    named = columns(table)
    arrays = [arrow.array(values, kinds[kind]) for kind, values in named.values()]
    made = arrow.table(arrays, names=list(named))
    return Source(made.to_reader(max_chunksize=2) if draw(st.booleans()) else made, table, {})


def duckdb(_draw: Draw, table: Table, _folder: Path) -> Source:
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
# What each carrier has beside text.
ALL = ("int", "float", "decimal", "bool")
KINDS = (
    dict.fromkeys(LIGHT, ALL)
    | dict.fromkeys(HEAVY, (*ALL, "float32"))
    | {"arro3": ("int", "float", "bool", "float32")}
)


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
    """Holds a report and what arrived against the model. `had`: what went out in earlier runs."""
    rows = [row for row in report.to_dicts() if "opens in line" not in (row["reason"] or "")]
    expected = meant(source.rows)
    assert report.skipped + len(rows) == len(expected), "a row is in no count"
    if report.skipped:
        blank = [not any(written("text", v) for v in row) for row in source.rows.rows]
        more = source.rows.more or [""] * len(blank)
        gone = [
            b and not (len(rows) + sum(blank) > len(blank) and m.strip(SPACE))
            for b, m in zip(blank, more, strict=True)
        ]
        expected = [e for e, b in zip(expected, gone, strict=True) if not b]
        assert len(rows) == len(expected), "a row with something in it was skipped"
    left = dict(sent)
    for to in had:
        assert left.pop(to) == had[to], "what had been sent has changed"
    open_ = set(left)
    doubted: set[str] = set()
    for row, pair in zip(rows, expected, strict=True):
        if row["rule"] in source.doubts and row["outcome"] == "not_sent":
            doubted |= {pair[0]} if pair else set()
            continue
        if pair and pair[0] in had:
            assert row["outcome"] in ("accepted", "not_sent"), row
        elif pair:
            assert row["outcome"] == "accepted", row
            assert left.pop(pair[0]) == pair[1], row
        elif row["outcome"] == "accepted":
            # A later row of somebody whose first one was refused for how it is written, or an earlier run's.
            assert doubted or had, row
        else:
            assert row["outcome"] == "not_sent", row
            assert row["reason"], row
    assert set(left) <= doubted & open_, "sent without a row"


def try_table(
    draw: Draw, name: str, table: Table, folder: Path, sandbox: smsbat.Sandbox, client: smsbat.Client
) -> None:
    make = (LIGHT | HEAVY)[name]
    sandbox.reset()
    again = draw(st.integers(0, 15)) == 0
    journal = None
    if again:
        journal = folder / "run.journal"
        for file in folder.glob("run.journal*"):
            file.unlink()
    source = make(draw, table, folder)
    report = send(client, source, journal=journal)
    sent = arrived(sandbox)
    COUNT.tables += 1
    COUNT.rows += len(table.rows)
    COUNT.messages += len(sent)
    if report is None:
        assert not sent
        return
    compare(report, source, sent, {})
    if not again:
        return
    # The same table again, then one with its rows in another order and corrected names.
    source = make(draw, table, folder)
    report = send(client, source, journal=journal)
    assert report is not None or source.whole
    assert arrived(sandbox) == sent or source.doubts, "a second run sent more"
    sent = arrived(sandbox)
    order = draw(st.permutations(range(len(table.rows))))
    rows = [table.rows[i] for i in order]
    rows = [(to, name, f"{note} corrected") for to, name, note in rows]
    more = table.more and [table.more[i] for i in order]
    source = make(draw, Table(table.kinds, rows, table.country, more), folder)
    report = send(client, source, journal=journal)
    after = arrived(sandbox)
    COUNT.messages += len(after) - len(sent)
    if report is not None:
        compare(report, source, after, sent)


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
            try_table(data.draw, name, table, Path(folder), sandbox, client)

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
