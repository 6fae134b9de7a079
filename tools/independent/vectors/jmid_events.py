"""spec/jmid/v1/vectors/events.json and midi-state.json: messages in all their forms."""

from jamnet import jmid, midi_bytes, ump
from jamnet import message as m
from jamnet.kinds import U64, Bytes

TYPICAL = {
    "channel": 10,
    "note": 60,
    "controller": 74,
    "program": 5,
    "bend": 8192,
    "pressure": 90,
    "velocity": 100,
    "value": 99,
    "bank": 3,
    "index": 7,
    "options": 1,
    "id": 77,
    "count": 9,
    "data": [126, 127, 9, 1],
    "attributeType": 3,
    "attribute": 31245,
}
TYPICAL2 = {
    "velocity": 51492,
    "pressure": 3037155545,
    "value": 305419896,
    "bend": 2147483648,
    "bank": 100,
}


def _extreme(kind, highest):
    if isinstance(kind, Bytes):
        return [127] * min(kind.high, 1024) if highest else [0] * kind.low
    if isinstance(kind, U64):
        return 2**64 - 1 if highest else 0
    return kind.high if highest else kind.low


def ordinary():
    """Every type with its lowest, highest and typical values."""
    for table in jmid.EVENTS:
        own = [r for r in table.fields if r.name not in ("group", "timestamp", "sequence")]
        low = {r.name: _extreme(r.kind, False) for r in own if r.required and r.default is m.ABSENT}
        yield f"{table.name}, lowest", {"type": table.name, **low}
        high = {r.name: _extreme(r.kind, True) for r in own}
        if table.name == "sysex":
            high["data"] = high["data"][:240]
        end = {"timestamp": 2**64 - 1, "sequence": 2**32 - 1}
        yield f"{table.name}, highest", {"type": table.name, "group": 16, **high, **end}
        values = {**TYPICAL, **(TYPICAL2 if table.code[0] == "2" else {})}
        some = {r.name: values[r.name] for r in own if r.required}
        end = {"timestamp": 1234567, "sequence": 42}
        yield f"{table.name}, typical", {"type": table.name, **some, **end}


def particular():
    note = {"type": "note_on", "channel": 1, "note": 60, "velocity": 100}
    yield "note_on of velocity 0 stays one", {**note, "velocity": 0, "timestamp": 5, "sequence": 6}
    yield "note_off of velocity 64", {**note, "type": "note_off", "velocity": 64}
    for group in (2, 15):
        yield f"group {group}", {**note, "group": group}
    yield "channel 16", {**note, "channel": 16}
    for value in (0, 1, 2**31, 2**32, 2**53 - 2, 2**53 - 1, 2**53, 2**53 + 1, 2**63, 2**64 - 1):
        yield f"timestamp {value}", {**note, "timestamp": value, "sequence": 1}
    for value in (0, 127, 128, 255, 256, 65535, 65536, 2**31, 2**32 - 1):
        yield f"sequence {value}", {**note, "sequence": value}
    for bend in (1, 127, 128, 8191, 8193, 16382):
        yield f"pitch_bend {bend}", {"type": "pitch_bend", "channel": 1, "bend": bend}
    yield "song_position 129", {"type": "song_position", "value": 129}
    for size in (1, 5, 6, 7, 12, 13, 18, 19, 100, 239):
        data = [(i * 11 + 1) % 128 for i in range(size)]
        yield f"sysex of {size} bytes", {"type": "sysex", "data": data}
    yield "sysex of 7 bytes, group 9", {"type": "sysex", "group": 9, "data": [1, 2, 3, 4, 5, 6, 7]}
    note2 = {"type": "midi2_note_on", "channel": 1, "note": 60, "velocity": 32768}
    yield "midi2_note_on, attribute only", {**note2, "attribute": 1}
    yield "midi2_note_on, attribute type only", {**note2, "attributeType": 1}
    yield "midi2_note_off, the mark of section 5", {
        **note2, "type": "midi2_note_off", "attributeType": 1, "attribute": 19021,
    }  # fmt: skip
    program = {"type": "midi2_program_change", "channel": 2, "program": 9}
    for bank in (0, 127, 128, 16383):
        yield f"midi2_program_change, bank {bank}", {**program, "bank": bank}
    relative = {"type": "midi2_relative_assignable_controller", "channel": 1, "bank": 0, "index": 1}
    for value in (-1, -32, -33, -128, -129, -32768, -32769, 0, 1):
        yield f"relative controller {value}", {**relative, "value": value}
    for value in (2**31 - 1, 2**31, 2**31 + 1):
        yield f"midi2_pitch_bend {value}", {"type": "midi2_pitch_bend", "channel": 1, "bend": value}
    extra = {"none": None, "yes": True, "list": [1.5, -2, "ä\"\\\n\u007f\u2028"], "object": {"e": [], "f": {}}}
    yield "unknown members of every kind", {
        **note, "version": "jamnet/1.7", **extra, "timestamp": 7, "sequence": 8,
    }  # fmt: skip
    yield "unknown members of a clock", {"type": "clock", "version": "jamnet/1.1", "channel": 3, "n": 1}
    yield "unknown numbers", {
        "type": "stop", "x": 0.1, "y": 1e21, "z": 1e-7, "u": 2**53 - 1, "v": 1.5e300, "w": -0.000001,
        "big": 1e20, "low": -(2**53 - 1),
    }  # fmt: skip
    yield "unknown controls in a string", {"type": "stop", "x": "".join(map(chr, range(32)))}
    yield "version 2.0", {**note, "version": "jamnet/2.0"}
    yield "unknown array of 16 and text of 32", {"type": "stop", "x": [0] * 16, "y": "x" * 32}
    yield "unknown text of 256 bytes", {"type": "stop", "x": "é" * 128}
    yield "sixteen members", {"type": "stop", **{f"k{i:02d}": i for i in range(15)}}
    deep = 1
    for _ in range(15):
        deep = [deep]
    yield "unknown member at the limit of depth", {"type": "stop", "x": deep}


