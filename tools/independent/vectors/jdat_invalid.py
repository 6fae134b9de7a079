"""JDAT messages that a reader refuses: (name, form, text or hex, status), statuses by hand."""

import re

BAD, RANGE, MAJOR, SPACE, TYPE = "malformed", "outOfRange", "unsupportedVersion", "unknownNamespace", "unknownType"
JDAT = '{"t":"ja","r":48000,"c":2,"n":1,"p":5,"d":[1,-1],"ts":9}'
JELLIE = '{"t":"je","r":48000,"n":4,"k":2,"p":5,"d":[1,-1],"ts":9,"seq":3}'


def _with(line, key, value):
    """The line with another value for a member, or with it, or without it."""
    found = re.search(rf',"{key}":(\[[^\]]*\]|"[^"]*"|[^,}}]*)', line)
    put = "" if value is None else f',"{key}":{value}'
    if found:
        return line.replace(found[0], put)
    return line[:-1] + put + "}"


def _head(text, code, more):
    return text.replace(f'"{code}"', f'"{code}",{more}')


# One jdat of 2 channels and 1 frame, and one jellie of 4 frames, in the binary form.
B_JDAT = "2600 01 00 a0860100 0500000000000000 0900000000000000 80bb0000 0100 02 00 010000 ffffff"
B_JELLIE = "2c00 02 00 a0860100 0500000000000000 0900000000000000 80bb0000 0400 01 02 03000000 01000000 ffffffff"


def _bytes(text, at, put, more=""):
    """The binary message with other bytes at a place, and more behind it, its length made right."""
    data = bytearray.fromhex(text)
    put = bytes.fromhex(put)
    data[at : at + len(put)] = put
    data += bytes.fromhex(more)
    if at != 0:
        data[0:2] = len(data).to_bytes(2, "little")
    return data.hex()


_RATES = [(v, s) for v, s in (
    ("0", RANGE), ("8000", RANGE), ("44101", RANGE), ("88200", RANGE), ("-48000", RANGE), ("1e300", RANGE), ("48000.5", BAD),
    ('"48000"', BAD), ("null", BAD),
)]  # fmt: skip

TEXTS = [
    *[(f"jdat without {key}", "compact", _with(JDAT, key, None), BAD) for key in ("r", "c", "n", "p", "d", "ts")],
    *[(f"jdat, r {v}", "compact", _with(JDAT, "r", v), s) for v, s in _RATES],
    *[(f"jdat, {key} {value}", "compact", _with(JDAT, key, value), s) for key, value, s in (
        ("c", "0", RANGE), ("c", "9", RANGE), ("c", "1.5", BAD), ("n", "0", RANGE), ("n", "513", RANGE), ("n", "2", RANGE),
        ("c", "1", RANGE), ("p", "-1", RANGE), ("p", "9007199254740992", RANGE), ("p", '"5"', BAD), ("p", "0.5", BAD),
        ("ts", "-1", RANGE), ("ts", '"18446744073709551616"', RANGE), ("ts", "1.5", BAD), ("ts", "null", BAD),
        ("d", "[]", RANGE), ("d", "[1]", RANGE), ("d", "[1,2,3]", RANGE), ("d", "[8388608,0]", RANGE), ("d", "[0,-8388609]", RANGE),
        ("d", "[0.5,1]", BAD), ("d", '["1",1]', BAD), ("d", "[null,1]", BAD), ("d", '"AAAA"', BAD), ("d", "[[1,2]]", BAD), ("d", "{}", BAD),
        ("nx", "[48000]", BAD), ("nx", "[48000,1,2]", BAD), ("nx", "[1,1]", RANGE), ("nx", "[96000,-1]", RANGE), ("nx", "null", BAD),
        ("nx", '[96000,"1"]', BAD), ("rate", "1", BAD), ("payload", "[1]", BAD), ("__x", "1", BAD), ("version", '"jamnet/1.0"', BAD),
    )],
    ("jdat, payload of 4097", "compact", _with(_with(_with(JDAT, "n", "512"), "c", "8"), "d", f"[{','.join(['0'] * 4097)}]"), RANGE),
    ("jdat, version 3.0", "compact", _head(JDAT, "ja", '"ver":"jamnet/3.0"'), MAJOR),
    ("jdat, version 3.0 before fields", "compact", '{"t":"ja","ver":"jamnet/3.0","r":1}', MAJOR),
    ("jdat, another namespace", "compact", _head(JDAT, "ja", '"ver":"adat/1.0"'), SPACE),
    ("jdat, version without minor", "compact", _head(JDAT, "ja", '"ver":"jamnet/1"'), BAD),
    ("jdat by its name", "compact", JDAT.replace('"ja"', '"jdat"'), TYPE),
    ("jdat cut short", "compact", JDAT[:40], BAD),
    ("jdat, sample with a plus", "compact", JDAT.replace("-1", "+1"), BAD),
    ("jdat, sample with leading zeros", "compact", JDAT.replace("-1", "-01"), BAD),
    ("jdat, comma at the end of the samples", "compact", JDAT.replace("-1]", "-1,]"), BAD),
    ("jdat, standard with a compact key", "standard",
     '{"type":"jdat","rate":48000,"channels":1,"frames":1,"position":5,"payload":[1],"timestamp":9,"d":[1]}', BAD),
    ("jdat, standard by its code", "standard", '{"type":"ja","rate":48000,"channels":1,"frames":1,"position":5,"payload":[1],"timestamp":9}', TYPE),
    *[(f"jellie without {key}", "compact", _with(JELLIE, key, None), BAD) for key in ("r", "n", "k", "p", "d", "ts", "seq")],
    *[(f"jellie, r {v}", "compact", _with(JELLIE, "r", v), s) for v, s in _RATES],
    *[(f"jellie, {key} {value}", "compact", _with(JELLIE, key, value), s) for key, value, s in (
        ("n", "1", RANGE), ("n", "2", RANGE), ("n", "5", RANGE), ("n", "513", RANGE), ("k", "4", RANGE), ("k", "-1", RANGE), ("k", "null", BAD),
        ("seq", "4294967296", RANGE), ("seq", "-1", RANGE), ("c", "0", RANGE), ("c", "2", RANGE), ("c", "9", RANGE), ("c", "null", BAD),
        ("d", "[16777215,0]", RANGE), ("d", "[0,-16777217]", RANGE), ("d", "[0]", RANGE), ("d", "[]", RANGE), ("part", "1", BAD),
        ("sequence", "1", BAD),
    )],
    ("jellie, e over 24 bits", "compact", _with(_with(JELLIE, "k", "0"), "d", "[8388608,0]"), RANGE),
    ("jellie, o over 24 bits", "compact", _with(_with(JELLIE, "k", "1"), "d", "[0,-8388609]"), RANGE),
    ("jellie, e + 2o too large", "compact", _with(_with(JELLIE, "k", "3"), "d", "[25165822,0]"), RANGE),
    ("jellie, e + 2o too small", "compact", _with(_with(JELLIE, "k", "3"), "d", "[0,-25165825]"), RANGE),
    ("jellie, o of 3 frames has one element", "compact", _with(_with(JELLIE, "n", "3"), "k", "1"), RANGE),
]  # fmt: skip

