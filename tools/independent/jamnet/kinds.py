"""The kinds of value (spec/notation section 2): each reads a value of a form and writes it again.

Normalised values: integers and u64 as int, flags as bool, bytes as a list of int, numbers as
int where they are integers within +-(2^53 - 1) and as float otherwise.
"""

import math
import re

MAX_SAFE = 2**53 - 1
MAX_U64 = 2**64 - 1
STANDARD, COMPACT, MSGPACK = "standard", "compact", "msgpack"
_DIGITS = re.compile("0|[1-9][0-9]{0,19}")


class Refused(Exception):
    """A reader's status (spec/registry) instead of a message."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


MALFORMED, OUT_OF_RANGE = "malformed", "outOfRange"


def number(value):
    """A number as int or float, -0 as 0; anything else is malformed."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refused(MALFORMED)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Refused(MALFORMED)
        if value.is_integer():
            whole = int(value)
            return whole if abs(whole) <= MAX_SAFE else value
    return value


def text(value):
    """A string of Unicode scalar values; anything else is malformed."""
    if not isinstance(value, str) or any(0xD800 <= ord(c) <= 0xDFFF for c in value):
        raise Refused(MALFORMED)
    return value


class Integer:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def read(self, value, form):
        value = number(value)
        if isinstance(value, float) and not value.is_integer():
            raise Refused(MALFORMED)
        if not self.low <= value <= self.high:
            raise Refused(OUT_OF_RANGE)
        return int(value)

    def write(self, value, form):
        return value


class IntegerOf:
    """One of integers."""

    def __init__(self, *values):
        self.values = values

    def read(self, value, form):
        value = number(value)
        if isinstance(value, float) and not value.is_integer():
            raise Refused(MALFORMED)
        if value not in self.values:
            raise Refused(OUT_OF_RANGE)
        return int(value)

    def write(self, value, form):
        return value


class U64:
    def read(self, value, form):
        if isinstance(value, str):
            if not _DIGITS.fullmatch(value):
                raise Refused(MALFORMED)
            whole, limit = int(value), MAX_U64
        else:
            value = number(value)
            if isinstance(value, float) and not value.is_integer():
                raise Refused(MALFORMED)
            limit = MAX_U64 if form == MSGPACK and isinstance(value, int) else MAX_SAFE
            whole = int(value)
        if not 0 <= whole <= limit:
            raise Refused(OUT_OF_RANGE)
        return whole

    def write(self, value, form):
        return str(value) if form != MSGPACK and value > MAX_SAFE else value


class Real:
    """Within a range; `above`: its lower end is not in it."""

    def __init__(self, low=-math.inf, high=math.inf, above=False):
        self.low, self.high, self.above = low, high, above

    def read(self, value, form):
        value = number(value)
        if not self.low <= value <= self.high or self.above and value == self.low:
            raise Refused(OUT_OF_RANGE)
        return value

    def write(self, value, form):
        return value


class Flag:
    def read(self, value, form):
        if isinstance(value, bool):
            return value
        value = number(value)
        if value not in (0, 1):
            raise Refused(OUT_OF_RANGE)
        return value == 1

    def write(self, value, form):
        return value if form == STANDARD else int(value)


class String:
    def __init__(self, low=0, high=MAX_SAFE, pattern=None):
        self.low, self.high = low, high
        self.pattern = re.compile(pattern) if pattern else None

    def read(self, value, form):
        value = text(value)
        if not self.low <= len(value) <= self.high:
            raise Refused(OUT_OF_RANGE)
        if self.pattern and not self.pattern.fullmatch(value):
            raise Refused(OUT_OF_RANGE)
        return value

    def write(self, value, form):
        return value


class OneOf:
    def __init__(self, *values):
        self.values = values

    def read(self, value, form):
        if text(value) not in self.values:
            raise Refused(OUT_OF_RANGE)
        return value

    def write(self, value, form):
        return value


class Array:
    """Elements of one kind, their number within a range."""

    def __init__(self, kind, low, high):
        self.kind, self.low, self.high = kind, low, high

    def read(self, value, form):
        if not isinstance(value, list):
            raise Refused(MALFORMED)
        if not self.low <= len(value) <= self.high:
            raise Refused(OUT_OF_RANGE)
        return [self.kind.read(v, form) for v in value]

    def write(self, value, form):
        return [self.kind.write(v, form) for v in value]


class Fixed:
    """A fixed number of elements, each of its own kind. `least`: how many must be there."""

    def __init__(self, *kinds, least=None):
        self.kinds = kinds
        self.least = len(kinds) if least is None else least

    def read(self, value, form):
        if not isinstance(value, list) or not self.least <= len(value) <= len(self.kinds):
            raise Refused(MALFORMED)
        return [k.read(v, form) for k, v in zip(self.kinds, value)]

    def write(self, value, form):
        return [k.write(v, form) for k, v in zip(self.kinds, value)]


class Bytes(Array):
    """An array of integers 0-127; in MessagePack bin, and an array of integers as well."""

    def __init__(self, low, high):
        super().__init__(Integer(0, 127), low, high)

    def read(self, value, form):
        if isinstance(value, bytes) and form == MSGPACK:
            value = list(value)
        return super().read(value, form)

    def write(self, value, form):
        return bytes(value) if form == MSGPACK else list(value)


def unknown(value, form, level):
    """An unknown member's value, normalised; `level` is the level of what holds it."""
    if isinstance(value, (list, dict)) and level + 1 > 16:
        raise Refused(MALFORMED)
    if isinstance(value, list):
        return [unknown(v, form, level + 1) for v in value]
    if isinstance(value, dict):
        return {text(k): unknown(v, form, level + 1) for k, v in value.items()}
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, bytes):
        raise Refused(MALFORMED)
    value = number(value)
    if isinstance(value, int) and abs(value) > MAX_SAFE:
        return str(value)  # from MessagePack only: JSON numbers of that size are floats
    return value
