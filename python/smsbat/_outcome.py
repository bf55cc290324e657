"""Outcome of a message or request."""

import enum

from ._smsbat import _Uncollected


class Outcome(str, _Uncollected, enum.Enum):
    """Outcome of a message, or of a whole request. Equal to its value: ``error.outcome == "not_sent"``."""

    ACCEPTED = "accepted"
    """The provider accepted the message."""
    REJECTED = "rejected"
    """The provider refused this message."""
    NOT_SENT = "not_sent"
    """Nothing was sent, or the whole request was refused. Sending it again cannot cause a duplicate."""
    UNKNOWN = "unknown"
    """It may have been sent, but no readable response arrived. Sending it again may cause a duplicate."""

    # Returns the value in every version of Python.
    def __str__(self) -> str:
        return self.value

    def __format__(self, format_spec: str) -> str:
        return format(self.value, format_spec)
