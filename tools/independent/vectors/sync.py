"""spec/sync/v1/vectors: messages, calibration, order of commands, epochs and masters."""

import itertools
import random

from jamnet import message as m
from jamnet import sync
from jamnet.kinds import Refused
from vectors.sync_invalid import INVALID

TYPES = sync.TYPES
FULL = 2**64 - 1
BLOCK = {"type": "sync_calibration_block"}
PLAY = {
    "type": "transport", "command": "PLAY", "timestamp": 5000000000, "position": 0, "bpm": 120,
    "time_signature": [4, 4], "master_peer": "peer-1",
}  # fmt: skip
STATE = {
    "type": "sync_state", "epoch": [3405691582, 61000], "master": [3405691582, 1], "clock": "cpu",
    "state": "locked", "quality": 700,
}  # fmt: skip


def messages():
    def block(cpu, gpu, unit="ns", origin="sender", **more):
        return {**BLOCK, "timestamp_cpu": cpu, "timestamp_gpu": gpu, "timestamp_unit": unit, "origin": origin, **more}

    yield "the block of the first example", block(
        928374650, 1234567890, clock_base="mach_absolute_time", session_id="JAM-SESSION-7AB1"
    )
    yield "the block of the second example", block(1701234567890, 1701234580056)
    yield "block, lowest", block(0, 0, uncertainty=0)
    yield "block, highest", block(
        FULL, FULL, "ms", "midpoint", clock_base="x" * 64, session_id="ä" * 64, uncertainty=FULL
    )
    for value in (2**53 - 1, 2**53, 2**63):
        yield f"block at {value}", block(value, value - 1, "us", "receiver", uncertainty=1)
    for command in sync.COMMANDS:
        yield f"transport {command}", {**PLAY, "command": command}
    yield "transport, everything", {
        **PLAY, "command": "SEEK", "timestamp": 2**53 + 1, "position": 61234.5, "position_samples": 2939256,
        "bpm": 97.25, "time_signature": [7, 8], "master_peer": "Klavier ♪", "beat": 99.250917, "loop": [64, 96.5],
        "peer": 3405691582,
    }  # fmt: skip
    yield "transport, lowest", {
        **PLAY, "timestamp": 0, "bpm": 5e-324, "time_signature": [1, 1], "master_peer": "a", "position_samples": 0,
        "beat": 0, "loop": [0, 0], "peer": 0,
    }  # fmt: skip
    yield "transport, highest", {
        **PLAY, "timestamp": FULL, "position": 1.7976931348623157e308, "position_samples": FULL, "bpm": 1000,
        "time_signature": [255, 255], "master_peer": "🎹" * 64, "beat": 1e21, "loop": [1e-7, 1e300], "peer": 2**32 - 1,
    }  # fmt: skip
    yield "transport, unknown members", {**PLAY, "version": "jamnet/1.4", "peer": 7, "timestamp_gpu": 9, "zz": [None, {"a": 1.5}]}
    row = ["PLAY", 5000000000, 3405691582, 0, 0, 120, 4, 4, -1, -1]
    yield "log of one", {"type": "transport_log", "commands": [row]}
    yield "log of four", {
        "type": "transport_log",
        "commands": [
            row,
            ["TEMPO", 2**53, 1, 16.5, 8250, 97.25, 7, 8, -1, -1],
            ["SEEK", FULL, 2**32 - 1, 99.25, 61234.5, 1000, 255, 255, 64, 96.5],
            ["STOP", 0, 0, 0, 0, 0.001, 1, 1, 0, 0],
        ],
    }
    yield "log, unknown member", {"type": "transport_log", "commands": [row], "more": 3}
    yield "state, least", STATE
    yield "state, joining", {**STATE, "state": "joining", "master": [0, 0], "epoch": [0, 0], "quality": 0, "clock": "hybrid"}
    yield "state, everything", {
        **STATE, "clock": "gpu", "state": "holdover", "quality": 1000, "timeline": [123456789012345, 123400000000000, -50123],
        "peers": [[1, -987654321, 1200, 49877, 350, 990], [2**32 - 1, 2**53 - 1, 2**32 - 1, -(2**31), 2**32 - 1, 0]],
    }  # fmt: skip
    yield "state, eight peers", {
        **STATE, "timeline": [FULL, 2**53, 2**31 - 1], "peers": [[i, -i, i, -i, i, i] for i in range(8)],
    }  # fmt: skip
    yield "state, no peers and an unknown member", {**STATE, "peers": [], "term": 1}


