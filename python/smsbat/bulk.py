"""Campaigns on more than one machine: a function that Dask, Spark and their like run once for each partition.

Where one machine is enough, `client.messages.send_bulk` is simpler and has more to offer.

    >>> import smsbat.bulk
    >>> rows = [{"phone": "+380671234567", "name": "Ada"}, {"phone": "12", "name": "Bob"}]
    >>> sent = smsbat.bulk.send_partition(
    ...     rows,
    ...     campaign="autumn-sale",
    ...     journal="journals",
    ...     client=client,
    ...     sender="MyShop",
    ...     template="Hi {name}",
    ...     columns={"to": "phone"},
    ... )
    >>> [(row["to"], row["outcome"], row["rule"]) for row in sent]
    [('+380671234567', 'accepted', None), ('12', 'not_sent', 'phone')]
"""

from __future__ import annotations

import importlib
import random
import re
import time
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from os import PathLike
from pathlib import Path

from ._errors import ConfigurationError, ValidationError
from ._smsbat import REPORT_COLUMNS, SECRETS, Client, Problem, partition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["RESULT_DTYPES", "SPARK_SCHEMA", "send_partition"]

# Position and line within a partition say nothing outside of it.
_COLUMNS = [name for name in REPORT_COLUMNS if name not in ("index", "line")]
_NUMBERS = ("parts",)

RESULT_DTYPES: dict[str, str] = {name: "Int64" if name in _NUMBERS else "string" for name in _COLUMNS}
"""Columns of a result with their pandas types, the `meta` of Dask's `map_partitions`: `to`, `outcome`,
`code`, `reason`, `rule`, `message_id`, `status`, `customer_message_id` are `string`, `parts` is `Int64`."""

SPARK_SCHEMA: str = ", ".join(f"`{name}` {'bigint' if name in _NUMBERS else 'string'}" for name in _COLUMNS)
"""The same columns with their Spark types, `string` and `bigint`: the schema of `mapInArrow`."""

_ID = "customer_message_id"
#: Options of `send_bulk` that mean the whole of a campaign, or its one process.
_NOT_HERE = {
    "quiet_hours": "would hold the journals that other workers wait for; begin the job after them",
    "dry_run": "would plan one partition; plan the whole with `send_bulk`",
    "max_messages": "counts the rows of one process; limit the rows that the engine is given",
    "max_parts": "counts the rows of one process; limit the rows that the engine is given",
    "ordered": "has no use: the result has the order of the rows",
    "progress": "would tell of a part of one partition; see the engine's own bar",
}
#: Seconds without any of the journals to be had. A holder lets go of one after its few rows.
_PATIENCE = 600.0

#: Clients of this process, by their settings.
_clients: dict[Any, Client] = {}


