"""JDAT v1: tables, binary form, cutting, JELLIE (spec/jdat/v1)."""

from . import message as m
from . import msgpack
from .kinds import MAX_SAFE, MSGPACK, U64, Array, Fixed, Integer, IntegerOf, Refused
from .message import Field, Type

BAD, RANGE = "malformed", "outOfRange"
RATE, U32, FRAME = IntegerOf(44100, 48000, 96000, 192000), Integer(0, 2**32 - 1), Integer(0, MAX_SAFE)
POSITION = Field("position", "p", FRAME)
NEXT = Field("next", "nx", Fixed(RATE, FRAME), required=False)
TIMESTAMP = Field("timestamp", "ts", U64())
# Section 5.1: lowest and highest element of a part, and its bytes in the binary form.
PARTS = (
    (-(2**23), 2**23 - 1, 3),
    (-(2**23), 2**23 - 1, 3),
    (-(2**24), 2**24 - 2, 4),
    (-3 * 2**23, 3 * (2**23 - 1), 4),
)


def pairs(frames, part):
    """Section 5.1: elements of a part for each channel."""
    return frames // 2 if part == 1 else (frames + 1) // 2


def _jdat_rule(fields):
    if len(fields["payload"]) != fields["frames"] * fields["channels"]:
        raise Refused(RANGE)


def _jellie_rule(fields):
    payload, part = fields["payload"], fields["part"]
    low, high, _ = PARTS[part]
    if len(payload) != pairs(fields["frames"], part) * fields.get("channels", 1):
        raise Refused(RANGE)
    if not all(low <= value <= high for value in payload):
        raise Refused(RANGE)


JDAT = Type(
    "jdat",
    "ja",
    (
        Field("rate", "r", RATE),
        Field("channels", "c", Integer(1, 8)),
        Field("frames", "n", Integer(1, 512)),
        POSITION,
        NEXT,
        Field("payload", "d", Array(Integer(*PARTS[0][:2]), 1, 4096)),
        TIMESTAMP,
    ),
    rule=_jdat_rule,
    tail=("timestamp",),
)
JELLIE = Type(
    "jellie",
    "je",
    (
        Field("rate", "r", RATE),
        Field("channels", "c", Integer(1, 8), default=1),
        Field("frames", "n", Integer(2, 512)),
        Field("part", "k", Integer(0, 3)),
        POSITION,
        NEXT,
        Field("payload", "d", Array(Integer(*PARTS[3][:2]), 1, 2048)),
        TIMESTAMP,
        Field("sequence", "seq", U32),
    ),
    rule=_jellie_rule,
)
TYPES = (JDAT, JELLIE)
KINDS = {1: JDAT, 2: JELLIE}  # section 4
HEADER = 32


# ---- binary form (section 4) -----------------------------------------------------------------


def binary(one):
    """A normalised message in the binary form."""
    table = next(t for t in TYPES if t.name == one["type"])
    kind = next(k for k, t in KINDS.items() if t is table)
    major, minor = one.get("version", m.DEFAULT_VERSION).split("/")[1].split(".")
    part = one.get("part", 0)
    out = bytes([kind, 1 if "next" in one else 0])
    for value, size in (
        (int(major) * 100000 + int(minor), 4),
        (one["position"], 8),
        (one["timestamp"], 8),
        (one["rate"], 4),
        (one["frames"], 2),
        (one.get("channels", 1), 1),
        (part, 1),
    ):
        out += value.to_bytes(size, "little")
    if table is JELLIE:
        out += one["sequence"].to_bytes(4, "little")
    if "next" in one:
        out += one["next"][0].to_bytes(4, "little") + one["next"][1].to_bytes(8, "little")
    for value in one["payload"]:
        out += value.to_bytes(PARTS[part][2], "little", signed=True)
    rows = {row.name for row in table.fields} | {"type", "version"}
    rest = {name: value for name, value in one.items() if name not in rows}
    if rest:
        out += msgpack.encode(rest)
    return (len(out) + 2).to_bytes(2, "little") + out


def _rest(table, data):
    """The members behind the payload."""
    if not data:
        return {}
    try:
        members = msgpack.decode(data)
    except msgpack.MsgpackError:
        raise Refused(BAD) from None
    names = {n for row in table.fields for n in (row.name, row.key)} | {"t", "ver", "type", "version"}
    if not isinstance(members, dict) or any(name in names for name in members):
        raise Refused(BAD)
    return members


