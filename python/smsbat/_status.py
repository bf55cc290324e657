"""Names of ChatHub statuses. Attributes are plain numbers, because the provider may have other statuses."""

import enum


class OperatorStatus(enum.IntEnum):
    """Status of an operator. Equal to its number: ``operator.status == OperatorStatus.ACTIVE``."""

    ACTIVE = 0
    INACTIVE = 1
    DELETED = 2


class ChatStatus(enum.IntEnum):
    """Status of a chat. Equal to its number: ``chat.status == ChatStatus.OPEN``."""

    NEW = 0
    OPEN = 1
    WAITING = 2
    ON_PAUSE = 3
    CLOSED = 4
