"""spec/toast/v2/vectors/frames.json, datagrams.json and invalid-datagrams.json."""

import struct

from jamnet import frame as f
from jamnet.frame import Frame

NAME = bytes.fromhex("00112233445586778899aabb")  # byte 6 = 0x86, byte 8 = 0x88: a UUIDv8
UUID = NAME + struct.pack("<I", 0xCAFEBABE)
MEDIA = dict(stream_type=1, stream_id=1, uuid=UUID, timestamp=123456789012345, sequence=7)


def frames():
    """Valid frames, one datagram each."""
    out = []

    def add(name, **fields):
        base = dict(MEDIA)
        base.update(fields)
        out.append((name, Frame(**base)))

    line = b'{"t":"no","ts":1,"n":60,"v":32768}'
    for number, title in f.STREAM_TYPES.items():
        control = number in (6, 7)
        add(
            f"stream type {number} {title}",
            stream_type=number,
            stream_id=0 if control else number,
            payload=line,
        )
    for number, title in f.FORMAT_TYPES.items():
        add(f"format type {number} {title}", format_type=number, payload=bytes([0x80 | number]))
    add("format type 4, unknown", format_type=4, payload=b"?")
    add("format type 255, unknown", format_type=255, payload=b"?")
    add("empty payload, 42 bytes")
    add("payload of one byte", payload=b"\x00")
    add("max payload, 1200 bytes", payload=bytes(i * 7 & 0xFF for i in range(f.MAX_PAYLOAD)))
    for size in range(1, 17):
        add(f"burst size {size}, first copy", burst_size=size, payload=line)
        if size > 1:
            add(f"burst size {size}, last copy", burst_size=size, burst_index=size - 1, payload=line)
    add("burst size 16, copy 8", burst_size=16, burst_index=8, payload=line)
    add("refresh", refresh=True, payload=line)
    add("sealed", sealed=True, payload=bytes(range(48)))
    add("sealed and refresh", sealed=True, refresh=True, payload=bytes(range(48)))
    for sequence in (0, 1, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1):
        add(f"sequence {sequence}", sequence=sequence)
    for timestamp in (0, 1, 2**32 - 1, 2**32, 2**53 - 1, 2**53, 2**53 + 1, 2**63, 2**64 - 1):
        add(f"timestamp {timestamp}", timestamp=timestamp)
    for stream_id in (0, 1, 127, 128, 255):
        add(f"stream id {stream_id}", stream_id=stream_id)
    for message_type in (0, 1, 128, 255):
        add(f"message type {message_type}", message_type=message_type)
    for sender in (0, 1, 0x80000000, 0xFFFFFFFF, 0x01020304):
        add(f"sender id {sender}", uuid=NAME + struct.pack("<I", sender))
    add("uuid of zeros", uuid=bytes(16))
    add("uuid of ones", uuid=b"\xff" * 16)
    add(
        "all numeric fields at their highest",
        stream_type=7,
        format_type=255,
        sealed=True,
        refresh=True,
        burst_index=15,
        burst_size=16,
        message_type=255,
        stream_id=255,
        timestamp=2**64 - 1,
        sequence=2**32 - 1,
        uuid=b"\xff" * 16,
        payload=b"\xff" * 16,
    )
    add(
        "each field different",
        stream_type=3,
        format_type=2,
        burst_index=4,
        burst_size=6,
        message_type=0x5A,
        stream_id=0xA5,
        timestamp=0x0102030405060708,
        sequence=0x11121314,
        uuid=bytes(range(0xF0, 0x100)),
        payload="zwölf Töne ♪".encode(),
    )
    return out


def raw(length=None, stream_type=1, format_type=1, word=0x01000002, payload=b"abc", crc=0):
    """A frame from raw header fields, its CRC right unless `crc` is XORed in."""
    size = f.OVERHEAD + len(payload) if length is None else length
    data = f.assemble(size, stream_type, format_type, word, 99, 5, UUID, payload)
    (right,) = struct.unpack("<I", data[-4:])
    return data[:-4] + struct.pack("<I", right ^ crc)


