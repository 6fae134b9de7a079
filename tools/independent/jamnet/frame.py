"""TOAST v2 frames and datagrams (spec/toast/v2 sections 1 to 3 and 6).

Nothing here is shared with the packages; the text of the spec is the only source.
"""

import struct
from dataclasses import dataclass

MAX_DATAGRAM = 1200  # section 1
HEADER = 38  # section 2: everything before the payload
OVERHEAD = 42  # header and CRC
MAX_PAYLOAD = MAX_DATAGRAM - OVERHEAD  # 1158
VERSION = 2
MAX_SAFE = 2**53 - 1

STREAM_TYPES = {
    1: "MIDI",
    2: "AUDIO",
    3: "VIDEO",
    4: "SYNC",
    5: "TRANSPORT",
    6: "DISCOVERY",
    7: "HEARTBEAT",
}
FORMAT_TYPES = {0: "STANDARD_JSON", 1: "COMPACT_JSONL", 2: "GPU_BINARY", 3: "MSGPACK"}


def _crc_table():
    table = []
    for n in range(256):
        c = n
        for _ in range(8):
            c = (c >> 1) ^ 0xEDB88320 if c & 1 else c >> 1
        table.append(c)
    return table


_TABLE = _crc_table()


def crc32(data):
    """Section 2: reflected, polynomial 0x04C11DB7, initial value and final XOR 0xFFFFFFFF."""
    c = 0xFFFFFFFF
    for byte in data:
        c = _TABLE[(c ^ byte) & 0xFF] ^ (c >> 8)
    return c ^ 0xFFFFFFFF


@dataclass(frozen=True)
class Frame:
    """The fields of section 2. The frame length and the CRC follow from the others."""

    stream_type: int
    format_type: int = 1
    sealed: bool = False
    refresh: bool = False
    burst_index: int = 0
    burst_size: int = 1
    message_type: int = 0
    stream_id: int = 0
    timestamp: int = 0
    sequence: int = 0
    uuid: bytes = bytes(16)
    payload: bytes = b""

    def as_json(self):
        """The form in which vectors and readback files carry a frame."""
        return {
            "streamType": self.stream_type,
            "formatType": self.format_type,
            "sealed": self.sealed,
            "refresh": self.refresh,
            "burstIndex": self.burst_index,
            "burstSize": self.burst_size,
            "messageType": self.message_type,
            "streamId": self.stream_id,
            "timestamp": str(self.timestamp),
            "sequence": self.sequence,
            "uuid": self.uuid.hex(),
            "payload": self.payload.hex(),
        }

    @staticmethod
    def from_json(fields):
        return Frame(
            stream_type=fields["streamType"],
            format_type=fields["formatType"],
            sealed=bool(fields["sealed"]),
            refresh=bool(fields["refresh"]),
            burst_index=fields["burstIndex"],
            burst_size=fields["burstSize"],
            message_type=fields["messageType"],
            stream_id=fields["streamId"],
            timestamp=int(fields["timestamp"]),
            sequence=fields["sequence"],
            uuid=bytes.fromhex(fields["uuid"]),
            payload=bytes.fromhex(fields["payload"]),
        )


def message_word(frame, version=VERSION):
    """Section 2, the message word, bit 0 lowest."""
    return (
        version
        | int(frame.sealed) << 4
        | int(frame.refresh) << 5
        | frame.burst_index << 8
        | (frame.burst_size - 1) << 12
        | frame.message_type << 16
        | frame.stream_id << 24
    )


def assemble(length, stream_type, format_type, word, timestamp, sequence, uuid, payload):
    """The bytes of a frame from raw header fields, legal or not, with the right CRC."""
    head = struct.pack("<IBBIQI", length, stream_type, format_type, word, timestamp, sequence)
    body = head + uuid + payload
    return body + struct.pack("<I", crc32(body))


