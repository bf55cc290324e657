"""Plots of a campaign's delivery."""

from __future__ import annotations

import importlib
from datetime import datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._smsbat import DeliverySummary

# Each stands out on white and on black.
_COLORS = {
    "sent": "#7a8594",
    "reached": "#2f9e55",
    "read": "#1f7fc4",
    "undeliverable": "#d8483c",
    "expired": "#e08a1e",
    "pending": "#a3abb5",
    "unknown": "#a05cc0",
}


def _axes(ax: Any) -> Any:
    if ax is not None:
        return ax
    plt: Any = importlib.import_module("matplotlib.pyplot")
    return plt.subplots(layout="constrained")[1]


def _plain(axes: Any) -> None:
    """Takes away what says nothing."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def funnel(summary: DeliverySummary, ax: Any = None) -> Any:
    """Bars from what was sent to what was read, and what became of the rest."""
    reached = summary.delivered + summary.read
    counts = {
        "sent": summary.total,
        "reached": reached,
        "read": summary.read,
        "undeliverable": summary.undeliverable,
        "expired": summary.expired,
        "pending": summary.pending,
        "unknown": summary.unknown,
    }
    shown = {name: n for name, n in counts.items() if n or name in ("sent", "reached", "read")}
    axes = _axes(ax)
    bars = axes.barh(list(shown), list(shown.values()), color=[_COLORS[name] for name in shown], height=0.72)
    total = summary.total
    labels = [
        f"{n:,}" if name == "sent" or not total else f"{n:,} ({n / total:.1%})" for name, n in shown.items()
    ]
    axes.bar_label(bars, labels, padding=4)
    axes.invert_yaxis()
    # Room for the label of the longest bar, however small the picture is.
    axes.set_xlim(0, max(total, 1) * 1.3)
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0)
    _plain(axes)
    axes.spines["bottom"].set_visible(False)
    axes.set_title(f"{reached:,} of {total:,} reached, cost {summary.cost:,}", loc="left", fontsize="medium")
    return axes


def over_time(summary: DeliverySummary, ax: Any = None) -> Any:
    """Lines of how many messages had been reached, read or lost by when."""
    columns = summary.to_columns()
    times: dict[str, list[datetime]] = {"reached": [], "read": [], "undeliverable": [], "expired": []}
    for outcome, at in zip(columns["delivery"], columns["status_at"], strict=True):
        name = "reached" if outcome in ("delivered", "read") else outcome
        if at is None or name not in times:
            continue
        # `fromisoformat` of Python 3.10 knows no `Z` and no short fractions.
        moment = datetime.strptime(at[:19], "%Y-%m-%dT%H:%M:%S")
        times[name].append(moment)
        if outcome == "read":
            times["read"].append(moment)
    axes = _axes(ax)
    first = min((min(moments) for moments in times.values() if moments), default=None)
    last = max((max(moments) for moments in times.values() if moments), default=None)
    for name, moments in times.items():
        if moments:
            moments.sort()
            steps = [first, *moments, last]
            counts = [0, *range(1, len(moments) + 1), len(moments)]
            axes.plot(steps, counts, color=_COLORS[name], label=name, linewidth=2, drawstyle="steps-post")
    if first is not None:
        dates: Any = importlib.import_module("matplotlib.dates")
        locator = dates.AutoDateLocator(minticks=2, maxticks=6)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
        # Above the lines, which may be anywhere.
        axes.legend(
            frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize="small", borderaxespad=0
        )
    axes.set_ylim(bottom=0)
    axes.set_ylabel("messages")
    axes.set_xlabel("UTC", loc="left", fontsize="small")
    axes.yaxis.get_major_locator().set_params(integer=True)
    _plain(axes)
    return axes
