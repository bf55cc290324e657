"""Exceptions. All have the same base class and the same attributes."""

# Without `from __future__ import annotations`, which loads a module: every import of the package loads this
# one.
import builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._outcome import Outcome, OutcomeAttribute
    from ._smsbat import BulkReport, Problem


def _outcome(word: str) -> "Outcome":
    # The enumeration is loaded with the first client or error instead of with the package.
    try:
        from ._outcome import Outcome
    except (ImportError, OSError):
        # No file descriptor is left. The plain word works, too, because a member is equal to it.
        return word  # type: ignore[return-value]
    return Outcome(word)


class SmsbatError(Exception):
    """Base class of all exceptions of this package. ``str()`` is one line without secrets and message
    texts."""

    outcome: "OutcomeAttribute"
    """Outcome of the request and of every message in it."""
    message: str
    """Description in one line, without the operation's name."""
    operation: str | None = None
    """Operation that failed, such as ``messages.send``."""
    status_code: int | None = None
    """HTTP status of the response, if one arrived."""
    code: int | str | None = None
    """The provider's error code, unchanged."""
    field: str | None = None
    """Path of the first invalid field, such as ``messages[3].to``."""
    retry_after: float | None = None
    """Seconds that the provider asks to wait before the next request, at most a year."""
    request_id: str | None = None
    """The provider's id of this request, for support inquiries."""
    body: str | None = None
    """The response body, up to 64 KiB, with `***` for a key of the client. It may contain personal data."""
    retryable: bool = False
    """True if the same call may succeed later and cannot send anything twice."""
    customer_message_ids: list[str]
    """Customer message ids of the messages in the failed request."""
    problems: "list[Problem]"
    """Every broken rule of the input, for a :class:`ValidationError`; else what the provider's response
    lists."""
    report: "BulkReport | None" = None
    """Report of a bulk send that ended early, with the rows until then. It is not pickled."""

    def __init__(self, text: str = "", /, **details: "Any") -> None:
        super().__init__(text)
        self.message = details.pop("message", text)
        self.outcome = _outcome(details.pop("outcome", "not_sent"))
        self.customer_message_ids = details.pop("customer_message_ids", [])
        self.problems = details.pop("problems", [])
        if notes := details.pop("__notes__", None):
            # Set directly, because Python 3.10 has no `add_note`.
            self.__notes__ = notes
        for name, value in details.items():
            if name not in SmsbatError.__annotations__:
                raise TypeError(f"{type(self).__name__} has no attribute {name!r}")
            setattr(self, name, value)

    def _repr_html_(self) -> str:
        """Returns a small HTML table for notebooks, without the response body."""
        from ._smsbat import error_html

        names = ("operation", "message", "status_code", "code", "field", "retry_after", "request_id")
        rows = [(name, str(value)) for name in names if (value := getattr(self, name, None)) is not None]
        # A user's subclass may not call `__init__`.
        problems = [str(problem) for problem in getattr(self, "problems", ())]
        return error_html(type(self).__name__, getattr(self, "outcome", "unknown"), rows, problems)

    def __reduce__(self) -> "tuple[Any, ...]":
        state = {name: value for name, value in self.__dict__.items() if name != "report"}
        return type(self), self.args, state


class ConfigurationError(SmsbatError):
    """The settings contradict each other or are incomplete."""


class ValidationError(SmsbatError, ValueError):
    """The input breaks a rule; ``problems`` names each field. Also a ``ValueError``.

    Nothing was sent, unless a campaign ended because of it: see ``outcome``."""


class AuthenticationError(SmsbatError):
    """HTTP 401: wrong or missing credentials."""


class PermissionDeniedError(SmsbatError):
    """HTTP 403: the credentials lack a permission, or the account is suspended."""


class NotFoundError(SmsbatError):
    """HTTP 404: no such message, chat or path."""


class BadRequestError(SmsbatError):
    """Any other HTTP 4xx: the provider refused the request as a whole."""


class RateLimitError(SmsbatError):
    """HTTP 429: too many requests. Wait for ``retry_after`` seconds."""


class ServerError(SmsbatError):
    """HTTP 5xx."""


class ConnectionError(SmsbatError, builtins.ConnectionError):
    """The connection could not be opened, or it broke. Also a built-in ``ConnectionError``."""


class TimeoutError(ConnectionError, builtins.TimeoutError):
    """The call timed out. Also a built-in ``TimeoutError``."""


class ResponseError(SmsbatError):
    """The response could not be read: not HTTP, not JSON, too large, or a redirect."""


class ProviderError(SmsbatError):
    """HTTP 200, but the response body refuses the whole request."""


class SmsbatWarning(UserWarning):
    """Advice of the provider that a message does not follow."""


#: Exception class for each kind of error of the core.
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
