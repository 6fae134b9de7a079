"""Heartbeat and announcement lines (spec/toast/v2 sections 7 and 8, spec/registry).

The text gives keys, names and meanings but ranges for few members only; the others have the
widest range here that the meaning allows.
"""

from . import message
from .kinds import U64, Array, Fixed, Flag, Integer, String
from .message import Field, Type

U32 = Integer(0, 2**32 - 1)
SHARE = Integer(-1, 10000)
LOSS = Fixed(Integer(0, 10000), *[SHARE] * 6, U32, U32)  # rate, c0.1 ... c45, queue, arrivals
HEARD = Fixed(U32, U32, U64(), U64(), LOSS)  # sender id, sequence, tx, rx, loss


def _optional(name, key, kind):
    return Field(name, key, kind, required=False)


NAME = _optional("name", "nm", String(0, 64))
CLOCK = _optional("clock", "ck", String(8, 8, "[0-9A-Fa-f]{8}"))
ENDPOINTS = _optional("endpoints", "ep", Array(String(), 0, 4))

HEARTBEAT = Type(
    "heartbeat",
    "hb",
    (
        NAME,
        CLOCK,
        ENDPOINTS,
        Field("bye", "by", Flag(), default=False),
        Field("receiveOnly", "ro", Flag(), default=False),
        _optional("rate", "r", U32),
        _optional("plan", "pl", Array(Integer(0, 45000), 1, 16)),
        _optional("previous", "pv", Fixed(U32, U64())),
        _optional("heard", "hd", Array(HEARD, 0, 2**32)),
    ),
    tail=(),
)
ANNOUNCE = Type(
    "announce",
    "an",
    (NAME, CLOCK, ENDPOINTS, _optional("topics", "tp", Array(String(), 0, 2**32))),
    tail=(),
)
TYPES = (HEARTBEAT, ANNOUNCE)


def payload(line, layers=()):
    """Section 7: the heartbeat's line, then the layers' lines, each closed by a line feed."""
    texts = [message.compact(TYPES, line), *layers]
    return "".join(text + "\n" for text in texts).encode("utf-8")
