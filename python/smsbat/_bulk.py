"""What bulk sends need of Python's own world: bars, plots, frames."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ._smsbat import BulkProgress, BulkReport


class Bar:
    """A bar of tqdm, in a terminal or a notebook; without tqdm a line on standard error now and then."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._said = 0.0
        try:
            import tqdm.auto as tqdm  # type: ignore[import-untyped, import-not-found, unused-ignore]
        except ImportError:
            return
        form = "{l_bar}{bar}| {postfix}"
        self._bar = tqdm.tqdm(total=1.0, bar_format=form, mininterval=0)

    def __call__(self, progress: BulkProgress) -> None:
        text = f"{progress.accepted} accepted"
        for count, word in (
            (progress.rejected, "rejected"),
            (progress.not_sent, "not sent"),
            (progress.unknown, "unknown"),
        ):
            if count:
                text += f", {count} {word}"
        text += f", {progress.rate:.0f}/s"
        if self._bar is not None:
            self._bar.n = progress.fraction or 0.0
            self._bar.set_postfix_str(text)
        elif progress.elapsed >= self._said + 5:
            self._said = progress.elapsed
            print(f"smsbat: {text}", file=sys.stderr)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def frame_rows(frame: Any, most: int = 10_000) -> Iterator[dict[str, Any]]:
    """Rows of a pandas frame where there is no pyarrow, some at a time."""
    for start in range(0, len(frame), most):
        yield from frame.iloc[start : start + most].to_dict("records")


def plot(report: BulkReport, ax: Any = None) -> Any:
    """The sums of a report as bars."""
    import importlib

    plt: Any = importlib.import_module("matplotlib.pyplot")
    axes: Any = plt.subplots()[1] if ax is None else ax
    sums = {
        "accepted": (report.accepted, "#2e7d32"),
        "rejected": (report.rejected, "#c62828"),
        "not sent": (report.not_sent, "#757575"),
        "unknown": (report.unknown, "#ef6c00"),
    }
    bars = axes.bar(list(sums), [n for n, _ in sums.values()], color=[color for _, color in sums.values()])
    axes.bar_label(bars)
    axes.set_ylabel("messages")
    return axes
