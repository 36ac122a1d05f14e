"""How long a socket waits for what, and how much it holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The durations, in seconds, and the bounds of one socket.

    Clients of AppSync give up where 15 seconds bring neither `connection_ack` nor `start_ack`, so
    work for them that takes longer is given up too.
    """

    keep_alive: float = 60
    opening: float = 15
    refusing: float = 0.05
    closing: float = 2
    lifetime: float = 24 * 60 * 60
    most_operations: int = 100
    most_query_characters: int = 100_000
    most_waiting_messages: int = 256
    most_waiting_characters: int = 4_000_000


DEFAULT = Pace()
