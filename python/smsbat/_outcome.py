"""The word that every row and every error carries."""

import enum


class Outcome(str, enum.Enum):
    """What became of a message, or of a whole request. Equal to its word: ``error.outcome == "not_sent"``."""

    ACCEPTED = "accepted"
    """The provider took it."""
    REJECTED = "rejected"
    """The provider said no to this message."""
    NOT_SENT = "not_sent"
    """Nothing was sent, or the whole request was refused: sending again cannot send twice."""
    UNKNOWN = "unknown"
    """It may have been sent and no readable answer came: sending again may send twice."""

    # The word, in every version of Python.
    def __str__(self) -> str:
        return self.value

    def __format__(self, format_spec: str) -> str:
        return format(self.value, format_spec)