def encode(frame):
    """Section 2: one frame to bytes. A frame that section 3 would refuse is not made."""
    if len(frame.payload) > MAX_PAYLOAD:
        raise ValueError("payload over 1158 bytes")
    if frame.stream_type not in STREAM_TYPES:
        raise ValueError("stream type")
    if not 1 <= frame.burst_size <= 16 or not 0 <= frame.burst_index < frame.burst_size:
        raise ValueError("burst")
    if len(frame.uuid) != 16:
        raise ValueError("uuid")
    for value, bits in ((frame.message_type, 8), (frame.stream_id, 8), (frame.format_type, 8)):
        if not 0 <= value < 1 << bits:
            raise ValueError("field out of range")
    return assemble(
        OVERHEAD + len(frame.payload),
        frame.stream_type,
        frame.format_type,
        message_word(frame),
        frame.timestamp,
        frame.sequence,
        frame.uuid,
        frame.payload,
    )


def _read_one(data, at):
    """Section 3 at one place: (status, frame or None, length to go on by or 0 for stop)."""
    left = len(data) - at
    if left < OVERHEAD:
        return "short", None, 0
    length, stream_type, format_type, word, timestamp, sequence = struct.unpack_from(
        "<IBBIQI", data, at
    )
    if not OVERHEAD <= length <= MAX_DATAGRAM or length > left:
        return "badLength", None, 0
    end = at + length
    (crc,) = struct.unpack_from("<I", data, end - 4)
    if crc != crc32(data[at : end - 4]):
        return "badCrc", None, 0
    if word & 0xF != VERSION:
        return "badVersion", None, length
    if word >> 6 & 3:
        return "badFlags", None, length
    burst_index, burst_size = word >> 8 & 0xF, (word >> 12 & 0xF) + 1
    if burst_index >= burst_size:
        return "badBurst", None, length
    if stream_type not in STREAM_TYPES:
        return "badStreamType", None, length
    frame = Frame(
        stream_type=stream_type,
        format_type=format_type,
        sealed=bool(word & 0x10),
        refresh=bool(word & 0x20),
        burst_index=burst_index,
        burst_size=burst_size,
        message_type=word >> 16 & 0xFF,
        stream_id=word >> 24 & 0xFF,
        timestamp=timestamp,
        sequence=sequence,
        uuid=bytes(data[at + 22 : at + 38]),
        payload=bytes(data[at + 38 : end - 4]),
    )
    return "ok", frame, length


def read_datagram(data):
    """Sections 1 and 3: every frame of a datagram as (status, frame or None), in order.

    Reading ends when no byte is left; an empty datagram therefore gives no entry. A datagram over
    1,200 bytes gives one badLength and nothing of it is read.
    """
    if len(data) > MAX_DATAGRAM:
        return [("badLength", None)]
    found, at = [], 0
    while at < len(data):
        status, frame, length = _read_one(data, at)
        found.append((status, frame))
        if not length:
            break
        at += length
    return found


def payload_status(frame):
    """Section 3, last paragraphs: what a reader without keys counts instead of decoding."""
    if frame.sealed:
        return "sealed"
    if frame.format_type not in FORMAT_TYPES:
        return "unknownForm"
    return "ok"


def is_newer(a, b):
    """Section 6: serial number comparison (RFC 1982)."""
    return 1 <= (a - b) % 2**32 <= 2**31 - 1


class DuplicateFilter:
    """Section 6: the last 4,096 sequences of one (sender, stream id), the newest among them."""

    WINDOW = 4096

    def __init__(self):
        self._newest = None
        self._seen = 0  # bit n: newest - n was taken

    def take(self, sequence):
        """'new', 'duplicate' or 'late'."""
        if self._newest is None:
            self._newest, self._seen = sequence, 1
            return "new"
        if is_newer(sequence, self._newest):
            step = (sequence - self._newest) % 2**32
            mask = (1 << self.WINDOW) - 1
            self._seen = (self._seen << step & mask if step < self.WINDOW else 0) | 1
            self._newest = sequence
            return "new"
        back = (self._newest - sequence) % 2**32
        if back >= self.WINDOW:
            return "late"
        if self._seen >> back & 1:
            return "duplicate"
        self._seen |= 1 << back
        return "new"
