"""JMID v1: the field tables, the state line, long SysEx (spec/jmid/v1 sections 1 to 3)."""

from .kinds import STANDARD, U64, Array, Bytes, Fixed, Integer, Refused
from .message import Field, Type

SEVEN, FOURTEEN = Integer(0, 127), Integer(0, 16383)
U8, U16, U32 = Integer(0, 255), Integer(0, 2**16 - 1), Integer(0, 2**32 - 1)
I32 = Integer(-(2**31), 2**31 - 1)
NIBBLE = Integer(1, 16)

GROUP = Field("group", "g", NIBBLE, default=1)
CHANNEL = Field("channel", "c", NIBBLE)
NOTE = Field("note", "n", SEVEN)
TIMESTAMP = Field("timestamp", "ts", U64(), required=False)
SEQUENCE = Field("sequence", "seq", U32, required=False)


def _velocity(kind):
    return Field("velocity", "v", kind)


def _pressure(kind):
    return Field("pressure", "p", kind)


def _bend(kind):
    return Field("bend", "b", kind)


def _value(kind):
    return Field("value", "val", kind)


def _index(kind):
    return Field("index", "ix", kind)


CONTROLLER = Field("controller", "cc", SEVEN)
PROGRAM = Field("program", "pr", SEVEN)
BANK = Field("bank", "bk", SEVEN)
ATTRIBUTE = (Field("attributeType", "aty", U8, default=0), Field("attribute", "atd", U16, default=0))


def _below(low, high):
    def rule(fields):
        if fields[low] >= fields[high]:
            raise Refused("outOfRange")

    return rule


def _event(name, code, *own, rule=None):
    return Type(name, code, (GROUP, *own, TIMESTAMP, SEQUENCE), rule)


EVENTS = (
    # section 1.1
    _event("note_on", "n+", CHANNEL, NOTE, _velocity(SEVEN)),
    _event("note_off", "n-", CHANNEL, NOTE, _velocity(SEVEN)),
    _event("poly_pressure", "at", CHANNEL, NOTE, _pressure(SEVEN)),
    _event("control_change", "cc", CHANNEL, CONTROLLER, _value(SEVEN)),
    _event("program_change", "pc", CHANNEL, PROGRAM),
    _event("channel_pressure", "cp", CHANNEL, _pressure(SEVEN)),
    _event("pitch_bend", "pb", CHANNEL, _bend(FOURTEEN)),
    _event("sysex", "sx", Field("data", "d", Bytes(0, 15728640))),
    _event("time_code", "tc", _value(SEVEN)),
    _event("song_position", "sp", _value(FOURTEEN)),
    _event("song_select", "ss", _value(SEVEN)),
    _event("tune_request", "tr"),
    _event("clock", "ck"),
    _event("start", "st"),
    _event("continue", "co"),
    _event("stop", "so"),
    _event("active_sensing", "as"),
    _event("reset", "rs"),
    _event(
        "sysex_chunk",
        "sxc",
        Field("id", "id", U32),
        Field("index", "i", U16),
        Field("count", "k", Integer(1, 65536)),
        Field("data", "d", Bytes(1, 1024)),
        rule=_below("index", "count"),
    ),
    # section 1.2
    _event("midi2_note_on", "2n+", CHANNEL, NOTE, _velocity(U16), *ATTRIBUTE),
    _event("midi2_note_off", "2n-", CHANNEL, NOTE, _velocity(U16), *ATTRIBUTE),
    _event("midi2_poly_pressure", "2at", CHANNEL, NOTE, _pressure(U32)),
    _event("midi2_control_change", "2cc", CHANNEL, CONTROLLER, _value(U32)),
    _event("midi2_program_change", "2pc", CHANNEL, PROGRAM, Field("bank", "bk", FOURTEEN, False)),
    _event("midi2_channel_pressure", "2cp", CHANNEL, _pressure(U32)),
    _event("midi2_pitch_bend", "2pb", CHANNEL, _bend(U32)),
    _event("midi2_registered_controller", "2rc", CHANNEL, BANK, _index(SEVEN), _value(U32)),
    _event("midi2_assignable_controller", "2ac", CHANNEL, BANK, _index(SEVEN), _value(U32)),
    _event("midi2_relative_registered_controller", "2rr", CHANNEL, BANK, _index(SEVEN), _value(I32)),
    _event("midi2_relative_assignable_controller", "2ra", CHANNEL, BANK, _index(SEVEN), _value(I32)),
    _event("midi2_note_pitch_bend", "2pn", CHANNEL, NOTE, _bend(U32)),
    _event("midi2_registered_note_controller", "2rn", CHANNEL, NOTE, _index(U8), _value(U32)),
    _event("midi2_assignable_note_controller", "2an", CHANNEL, NOTE, _index(U8), _value(U32)),
    _event("midi2_note_management", "2nm", CHANNEL, NOTE, Field("options", "o", Integer(0, 3))),
)