def entry(name, one):
    texts = {"standard": m.standard(TYPES, one), "compact": m.compact(TYPES, one)}
    packed = m.packed(TYPES, one)
    back = [m.read_text(TYPES, text, form) for form, text in texts.items()]
    for read in [*back, m.read_msgpack(TYPES, packed)]:
        if m.standard(TYPES, read) != texts["standard"]:
            raise AssertionError(name)
    return {"name": name, **texts, "msgpack": packed.hex()}


def refusals():
    for name, form, text, status in INVALID:
        try:
            got = m.compact(TYPES, m.read_text(TYPES, text, form))
        except Refused as refused:
            got = refused.status
        if got != status:
            raise AssertionError(f"{name}: {got!r}, by hand {status!r}")
        yield {"name": name, "form": form, "text": text, "status": status}


# (name, timestamp_cpu, timestamp_gpu, raw, elapsed, corrected), all by hand
CORRECTIONS = [
    ("the second example", 1701234567890, 1701234580056, 1701234600000, 0, 1701234587834),
    ("the first example", 928374650, 1234567890, 1234567890, 0, 928374650),
    ("no offset", 100, 100, 250, 0, 250),
    ("a stamp from before the block", 1000, 5000, 4900, 0, 900),
    ("below 0", 10, 5000, 4900, 0, -90),
    ("GPU behind", 5000, 100, 130, 30, 5030),
    ("32 bits, just over the wrap", 1000, 4294967290, 4, 10, 1010),
    ("32 bits, a stamp from before the wrap", 1000, 4, 4294967290, 0, 990),
    ("32 bits, four wraps on", 1000, 100, 100, 17179869184, 17179870184),
    ("32 bits, 20 s on", 1000, 4294966296, 2820129816, 20000000000, 20000001000),
    ("64 bits, young: 4 s on", 2000, 100, 4000000100, 4000000000, 4000002000),
    ("64 bits, over the wrap", 1000, FULL, 5, 6, 1006),
    ("64 bits, from before the wrap", 1000, 5, FULL, 0, 994),
    ("64 bits, block below 2^32 and stamp above", 7, 4294967295, 4294967396, 100, 108),
    ("64 bits, far apart and none below 2^32", 0, 9007199254740993, 9007199254740995, 0, 2),
    ("CPU beyond 2^53", 2**60, 2**61, 2**61 + 3, 0, 2**60 + 3),
]


def digits(value):
    return str(value) if value > 2**53 - 1 else value


def calibrations():
    for name, cpu, gpu, raw, elapsed, want in CORRECTIONS:
        got = sync.corrected(raw, {"timestamp_cpu": cpu, "timestamp_gpu": gpu}, elapsed)
        if got != want:
            raise AssertionError(f"{name}: {got}, by hand {want}")
        yield {
            "name": name, "timestamp_cpu": digits(cpu), "timestamp_gpu": digits(gpu), "raw": digits(raw),
            "elapsed": elapsed, "corrected": digits(want),
        }  # fmt: skip


def orders():
    """Commands with their sender as they came, each with its place in the order or null where another is kept."""
    source = random.Random(40)
    commands = []
    last = 2**53 - 1
    for at, peer, command in itertools.product((1000, 2000, last), (0, 7, 2**31, 2**32 - 1), ("TEMPO", "PLAY", "STOP")):
        commands.append((peer, {**PLAY, "command": command, "timestamp": at, "beat": 4}))
    for command in sync.COMMANDS:
        commands.append((9, {**PLAY, "command": command, "timestamp": 1500}))
    commands.append((3, {**PLAY, "timestamp": 1000, "peer": 8, "beat": 4}))
    # Of one slot, each greater than the one before.
    same = {**PLAY, "timestamp": 1200, "beat": 1}
    for more in (
        {}, {"time_signature": [4, 8]}, {"time_signature": [5, 2]}, {"bpm": 121}, {"position": 1, "bpm": 60}, {"beat": 2},
        {"loop": [0, 0]}, {"loop": [0, 4]}, {"loop": [1, 2]},
    ):  # fmt: skip
        commands.append((5, {**same, **more}))
    commands.append((5, {**PLAY, "timestamp": 1200, "position": 1500, "bpm": 60}))
    best = len(commands) - 2
    if sync.in_force(commands).count(best) != 1 or len(sync.in_force(commands)) != 44:
        raise AssertionError("of one slot")
    source.shuffle(commands)
    order = sync.in_force(commands)
    return [
        {"sender": sender, "line": m.compact(TYPES, command), "place": order.index(i) if i in order else None}
        for i, (sender, command) in enumerate(commands)
    ]