def _without(message, names):
    return {k: v for k, v in message.items() if k not in names}


def entry(name, message):
    """One vector; every form is read back before it is written down."""
    types = jmid.TYPES
    forms = {"standard": m.standard(types, message), "compact": m.compact(types, message)}
    packed = m.packed(types, message)
    back = [m.read_text(types, text, form) for form, text in forms.items()]
    back.append(m.read_msgpack(types, packed))
    for one in back:
        if m.standard(types, one) != forms["standard"]:
            raise AssertionError(name)
    return {"name": name, **forms, "msgpack": packed.hex()}


def with_midi(name, message):
    out = entry(name, message)
    known = {"type"} | {r.name for t in jmid.EVENTS if t.name == message["type"] for r in t.fields}
    silent = {"timestamp", "sequence", "version"} | set(message) - known
    raw = midi_bytes.encode(message)
    if raw is not None and midi_bytes.Reader().take(raw) != [_without(message, silent | {"group"})]:
        raise AssertionError(name)
    words = ump.encode(message)
    if words is not None and ump.Reader().take(words) != [_without(message, silent)]:
        raise AssertionError(name)
    out["midi1"] = None if raw is None else raw.hex()
    out["ump"] = None if words is None else [f"{w:08x}" for w in words]
    return out


def states():
    base = {"type": "midi_state", "stream": 1, "channels": [], "sequence": 42}

    def held(channel, notes=(), controllers=(), **rest):
        pairs = [list(p) for p in controllers]
        return {"channel": channel, "notes": list(notes), "controllers": pairs, **rest}

    spec = held(1, (60, 64), ((7, 100), (64, 127)), program=5)
    everything = held(
        16, range(128), [(i, 127 - i) for i in range(120)], program=127, bend=16383, pressure=127
    )
    yield "nothing held", base
    yield "the example of section 2", {**base, "channels": [spec]}
    yield "highest", {
        **base, "stream": 255, "part": [65535, 65536], "sequence": 2**32 - 1,
        "channels": [{"group": 16, **everything}],
    }  # fmt: skip
    yield "lowest", {**base, "part": [0, 1], "channels": [held(1)], "sequence": 0}
    yield "zero is not absent", {
        **base, "channels": [held(1, program=0, bend=0, pressure=0)],
    }  # fmt: skip
    yield "bend only", {**base, "channels": [held(3, bend=8192)]}
    yield "pressure only", {**base, "channels": [held(3, pressure=1)]}
    yield "part 2 of 3", {**base, "part": [1, 3], "channels": [spec]}
    yield "several groups", {
        **base, "channels": [held(16, (1,)), {"group": 2, **held(1, (2,))}, {"group": 16, **held(9, (3,))}],
    }  # fmt: skip
    yield "order is kept", {
        **base, "channels": [held(9, (64, 60)), held(2, (), ((64, 0), (1, 5)))],
    }  # fmt: skip
    yield "256 channels", {
        **base,
        "channels": [
            {**({"group": g} if g > 1 else {}), **held(c, (g + c,))}
            for g in range(1, 17)
            for c in range(1, 17)
        ],
    }
    yield "unknown members before the sequence", {
        "type": "midi_state", "version": "jamnet/1.3", "stream": 7, "channels": [], "group": 2, "ts": 9,
        "sequence": 1,
    }  # fmt: skip


def files():
    events = [with_midi(n, e) for n, e in [*ordinary(), *particular()]]
    state = [entry(n, e) for n, e in states()]
    assert {e["compact"].split('"')[3] for e in events} == {t.code for t in jmid.EVENTS}
    base = "jmid/v1/vectors/"
    about = "standard and compact are texts as a writer writes them, compact without its line feed. "
    return [
        (base + "events.json", {
            "about": about + "msgpack and midi1 are hexadecimal, ump hexadecimal words; null: has none.",
            "vectors": events,
        }),
        (base + "midi-state.json", {"about": about + "msgpack is hexadecimal.", "vectors": state}),
    ]