BINARIES = [
    ("nothing of it", "", BAD),
    ("31 bytes", _bytes(B_JDAT, 0, "1f00")[:62], BAD),
    ("length over the bytes there are", _bytes(B_JDAT, 0, "2700"), BAD),
    ("length under 32", _bytes(B_JDAT, 0, "1f00"), BAD),
    ("kind 0", _bytes(B_JDAT, 2, "00"), TYPE),
    ("kind 3", _bytes(B_JDAT, 2, "03"), TYPE),
    ("version 3.0", _bytes(B_JDAT, 4, "e0930400"), MAJOR),
    ("version 3.0 of an unknown kind", _bytes(B_JDAT, 2, "0900e0930400"), MAJOR),
    ("highest version", _bytes(B_JDAT, 4, "ffffffff"), MAJOR),
    ("flag 1", _bytes(B_JDAT, 3, "02"), BAD),
    ("flag 7", _bytes(B_JDAT, 3, "80"), BAD),
    ("jdat with a part", _bytes(B_JDAT, 31, "01"), BAD),
    ("announcement that has no room", _bytes(B_JDAT, 3, "01"), BAD),
    ("rate 8000", _bytes(B_JDAT, 24, "401f0000"), RANGE),
    ("no channels", _bytes(B_JDAT, 30, "00"), RANGE),
    ("nine channels", _bytes(B_JDAT, 30, "09"), RANGE),
    ("no frames", _bytes(B_JDAT, 28, "0000"), RANGE),
    ("513 frames", _bytes(B_JDAT, 28, "0102"), RANGE),
    ("position 2^53", _bytes(B_JDAT, 8, "0000000000002000"), RANGE),
    ("payload too short", _bytes(B_JDAT, 28, "0200"), BAD),
    ("payload too short, and a rate of 1", _bytes(B_JDAT, 24, "010000000200"), RANGE),
    ("a byte behind it that is no map", _bytes(B_JDAT, 2, "01", "01"), BAD),
    ("an array behind it", _bytes(B_JDAT, 2, "01", "90"), BAD),
    ("two maps behind it", _bytes(B_JDAT, 2, "01", "81a17801 80"), BAD),
    ("half a map behind it", _bytes(B_JDAT, 2, "01", "81a178"), BAD),
    ("a key behind it", _bytes(B_JDAT, 2, "01", "81a17201"), BAD),
    ("a name behind it", _bytes(B_JDAT, 2, "01", "81a47261746501"), BAD),
    ("a version behind it", _bytes(B_JDAT, 2, "01", "81a376657201"), BAD),
    ("a type behind it", _bytes(B_JDAT, 2, "01", "81a474797065a2 6a61"), BAD),
    ("a forbidden name behind it", _bytes(B_JDAT, 2, "01", "81a35f5f7801"), BAD),
    ("announced rate of 1", _bytes(B_JDAT, 3, "01a0860100 0500000000000000 0900000000000000 80bb0000 0100 01 00 01000000 0500000000000000 000000"), RANGE),
    ("jellie without its number", _bytes(B_JELLIE, 0, "2000")[:64], BAD),
    ("jellie, part 4", _bytes(B_JELLIE, 31, "04"), RANGE),
    ("jellie, one frame", _bytes(B_JELLIE, 28, "0100"), RANGE),
    ("jellie, sum too large", _bytes(B_JELLIE, 36, "ffffff00"), RANGE),
    ("jellie, sum too small", _bytes(B_JELLIE, 36, "fffffffe"), RANGE),
    ("jellie, no channels", _bytes(B_JELLIE, 30, "00"), RANGE),
]  # fmt: skip