def flip(data, at, bit=0):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def invalid():
    """(name, datagram, statuses); the statuses are written by hand from section 3."""
    good = f.encode(Frame(**MEDIA, payload=b"good"))
    big = f.encode(Frame(**MEDIA, payload=bytes(658)))  # 700 bytes
    out = [("empty datagram", b"", [])]
    for size in (1, 3, 4, 5, 6, 10, 18, 22, 37, 38, 41):
        out.append((f"short: {size} bytes of a frame", good[:size], ["short"]))
    out.append(("short: 41 zero bytes", bytes(41), ["short"]))
    for length in (0, 1, 38, 41):
        out.append((f"frame length {length}", raw(length), ["badLength"]))
    out += [
        ("frame length one more than there is", raw(46), ["badLength"]),
        ("frame length one less than there is", raw(44), ["badCrc"]),
        ("frame length 42 with a payload", raw(42), ["badCrc"]),
        ("frame length 1200 in a short datagram", raw(1200), ["badLength"]),
        ("frame length 1201 in a short datagram", raw(1201), ["badLength"]),
        ("frame length 2^31", raw(2**31), ["badLength"]),
        ("frame length 2^32 - 1", raw(2**32 - 1), ["badLength"]),
        ("frame length big-endian", struct.pack(">I", 45) + raw()[4:], ["badLength"]),
        ("42 zero bytes", bytes(42), ["badLength"]),
        ("42 bytes 0xff", b"\xff" * 42, ["badLength"]),
        ("frame cut by one byte", good[:-1], ["badLength"]),
        ("frame of 1201 bytes", raw(payload=bytes(1159)), ["badLength"]),
        ("over 1200: two good frames of 700", big + big, ["badLength"]),
        ("over 1200: a full frame and one byte", raw(payload=bytes(1158)) + b"\0", ["badLength"]),
        ("over 1200: 1201 zero bytes", bytes(1201), ["badLength"]),
        ("crc: all bits inverted", raw(crc=0xFFFFFFFF), ["badCrc"]),
        ("crc: lowest bit", raw(crc=1), ["badCrc"]),
        ("crc: highest bit", raw(crc=1 << 31), ["badCrc"]),
        ("crc: zero", good[:-4] + bytes(4), ["badCrc"]),
        ("crc: big-endian", good[:-4] + good[:-5:-1], ["badCrc"]),
        ("crc: without final xor", raw(crc=0xFFFFFFFF, payload=b""), ["badCrc"]),
        ("crc: bit of the stream type", flip(good, 4), ["badCrc"]),
        ("crc: bit of the format type", flip(good, 5), ["badCrc"]),
        ("crc: bit of the version", flip(good, 6), ["badCrc"]),
        ("crc: bit of the stream id", flip(good, 9, 7), ["badCrc"]),
        ("crc: bit of the timestamp", flip(good, 17, 7), ["badCrc"]),
        ("crc: bit of the sequence", flip(good, 18), ["badCrc"]),
        ("crc: first bit of the uuid", flip(good, 22), ["badCrc"]),
        ("crc: last bit of the uuid", flip(good, 37, 7), ["badCrc"]),
        ("crc: first bit of the payload", flip(good, 38), ["badCrc"]),
        ("crc: last bit of the payload", flip(good, len(good) - 5, 7), ["badCrc"]),
    ]
    for version in (0, 1, 3, 15):
        out.append((f"version {version}", raw(word=0x01000000 | version), ["badVersion"]))
    for bits in (0x40, 0x80, 0xC0):
        out.append((f"message word bits {bits:#x}", raw(word=0x01000002 | bits), ["badFlags"]))
    for index, size in ((1, 1), (2, 2), (15, 1), (15, 15), (3, 2)):
        word = 0x01000002 | index << 8 | size - 1 << 12
        out.append((f"burst index {index} of {size}", raw(word=word), ["badBurst"]))
    for number in (0, 8, 9, 128, 255):
        out.append((f"stream type {number}", raw(stream_type=number), ["badStreamType"]))
    worst = dict(stream_type=0, word=0x010001C3)
    out += [
        ("order: crc before version", raw(crc=1, **worst), ["badCrc"]),
        ("order: version before flags", raw(**worst), ["badVersion"]),
        ("order: flags before burst", raw(stream_type=0, word=0x010001C2), ["badFlags"]),
        ("order: burst before stream type", raw(stream_type=0, word=0x01000102), ["badBurst"]),
    ]
    skips = {
        "badVersion": raw(word=0x01000003),
        "badFlags": raw(word=0x01000042),
        "badBurst": raw(word=0x01000102),
        "badStreamType": raw(stream_type=0),
    }
    stops = {"short": good[:20], "badLength": raw(41), "badCrc": raw(crc=1)}
    for status, data in skips.items():
        out.append((f"skip: good, {status}, good", good + data + good, ["ok", status, "ok"]))
    for status, data in stops.items():
        out.append((f"stop: good, then {status}", good + data, ["ok", status]))
    out += [
        ("stop: badLength, then good", raw(41) + good, ["badLength"]),
        ("stop: badCrc, then good", raw(crc=1) + good, ["badCrc"]),
        ("skip: badVersion, then good", skips["badVersion"] + good, ["badVersion", "ok"]),
        ("skip: all four, then good", b"".join(skips.values()) + good, [*skips, "ok"]),
        ("skip, then stop", skips["badFlags"] + stops["badCrc"] + good, ["badFlags", "badCrc"]),
        ("trailing byte", good + b"\0", ["ok", "short"]),
        ("trailing line feed", good + b"\n", ["ok", "short"]),
        ("41 trailing bytes", good + bytes(41), ["ok", "short"]),
        ("42 trailing zero bytes", good + bytes(42), ["ok", "badLength"]),
        ("length runs into the next frame", raw(46) + good, ["badCrc"]),
        ("garbage before a good frame", b"\0" + good, ["badLength"]),
    ]
    return out