class ChannelState:
    """Section 2: an object in the standard form, six elements in the others."""

    NOTES = Array(SEVEN, 0, 128)
    PAIRS = Array(Fixed(SEVEN, SEVEN), 0, 128)
    FLAT = Array(SEVEN, 0, 256)
    REST = (("program", 127), ("bend", 16383), ("pressure", 127))

    def read(self, value, form):
        return self._object(value) if form == STANDARD else self._positional(value, form)

    def _object(self, value):
        if not isinstance(value, dict):
            raise Refused("malformed")
        rows = [
            ("group", NIBBLE, False),
            ("channel", NIBBLE, True),
            ("notes", self.NOTES, True),
            ("controllers", self.PAIRS, True),
        ] + [(name, Integer(0, high), False) for name, high in self.REST]
        out = {}
        for name, kind, required in rows:
            if name in value:
                out[name] = kind.read(value[name], STANDARD)
            elif required:
                raise Refused("malformed")
        if out.get("group") == 1:
            del out["group"]
        return out

    def _positional(self, value, form):
        if not isinstance(value, list) or len(value) != 6:
            raise Refused("malformed")
        place = U8.read(value[0], form)
        out = {"group": place // 16 + 1} if place > 15 else {}
        out["channel"] = place % 16 + 1
        out["notes"] = self.NOTES.read(value[1], form)
        if isinstance(value[2], list) and len(value[2]) <= 256 and len(value[2]) % 2:
            raise Refused("malformed")
        flat = self.FLAT.read(value[2], form)
        out["controllers"] = [list(pair) for pair in zip(flat[0::2], flat[1::2])]
        for (name, high), element in zip(self.REST, value[3:]):
            read = Integer(-1, high).read(element, form)
            if read != -1:
                out[name] = read
        return out

    def write(self, value, form):
        if form == STANDARD:
            return value
        place = (value.get("group", 1) - 1) * 16 + value["channel"] - 1
        flat = [n for pair in value["controllers"] for n in pair]
        rest = [value.get(name, -1) for name, _ in self.REST]
        return [place, value["notes"], flat, *rest]


def _state_rule(fields):
    if "part" in fields and fields["part"][0] >= fields["part"][1]:
        raise Refused("outOfRange")


STATE = Type(
    "midi_state",
    "ms",
    (
        Field("stream", "s", Integer(1, 255)),
        Field("part", "part", Fixed(U16, Integer(1, 65536)), required=False),
        Field("channels", "ch", Array(ChannelState(), 0, 256)),
        Field("sequence", "seq", U32),
    ),
    _state_rule,
    tail=("sequence",),
)

TYPES = EVENTS + (STATE,)

# ---- section 3 -------------------------------------------------------------------------------

PIECE = 240


def cut(sysex, number):
    """What is sent for a sysex: itself, or its chunks with id `number`. No sequences."""
    data = sysex["data"]
    if len(data) <= PIECE:
        return [sysex]
    pieces = [data[i : i + PIECE] for i in range(0, len(data), PIECE)]
    out = []
    for i, piece in enumerate(pieces):
        chunk = {"type": "sysex_chunk"}
        if "group" in sysex:
            chunk["group"] = sysex["group"]
        chunk.update(id=number, index=i, count=len(pieces), data=piece)
        if "timestamp" in sysex:
            chunk["timestamp"] = sysex["timestamp"]
        out.append(chunk)
    return out


class Joiner:
    """Collects the chunks of one (sender, stream id). Time and memory bounds are not modelled."""

    def __init__(self):
        self._open = {}
        self._done = set()

    def take(self, chunk):
        """The whole sysex, 'malformed', or None while there is nothing to deliver."""
        key = chunk["id"]
        if key in self._done:
            return None
        count, pieces = self._open.setdefault(key, (chunk["count"], {}))
        if chunk["count"] != count:
            return "malformed"
        pieces.setdefault(chunk["index"], chunk)
        if len(pieces) < count:
            return None
        del self._open[key]
        self._done.add(key)
        first = pieces[0]
        whole = {"type": "sysex"}
        if "group" in first:
            whole["group"] = first["group"]
        whole["data"] = [n for i in range(count) for n in pieces[i]["data"]]
        for name in ("timestamp", "sequence"):
            if name in first:
                whole[name] = first[name]
        return whole
