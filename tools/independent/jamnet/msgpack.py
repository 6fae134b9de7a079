"""MessagePack, encoder and decoder, for the MSGPACK form (spec/notation section 5).

The encoder is deterministic: the shortest form of every value, map keys in the order given,
numbers with an integer value as integers, all others as float64.
"""

import struct

MAX_DEPTH = 100  # the limit of 16 is checked with the message; this one guards the stack


class MsgpackError(ValueError):
    """The bytes are not one MessagePack value of the kinds used here."""


def _sized(size, small, forms):
    """A head for `size` items: `small` is (limit, base), `forms` (bits, code) rising."""
    if small and size < small[0]:
        return bytes([small[1] | size])
    for bits, code in forms:
        if size < 1 << bits:
            return bytes([code]) + size.to_bytes(bits // 8, "big")
    raise MsgpackError("too large")


def _encode_int(n):
    if 0 <= n:
        if n < 1 << 64:
            return _sized(n, (128, 0), ((8, 0xCC), (16, 0xCD), (32, 0xCE), (64, 0xCF)))
        raise MsgpackError("integer too large")
    if n >= -32:
        return bytes([n & 0xFF])
    for bits, code in ((8, 0xD0), (16, 0xD1), (32, 0xD2), (64, 0xD3)):
        if n >= -(1 << (bits - 1)):
            return bytes([code]) + n.to_bytes(bits // 8, "big", signed=True)
    raise MsgpackError("integer too small")


def encode(value):
    """One value to bytes."""
    if value is None:
        return b"\xc0"
    if value is True:
        return b"\xc3"
    if value is False:
        return b"\xc2"
    if isinstance(value, int):
        return _encode_int(value)
    if isinstance(value, float):
        if value.is_integer() and abs(value) <= 2**53 - 1:
            return _encode_int(int(value))
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, str):
        data = value.encode("utf-8")
        return _sized(len(data), (32, 0xA0), ((8, 0xD9), (16, 0xDA), (32, 0xDB))) + data
    if isinstance(value, (bytes, bytearray)):
        return _sized(len(value), None, ((8, 0xC4), (16, 0xC5), (32, 0xC6))) + bytes(value)
    if isinstance(value, (list, tuple)):
        head = _sized(len(value), (16, 0x90), ((16, 0xDC), (32, 0xDD)))
        return head + b"".join(encode(v) for v in value)
    if isinstance(value, dict):
        head = _sized(len(value), (16, 0x80), ((16, 0xDE), (32, 0xDF)))
        return head + b"".join(encode(k) + encode(v) for k, v in value.items())
    raise MsgpackError(f"no form for {type(value).__name__}")


def _head(data, at):
    """(kind, end of the head, bytes that follow it, values that follow it)."""
    if at >= len(data):
        raise MsgpackError("cut short")
    c = data[at]
    if c < 0x80 or c >= 0xE0 or c in (0xC0, 0xC2, 0xC3):
        return "plain", at + 1, 0, 0
    if c < 0xC0:
        kind = "map" if c < 0x90 else "array" if c < 0xA0 else "str"
        size, end = c & (31 if kind == "str" else 15), at + 1
    elif 0xCA <= c <= 0xD3:
        return "plain", at + 1, (4, 8, 1, 2, 4, 8, 1, 2, 4, 8)[c - 0xCA], 0
    elif 0xD4 <= c <= 0xD8:
        return "ext", at + 1, 1 + (1 << c - 0xD4), 0
    elif c == 0xC1:
        raise MsgpackError("type byte 0xc1")
    else:
        kind, width = {
            0xC4: ("bin", 1), 0xC5: ("bin", 2), 0xC6: ("bin", 4),
            0xC7: ("ext", 1), 0xC8: ("ext", 2), 0xC9: ("ext", 4),
            0xD9: ("str", 1), 0xDA: ("str", 2), 0xDB: ("str", 4),
            0xDC: ("array", 2), 0xDD: ("array", 4), 0xDE: ("map", 2), 0xDF: ("map", 4),
        }[c]  # fmt: skip
        end = at + 1 + width
        if end > len(data):
            raise MsgpackError("cut short")
        size = int.from_bytes(data[at + 1 : end], "big")
    if kind == "map":
        return kind, end, 0, 2 * size
    if kind == "array":
        return kind, end, 0, size
    return kind, end, size + 1 if kind == "ext" else size, 0


def end_of(data, at=0):
    """Where the value at `at` ends. MsgpackError: the bytes cannot be followed."""
    pending = 1
    while pending:
        _, end, size, values = _head(data, at)
        at = end + size
        if at > len(data):
            raise MsgpackError("cut short")
        pending += values - 1
    return at


def _plain(data, at, size):
    c = data[at]
    if c < 0x80:
        return c
    if c >= 0xE0:
        return c - 256
    if c in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[c]
    part = bytes(data[at + 1 : at + 1 + size])
    if c in (0xCA, 0xCB):
        return struct.unpack(">f" if c == 0xCA else ">d", part)[0]
    return int.from_bytes(part, "big", signed=c >= 0xD0)


def _text(part):
    try:
        return bytes(part).decode("utf-8")
    except UnicodeDecodeError:
        raise MsgpackError("not UTF-8") from None


def _value(data, at, depth):
    """(value, end); `data` has been walked by end_of, so nothing ends early."""
    if depth > MAX_DEPTH:
        raise MsgpackError("nested too deep")
    kind, end, size, values = _head(data, at)
    if kind == "plain":
        return _plain(data, at, size), end + size
    if kind == "str":
        return _text(data[end : end + size]), end + size
    if kind == "bin":
        return bytes(data[end : end + size]), end + size
    if kind == "ext":
        raise MsgpackError("extension type")
    at, items = end, []
    for n in range(values):
        item, at = _value(data, at, depth + 1)
        if kind == "map" and n % 2 == 0 and not isinstance(item, str):
            raise MsgpackError("map key is not a string")
        items.append(item)
    if kind == "array":
        return items, at
    return dict(zip(items[0::2], items[1::2])), at  # of two equal keys the last


def decode(data):
    """Bytes to one value; nothing may follow it."""
    if end_of(data) != len(data):
        raise MsgpackError("bytes after the value")
    return _value(data, 0, 1)[0]