def datagrams():
    """Valid datagrams of several frames."""
    note = Frame(**MEDIA, payload=b'{"t":"no"}')
    copy = Frame(**{**MEDIA, "sequence": 6}, payload=b"{}", burst_index=2, burst_size=3)
    beat = Frame(stream_type=7, uuid=UUID, timestamp=5, sequence=1, payload=b'{"t":"hb"}')
    empty = Frame(**MEDIA)
    return [
        ("two frames", [note, beat]),
        ("an older copy rides along", [note, copy]),
        ("the same frame twice", [note, note]),
        ("three senders", [Frame(stream_type=7, uuid=NAME + bytes([i] * 4)) for i in (1, 2, 3)]),
        ("28 empty frames, 1176 bytes", [empty] * 28),
        ("exactly 1200 bytes", [note, Frame(**MEDIA, payload=bytes(1200 - 42 - 52))]),
        ("two frames of 600 bytes", [Frame(**MEDIA, payload=bytes([i]) * 558) for i in (1, 2)]),
    ]


def _checked(name, data, statuses):
    found = f.read_datagram(data)
    got = [status for status, _ in found]
    if got != statuses:
        raise AssertionError(f"{name}: {got}, by hand {statuses}")
    return found


def files():
    single = []
    for name, one in frames():
        data = f.encode(one)
        if _checked(name, data, ["ok"])[0][1] != one:
            raise AssertionError(name)
        single.append(
            {"name": name, "hex": data.hex(), "frame": one.as_json(), "then": f.payload_status(one)}
        )
    several = []
    for name, parts in datagrams():
        data = b"".join(f.encode(p) for p in parts)
        _checked(name, data, ["ok"] * len(parts))
        several.append(
            {"name": name, "hex": data.hex(), "frames": [p.as_json() for p in parts]}
        )
    bad = []
    for name, data, statuses in invalid():
        found = _checked(name, data, statuses)
        good = [one.as_json() for _, one in found if one]
        entry = {"name": name, "hex": data.hex(), "statuses": statuses}
        if good:
            entry["frames"] = good
        bad.append(entry)
    base = "toast/v2/vectors/"
    return [
        (base + "frames.json", {
            "about": "Valid frames. timestamp is decimal text; uuid and payload are hexadecimal. "
            "then: what a reader without keys counts when it turns to the payload.",
            "vectors": single,
        }),
        (base + "datagrams.json", {
            "about": "Valid datagrams of several frames.",
            "vectors": several,
        }),
        (base + "invalid-datagrams.json", {
            "about": "Datagrams with the status of each frame read, in order; frames: the good ones.",
            "vectors": bad,
        }),
    ]