def read_binary(data):
    """One message that fills `data`."""
    if len(data) < HEADER or int.from_bytes(data[:2], "little") != len(data):
        raise Refused(BAD)

    def at(offset, size):
        return int.from_bytes(data[offset : offset + size], "little")

    version = at(4, 4)
    if version // 100000 > m.NEWEST_MAJOR:
        raise Refused("unsupportedVersion")
    if data[2] not in KINDS:
        raise Refused("unknownType")
    table, flags, part = KINDS[data[2]], data[3], data[31]
    here = HEADER + (4 if table is JELLIE else 0)
    begin = here + (12 if flags & 1 else 0)
    if flags > 1 or (table is JDAT and part) or begin > len(data):
        raise Refused(BAD)
    value = {
        "t": table.code, "ver": f"jamnet/{version // 100000}.{version % 100000}",
        "r": at(24, 4), "c": data[30], "n": at(28, 2), "p": at(8, 8), "ts": at(16, 8),
    }  # fmt: skip
    if table is JELLIE:
        value["k"], value["seq"] = part, at(HEADER, 4)
    if flags:
        value["nx"] = [at(here, 4), at(here + 4, 8)]
    size = PARTS[part][2] if part < 4 else 4
    count = (pairs(value["n"], part) if table is JELLIE else value["n"]) * value["c"]
    end = begin + count * size
    if end <= len(data):
        value["d"] = [int.from_bytes(data[i : i + size], "little", signed=True) for i in range(begin, end, size)]
    # The fields first, then what stands behind them.
    m.read_object(TYPES, value, MSGPACK)
    rest = _rest(table, data[end:])
    return m.read_object(TYPES, {**value, **rest}, MSGPACK)


def read_binary_payload(data):
    """Every message of a payload or, in its place, its status."""
    out = []
    while data:
        length = int.from_bytes(data[:2], "little")
        if len(data) < HEADER or not HEADER <= length <= len(data):
            return [*out, BAD]
        try:
            out.append(read_binary(data[:length]))
        except Refused as refused:
            out.append(refused.status)
        data = data[length:]
    return out


# ---- cutting (section 2.2) -------------------------------------------------------------------


def piece_time(timestamp, rate, k):
    """The timestamp of the piece that begins k frames on: floor(k * 10^6 / rate + 1/2), in integers."""
    return timestamp + (2 * k * 10**6 + rate) // (2 * rate)


# ---- JELLIE (section 5) ----------------------------------------------------------------------


def split(samples, channels):
    """The payloads of the four parts of interleaved samples."""
    frames = len(samples) // channels
    parts = [[], [], [], []]
    for first in range(0, frames, 2):
        for channel in range(channels):
            e = samples[first * channels + channel]
            whole = first + 1 < frames
            o = samples[(first + 1) * channels + channel] if whole else 0
            parts[0].append(e)
            if whole:
                parts[1].append(o)
            parts[2].append(e + o)
            parts[3].append(e + 2 * o)
    return parts


# Section 5.3, in the order of the table: what is there, and from it e and o.
EXACT = (
    ((0, 1), lambda e, o: (e, o)),
    ((0, 2), lambda e, s: (e, s - e)),
    ((0, 3), lambda e, t: (e, (t - e) // 2)),
    ((1, 2), lambda o, s: (s - o, o)),
    ((1, 3), lambda o, t: (t - 2 * o, o)),
    ((2, 3), lambda s, t: (2 * s - t, t - s)),
)


def join(parts, channels, frames, which):
    """The samples from the two parts `which`; malformed where they are not of one signal."""
    first, second = which
    rule = dict(EXACT)[which]
    out = [0] * (frames * channels)
    for pair in range((frames + 1) // 2):
        for channel in range(channels):
            index = pair * channels + channel
            whole = 2 * pair + 1 < frames
            # A last pair without its o: part 1 has no element for it, and the o it would have is 0.
            a, b = (0 if part == 1 and not whole else parts[part][index] for part in (first, second))
            if which == (0, 3) and (b - a) % 2:
                raise Refused(BAD)
            e, o = rule(a, b)
            if not all(PARTS[0][0] <= v <= PARTS[0][1] for v in (e, o)) or (not whole and o):
                raise Refused(BAD)
            out[2 * pair * channels + channel] = e
            if whole:
                out[(2 * pair + 1) * channels + channel] = o
    return out
