"""spec/toast/v2/vectors/topics.json and sequence.json."""

from jamnet import frame as f
from jamnet import topic as t


def _first(match):
    """The first of midi://port-0, midi://port-1 ... that has the property."""
    n = 0
    while not match(t.derive(f"midi://port-{n}")):
        n += 1
    return f"midi://port-{n}"


def valid():
    return [
        ("discovery", "sync://jamnet"),
        ("plain", "midi://jam"),
        ("scheme in upper case", "MIDI://jam"),
        ("scheme in mixed case", "aUdIo://jam"),
        ("case of the rest is kept", "midi://Jam"),
        ("video", "video://stage/left"),
        ("sync", "sync://jam"),
        ("one trailing slash", "midi://jam/"),
        ("three trailing slashes", "midi://jam///"),
        ("inner slashes are kept", "midi://a//b/"),
        ("leading slash is kept", "midi:///a"),
        ("a second ://", "midi://midi://x"),
        ("spaces are kept", "midi:// a b "),
        ("not ASCII", "midi://Größe/♪"),
        ("not normalised, composed", "midi://\u00e9"),
        ("not normalised, decomposed", "midi://e\u0301"),
        ("beyond the basic plane", "midi://\U0001f3b9"),
        ("query and fragment are text", "midi://a?b=c#d%20e"),
        ("one byte", "midi://x"),
        ("200 bytes", "midi://" + "x" * 200),
        ("200 bytes in 100 characters", "midi://" + "é" * 100),
        ("200 bytes and a slash", "midi://" + "x" * 200 + "/"),
        ("U+00A0 is no control character", "midi://\u00a0"),
        ("port 20807, below Link's", _first(lambda d: d["port"] == 20807)),
        ("port 20808 becomes 20809", _first(lambda d: d["port"] == 20809)),
        ("highest port", _first(lambda d: d["port"] == 28192)),
        ("lowest port", _first(lambda d: d["port"] == 20000)),
    ]


INVALID = [
    ("empty", ""),
    ("no scheme", "jam"),
    ("scheme alone", "midi"),
    ("no rest", "midi://"),
    ("rest of slashes", "midi:////"),
    ("one slash", "midi:/jam"),
    ("no colon", "midi//jam"),
    ("unknown scheme", "http://jam"),
    ("no scheme before ://", "://jam"),
    ("space before", " midi://jam"),
    ("space in the scheme", "midi ://jam"),
    ("long s is no s", "\u017fync://jam"),
    ("dotted capital I is no i", "m\u0130di://jam"),
    ("201 bytes", "midi://" + "x" * 201),
    ("201 bytes in 101 characters", "midi://" + "é" * 100 + "x"),
    ("line feed", "midi://a\nb"),
    ("line feed at the end", "midi://a\n"),
    ("zero byte", "midi://a\0"),
    ("U+001F", "midi://\u001f"),
    ("delete", "midi://a\u007f"),
    ("U+0085, a C1 control", "midi://a\u0085b"),
    ("lone surrogate", "midi://\ud800"),
]

SERIAL = [
    (1, 0), (0, 1), (0, 0), (5, 5), (2, 1), (100, 44), (44, 100),
    (0, 2**32 - 1), (2**32 - 1, 0), (10, 2**32 - 10), (2**32 - 10, 10),
    (2**31 - 1, 0), (0, 2**31 - 1), (2**31, 0), (0, 2**31), (2**31 + 1, 0), (0, 2**31 + 1),
    (2**32 - 1, 2**31 - 1), (2**31 - 1, 2**32 - 1), (2**32 - 1, 2**31), (2**31, 2**32 - 1),
]  # fmt: skip

# (name, sequences with the verdicts that section 6 gives, by hand)
N, D, L = "new", "duplicate", "late"
SCENARIOS = [
    ("bursts of three", [(7, N), (7, D), (7, D), (8, N), (8, D), (9, N), (8, D), (9, D)]),
    ("starts anywhere, older ones are still new", [(500, N), (499, N), (499, D), (500, D), (400, N)]),
    ("wrap", [
        (2**32 - 2, N), (2**32 - 1, N), (0, N), (2**32 - 1, D), (1, N), (0, D),
        (2**32 - 3, N), (2**32 - 2, D),
    ]),
    ("window edge", [
        (10000, N), (10000 - 4095, N), (10000 - 4096, L), (10000 - 4095, D), (10001, N),
        (10001 - 4095, N), (10000 - 4095, L), (10000, D),
    ]),
    ("window edge over the wrap", [
        (10, N), (2**32 - 4085, N), (2**32 - 4086, L), (2**32 - 4085, D), (11, N),
        (2**32 - 4085, L), (2**32 - 4084, N),
    ]),
    ("jump of 4095 keeps the last one", [(0, N), (4095, N), (0, D), (1, N)]),
    ("jump of 4096 forgets", [(0, N), (4096, N), (0, L), (1, N), (4096, D)]),
    ("far jump leaves nothing behind", [(5, N), (6, N), (1000005, N), (1000004, N), (5, L), (995909, L), (995910, N)]),
    ("largest step forward", [(0, N), (2**31 - 1, N), (2**31 - 1, D), (0, L)]),
    ("half the range away is late", [(0, N), (2**31, L), (0, D)]),
    ("more than half away is older", [(0, N), (2**31 + 1, L), (2**32 - 1, N), (0, D)]),
    ("bits move with the window", [
        (100, N), (98, N), (200, N), (98, D), (99, N), (100, D), (4194, N), (98, L), (99, D), (101, N),
    ]),
]  # fmt: skip


def files():
    topics = []
    senders = (0, 1, 0x01020304, 0xCAFEBABE, 0xFFFFFFFF)
    for i, (name, text) in enumerate(valid()):
        d = t.derive(text)
        sender = senders[i % len(senders)]
        full = t.uuid(bytes.fromhex(d["sessionName"]), sender)
        topics.append({"name": name, "topic": text, **d, "senderId": sender, "uuid": full.hex()})
    for name, text in INVALID:
        try:
            t.canonical(text)
        except t.TopicError:
            continue
        raise AssertionError(f"topic should be refused: {name}")
    scenarios = []
    for name, steps in SCENARIOS:
        seen = f.DuplicateFilter()
        for sequence, verdict in steps:
            got = seen.take(sequence)
            if got != verdict:
                raise AssertionError(f"{name}: {sequence} is {got}, by hand {verdict}")
        scenarios.append(
            {"name": name, "sequences": [s for s, _ in steps], "verdicts": [v for _, v in steps]}
        )
    base = "toast/v2/vectors/"
    return [
        (base + "topics.json", {
            "about": "uuid: the session UUID of a sender with senderId. The IPv6 group is written "
            "with four digits in each of its last groups.",
            "valid": topics,
            "invalid": [{"name": n, "topic": x} for n, x in INVALID],
        }),
        (base + "sequence.json", {
            "about": "newer: a is newer than b. duplicates: what a receiver makes of the sequences "
            "of one (sender, stream id), in order of arrival.",
            "newer": [{"a": a, "b": b, "newer": f.is_newer(a, b)} for a, b in SERIAL],
            "duplicates": scenarios,
        }),
    ]
