"""spec/jdat/v1/vectors: messages in all their forms, readings, payloads, pieces, JELLIE."""

import itertools
import random

from jamnet import jdat
from jamnet import message as m
from jamnet.kinds import Refused
from vectors.jdat_invalid import B_JDAT, B_JELLIE, BINARIES, JDAT, JELLIE, TEXTS

TYPES = jdat.TYPES
FULL, SAFE = 2**64 - 1, 2**53 - 1
LOW, HIGH = -(2**23), 2**23 - 1
RATES = (44100, 48000, 96000, 192000)


def _jdat(payload, channels=1, **more):
    frames = len(payload) // channels
    end = {"timestamp": more.pop("timestamp", 1234567)}
    head = {"rate": 48000, "channels": channels, "frames": frames, "position": 96000}
    return {"type": "jdat", **{**head, **more}, "payload": payload, **end}


def _jellie(samples, part, channels=1, **more):
    end = {"timestamp": more.pop("timestamp", 7654321), "sequence": more.pop("sequence", 41)}
    head = {"type": "jellie"}
    if channels > 1:
        head |= {"version": "jamnet/1.1", "channels": channels}
    frames = len(samples) // channels
    body = {"rate": 48000, "frames": frames, "part": part, "position": 192000, **more}
    return {**head, **body, "payload": jdat.split(samples, channels)[part], **end}


def _signal(source, count):
    return [source.randint(LOW, HIGH) for _ in range(count)]


def messages():
    source = random.Random(24)
    yield "jdat, the example", _jdat([0, -1, HIGH, LOW], 2, timestamp=2000000)
    yield "jdat, lowest", _jdat([LOW], rate=44100, position=0, timestamp=0)
    yield "jdat, highest", _jdat([HIGH] * 8, 8, rate=192000, position=SAFE, next=[192000, SAFE], timestamp=FULL)
    for rate in RATES:
        yield f"jdat at {rate}", _jdat(_signal(source, 4), rate=rate)
    for channels in range(1, 9):
        yield f"jdat of {channels} channels", _jdat(_signal(source, 2 * channels), channels)
    for frames in (16, 64, 115):
        yield f"jdat of {frames} frames", _jdat(_signal(source, frames))
    yield "jdat of 512 frames of 8 channels", _jdat([LOW, HIGH, 0, 1, -1, 127, -128, 99] * 512, 8)
    digits = [sign * 10**n + d for n in range(7) for d in (-1, 0, 1) for sign in (1, -1)]
    yield "jdat, every number of digits", _jdat(digits)
    yield "jdat, every width of MessagePack", _jdat([0, 127, 128, 255, 256, 32767, 65535, 65536, -1, -32, -33, -128, -129, -32768, -32769])
    for value in (2**32 - 1, 2**32, SAFE, SAFE + 1, 2**63):
        yield f"jdat, timestamp {value}", _jdat([1], timestamp=value)
    for value in (999999999, 1000000000, 2**32, 2**52 + 1):
        yield f"jdat, position {value}", _jdat([1], position=value)
    yield "jdat that announces a rate", _jdat([5, 6], next=[96000, 4032000])
    yield "jdat of a later minor", {"type": "jdat", "version": "jamnet/1.7", **{k: v for k, v in _jdat([5]).items() if k not in ("type", "timestamp")},
                                    "gain": -3.5, "marks": [1, {"a": None}], "timestamp": 77}  # fmt: skip
    yield "jdat with a GPU stamp", {**{k: v for k, v in _jdat([5]).items() if k != "timestamp"}, "timestamp_gpu": 1701234600000, "timestamp": 8}
    yield "jdat of version 2.0", {"type": "jdat", "version": "jamnet/2.0", **{k: v for k, v in _jdat([5]).items() if k != "type"}}
    for part in range(4):
        yield f"jellie, part {part}", _jellie(_signal(source, 16), part)
        yield f"jellie, part {part}, odd", _jellie(_signal(source, 7), part)
        yield f"jellie, part {part}, lowest", _jellie([LOW, LOW], part, rate=44100, position=0, timestamp=0, sequence=0)
        yield f"jellie, part {part}, highest", _jellie(
            [HIGH] * 4, part, rate=192000, position=SAFE, next=[44100, SAFE], timestamp=FULL, sequence=2**32 - 1
        )
        yield f"jellie, part {part}, three channels", _jellie(_signal(source, 3 * 9), part, 3)
    yield "jellie, the example", _jellie([-5, 0, 100], 3, rate=44100, position=7, timestamp=1, sequence=9)
    yield "jellie of 512 frames of 8 channels", _jellie([HIGH, LOW, 5, 0] * 1024, 2, 8)
    yield "jellie of a later minor", {**_jellie([3, 4], 1), "version": "jamnet/1.9"} | {"timestamp": 1, "sequence": 2}


