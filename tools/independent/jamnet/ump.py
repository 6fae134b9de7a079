"""Universal MIDI Packets (spec/jmid/v1 section 6). Packets are lists of 32-bit words."""

from . import midi_bytes

WORDS = (1, 1, 1, 2, 2, 4, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4)  # by packet type
VELOCITY = object()  # word 2 holds velocity and attribute
PROGRAM = object()  # word 2 holds program and bank
SIGNED = object()  # word 2 holds a two's complement value
# opcode: (type, byte 3, byte 4, word 2)
MIDI2 = {
    0x00: ("midi2_registered_note_controller", "note", "index", "value"),
    0x10: ("midi2_assignable_note_controller", "note", "index", "value"),
    0x20: ("midi2_registered_controller", "bank", "index", "value"),
    0x30: ("midi2_assignable_controller", "bank", "index", "value"),
    0x40: ("midi2_relative_registered_controller", "bank", "index", SIGNED),
    0x50: ("midi2_relative_assignable_controller", "bank", "index", SIGNED),
    0x60: ("midi2_note_pitch_bend", "note", None, "bend"),
    0x80: ("midi2_note_off", "note", "attributeType", VELOCITY),
    0x90: ("midi2_note_on", "note", "attributeType", VELOCITY),
    0xA0: ("midi2_poly_pressure", "note", None, "pressure"),
    0xB0: ("midi2_control_change", "controller", None, "value"),
    0xC0: ("midi2_program_change", None, None, PROGRAM),
    0xD0: ("midi2_channel_pressure", None, None, "pressure"),
    0xE0: ("midi2_pitch_bend", None, None, "bend"),
    0xF0: ("midi2_note_management", "note", "options", None),
}
OPCODES = {row[0]: opcode for opcode, row in MIDI2.items()}


def _word(a, b, c, d):
    return a << 24 | b << 16 | c << 8 | d


def _encode_sysex(group, data):
    parts = [data[i : i + 6] for i in range(0, len(data), 6)] or [[]]
    out = []
    for i, part in enumerate(parts):
        status = 0x00 if len(parts) == 1 else 0x10 if i == 0 else 0x20
        if i and i == len(parts) - 1:
            status = 0x30
        six = list(part) + [0] * (6 - len(part))
        out.append(_word(0x30 | group, status | len(part), six[0], six[1]))
        out.append(_word(*six[2:]))
    return out


def _encode_midi2(group, message):
    opcode = OPCODES[message["type"]]
    _, third, fourth, second = MIDI2[opcode]
    b3 = message[third] if third else 0
    b4 = message.get(fourth, 0) if fourth else 0
    if second is VELOCITY:
        word = message["velocity"] << 16 | message.get("attribute", 0)
    elif second is PROGRAM:
        bank = message.get("bank", 0)
        b4 = 1 if "bank" in message else 0
        word = message["program"] << 24 | bank >> 7 << 8 | bank & 127
    elif second is SIGNED:
        word = message["value"] % 2**32
    else:
        word = message[second] if second else 0
    return [_word(0x40 | group, opcode | message["channel"] - 1, b3, b4), word]


def encode(message):
    """The words of a message's packets, or None where it has none."""
    group = message.get("group", 1) - 1
    if message["type"] == "sysex":
        return _encode_sysex(group, message["data"])
    if message["type"] in OPCODES:
        return _encode_midi2(group, message)
    found = midi_bytes.head_and_data(message)
    if found is None:
        return None
    status, data = found
    first, second = (data + [0, 0])[:2]
    return [_word((0x10 if status >= 0xF0 else 0x20) | group, status, first, second)]


class Reader:
    """A stream of packets.

    `unknown_type` and `malformed` count packets; `dropped` counts unfinished SysEx that a new start
    drops and continue or end packets without a start. A SysEx lost to a malformed packet is
    counted as that packet only.
    """

    def __init__(self):
        self.unknown_type = self.malformed = self.dropped = 0
        self._sysex = {}

    def take(self, words):
        """The messages that whole packets in `words` give, in order."""
        out, at = [], 0
        while at < len(words):
            kind = words[at] >> 28
            packet = words[at : at + WORDS[kind]]
            at += WORDS[kind]
            if len(packet) < WORDS[kind]:
                self.malformed += 1
                break
            message = self._packet(kind, packet)
            if message is None:
                continue
            group = (packet[0] >> 24 & 15) + 1
            if group > 1:
                message = {"type": message.pop("type"), "group": group, **message}
            out.append(message)
        return out

    def _packet(self, kind, packet):
        if kind in (1, 2):
            return self._short(kind, packet[0])
        if kind == 3:
            return self._sysex7(packet)
        if kind == 4:
            return self._midi2(packet)
        self.unknown_type += 1
        return None

    def _short(self, kind, word):
        status, first, second = word >> 16 & 0xFF, word >> 8 & 0xFF, word & 0xFF
        size = midi_bytes.data_size(status)
        if size is None or status < 0x80 or (status >= 0xF0) != (kind == 1):
            self.unknown_type += 1
            return None
        data = [first, second][:size]
        if any(b > 127 for b in data):
            self.malformed += 1
            return None
        return midi_bytes.from_parts(status, data)

    def _sysex7(self, packet):
        group, status, count = (packet[0] >> s & 15 for s in (24, 20, 16))
        if status > 3:
            self.unknown_type += 1
            return None
        data = [*packet[0].to_bytes(4, "big")[2:], *packet[1].to_bytes(4, "big")][:count]
        begun = self._sysex.pop(group, None)
        if count > 6 or any(b > 127 for b in data):
            self.malformed += 1
            return None
        if status in (0, 1):
            if begun is not None:
                self.dropped += 1
            begun = []
        elif begun is None:
            self.dropped += 1
            return None
        begun += data
        if status in (0, 3):
            return {"type": "sysex", "data": begun}
        self._sysex[group] = begun
        return None

    def _midi2(self, packet):
        first, second = packet
        opcode = first >> 16 & 0xF0
        if opcode not in MIDI2:
            self.unknown_type += 1
            return None
        name, third, fourth, kind = MIDI2[opcode]
        b3, b4 = first >> 8 & 0xFF, first & 0xFF
        message = {"type": name, "channel": (first >> 16 & 15) + 1}
        seven = [b3] if third else []  # every field in byte 3 has seven bits
        if third:
            message[third] = b3
        if fourth == "index" and third == "bank":
            seven.append(b4)
        if fourth == "options":
            b4 &= 3
        if kind is PROGRAM:
            banks = [second >> 8 & 0xFF, second & 0xFF] if b4 & 1 else []
            seven += [second >> 24, *banks]
            message["program"] = second >> 24
            if banks:
                message["bank"] = banks[0] << 7 | banks[1]
        elif kind is VELOCITY:
            message["velocity"] = second >> 16
            if b4:
                message["attributeType"] = b4
            if second & 0xFFFF:
                message["attribute"] = second & 0xFFFF
        else:
            if fourth:
                message[fourth] = b4
            if kind is SIGNED:
                message["value"] = second - 2**32 if second >> 31 else second
            elif kind:
                message[kind] = second
        if any(b > 127 for b in seven):
            self.malformed += 1
            return None
        return message
