"""What an exception of a cancelled task says of its call."""

from __future__ import annotations

import smsbat


def cause_of(error: BaseException | None) -> smsbat.SmsbatError:
    # Python 3.10 raises a new exception where a task is awaited, whose context is that of the task.
    while error is not None and error.__cause__ is None:
        error = error.__context__
    assert error is not None
    assert isinstance(error.__cause__, smsbat.SmsbatError)
    return error.__cause__
