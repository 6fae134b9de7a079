"""spec/jmid/v1/vectors: versions, lenient, invalid, payloads."""

from jamnet import jmid, msgpack
from jamnet import message as m
from jamnet.kinds import Refused

from .jmid_invalid import BAD, INVALID, INVALID_HEX, LONG, MAJOR, NOTE, RANGE, SPACE, TYPE

TYPES = jmid.TYPES
VERSIONS = [  # (name, ver as JSON or None, status or None)
    ("absent", None, None),
    ("1.0 is the default and goes", '"jamnet/1.0"', None),
    ("1.1", '"jamnet/1.1"', None),
    ("1.7", '"jamnet/1.7"', None),
    ("1.99999", '"jamnet/1.99999"', None),
    ("0.9, an older major", '"jamnet/0.9"', None),
    ("2.0", '"jamnet/2.0"', None),
    ("2.41", '"jamnet/2.41"', None),
    ("3.0", '"jamnet/3.0"', MAJOR),
    ("99999.0", '"jamnet/99999.0"', MAJOR),
    ("foreign namespace", '"other/1.0"', SPACE),
    ("foreign namespace of a newer major", '"other/9.0"', SPACE),
    ("namespace with digits and hyphens", '"a-1-/1.0"', SPACE),
    ("namespace that begins alike", '"jamnet2/1.0"', SPACE),
    ("upper case", '"JAMNet/1.0"', BAD),
    ("no namespace", '"1.0"', BAD),
    ("empty namespace", '"/1.0"', BAD),
    ("namespace begins with a digit", '"1a/1.0"', BAD),
    ("no minor", '"jamnet/1"', BAD),
    ("three numbers", '"jamnet/1.0.0"', BAD),
    ("leading zero in the major", '"jamnet/01.0"', BAD),
    ("leading zero in the minor", '"jamnet/1.00"', BAD),
    ("six digits", '"jamnet/1.100000"', BAD),
    ("six digits in the major", '"jamnet/100000.0"', BAD),
    ("space at the end", '"jamnet/1.0 "', BAD),
    ("line feed at the end", '"jamnet/1.0\\n"', BAD),
    ("digits that are not ASCII", '"jamnet/\u0661.0"', BAD),
    ("empty", '""', BAD),
    ("null", "null", BAD),
    ("a number", "1", BAD),
]

