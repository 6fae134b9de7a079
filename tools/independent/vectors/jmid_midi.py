"""spec/jmid/v1/vectors: scaling, conversion, sysex, midi1-streams, ump-streams."""

from jamnet import jmid, midi_bytes, scaling, ump
from jamnet import message as m

TYPES = jmid.TYPES


def read(line):
    return m.read_text(TYPES, line, "compact")


def line(message):
    return m.compact(TYPES, message)


def _some(bits):
    """Values around every power of two, and a spread."""
    out = {0, (1 << bits) - 1}
    for i in range(bits):
        out |= {(1 << i) - 1, 1 << i, (1 << i) + 1}
    out |= {x * ((1 << bits) - 1) // 37 for x in range(38)}
    return sorted(x for x in out if 0 <= x < 1 << bits)


def scaling_file():
    rows = []
    for s, d in ((7, 16), (7, 32)):
        rows.append({"up": [s, d], "pairs": [[x, scaling.up(x, s, d)] for x in range(1 << s)]})
    rows.append({"up": [14, 32], "pairs": [[x, scaling.up(x, 14, 32)] for x in _some(14)]})
    for s, d in ((16, 7), (32, 7), (32, 14)):
        rows.append({"down": [s, d], "pairs": [[x, scaling.down(x, s, d)] for x in _some(s)]})
    return {"about": "pairs of value and scaled value; all values for 7 bits up.", "vectors": rows}


UP = """
{"t":"n+","c":1,"n":60,"v":100,"ts":5,"seq":6}
{"t":"n+","c":1,"n":60,"v":1}
{"t":"n+","c":1,"n":60,"v":64}
{"t":"n+","c":1,"n":60,"v":127}
{"t":"n+","c":1,"n":60,"v":0,"ts":5,"seq":6}
{"t":"n-","c":1,"n":60,"v":0}
{"t":"n-","c":1,"n":60,"v":64}
{"t":"n-","c":1,"n":60,"v":127}
{"t":"at","c":2,"n":1,"p":100}
{"t":"cc","c":3,"cc":7,"val":100}
{"t":"cc","c":3,"cc":0,"val":1}
{"t":"cc","c":3,"cc":6,"val":127}
{"t":"cc","c":3,"cc":120,"val":0}
{"t":"pc","c":4,"pr":9}
{"t":"cp","c":5,"p":77}
{"t":"pb","c":6,"b":0}
{"t":"pb","c":6,"b":8192}
{"t":"pb","c":6,"b":8193}
{"t":"pb","c":6,"b":16383}
{"t":"n+","ver":"jamnet/1.2","g":7,"c":16,"n":127,"v":90,"x":[1],"ts":"18446744073709551615","seq":0}
{"t":"sx","g":3,"d":[1,2,3],"ts":4}
{"t":"ck","ts":4}
{"t":"sp","val":16383}
{"t":"sxc","id":1,"i":0,"k":2,"d":[5]}
{"t":"2n+","c":1,"n":60,"v":1}
""".strip().splitlines()

DOWN = """
{"t":"2n+","c":1,"n":60,"v":51492,"ts":5,"seq":6}
{"t":"2n+","c":1,"n":60,"v":51493}
{"t":"2n+","c":1,"n":60,"v":0}
{"t":"2n+","c":1,"n":60,"v":511}
{"t":"2n+","c":1,"n":60,"v":512}
{"t":"2n+","c":1,"n":60,"v":65535}
{"t":"2n+","c":1,"n":60,"v":512,"aty":3,"atd":7}
{"t":"2n-","c":1,"n":60,"v":32768,"aty":1,"atd":19021,"ts":5}
{"t":"2n-","c":1,"n":60,"v":32767,"aty":1,"atd":19021}
{"t":"2n-","c":1,"n":60,"v":32768,"aty":1}
{"t":"2n-","c":1,"n":60,"v":32768}
{"t":"2n-","c":1,"n":60,"v":0}
{"t":"2n-","c":1,"n":60,"v":65535}
{"t":"2at","c":2,"n":1,"p":3374617161}
{"t":"2at","c":2,"n":1,"p":3374617160}
{"t":"2cc","c":3,"cc":7,"val":4294967295}
{"t":"2cc","c":3,"cc":7,"val":1}
{"t":"2pc","c":4,"pr":9}
{"t":"2pc","c":4,"pr":9,"bk":0}
{"t":"2pc","g":2,"c":4,"pr":127,"bk":16383,"ts":5,"seq":6}
{"t":"2pc","c":4,"pr":9,"bk":129,"x":"kept"}
{"t":"2cp","c":5,"p":2147483648}
{"t":"2pb","c":6,"b":2147483648}
{"t":"2pb","c":6,"b":4294967295}
{"t":"2pb","c":6,"b":2147745824}
{"t":"2pb","c":6,"b":2147745825}
{"t":"2rc","c":7,"bk":0,"ix":6,"val":4294967295,"ts":5,"seq":6}
{"t":"2rc","c":7,"bk":127,"ix":127,"val":0}
{"t":"2ac","g":16,"c":7,"bk":1,"ix":2,"val":2147483648}
{"t":"2rr","c":1,"bk":0,"ix":1,"val":-1}
{"t":"2ra","c":1,"bk":0,"ix":1,"val":1}
{"t":"2pn","c":1,"n":60,"b":0}
{"t":"2rn","c":1,"n":60,"ix":255,"val":0}
{"t":"2an","c":1,"n":60,"ix":0,"val":9}
{"t":"2nm","c":1,"n":60,"o":3}
{"t":"n+","c":1,"n":60,"v":0}
{"t":"sx","d":[]}
{"t":"as"}
""".strip().splitlines()


def conversion_file():
    up, down = [], []
    for text in UP:
        one = scaling.to_midi2(read(text))
        if text != UP[-1]:
            assert scaling.to_midi1(one) == ([read(text)], False), text
        up.append({"from": text, "to": line(one)})
    for text in DOWN:
        out, lossy = scaling.to_midi1(read(text))
        down.append({"from": text, "to": [line(e) for e in out], "lossy": lossy})
    assert all(line(read(row["from"])) == row["from"] for row in up + down)
    return {"about": "Compact lines; up is section 5.1, down 5.2.", "up": up, "down": down}


def sysex_file():
    cuts = []
    for size, number, extra in (
        (0, 1, {}), (240, 1, {}), (241, 5, {"group": 4, "timestamp": 99}), (480, 0, {}),
        (481, 2**32 - 1, {"timestamp": 2**64 - 1}), (1000, 12, {"group": 16}),
    ):  # fmt: skip
        head = {k: v for k, v in extra.items() if k == "group"}
        data = [(i * 5) % 128 for i in range(size)]
        whole = {"type": "sysex", **head, "data": data, **{k: v for k, v in extra.items() if k != "group"}}
        parts = jmid.cut(whole, number)
        cuts.append({"whole": line(whole), "id": number, "lines": [line(p) for p in parts]})

    def chunk(number, index, count, data, **rest):
        return {"type": "sysex_chunk", "id": number, "index": index, "count": count, "data": data, **rest}

    a = [chunk(9, i, 3, [i, i], timestamp=50, sequence=100 + i) for i in range(3)]
    b = [{**chunk(4, i, 2, [10 + i] * (i + 1), sequence=200 + i), "group": 2} for i in range(2)]
    late = dict(a[1], data=[99])
    other = dict(a[2], count=4)
    scenes = [
        ("in order", a),
        ("backwards", a[::-1]),
        ("a copy with other data is ignored", [a[0], a[1], late, a[2]]),
        ("delivered once", [*a, a[0], a[1], a[2]]),
        ("another count is dropped", [a[0], other, a[1], a[2]]),
        ("two interleaved", [a[0], b[1], a[2], b[0], a[1]]),
        ("one of one", [chunk(1, 0, 1, [7])]),
        ("incomplete", a[:2]),
        ("the members of index 0 count", [dict(a[1], timestamp=1), dict(a[2], group=3), a[0]]),
    ]
    joins = []
    for name, chunks in scenes:
        joiner = jmid.Joiner()
        found = [joiner.take(c) for c in chunks]
        found = [line(x) if isinstance(x, dict) else x for x in found]
        joins.append({"name": name, "lines": [line(c) for c in chunks], "gives": found})
    return {
        "about": "cut: the lines that are sent, without sequences. join: what each arriving chunk gives.",
        "cut": cuts,
        "join": joins,
    }


# (name, bytes, counted); the events are what the reader gives, the counts are by hand
STREAMS = [
    ("one note", "90 3c 64", 0),
    ("running status", "90 3c 64 3c 00 40 64", 0),
    ("running status of one data byte", "c3 01 02 03", 0),
    ("every channel message", "80 01 02 91 03 04 a2 05 06 b3 07 08 c4 09 d5 0a ef 0b 0c", 0),
    ("every system message", "f1 05 f2 01 02 f3 07 f6 f8 fa fb fc fe ff", 0),
    ("real-time between bytes", "90 f8 3c f8 64 fe", 0),
    ("real-time leaves running status", "90 3c 64 fa 3e 64", 0),
    ("real-time inside a SysEx", "f0 01 f8 02 fe f7", 0),
    ("empty SysEx", "f0 f7", 0),
    ("two SysEx", "f0 01 f7 f0 02 f7", 0),
    ("SysEx cut by a note", "f0 01 02 90 3c 64", 1),
    ("SysEx cut by a SysEx", "f0 01 f0 02 f7", 1),
    ("SysEx cut by a tune request", "f0 01 f6", 1),
    ("SysEx cut by f4", "f0 01 f4 02", 3),
    ("f9 and fd in a SysEx do nothing", "f0 01 f9 02 fd f7", 2),
    ("SysEx ends running status", "90 3c 64 f0 01 f7 3c 00", 2),
    ("system common ends running status", "90 3c 64 f3 01 3c 00", 2),
    ("tune request ends running status", "90 3c 64 f6 3c", 1),
    ("f4 ends running status", "90 3c 64 f4 3c", 2),
    ("f5 ends running status", "90 3c 64 f5 3c", 2),
    ("f9 leaves running status", "90 3c 64 f9 3c 00", 1),
    ("fd between bytes", "90 3c fd 64", 1),
    ("f7 that ends nothing", "f7 90 3c 64", 1),
    ("f7 ends running status", "90 3c 64 f7 3c", 2),
    ("data without status", "01 02 03 90 3c 64", 3),
    ("system common has no running status", "f2 01 02 03 04", 2),
    ("message cut short after its status", "90 80 3c 00", 1),
    ("message cut short after one byte", "90 3c 80 3c 00", 1),
    ("running message cut short", "90 3c 64 3e b0 07 64", 1),
    ("message cut short by f7", "90 3c f7", 2),
    ("message cut short by f4", "90 3c f4", 2),
    ("message cut short by a SysEx", "90 3c f0 01 f7", 1),
    ("system common cut short", "f2 01 f6", 1),
    ("unfinished at the end", "90 3c 64 90 3c", 0),
    ("unfinished SysEx at the end", "f0 01 02", 0),
    ("nothing", "", 0),
    ("pitch bend", "e0 00 40 7f 7f 01 00", 0),
    ("note-on of velocity 0", "90 3c 00", 0),
]

# (name, words, unknownType, malformed, dropped); counts by hand
PACKETS = [
    ("one note", "20903c64", 0, 0, 0),
    ("group 16", "2f903c64", 0, 0, 0),
    ("reserved bytes are ignored", "20c005ff 20d007ff 10f6ffff 10f801ff 10f305ff", 0, 0, 0),
    ("reserved bytes, MIDI 2.0", "40b007ff 00000001 40d0ffff 00000002 40e0ffff 00000003 40f03cfd ffffffff", 0, 0, 0),
    ("note pitch bend, reserved byte", "40603cff 80000000", 0, 0, 0),
    ("program change without bank ignores bank bytes", "40c0fffe 05ffffff", 0, 0, 0),
    ("program change with bank", "40c0ffff 05ff017f", 0, 0, 0),
    ("relative, lowest", "40400001 80000000", 0, 0, 0),
    ("song position", "10f27f7f", 0, 0, 0),
    ("utility and others are skipped", "00000000 20903c64 00200000", 2, 0, 0),
    ("packet sizes of every other type",
     "50000000 1 2 3 60000000 70000000 80000000 1 90000000 1 a0000000 1 b0000000 1 2 c0000000 1 2 "
     "d0000000 1 2 3 e0000000 1 2 3 f0000000 1 2 3 20903c64", 11, 0, 0),
    ("unknown system statuses", "10f00000 10f40000 10f50000 10f70000 10f90000 10fd0000 10903c64 20f80000", 8, 0, 0),
    ("unknown channel statuses", "20003c64 20703c64 20f03c64", 3, 0, 0),
    ("opcode 70", "40703c00 00000000", 1, 0, 0),
    ("top bits, type 1", "10f18000 10f20080 10f28000 10f38000", 0, 4, 0),
    ("top bits, type 2", "20908064 20903c80 20b08000 20c08000 20d08000 20e00080", 0, 6, 0),
    ("top bits, type 4",
     "40908000 1 40808000 1 40a08000 1 40b08000 1 40608000 1 40f08000 1 40008000 1 40108000 1", 0, 8, 0),
    ("top bits, controllers", "40208000 1 40200080 1 40308000 1 40300080 1 40400080 1 40508000 1", 0, 6, 0),
    ("index of a note controller has eight bits", "40003cff 1 40103c80 1", 0, 0, 0),
    ("top bits, program and bank", "40c00000 80000000 40c00001 05008000 40c00001 05000080", 0, 3, 0),
    ("whole SysEx", "30060102 03040506", 0, 0, 0),
    ("empty SysEx", "30000000 00000000", 0, 0, 0),
    ("unused bytes are ignored", "3002017f ffffffff", 0, 0, 0),
    ("SysEx in three packets", "30160102 03040506 3026070d 08090a0b 30310c00 00000000", 0, 0, 0),
    ("any n in each packet", "30100000 00000000 30210100 00000000 30200000 00000000 30300000 00000000", 0, 0, 0),
    ("end of no bytes after six", "30160102 03040506 30300000 00000000", 0, 0, 0),
    ("two groups interleaved", "30160102 03040506 31110900 00000000 30310700 00000000 31310a00 00000000", 0, 0, 0),
    ("other packets between", "30160102 03040506 10f80000 20903c64 40703c00 0 30310700 00000000", 1, 0, 0),
    ("start drops the unfinished", "30110100 0 30110200 0 30310300 0", 0, 0, 1),
    ("whole drops the unfinished", "30110100 0 30010200 0 30310300 0", 0, 0, 2),
    ("continue without start", "30210100 0", 0, 0, 1),
    ("end without start", "30310100 0", 0, 0, 1),
    ("end of another group", "30110100 0 31310200 0 30310300 0", 0, 0, 1),
    ("n of 7", "30070102 03040506", 0, 1, 0),
    ("n of 15", "300f0102 03040506", 0, 1, 0),
    ("top bit in SysEx data", "30018000 0", 0, 1, 0),
    ("malformed continue drops its SysEx", "30110100 0 30218000 0 30310300 0", 0, 1, 1),
    ("n of 7 drops its SysEx", "30110100 0 30270000 0 30310300 0", 0, 1, 1),
    ("unknown SysEx status", "30410100 0 30f10100 0", 2, 0, 0),
    ("unknown SysEx status leaves the unfinished alone", "30110100 0 30410900 0 30310300 0", 1, 0, 0),
    ("ends early, type 4", "20903c64 40903c00", 0, 1, 0),
    ("ends early, type 3", "30060102", 0, 1, 0),
    ("ends early, type 5", "50000000 0 0", 0, 1, 0),
    ("nothing", "", 0, 0, 0),
]  # fmt: skip


def streams_file():
    rows = []
    for name, text, counted in STREAMS:
        reader = midi_bytes.Reader()
        found = reader.take(bytes.fromhex(text))
        assert reader.counted == counted, (name, reader.counted)
        hexed = text.replace(" ", "")
        rows.append({"name": name, "hex": hexed, "events": [line(e) for e in found], "counted": counted})
    return {
        "about": "A byte stream and the events it gives, as compact lines, however it is cut. "
        "counted: everything skipped or dropped; data bytes without status count one each.",
        "vectors": rows,
    }


def packets_file():
    rows = []
    for name, text, unknown, malformed, dropped in PACKETS:
        words = [int(w, 16) for w in text.split()]
        reader = ump.Reader()
        found = reader.take(words)
        got = (reader.unknown_type, reader.malformed, reader.dropped)
        assert got == (unknown, malformed, dropped), (name, got)
        rows.append({
            "name": name, "words": [f"{w:08x}" for w in words], "events": [line(e) for e in found],
            "unknownType": unknown, "malformed": malformed, "sysexDropped": dropped,
        })  # fmt: skip
    return {
        "about": "Packets and the events they give, as compact lines. sysexDropped: an unfinished SysEx "
        "dropped by a new start, or a continue or end without start; one that a malformed packet takes "
        "along counts as that packet only.",
        "vectors": rows,
    }


def files():
    base = "jmid/v1/vectors/"
    return [
        (base + "scaling.json", scaling_file()),
        (base + "conversion.json", conversion_file()),
        (base + "sysex.json", sysex_file()),
        (base + "midi1-streams.json", streams_file()),
        (base + "ump-streams.json", packets_file()),
    ]
