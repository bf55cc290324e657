"""Outcome of a message or request."""

# pyright: reportRedeclaration=false, reportInvalidTypeForm=false, reportAttributeAccessIssue=false
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import enum
from collections.abc import Callable
from typing import Any, Literal, NoReturn, TypeAlias, type_check_only

MYPY: bool

# Checkers flag `outcome == "accept"`. Pyright compares a word with the values of the members, mypy only with
# their names, and only while the type is a union of literals. For mypy, which alone takes `MYPY` as true, the
# members are therefore the names in lower case, and a property of the metaclass gives each its usual name.
if MYPY:
    @type_check_only
    class _Members(enum.EnumMeta):
        @property
        def ACCEPTED(cls) -> Literal[Outcome.accepted]: ...
        @property
        def REJECTED(cls) -> Literal[Outcome.rejected]: ...
        @property
        def NOT_SENT(cls) -> Literal[Outcome.not_sent]: ...
        @property
        def UNKNOWN(cls) -> Literal[Outcome.unknown]: ...

    class Outcome(str, enum.Enum, metaclass=_Members):
        accepted = "accepted"
        rejected = "rejected"
        not_sent = "not_sent"
        unknown = "unknown"

    # Mypy makes one `Outcome` of the literals that a property returns, but not of those from a descriptor.
    @type_check_only
    class outcome_property:
        def __init__(self, get: Callable[[Any], Outcome], /) -> None: ...
        def __get__(self, instance: object, owner: object = None, /) -> _Known: ...
        def __set__(self, instance: object, value: NoReturn, /) -> None: ...

    @type_check_only
    class OutcomeAttribute:
        def __get__(self, instance: object, owner: object = None, /) -> _Known: ...
        def __set__(self, instance: object, value: Outcome, /) -> None: ...

    _Known: TypeAlias = Literal[Outcome.accepted, Outcome.rejected, Outcome.not_sent, Outcome.unknown]
else:
    class Outcome(str, enum.Enum):
        """Outcome of a message or of a whole request. Equal to its value: ``error.outcome == "not_sent"``."""

        ACCEPTED = "accepted"
        """The provider accepted the message."""
        REJECTED = "rejected"
        """The provider refused this message."""
        NOT_SENT = "not_sent"
        """Nothing was sent, or the whole request was refused. Sending it again cannot cause a duplicate."""
        UNKNOWN = "unknown"
        """It may have been sent, but no readable response arrived. Sending it again may cause a duplicate."""

    class outcome_property(property): ...

    class OutcomeAttribute:
        def __get__(self, instance: object, owner: object = None, /) -> Outcome: ...
        def __set__(self, instance: object, value: Outcome, /) -> None: ...
