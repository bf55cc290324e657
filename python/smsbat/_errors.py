"""The errors: one tree, the same attributes on all."""

# Without `from __future__ import annotations`, which loads a module: this one is part of every import.
import builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._outcome import Outcome
    from ._smsbat import BulkReport, Problem


def _outcome(word: str) -> "Outcome":
    # The enumeration is loaded with the first client or error, not with the package.
    try:
        from ._outcome import Outcome
    except (ImportError, OSError):
        # No descriptor is left. An error has its outcome all the same: a member is equal to its word.
        return word  # type: ignore[return-value]
    return Outcome(word)


class SmsbatError(Exception):
    """Base of all errors of this package. ``str()`` is one line without secrets and message texts."""

    outcome: "Outcome"
    """What became of the request and of every message in it."""
    message: str
    """What happened, without the operation's name."""
    operation: str | None = None
    """Operation that failed, such as ``messages.send``."""
    status_code: int | None = None
    """HTTP status of the answer, if one came."""
    code: int | str | None = None
    """The provider's own code, as it sent it."""
    field: str | None = None
    """Path of the first field concerned, such as ``messages[3].to``."""
    retry_after: float | None = None
    """Seconds that the server asked to wait before the next request."""
    request_id: str | None = None
    """The server's id of this request, for its support."""
    body: str | None = None
    """The answer's body as it came, cut at 64 KiB. It may hold personal data."""
    retryable: bool = False
    """Whether repeating the call can help and cannot send anything twice."""
    customer_message_ids: list[str]
    """Customer message ids of the messages in the failed request."""
    problems: "list[Problem]"
    """Every broken rule of the input, for a :class:`ValidationError`."""
    report: "BulkReport | None" = None
    """For a bulk send that ended early, what became of the rows up to there. It is not pickled."""

    def __init__(self, text: str = "", /, **details: "Any") -> None:
        super().__init__(text)
        self.message = details.pop("message", text)
        self.outcome = _outcome(details.pop("outcome", "not_sent"))
        self.customer_message_ids = details.pop("customer_message_ids", [])
        self.problems = details.pop("problems", [])
        for name, value in details.items():
            if name not in SmsbatError.__annotations__:
                raise TypeError(f"{type(self).__name__} has no attribute {name!r}")
            setattr(self, name, value)

    def _repr_html_(self) -> str:
        """What a notebook shows: a small table, without the answer's body."""
        from ._smsbat import error_html

        names = ("operation", "message", "status_code", "code", "field", "retry_after", "request_id")
        rows = [(name, str(value)) for name in names if (value := getattr(self, name, None)) is not None]
        # A class of a user's own may not call `__init__`.
        problems = [str(problem) for problem in getattr(self, "problems", ())]
        return error_html(type(self).__name__, getattr(self, "outcome", "unknown"), rows, problems)

    def __reduce__(self) -> "tuple[Any, ...]":
        state = {name: value for name, value in self.__dict__.items() if name != "report"}
        return type(self), self.args, state


class ConfigurationError(SmsbatError):
    """The settings contradict each other or lack something; correct them."""


class ValidationError(SmsbatError, ValueError):
    """The input breaks a rule; ``problems`` names each field. Nothing was sent. Also a ``ValueError``."""


class AuthenticationError(SmsbatError):
    """HTTP 401: bad or missing credentials."""


class PermissionDeniedError(SmsbatError):
    """HTTP 403: the credentials lack a right, or the account is suspended."""


class NotFoundError(SmsbatError):
    """HTTP 404: no such message, chat or path."""


class BadRequestError(SmsbatError):
    """Any other HTTP 4xx: the provider refused the request as a whole."""


class RateLimitError(SmsbatError):
    """HTTP 429: too many requests; wait ``retry_after`` seconds."""


class ServerError(SmsbatError):
    """HTTP 5xx."""


class ConnectionError(SmsbatError, builtins.ConnectionError):
    """The connection could not be made, or broke. Also Python's own ``ConnectionError``."""


class TimeoutError(ConnectionError, builtins.TimeoutError):
    """The time allowed for the call ran out. Also Python's own ``TimeoutError``."""


class ResponseError(SmsbatError):
    """The answer could not be read: not HTTP, not JSON, too large, or a redirect."""


class ProviderError(SmsbatError):
    """HTTP 200, but the body says no to the whole request."""


class SmsbatWarning(UserWarning):
    """Something that the provider advises against."""


#: The class for each kind of error that the core knows.
_CLASSES: dict[str, type[SmsbatError]] = {
    "configuration": ConfigurationError,
    "validation": ValidationError,
    "authentication": AuthenticationError,
    "permission_denied": PermissionDeniedError,
    "not_found": NotFoundError,
    "bad_request": BadRequestError,
    "rate_limit": RateLimitError,
    "server": ServerError,
    "connection": ConnectionError,
    "timeout": TimeoutError,
    "response": ResponseError,
    "provider": ProviderError,
    "cancelled": SmsbatError,
    "internal": SmsbatError,
}


def _make(kind: str, text: str, details: "dict[str, Any]") -> SmsbatError:
    return _CLASSES.get(kind, SmsbatError)(text, **details)