# (text, what it says or its status), by hand
PLAIN = [
    ("PLAY", {"command": "PLAY"}), ("play", {"command": "PLAY"}), ("  Stop\r\n", {"command": "STOP"}),
    ("START", {"command": "PLAY"}), ("TRANSPORT:PAUSE", {"command": "PAUSE"}), ("transport record", {"command": "RECORD"}),
    ("PLAY 1500", {"command": "PLAY", "position": 1500}), ("SEEK 1500.5", {"command": "SEEK", "position": 1500.5}),
    ("POSITION:0", {"command": "SEEK", "position": 0}), ("SEEK=250 ms", {"command": "SEEK", "position": 250}),
    ("STOP 0", {"command": "STOP", "position": 0}), ("TEMPO 120", {"command": "TEMPO", "bpm": 120}),
    ("BPM:97.25", {"command": "TEMPO", "bpm": 97.25}), ("tempo = 90bpm", {"command": "TEMPO", "bpm": 90}),
    ("TIME_SIGNATURE:3/4", {"command": "TEMPO", "time_signature": [3, 4]}), ("TEMPO 1000", {"command": "TEMPO", "bpm": 1000}),
    ("", "malformed"), ("GO", "malformed"), ("PLAY STOP", "malformed"), ("SEEK", "malformed"), ("TEMPO", "malformed"),
    ("SEEK -1", "malformed"), ("SEEK 1e3", "malformed"), ("PLAYING", "malformed"), ("TEMPO 120 ms", "malformed"),
    ("SEEK 120 bpm", "malformed"), ("TIME_SIGNATURE:3", "malformed"), ("PLAY 3/4", "malformed"), ("SEEK .5", "malformed"),
    ("SEEK 1234567890123456", "malformed"), ("PLAY" + " " * 70 + "1", "malformed"), ("constructor", "malformed"),
    ("TEMPO 0", "outOfRange"), ("TEMPO 1000.5", "outOfRange"), ("TIME_SIGNATURE:0/4", "outOfRange"),
    ("TIME_SIGNATURE:4/256", "outOfRange"),
]  # fmt: skip


def plain():
    for text, want in PLAIN:
        got = sync.read_plain(text)
        if got != want:
            raise AssertionError(f"{text!r}: {got!r}, by hand {want!r}")
        yield {"name": repr(text), "text": text, **({"status": want} if isinstance(want, str) else {"says": want})}


def epochs():
    for name, one, other, want in (
        ("the older one", [9, 61000], [1, 60000], [9, 61000]),
        ("500 ms are the same age", [9, 60500], [1, 60000], [1, 60000]),
        ("501 ms are not", [9, 60501], [1, 60000], [9, 60501]),
        ("the same age", [9, 5], [1, 5], [1, 5]),
        ("founders are unsigned", [2**32 - 1, 5], [2**31, 5], [2**31, 5]),
    ):
        for a, b in ((one, other), (other, one)):
            if sync.goes_on(a, b) != want:
                raise AssertionError(name)
        yield {"name": name, "one": one, "other": other, "goesOn": want}


def ranks():
    peers = [
        {"id": i, "clock": clock, "quality": quality}
        for i, (clock, quality) in zip(
            (5, 4294967295, 3, 2147483648, 1, 9, 8, 7),
            (("cpu", 1000), ("cpu", 900), ("gpu", 0), ("hybrid", 650), ("cpu", 899), ("hybrid", 610), ("gpu", 299), ("gpu", 300)),
        )
    ]
    want = [7, 3, 8, 9, 2147483648, 5, 4294967295, 1]
    if [peer["id"] for peer in sorted(peers, key=sync.rank)] != want:
        raise AssertionError("ranks")
    return [{**peer, "rank": want.index(peer["id"])} for peer in peers]


def files():
    base = "sync/v1/vectors/"
    about = "standard and compact are texts as a writer writes them, compact without its line feed; msgpack is hexadecimal."
    return [
        (base + "messages.json", {"about": about, "vectors": [entry(n, one) for n, one in messages()]}),
        (base + "invalid.json", {"about": "One message each and its status.", "vectors": list(refusals())}),
        (base + "calibration.json", {
            "about": "Section 2.3: a raw stamp by a block, elapsed in its unit since it arrived. Digits in a string beyond 2^53 - 1.",
            "vectors": list(calibrations()),
        }),
        (base + "order.json", {
            "about": "Section 4.2: commands as they came, each with the sender of its frame and its place in the order, null where another of its slot is kept.",
            "vectors": orders(),
        }),
        (base + "plain.json", {
            "about": "Section 4.4: plain strings, and what each says or its status.",
            "vectors": list(plain()),
        }),
        (base + "timelines.json", {
            "about": "Section 3.2: epochs as [founder, age in ms] and the one that goes on. Section 3.3: peers, and how they rank from 0.",
            "epochs": list(epochs()),
            "peers": ranks(),
        }),
    ]