def entry(name, one):
    texts = {"standard": m.standard(TYPES, one), "compact": m.compact(TYPES, one)}
    packed, binary = m.packed(TYPES, one), jdat.binary(one)
    back = [m.read_text(TYPES, text, form) for form, text in texts.items()]
    for read in [*back, m.read_msgpack(TYPES, packed), jdat.read_binary(binary)]:
        if m.standard(TYPES, read) != texts["standard"]:
            raise AssertionError(name)
    return {"name": name, **texts, "msgpack": packed.hex(), "binary": binary.hex()}


def _status(name, read, want):
    try:
        got = m.compact(TYPES, read())
    except Refused as refused:
        got = refused.status
    if got != want:
        raise AssertionError(f"{name}: {got!r}, by hand {want!r}")


def refusals():
    for name, form, text, status in TEXTS:
        _status(name, lambda: m.read_text(TYPES, text, form), status)
        yield {"name": name, "form": form, "text": text, "status": status}
    for name, text, status in BINARIES:
        data = bytes.fromhex(text)
        _status("binary, " + name, lambda: jdat.read_binary(data), status)
        yield {"name": "binary, " + name, "form": "binary", "hex": data.hex(), "status": status}


SAME = m.compact(TYPES, m.read_text(TYPES, JDAT, "compact"))
SAME_JELLIE = m.compact(TYPES, m.read_text(TYPES, JELLIE, "compact"))
LENIENT = [
    ("keys in another order", '{"ts":9,"d":[1,-1],"p":5,"n":1,"c":2,"r":48000,"t":"ja"}', SAME),
    ("white space", '{ "t":"ja", "r":48000,\t"c":2,"n":1,"p":5,"d":[ 1 , -1 ],"ts":9 }\r', SAME),
    ("whole numbers with a fraction of nothing", '{"t":"ja","r":4.8e4,"c":2.0,"n":1,"p":5.0,"d":[1.0,-1e0],"ts":9}', SAME),
    ("a minus before zero", '{"t":"ja","r":48000,"c":2,"n":1,"p":-0,"d":[-0,0],"ts":9}', '{"t":"ja","r":48000,"c":2,"n":1,"p":0,"d":[0,0],"ts":9}'),
    ("the version it has anyway", JDAT.replace('"ja"', '"ja","ver":"jamnet/1.0"'), SAME),
    ("time as digits", JDAT.replace('"ts":9', '"ts":"9"'), SAME),
    ("one member twice", JDAT.replace('"c":2', '"c":1,"c":2'), SAME),
    ("unknown member before the fields", JDAT.replace('"r":', '"x":1,"r":'), SAME.replace(',"ts"', ',"x":1,"ts"')),
    ("an older minor", JDAT.replace('"ja"', '"ja","ver":"jamnet/0.9"'), SAME.replace('"ja"', '"ja","ver":"jamnet/0.9"')),
    ("jellie, one channel that is said", JELLIE.replace('"n"', '"c":1,"n"'), SAME_JELLIE),
    ("jellie, two channels in version 1.0", '{"t":"je","r":48000,"c":2,"n":2,"k":0,"p":5,"d":[1,-1],"ts":9,"seq":3}',
     '{"t":"je","r":48000,"c":2,"n":2,"k":0,"p":5,"d":[1,-1],"ts":9,"seq":3}'),
]  # fmt: skip


def lenient():
    for name, text, want in LENIENT:
        _status(name, lambda: m.read_text(TYPES, text, "compact"), want)
        yield {"name": name, "form": "compact", "text": text, "compact": want}
    for name, text, want in (
        ("binary, the plain one", B_JDAT, SAME),
        ("binary, jellie", B_JELLIE, SAME_JELLIE),
        ("binary, an empty map behind it", "2700" + B_JDAT[4:] + "80", SAME),
    ):
        data = bytes.fromhex(text)
        _status(name, lambda: jdat.read_binary(data), want)
        yield {"name": name, "form": "binary", "hex": data.hex(), "compact": want}


