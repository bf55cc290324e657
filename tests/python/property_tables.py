"""Tables at random, with the numbers and texts that the model of `properties` expects of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

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


def values(table: Table, row: int) -> list[str]:
    return [*table.rows[row], table.more[row] if table.more else ""]


def is_blank(table: Table, row: int) -> bool:
    return not any(value.strip(SPACE) for value in values(table, row))