# (name, form, text, canonical compact line)
LENIENT = [
    ("order of members", "compact", '{"seq":1,"v":100,"n":60,"c":1,"t":"n+"}', NOTE % ',"seq":1'),
    ("type at the end", "standard", '{"velocity":100,"note":60,"channel":1,"type":"note_on"}', NOTE % ""),
    ("white space", "compact", ' {\t"t" : "n+",\r\n"c":1 , "n":60,"v":100} \r', NOTE % ""),
    ("escapes", "compact", '{"\\u0074":"\\u006e\\u002B","c":1,"n":60,"v":100}', NOTE % ""),
    ("escaped slash", "compact", NOTE % ',"x":"a\\/b\\u00e9"', NOTE % ',"x":"a/bé"'),
    ("surrogate pair escape", "compact", NOTE % ',"x":"\\ud83c\\udfb9"', NOTE % ',"x":"🎹"'),
    ("1.0 for an integer", "compact", '{"t":"n+","c":1.0,"n":60e0,"v":1e2}', NOTE % ""),
    ("6000e-2 for an integer", "compact", '{"t":"n+","c":1,"n":6000e-2,"v":100.000}', NOTE % ""),
    ("-0 is 0", "compact", '{"t":"tc","val":-0}', '{"t":"tc","val":0}'),
    ("-0.0 in an unknown member", "compact", NOTE % ',"x":[-0.0]', NOTE % ',"x":[0]'),
    ("1e2 in an unknown member", "compact", NOTE % ',"x":1e2', NOTE % ',"x":100'),
    ("1.50 in an unknown member", "compact", NOTE % ',"x":1.50', NOTE % ',"x":1.5'),
    ("large unknown number", "compact", NOTE % ',"x":1E+30', NOTE % ',"x":1e+30'),
    ("unknown number keeps a double's digits", "compact", NOTE % ',"x":9007199254740993', NOTE % ',"x":9007199254740992'),
    ("u64 as small digits", "compact", NOTE % ',"ts":"5"', NOTE % ',"ts":5'),
    ("u64 as digits of 0", "compact", NOTE % ',"ts":"0"', NOTE % ',"ts":0'),
    ("u64 as digits of 2^53 - 1", "compact", NOTE % ',"ts":"9007199254740991"', NOTE % ',"ts":9007199254740991'),
    ("u64 as digits of 2^53", "compact", NOTE % ',"ts":"9007199254740992"', NOTE % ',"ts":"9007199254740992"'),
    ("u64 as 1e3", "compact", NOTE % ',"ts":1e3', NOTE % ',"ts":1000'),
    ("default group goes", "compact", '{"t":"n+","g":1,"c":1,"n":60,"v":100}', NOTE % ""),
    ("default attributes go", "compact", '{"t":"2n+","c":1,"n":60,"v":100,"aty":0,"atd":0}', '{"t":"2n+","c":1,"n":60,"v":100}'),
    ("default version goes", "standard", LONG % ',"version":"jamnet/1.0"', NOTE % ""),
    ("of two members the last counts", "compact", '{"t":"n+","c":1,"n":99,"n":60,"v":100}', NOTE % ""),
    ("of two types the last counts", "compact", '{"t":"n-","c":1,"n":60,"v":100,"t":"n+"}', NOTE % ""),
    ("unknown members move before ts and seq", "compact", '{"t":"n+","x":1,"c":1,"seq":7,"n":60,"y":null,"ts":5,"v":100,"a":"b"}', NOTE % ',"x":1,"y":null,"a":"b","ts":5,"seq":7'),
    ("unknown members, standard", "standard", LONG % ',"x":{"b":1,"a":[true,false,null]},"sequence":7', NOTE % ',"x":{"b":1,"a":[true,false,null]},"seq":7'),
    ("another type's name is unknown", "standard", '{"type":"clock","velocity":5}', '{"t":"ck","velocity":5}'),
    ("another type's key is unknown", "compact", '{"t":"ck","v":5}', '{"t":"ck","v":5}'),
    ("unknown empty name", "compact", '{"t":"ck","":5}', '{"t":"ck","":5}'),
    ("one underscore", "compact", '{"t":"ck","_x":5}', '{"t":"ck","_x":5}'),
    ("state: default group goes", "standard", '{"type":"midi_state","stream":1,"channels":[{"group":1,"channel":2,"notes":[],"controllers":[]}],"sequence":3}', '{"t":"ms","s":1,"ch":[[1,[],[],-1,-1,-1]],"seq":3}'),
    ("state: inner unknown members go", "standard", '{"type":"midi_state","stream":1,"channels":[{"x":1,"channel":2,"notes":[],"controllers":[]}],"sequence":3}', '{"t":"ms","s":1,"ch":[[1,[],[],-1,-1,-1]],"seq":3}'),
    ("state: -1 is absent", "compact", '{"ch":[[255,[5,4],[9,1,8,2],-1,0,-1]],"t":"ms","seq":3,"s":1}', '{"t":"ms","s":1,"ch":[[255,[5,4],[9,1,8,2],-1,0,-1]],"seq":3}'),
]  # fmt: skip

PACKED = [  # (name, hex, canonical compact line)
    ("uint8 where a fixint would do", "84 a174 a26e2b a163 cc01 a16e cc3c a176 cc64", NOTE % ""),
    ("uint64 and int8", "84 a174 a26e2b a163 cf0000000000000001 a16e d03c a176 d10064", NOTE % ""),
    ("float64 and float32", "84 a174 a26e2b a163 cb3ff0000000000000 a16e ca42700000 a176 d200000064", NOTE % ""),
    ("str8 and map16", "de0004 d90174 a26e2b a163 01 a16e d3000000000000003c da000176 64", NOTE % ""),
    ("order, and of two keys the last", "85 a176 64 a16e 05 a16e 3c a163 01 a174 a26e2b", NOTE % ""),
    ("sysex as an array", "82 a174 a27378 a164 93 01 cc02 03", '{"t":"sx","d":[1,2,3]}'),
    ("sysex as bin16", "82 a174 a27378 a164 c50002 0102", '{"t":"sx","d":[1,2]}'),
    ("timestamp as text", "82 a174 a2636b a27473 a135", '{"t":"ck","ts":5}'),
    ("unknown uint64 becomes digits", "82 a174 a2636b a178 cfffffffffffffffff", '{"t":"ck","x":"18446744073709551615"}'),
    ("unknown 2^53 becomes digits", "82 a174 a2636b a178 cf0020000000000000", '{"t":"ck","x":"9007199254740992"}'),
    ("unknown 2^53 - 1 stays", "82 a174 a2636b a178 cf001fffffffffffff", '{"t":"ck","x":9007199254740991}'),
    ("unknown -2^63 becomes digits, nested", "82 a174 a2636b a178 91d38000000000000000", '{"t":"ck","x":["-9223372036854775808"]}'),
    ("unknown nil, true, false, float", "82 a174 a2636b a178 94 c0 c3 c2 cb3ff8000000000000", '{"t":"ck","x":[null,true,false,1.5]}'),
]  # fmt: skip


