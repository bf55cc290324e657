"""Python's part of campaigns: progress bars, plots, data frames."""

from __future__ import annotations

import contextlib
import importlib
import re
import shutil
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ._smsbat import BulkProgress, BulkReport, TrackProgress


class _Bar:
    """Shows progress in the cell of a notebook or in a terminal, else on standard error now and then."""

    def __init__(self) -> None:
        self._text = ""
        self._said = 0.0
        self._cell: Any = None
        if "IPython" in sys.modules:
            from . import _notebook

            self._cell = _notebook.Line() if _notebook.is_notebook() else None
        self._terminal = self._cell is None and sys.stderr is not None and sys.stderr.isatty()

    def _show(self, text: str, fraction: float | None, elapsed: float) -> None:
        self._text = text
        if self._cell is not None:
            self._cell.show(text, fraction)
        elif self._terminal:
            # Nobody knows how long a generator is.
            full = "" if fraction is None else f"{fraction:4.0%} {_drawn(fraction)} "
            # A line that wraps cannot be written over.
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r" + (full + text)[:width] + "\x1b[K")
            sys.stderr.flush()
        elif elapsed >= self._said + 5:
            self._said = elapsed
            self._write()

    def _write(self) -> None:
        if sys.stderr is not None:
            print(f"smsbat: {self._text}", file=sys.stderr)
        self._text = ""

    def close(self) -> None:
        if self._terminal and self._text:
            sys.stderr.write("\n")
            sys.stderr.flush()
        elif self._cell is None and self._text:
            self._write()


def _drawn(fraction: float, length: int = 20) -> str:
    filled = round(fraction * length)
    return "█" * filled + "·" * (length - filled)


class Bar(_Bar):
    """Progress bar of a campaign."""

    def __call__(self, progress: BulkProgress) -> None:
        text = f"{progress.accepted:,} accepted"
        for count, word in (
            (progress.rejected, "rejected"),
            (progress.not_sent, "not sent"),
            (progress.unknown, "unknown"),
        ):
            if count:
                text += f", {count:,} {word}"
        text += f", {progress.rate:,.0f}/s"
        if progress.waiting_until is not None:
            text += f", quiet hours until {progress.waiting_until.astimezone():%H:%M}"
        elif progress.time_left is not None and progress.time_left >= 1:
            text += f", {progress.time_left:.0f} s left"
        self._show(text, progress.fraction, progress.elapsed)


class TrackBar(_Bar):
    """Progress bar of a tracking."""

    def __call__(self, progress: TrackProgress) -> None:
        text = f"{progress.delivered + progress.read:,} reached"
        for count, word in (
            (progress.undeliverable + progress.expired, "not delivered"),
            (progress.pending, "pending"),
            (progress.unknown, "unknown"),
        ):
            if count:
                text += f", {count:,} {word}"
        self._show(text, progress.fraction, progress.elapsed)


class Float16(float):
    """A number that a frame holds in 16 bits. The core refuses it."""


class Float32(float):
    """A number that a frame holds in 32 bits; Python's own floats would show digits that it does not have."""


_NARROW = {"float16": Float16, "halffloat": Float16, "float32": Float32, "float": Float32}
#: Types of pandas whose columns hold the same in Arrow.
_PANDAS = re.compile(
    r"U?Int\d+Dtype|Float\d+Dtype|BooleanDtype|StringDtype|DatetimeTZDtype|CategoricalDtype|ArrowDtype"
)
_NESTED = re.compile(r"(large_|fixed_size_)?list|struct|map|object|array", re.IGNORECASE)
_TEXT = re.compile(r"(large_)?string(_view)?", re.IGNORECASE)


class _Values:
    """Rows of a frame as dicts, value by value, for what Arrow does not carry as it is; some at a time.

    `column` gives the values of a column between two rows.
    """

    def __init__(self, names: list[str], length: int, column: Callable[[int, int, int], list[Any]]) -> None:
        self._names = names
        self._length = length
        self._column = column

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for start in range(0, self._length, 10_000):
            columns = [self._column(number, start, start + 10_000) for number in range(len(self._names))]
            for row in zip(*columns, strict=True):
                yield dict(zip(self._names, row, strict=True))


class _Stream:
    """A frame that has written itself for Arrow."""

    def __init__(self, frame: Any) -> None:
        self._length = len(frame)
        self._capsule = frame.__arrow_c_stream__()

    def __len__(self) -> int:
        return self._length

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._capsule


def _extension(kind: Any) -> tuple[str | None, Any]:
    """Name of an extension type and the type of its storage; no name and the type itself for all others."""
    if hasattr(kind, "extension_name"):
        return kind.extension_name, kind.storage_type
    return (kind.ext_name(), kind.ext_storage()) if hasattr(kind, "ext_name") else (None, kind)


def _is_nested(kind: Any) -> bool:
    return _extension(kind)[0] is None and bool(_NESTED.match(str(kind)))


def _as_held(kind: Any, values: list[Any], name: str | None = None) -> list[Any]:
    """The values of a column of this type, of which the library gives what it stores: floats with their width
    and, for those of an extension type, of which `name` may be one, what the core refuses."""
    kind = getattr(kind, "pyarrow_dtype", kind)
    while True:
        extension, kind = _extension(kind)
        name = name or extension
        if extension is None:
            if not hasattr(kind, "index_type"):
                break
            # Categories.
            kind = kind.value_type
    if hasattr(kind, "run_end_type"):
        name = "run_end_encoded"
    if name is not None and not _TEXT.fullmatch(str(kind)):
        stored = type(name, (), {})()
        return [None if value is None else stored for value in values]
    width = _NARROW.get(re.split(r"[\[(,]", str(kind).lower())[0])
    if width is None:
        return values
    return [width(value) if isinstance(value, float) else value for value in values]


class _Pandas:
    """A frame of pandas. Levels of its index that have a name are columns, too."""

    def __init__(self, frame: Any) -> None:
        if frame.columns.nlevels > 1:
            raise TypeError("source must be a frame with one level of column names; join them first")
        names = [str(name) for name in frame.columns]
        levels = [name for name in frame.index.names if isinstance(name, str) and name not in names]
        self._frame = frame.reset_index(level=levels) if levels else frame
        self.names = [str(name) for name in self._frame.columns]

    def take(self, positions: list[int]) -> Any:
        frame = self._frame.iloc[:, positions].reset_index(drop=True)
        names = frame.columns = [self.names[position] for position in positions]
        columns = [frame.iloc[:, number] for number in range(len(names))]
        if all(self._is_plain(column, column.dtype) for column in columns):
            # Without pyarrow it cannot, nor with a text that is not Unicode.
            with contextlib.suppress(Exception):
                return _Stream(frame)
        return _Values(
            names, len(frame), lambda number, start, end: self._values(columns[number], start, end)
        )

    def _is_plain(self, values: Any, dtype: Any) -> bool:
        """Returns true if Arrow keeps each value as it is, not all converted to one type or to a number."""
        if hasattr(dtype, "categories"):
            return self._is_plain(dtype.categories, dtype.categories.dtype)
        if str(dtype) == "object":
            infer = importlib.import_module("pandas").api.types.infer_dtype
            return infer(values, skipna=True) in ("string", "empty")
        if type(dtype).__module__.startswith("numpy"):
            return dtype.kind in "iufbmM"
        return bool(_PANDAS.fullmatch(type(dtype).__name__)) and not _is_nested(
            getattr(dtype, "pyarrow_dtype", dtype)
        )

    def _values(self, column: Any, start: int, end: int) -> list[Any]:
        dtype = column.dtype
        dtype = dtype.categories.dtype if hasattr(dtype, "categories") else dtype
        return _as_held(getattr(dtype, "subtype", dtype), list(column.iloc[start:end]))


class _Polars:
    """A frame of polars. A lazy one is collected, without the columns that nobody needs."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self._schema = dict(frame.collect_schema())
        self.names = list(self._schema)

    def take(self, positions: list[int]) -> Any:
        names = [self.names[position] for position in positions]
        frame = self._frame.select(list(map(self._column, positions)))
        if hasattr(frame, "collect"):
            frame = frame.collect()
        kinds = [self._schema[name] for name in names]
        if not any(map(_is_nested, kinds)):
            return frame

        def column(number: int, start: int, end: int) -> list[Any]:
            return _as_held(
                kinds[number], frame.get_column(names[number]).slice(start, end - start).to_list()
            )

        return _Values(names, len(frame), column)

    def _column(self, position: int) -> Any:
        polars = importlib.import_module("polars")
        # A name such as `*` is a pattern.
        column = polars.nth(position)
        # Arrow has no integers of this type.
        is_unknown = str(self._schema[self.names[position]]) == "UInt128"
        return column.cast(polars.String) if is_unknown else column


class _Arrow:
    """A table or a record batch of pyarrow."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self.names = list(table.schema.names)

    def take(self, positions: list[int]) -> Any:
        table = self._table.select(positions)
        fields = list(table.schema)
        if not any(_is_nested(field.type) for field in fields):
            return table

        def column(number: int, start: int, end: int) -> list[Any]:
            # The type of an extension that nobody registered is that of its storage.
            name = (fields[number].metadata or {}).get(b"ARROW:extension:name")
            values = table.column(number).slice(start, end - start).to_pylist()
            return _as_held(fields[number].type, values, name and name.decode(errors="replace"))

        return _Values([self.names[position] for position in positions], len(table), column)


class _DuckDb:
    """A relation of DuckDB."""

    def __init__(self, relation: Any) -> None:
        self._relation = relation
        self.names = list(relation.columns)

    def take(self, positions: list[int]) -> Any:
        return self._relation.project(", ".join(map(self._column, positions)))

    def _column(self, position: int) -> str:
        # Names do not tell columns apart that differ in case only.
        name = '"' + self.names[position].replace('"', '""') + '"'
        # In Arrow it is an integer with a sign, and the largest numbers are negative.
        unsigned = "::VARCHAR" if str(self._relation.types[position]) == "UHUGEINT" else ""
        return f"#{position + 1}{unsigned} AS {name}"


def frame(source: Any) -> _Pandas | _Polars | _Arrow | _DuckDb | None:
    """Columns of a frame: their `names`, and `take`, which selects the needed ones."""
    library = type(source).__module__.partition(".")[0]
    if library == "narwhals":
        native = source.to_native()
        return None if native is source else frame(native)
    if library.startswith("dask"):
        raise TypeError(
            "source must be a frame in memory; call compute(), or send_partition for each partition"
        )
    if hasattr(source, "iloc"):
        return _Pandas(source) if hasattr(source, "columns") else None
    if hasattr(source, "collect_schema"):
        return _Polars(source)
    if library == "pyarrow" and hasattr(source, "select") and hasattr(source, "column"):
        return _Arrow(source)
    if library.endswith("duckdb") and hasattr(source, "project"):
        return _DuckDb(source)
    return None


_COLORS = {"accepted": "#2f9e55", "rejected": "#d8483c", "not sent": "#7a8594", "unknown": "#e08a1e"}


def plot(report: BulkReport, ax: Any = None) -> Any:
    """The sums of a report as bars, each below its name and count: a count that is too small to be seen has
    them, too, and no label leaves the picture, however wide its bar is."""
    plt: Any = importlib.import_module("matplotlib.pyplot")
    axes: Any = plt.subplots(layout="constrained", figsize=(6.4, 2.8))[1] if ax is None else ax
    counts = (report.accepted, report.rejected, report.not_sent, report.unknown)
    total = sum(counts)
    axes.barh(range(len(counts)), counts, color=list(_COLORS.values()), height=0.36)
    for place, (name, count) in enumerate(zip(_COLORS, counts, strict=True)):
        share = f" ({_share(count, total)})" if total else ""
        axes.text(0, place - 0.24, f"{name}: {count:,}{share}", va="bottom", fontsize="small")
    axes.set_xlim(0, max(*counts, 1))
    axes.set_ylim(len(counts) - 0.7, -0.8)
    axes.set_axis_off()
    axes.set_title(f"{total:,} row{'' if total == 1 else 's'}", loc="left", fontsize="medium")
    return axes


def _share(count: int, total: int) -> str:
    """A percentage that is 0 or 100 only if it is so exactly."""
    share = count / total
    if 0 < share < 0.001:
        return "<0.1%"
    if 0.999 < share < 1:
        return ">99.9%"
    return f"{share:.1%}" if 0 < share < 1 else f"{share:.0%}"
