"""Topics and what is derived from them (spec/toast/v2 sections 4 and 5)."""

import hashlib
import struct

SCHEMES = ("midi", "audio", "video", "sync")
MAX_REST = 200
DISCOVERY = "sync://jamnet"


class TopicError(ValueError):
    """The text is not a topic."""


def canonical(topic):
    """Section 5: the scheme in lower case, the rest verbatim but for trailing slashes.

    The length limit holds for the rest of the canonical form, so slashes that are removed do not
    count and a rest of slashes alone is empty. Control characters are those of Unicode category
    Cc: U+0000 to U+001F and U+007F to U+009F.
    """
    if not isinstance(topic, str):
        raise TopicError("not text")
    scheme, mark, rest = topic.partition("://")
    if not mark:
        raise TopicError("no ://")
    if not scheme.isascii() or scheme.lower() not in SCHEMES:
        raise TopicError("scheme")
    rest = rest.rstrip("/")
    if any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F for c in rest):
        raise TopicError("control character")
    try:
        size = len(rest.encode("utf-8"))
    except UnicodeEncodeError:
        raise TopicError("not UTF-8") from None
    if not 1 <= size <= MAX_REST:
        raise TopicError("length")
    return scheme.lower() + "://" + rest


def derive(topic):
    """Section 5, the table: session name, groups and port of a topic."""
    name = canonical(topic)
    d = hashlib.sha256(("jamnet/1 " + name).encode("utf-8")).digest()
    session = bytearray(d[0:12])
    session[6] = session[6] & 0x0F | 0x80
    session[8] = session[8] & 0x3F | 0x80
    port = 20000 + (d[16] * 256 + d[17]) % 8192
    if port >= 20808:
        port += 1
    return {
        "canonical": name,
        "sessionName": bytes(session).hex(),
        "ipv4": f"239.{192 + (d[12] & 3)}.{d[13]}.{d[14]}",
        "ipv6": f"ff12::4a4d:{d[12]:02x}{d[13]:02x}:{d[14]:02x}{d[15]:02x}",
        "port": port,
    }


def uuid(session_name, sender_id):
    """Section 4: 12 bytes of session name, then the sender id, little-endian."""
    return session_name + struct.pack("<I", sender_id)