def send_partition(
    rows: Any,
    *,
    campaign: str,
    journal: str | PathLike[str],
    client: Client | Mapping[str, Any] | None = None,
    **options: Any,
) -> Any:
    """Sends the rows of one partition of a campaign, and gives as many rows that say what became of each.

    A row is sent once, however often an engine runs its partition, whatever rows it puts into one, and on
    whichever worker: before a row is sent it is looked up in a journal, and which of the campaign's sixteen
    that is follows from the row's id alone. So the same job is run again after a failure: rows that were
    accepted are not sent again, rows that were under way when a worker died are `unknown`, and the others are
    sent now.

    The id of a row is its `customer_message_id`. A row that has none gets one that is made from the name of
    the campaign and the recipient. With ids of your own, recipients are not compared between partitions: drop
    duplicates first, and say so with `allow_duplicates=True`.

    The client is made once in each process, from the environment or the profile of the worker. Its rate limit
    is that of one process: give each its share. For four it is
    `client={"rate_limit": smsbat.RateLimit(messaging=(25, 35))}`.

    Args:
        rows: A pandas frame (Dask), a table or record batch of pyarrow, an iterator of such batches (Spark's
            `mapInArrow`) or frames, or an iterable of dicts with a message's arguments. Columns are named as
            for `send_bulk`.
        campaign: Name of the campaign: letters, digits, `-`, `_` and `.`, at most 100. It is part of the ids
            and names the folder of the journals. Another name is another campaign and sends to everybody.
        journal: Folder of the journals, in which each campaign has its own. Every worker must reach it under
            this path, on a file system that has locks; an object store is none.
        client: Settings of `smsbat.Client` that are no secrets, or a client of this process. Secrets would be
            seen wherever the engine shows or stores its tasks: put them into the environment of the workers
            or into their profile.
        **options: All other options of `client.messages.send_bulk`, such as `sender`, `template`, `columns`,
            `chunk_size`, `stop_list`, `resend_unknown`; without `dry_run`, `ordered`, `progress`,
            `quiet_hours`, `max_messages` and `max_parts`, which mean more than one partition. A message as
            `template` has neither a recipient nor an id here: `columns` names theirs.

    Returns:
        As many rows, of the same kind and in the same order. That is a frame with the same index, a table, an
            iterator of batches, which sends as it is read, or a list of dicts. The columns are those of a
            `BulkReport` without `index` and `line`, see `RESULT_DTYPES`; `outcome` is plain text.

    Raises:
        ConfigurationError: A secret in `client`; no credentials; ids of your own without `allow_duplicates`;
            journals of other options, or in use for ten minutes.
        ValidationError: The campaign's name, an option or a column. Nothing was sent.
        SmsbatError: The run ended early, as `send_bulk` says. What was sent is in the journals.
    """
    if client is not None and not isinstance(client, (Client, Mapping)):
        raise TypeError(f"client must be a smsbat.Client or a dict of settings, not {type(client).__name__}")
    if not isinstance(client, Client):
        for name in (client or {}).keys() & set(SECRETS):
            # A key must not be among the locals of a traceback.
            client = None
            raise ConfigurationError(
                f"client must have no {name}: tasks are shown and stored; put it into the environment of the "
                f"workers (SMSBAT_{name.upper()}) or into their profile"
            )
    if not isinstance(campaign, str):
        raise TypeError(f"campaign must be text, not {type(campaign).__name__}")
    if not isinstance(journal, (str, PathLike)):
        raise TypeError(f"journal must be a path, not {type(journal).__name__}")
    if not re.fullmatch(r"\w[\w.-]{0,99}", campaign):
        raise _invalid(
            "campaign", "form", "must be 1 to 100 letters, digits, '-', '_' or '.', and begin with none"
        )
    columns = options.get("columns")
    if columns is not None and not isinstance(columns, dict):
        raise TypeError(f"columns must be a dict, not {type(columns).__name__}")
    for name in _NOT_HERE.keys() & options.keys():
        raise TypeError(f"{name} {_NOT_HERE[name]}")
    for name in (_ID, "to"):
        # The column of a row's id or recipient decides which journal knows it.
        if getattr(options.get("template"), name, None) not in (None, ""):
            raise _invalid("template", name, f"must have no {name}; name its column: columns={{'{name}': …}}")

    def send(rows: Any) -> Any:
        return _send(_table(rows), campaign, Path(journal), client, options)

    if _is_iterator(rows):
        # Only the first item tells whether these are rows or frames.
        first: list[Any] = list(islice(rows, 1))
        rows = chain(first, rows)
        if first and _is_frame(first[0]):
            return map(send, rows)
    return send(rows)


def _invalid(field: str, rule: str, message: str) -> ValidationError:
    return ValidationError(f"{field} {message}", field=field, problems=[Problem(field, rule, message)])


def _send(
    table: _Table,
    campaign: str,
    folder: Path,
    client: Client | Mapping[str, Any] | None,
    options: dict[str, Any],
) -> Any:
    found: dict[str, list[Any]] = {name: [None] * len(table) for name in _COLUMNS}
    if len(table) == 0:
        return table.result(found)
    columns: dict[str, str] = options.get("columns") or {}
    own = _ID in columns or table.has(_ID)
    name = _trimmed(columns.get(_ID, _ID) if own else columns.get("to", "to"))
    if own and not options.get("allow_duplicates"):
        raise ConfigurationError(
            f"the rows have ids of their own ('{name}'), so recipients are not compared between partitions: "
            "drop duplicates first and give allow_duplicates=True"
        )
    sender = _client(client)
    ids, journals = partition(campaign, table.values(name), own, sender, options.get("country"))
    for position, id in enumerate(ids):
        if id is None:
            found["outcome"][position] = "not_sent"
            found["rule"][position] = "required"
            found["reason"][position] = f"{name} is required: it makes the row known"
    folder /= campaign
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def send(number: int) -> None:
        positions = journals[number]
        # A row that has an id keeps it; ids that were made here go in as a column.
        made = None if own else [ids[position] for position in positions]
        # The overloads cannot tell what options of any type make it return; `partition` refused `dry_run`.
        run: Any = sender.messages.send_bulk
        report = run(table.take(positions, made), journal=folder / f"{number:02}.db", **options)
        said: dict[str, list[Any]] = report.to_columns()
        said["outcome"] = [outcome.value for outcome in said["outcome"]]
        if not own:
            # Its users have no column of ids.
            said["reason"] = [
                reason and reason.replace(f"{_ID} is that of", f"{name} is that of")
                for reason in said["reason"]
            ]
        for column, values in found.items():
            for index, value in zip(said["index"], said[column], strict=True):
                values[positions[index]] = value

    _in_turn([number for number, positions in enumerate(journals) if positions], send)
    return table.result(found)


def _in_turn(numbers: list[int], send: Callable[[int], None]) -> None:
    """Sends with each journal, those that others hold later."""
    # Starting at different rows avoids waiting for the other threads at each row.
    random.shuffle(numbers)
    patience = time.monotonic() + _PATIENCE
    while numbers:
        held: list[int] = []
        for number in numbers:
            try:
                send(number)
            except ConfigurationError as error:
                if not error.retryable or time.monotonic() > patience:
                    raise
                held.append(number)
        if len(held) < len(numbers):
            patience = time.monotonic() + _PATIENCE
        else:
            time.sleep(0.05)
        numbers = held