def payloads():
    """What stands in a payload, message by message; statuses by hand."""
    first, second, far = (m.read_text(TYPES, text, "compact") for text in (JDAT, JDAT.replace('"p":5', '"p":6'), JELLIE))
    good = [m.compact(TYPES, one) for one in (first, second, far)]
    lines = "\n".join((JDAT, "", "no line", JDAT.replace('"p":5', '"p":6'), JELLIE)) + "\n"
    want = [good[0], "malformed", good[1], good[2]]
    standard = "\n".join(m.standard(TYPES, one) for one in (first, far))
    binary = [jdat.binary(one) for one in (first, second, far)]
    wrong = bytearray(binary[1])
    wrong[28] = 9
    packed = b"".join(m.packed(TYPES, one) for one in (first, second))
    for name, form, data, gives in (
        ("lines", "compact", lines.encode(), want),
        ("standard lines, the last without its end", "standard", standard.encode(), [good[0], good[2]]),
        ("maps", "msgpack", packed, good[:2]),
        ("binary messages", "binary", b"".join(binary), good),
        ("binary, a bad one between two", "binary", binary[0] + bytes(wrong) + binary[2], [good[0], "malformed", good[2]]),
        ("binary, a length that goes beyond", "binary", binary[0] + b"\xff\xff" + binary[1][2:] + binary[2], [good[0], "malformed"]),
        ("binary, a length of 0", "binary", binary[0] + b"\0\0" + binary[1][2:], [good[0], "malformed"]),
        ("binary, zeros at the end", "binary", binary[0] + bytes(5), [good[0], "malformed"]),
        ("nothing", "binary", b"", []),
    ):
        read = jdat.read_binary_payload(data) if form == "binary" else m.read_payload(TYPES, data, form)
        got = [one if isinstance(one, str) else m.compact(TYPES, one) for one in read]
        if got != gives:
            raise AssertionError(f"{name}: {got}")
        yield {"name": name, "form": form, "hex": data.hex(), "gives": gives}


def pieces():
    for rate, k, want in (
        (48000, 0, 0), (48000, 64, 1333), (48000, 24, 500), (44100, 1, 23), (44100, 441, 10000), (44100, 115, 2608),
        (96000, 1, 10), (192000, 1, 5), (192000, 96, 500), (192000, 511, 2661), (96000, 3, 31),
    ):  # fmt: skip
        got = jdat.piece_time(0, rate, k)
        if got != want:
            raise AssertionError(f"{k} frames at {rate}: {got}, by hand {want}")
        yield {"rate": rate, "frames": k, "microseconds": want}


def jellies():
    """Samples, their four parts, and what each of the 16 patterns gives."""
    source = random.Random(4)
    cases = [
        ("of silence", [0] * 8, 1),
        ("at the ends of the range", [a for pair in itertools.product((LOW, -1, 0, 1, HIGH), repeat=2) for a in pair], 1),
        ("at random", _signal(source, 32), 1),
        ("odd number", _signal(source, 9), 1),
        ("three frames", [LOW, HIGH, LOW], 1),
        ("two channels", _signal(source, 20), 2),
        ("eight channels, odd number", _signal(source, 8 * 5), 8),
    ]
    for name, samples, channels in cases:
        parts = jdat.split(samples, channels)
        frames = len(samples) // channels
        for which, _ in jdat.EXACT:
            if jdat.join(parts, channels, frames, which) != samples:
                raise AssertionError(f"{name}: {which}")
        yield {"name": name, "channels": channels, "samples": samples, "parts": parts}


def broken():
    """Two parts that are not of one signal: malformed."""
    for name, which, first, second in (
        ("e + o is too far from e", (0, 2), [HIGH], [-2]),
        ("t - e is odd", (0, 3), [1], [4]),
        ("o from e + 2o over 24 bits", (0, 3), [LOW], [3 * HIGH]),
        ("e over 24 bits", (1, 2), [LOW], [HIGH]),
        ("e + 2o is too far from o", (1, 3), [HIGH], [LOW]),
        ("the two sums are too far apart", (2, 3), [2 * LOW], [3 * HIGH]),
    ):
        parts = [None] * 4
        parts[which[0]], parts[which[1]] = first, second
        try:
            jdat.join(parts, 1, 2, which)
        except Refused as refused:
            yield {"name": name, "parts": parts, "status": refused.status}
        else:
            raise AssertionError(name)


def files():
    base = "jdat/v1/vectors/"
    about = "standard and compact are texts as a writer writes them, compact without its line feed; msgpack and binary are hexadecimal."
    return [
        (base + "messages.json", {"about": about, "vectors": [entry(n, one) for n, one in messages()]}),
        (base + "invalid.json", {"about": "One message each and its status.", "vectors": list(refusals())}),
        (base + "lenient.json", {"about": "One message each that no writer writes so, and its canonical line.", "vectors": list(lenient())}),
        (base + "payloads.json", {"about": "Payloads in hexadecimal: what each message gives, its canonical line or its status.", "vectors": list(payloads())}),
        (base + "pieces.json", {
            "about": "Section 2.2: how much later than the first frame of a chunk the piece is that begins so many frames on.",
            "vectors": list(pieces()),
        }),
        (base + "jellie.json", {
            "about": "Section 5: samples, interleaved, and the payloads of parts 0 to 3; any two of them give the samples. "
            "broken: two parts of 2 frames of one channel, null for a part that is not there.",
            "vectors": list(jellies()),
            "broken": list(broken()),
        }),
    ]
