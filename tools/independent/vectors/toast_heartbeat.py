"""spec/toast/v2/vectors/heartbeat.json."""

from jamnet import heartbeat, jmid
from jamnet import message as m


def lines():
    hb, an = {"type": "heartbeat"}, {"type": "announce"}
    loss = [0, -1, -1, -1, -1, -1, -1, 0, 0]
    busy = [10000, 0, 1, 500, 2500, 9999, 10000, 120000, 4096]
    full = {
        **hb,
        "name": "Klavier ♪",
        "clock": "00c0ffee",
        "endpoints": ["192.168.1.20:20333", "[fe80::1]:20333"],
        "rate": 1000,
        "plan": [0, 220, 410],
        "previous": [41, 1763640000123456789],
        "heard": [
            [0xCAFEBABE, 7, 123456789012345, 123456789112345, loss],
            [1, 2**32 - 1, 2**53, 2**64 - 1, busy],
        ],
    }
    yield "empty", hb
    yield "name and clock", {**hb, "name": "a", "clock": "01234567"}
    yield "everything", full
    yield "bye", {**hb, "clock": "89abcdef", "bye": True}
    yield "receive only", {**hb, "receiveOnly": True, "rate": 100}
    yield "bye of a receiver", {**hb, "bye": True, "receiveOnly": True}
    yield "name of 64 characters", {**hb, "name": "ä" * 63 + "🎹"}
    yield "four endpoints", {**hb, "endpoints": [f"10.0.0.{i}:2000{i}" for i in range(4)]}
    yield "no endpoints", {**hb, "endpoints": []}
    yield "one copy", {**hb, "plan": [0]}
    yield "sixteen copies up to 45 ms", {**hb, "plan": [i * 3000 for i in range(16)]}
    for t in (0, 2**53 - 1, 2**53, 2**64 - 1):
        yield f"previous at {t}", {**hb, "previous": [2**32 - 1, t]}
    yield "nobody heard", {**hb, "heard": []}
    yield "one heard", {**hb, "heard": [[0, 0, 0, 0, loss]]}
    yield "unknown member", {**hb, "version": "jamnet/1.4", "rate": 2000, "zz": {"a": [1, None]}}
    yield "announcement", {
        **an, "name": "a", "clock": "01234567", "endpoints": ["10.0.0.1:20333"], "topics": ["midi://jam"],
    }  # fmt: skip
    yield "announcement of several topics", {
        **an, "clock": "01234567", "topics": ["midi://jam", "sync://jam", "audio://Größe/♪"],
    }  # fmt: skip
    yield "goodbye", {**an, "clock": "01234567", "topics": []}
    yield "announcement with an unknown member", {**an, "topics": [], "x": 1.5}


def files():
    types = heartbeat.TYPES
    rows = []
    for name, one in lines():
        texts = {"standard": m.standard(types, one), "compact": m.compact(types, one)}
        packed = m.packed(types, one)
        back = [m.read_text(types, text, form) for form, text in texts.items()]
        for read in [*back, m.read_msgpack(types, packed)]:
            if m.standard(types, read) != texts["standard"]:
                raise AssertionError(name)
        rows.append({"name": name, **texts, "msgpack": packed.hex()})
    state = {"type": "midi_state", "stream": 1, "channels": [], "sequence": 42}
    first = {"type": "heartbeat", "name": "a", "rate": 1000}
    layer = m.compact(jmid.TYPES, state)
    payloads = [
        {"name": n, "payload": heartbeat.payload(first, extra).decode(), "heartbeat": m.compact(types, first),
         "layers": extra}
        for n, extra in (("alone", []), ("with a state line", [layer]),
                         ("with an unknown layer", ['{"t":"zzz","q":1}', layer]))
    ]  # fmt: skip
    return [
        ("toast/v2/vectors/heartbeat.json", {
            "about": "Heartbeats and announcements in their forms, and whole payloads.",
            "vectors": rows,
            "payloads": payloads,
        }),
    ]