def _read(form, data):
    try:
        if form == "msgpack":
            return m.compact(TYPES, m.read_msgpack(TYPES, data))
        return m.compact(TYPES, m.read_text(TYPES, data, form))
    except Refused as refused:
        return refused.status


def _must(name, got, want):
    if got != want:
        raise AssertionError(f"{name}: {got!r}, by hand {want!r}")


def payloads():
    note, clock = NOTE % ',"seq":1', '{"t":"ck"}'
    one, two = (msgpack.encode({"t": "ck", "seq": i}) for i in (1, 2))
    ck1, ck2 = '{"t":"ck","seq":1}', '{"t":"ck","seq":2}'
    lines = [
        ("two lines", f"{note}\n{clock}\n", [note, clock]),
        ("no line feed at the end", f"{note}\n{clock}", [note, clock]),
        ("empty lines", f"\n\n{note}\n\n{clock}\n\n", [note, clock]),
        ("carriage returns", f"{note}\r\n\r\n{clock}\r\n", [note, clock]),
        ("a bad line between", f"{note}\nx\n{clock}", [note, BAD, clock]),
        ("each line its own status", f'{{"t":"zz"}}\n{{"t":"tc","val":128}}\n{clock}', [TYPE, RANGE, clock]),
        ("a line cut short", f'{clock}\n{{"t":"ck"', [clock, BAD]),
        ("nothing", "", []),
        ("only line feeds", "\n\n\n", []),
    ]
    out = [("compact", n, text.encode(), want) for n, text, want in lines]
    out += [
        ("compact", "a line that is not UTF-8", b"\xff\n" + clock.encode(), [BAD, clock]),
        ("standard", "two objects", b'{"type":"clock"}\n{"type":"clock","sequence":1}\n', [clock, ck1]),
        ("standard", "compact line between", b'{"type":"clock"}\n{"t":"ck"}', [clock, BAD]),
        ("msgpack", "two maps", one + two, [ck1, ck2]),
        ("msgpack", "nothing, MessagePack", b"", []),
        ("msgpack", "wrong content between", one + b"\x81\xa1t\xa2zz" + two, [ck1, TYPE, ck2]),
        ("msgpack", "no map between", one + b"\x92\x01\x02" + two, [ck1, BAD, ck2]),
        ("msgpack", "extension type between", one + b"\x81\xa1t\xd4\x01\x00" + two, [ck1, BAD, ck2]),
        ("msgpack", "not UTF-8 between", one + b"\x81\xa1t\xa1\xff" + two, [ck1, BAD, ck2]),
        ("msgpack", "c1 ends it", one + b"\x81\xa1t\xc1" + two, [ck1, BAD]),
        ("msgpack", "cut short", one + two[:-1], [ck1, BAD]),
        ("msgpack", "announces too much", one + b"\xdf\xff\xff\xff\xff" + two, [ck1, BAD]),
    ]
    return out


def files():
    versions = []
    for name, value, status in VERSIONS:
        text = NOTE % (f',"ver":{value},"zz":1' if value else ',"zz":1')
        got = _read("compact", text)
        if status:
            _must(name, got, status)
            versions.append({"name": name, "text": text, "status": status})
        else:
            versions.append({"name": name, "text": text, "compact": got})
    lenient = []
    for name, form, text, want in LENIENT:
        _must(name, _read(form, text), want)
        lenient.append({"name": name, "form": form, "text": text, "compact": want})
    for name, text, want in PACKED:
        _must(name, _read("msgpack", bytes.fromhex(text)), want)
        lenient.append({"name": name, "form": "msgpack", "hex": text.replace(" ", ""), "compact": want})
    bad = []
    for name, form, text, status in INVALID:
        _must(name, _read(form, text), status)
        bad.append({"name": name, "form": form, "text": text, "status": status})
    for name, form, text, status in INVALID_HEX:
        _must(name, _read(form, bytes.fromhex(text)), status)
        bad.append({"name": name, "form": form, "hex": text.replace(" ", ""), "status": status})
    rows = []
    for form, name, data, want in payloads():
        found = m.read_payload(TYPES, data, form)
        got = [x if isinstance(x, str) else m.compact(TYPES, x) for x in found]
        _must(name, got, want)
        rows.append({"name": name, "form": form, "hex": data.hex(), "gives": want})
    base = "jmid/v1/vectors/"
    return [
        (base + "versions.json", {
            "about": "Compact lines; compact: the canonical line read, status: why it was refused.",
            "vectors": versions,
        }),
        (base + "lenient.json", {
            "about": "What a reader takes though no writer writes it; compact: the canonical line.",
            "vectors": lenient,
        }),
        (base + "invalid.json", {"about": "One message each and its status.", "vectors": bad}),
        (base + "payloads.json", {
            "about": "Payloads; gives: a canonical compact line or a status for each message.",
            "vectors": rows,
        }),
    ]
