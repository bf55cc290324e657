"""What bulk sends need of Python's own world: bars, plots, frames."""

from __future__ import annotations

import sys
import warnings

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
            # A notebook without ipywidgets gets a bar of text and needs no warning for it.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import tqdm.auto as tqdm  # type: ignore[import-untyped, import-not-found, unused-ignore]
        except ImportError:
            return
        self._bar = tqdm.tqdm(total=1.0, bar_format="{percentage:3.0f}%|{bar:20}| {desc}", mininterval=0)

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
        if progress.time_left is not None and progress.time_left >= 1:
            text += f", {progress.time_left:.0f} s left"
        if self._bar is not None:
            if progress.fraction is None:
                # Nobody knows how long the source is.
                self._bar.bar_format = "{desc}"
            self._bar.n = progress.fraction or 0.0
            self._bar.set_description_str(text)
        elif progress.elapsed >= self._said + 5:
            self._said = progress.elapsed
            print(f"smsbat: {text}", file=sys.stderr)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class FrameRows:
    """Rows of a pandas frame where there is no pyarrow, some at a time."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def __len__(self) -> int:
        return len(self._frame)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for start in range(0, len(self._frame), 10_000):
            yield from self._frame.iloc[start : start + 10_000].to_dict("records")


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