def _client(given: Client | Mapping[str, Any] | None) -> Client:
    if isinstance(given, Client):
        return given
    settings = dict(given or {})
    key = frozenset(settings.items())
    # Two threads may both make one; the first stays.
    return _clients.get(key) or _clients.setdefault(key, Client(**settings))


def _is_iterator(rows: Any) -> bool:
    return isinstance(rows, Iterator)


def _is_frame(rows: Any) -> bool:
    return hasattr(rows, "__arrow_c_stream__") or hasattr(rows, "iloc")


def _table(rows: Any) -> _Table:
    if hasattr(rows, "iloc") and hasattr(rows, "columns"):
        return _Pandas(rows)
    if hasattr(rows, "num_rows") and hasattr(rows, "schema"):
        return _Arrow(rows)
    kind = type(rows).__name__
    if _is_frame(rows) or isinstance(rows, (Mapping, str, bytes)) or not hasattr(rows, "__iter__"):
        what = "a frame of pandas, a table of pyarrow, batches of it, or dicts"
        raise TypeError(f"rows must be {what}, not {kind}")
    return _Dicts(list(rows))


class _Dicts:
    """Rows that are dicts."""

    def __init__(self, rows: list[Any]) -> None:
        # Rows of databases have keys and are no mappings.
        rows = [row if isinstance(row, Mapping) or not hasattr(row, "keys") else dict(row) for row in rows]
        for row in rows:
            if not isinstance(row, Mapping):
                raise TypeError(f"rows must be dicts of a message's arguments, not {type(row).__name__}")
            if "from" in row or "recipient" in row:
                raise TypeError(
                    "rows must be dicts of a message's arguments, not messages in the form of the API"
                )
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def has(self, name: str) -> bool:
        return any(name in map(_trimmed, row) for row in self._rows)

    def values(self, name: str) -> Any:
        return [
            row[name] if name in row else next((row[key] for key in row if _trimmed(key) == name), None)
            for row in self._rows
        ]

    def take(self, positions: list[int], ids: list[str | None] | None) -> Any:
        rows = [self._rows[position] for position in positions]
        return rows if ids is None else [{**row, _ID: id} for row, id in zip(rows, ids, strict=True)]

    def result(self, found: dict[str, list[Any]]) -> Any:
        return [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]


class _Pandas:
    """A frame of pandas."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame)

    def has(self, name: str) -> bool:
        return name in map(_trimmed, self._frame.columns)

    def values(self, name: str) -> Any:
        return self._frame.iloc[:, _position(name, list(self._frame.columns))].tolist()

    def take(self, positions: list[int], ids: list[str | None] | None) -> Any:
        rows = self._frame.iloc[positions]
        return rows if ids is None else rows.assign(**{_ID: ids})

    def result(self, found: dict[str, list[Any]]) -> Any:
        pandas: Any = importlib.import_module("pandas")
        return pandas.DataFrame(found, index=self._frame.index).astype(RESULT_DTYPES)


class _Arrow:
    """A table or a record batch of pyarrow."""

    def __init__(self, rows: Any) -> None:
        self._arrow: Any = importlib.import_module("pyarrow")
        self._batch = isinstance(rows, self._arrow.RecordBatch)
        self._table = self._arrow.Table.from_batches([rows]) if self._batch else rows

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def has(self, name: str) -> bool:
        return name in map(_trimmed, self._table.column_names)

    def values(self, name: str) -> Any:
        return self._table.column(_position(name, self._table.column_names)).to_pylist()

    def take(self, positions: list[int], ids: list[str | None] | None) -> Any:
        rows = self._table.take(positions)
        return rows if ids is None else rows.append_column(_ID, self._arrow.array(ids, self._arrow.string()))

    def result(self, found: dict[str, list[Any]]) -> Any:
        arrow = self._arrow
        schema = arrow.schema(
            [(name, arrow.int64() if name in _NUMBERS else arrow.string()) for name in found]
        )
        kind = arrow.RecordBatch if self._batch else arrow.Table
        return kind.from_pydict(found, schema=schema)


_Table = _Dicts | _Pandas | _Arrow


def _trimmed(name: Any) -> str:
    """The name of a column as the core reads it."""
    return str(name).strip()


def _position(name: str, names: list[Any]) -> int:
    """Returns the position of the column. It must exist."""
    found = [position for position, each in enumerate(names) if _trimmed(each) == name]
    if len(found) != 1:
        what = "twice the column" if found else "no column"
        # Without a header they are somebody's cells, which no error repeats.
        cells = any(re.search(r"\d{3}|@", str(each)) for each in names)
        shown = "other columns, or no header" if cells else ", ".join(repr(each) for each in names[:20])
        raise _invalid("rows", "columns", f"have {what} {name!r}; they have {shown}")
    return found[0]
