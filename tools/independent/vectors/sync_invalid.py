"""Sync messages that a reader refuses: (name, form, text, status)."""

BAD, RANGE, MAJOR, SPACE, TYPE = "malformed", "outOfRange", "unsupportedVersion", "unknownNamespace", "unknownType"
BLOCK = '{"t":"scb"%s,"tc":1,"tg":2,"u":"ns","o":"sender"%s}'
PLAY = '{"t":"tpt","cmd":"PLAY","tn":1,"pos":0,"bpm":120,"sig":[4,4],"mp":"a"%s}'
STATE = '{"t":"sy","ep":[1,2],"ma":[1,1],"cl":"gpu","st":"locked","q":900%s}'
LOGGED = ["PLAY", 1, 2, 0, 0, 120, 4, 4, -1, -1]


def _instead(line, key, value):
    """The line with another value for a member, or without it."""
    import re

    found = re.search(rf',"{key}":(\[[^\]]*\]|"[^"]*"|[^,}}]*)', line)
    return line.replace(found[0], "" if value is None else f',"{key}":{value}')


def _logged(at, value):
    import json

    row = [*LOGGED]
    row[at] = value
    return '{"t":"tpl","cm":[%s]}' % json.dumps(row)


_BLOCK, _PLAY, _STATE = BLOCK % ("", ""), PLAY % "", STATE % ""

INVALID = [
    *[(f"block without {key}", "compact", _instead(_BLOCK, key, None), BAD) for key in ("tc", "tg", "u", "o")],
    *[(f"block, version {v}", "compact", BLOCK % (f',"ver":"{v}"', ""), s) for v, s in (
        ("jamnet/1.1", MAJOR), ("jamnet/2.0", MAJOR), ("jamnet/0.9", MAJOR), ("jamnet/3.0", MAJOR),
        ("other/1.0", SPACE), ("1.0", BAD),
    )],
    *[(f"block, {key} {value}", "compact", _instead(_BLOCK, key, value), s) for key, value, s in (
        ("tc", "-1", RANGE), ("tc", "1.5", BAD), ("tc", "9007199254740992", RANGE), ("tg", '"18446744073709551616"', RANGE),
        ("tg", '"01"', BAD), ("tg", "null", BAD), ("u", '"s"', RANGE), ("u", '"NS"', RANGE), ("u", "1", BAD),
        ("o", '"peer"', RANGE), ("o", "null", BAD),
    )],
    ("block, clock_base empty", "compact", BLOCK % ("", ',"cb":""'), RANGE),
    ("block, clock_base of 65", "compact", BLOCK % ("", ',"cb":"%s"' % ("x" * 65)), RANGE),
    ("block, session_id of 65", "compact", BLOCK % ("", ',"sid":"%s"' % ("ä" * 65)), RANGE),
    ("block, uncertainty -1", "compact", BLOCK % ("", ',"un":-1'), RANGE),
    ("block is strict: unknown member", "compact", BLOCK % ("", ',"x":1'), BAD),
    ("block is strict: unknown member, standard", "standard",
     '{"type":"sync_calibration_block","timestamp_cpu":1,"timestamp_gpu":2,"timestamp_unit":"ns","origin":"sender","seq":1}', BAD),
    ("block is strict: version before fields", "compact", '{"t":"scb","ver":"jamnet/1.1","tc":-1}', MAJOR),
    ("block by its name in the compact form", "compact", '{"t":"sync_calibration_block"}', TYPE),
    *[(f"transport without {key}", "compact", _instead(_PLAY, key, None), BAD)
      for key in ("cmd", "tn", "pos", "bpm", "sig", "mp")],
    *[(f"transport, {key} {value}", "compact", _instead(_PLAY, key, value), s) for key, value, s in (
        ("cmd", '"play"', RANGE), ("cmd", '"GO"', RANGE), ("cmd", "1", BAD), ("tn", "-1", RANGE), ("tn", "0.5", BAD),
        ("pos", "-0.001", RANGE), ("pos", '"0"', BAD), ("pos", "1e999", BAD), ("bpm", "0", RANGE), ("bpm", "-0", RANGE),
        ("bpm", "1000.001", RANGE), ("bpm", "null", BAD), ("sig", "[4]", BAD), ("sig", "[4,4,4]", BAD),
        ("sig", "[0,4]", RANGE), ("sig", "[4,256]", RANGE), ("sig", "[4,4.5]", BAD), ("sig", '"4/4"', BAD),
        ("mp", '""', RANGE), ("mp", "7", BAD),
    )],
    *[(f"transport, {key} {value}", "compact", PLAY % f',"{key}":{value}', s) for key, value, s in (
        ("ps", "-1", RANGE), ("ps", "1.5", BAD), ("bt", "-1", RANGE), ("bt", "null", BAD), ("lp", "[1]", BAD),
        ("lp", "[-1,4]", RANGE), ("lp", "[0,null]", BAD), ("pe", "4294967296", RANGE), ("pe", '"1"', BAD),
        ("timestamp", "1", BAD), ("__x", "1", BAD),
    )],
    ("log without commands", "compact", '{"t":"tpl"}', BAD),
    ("log of none", "compact", '{"t":"tpl","cm":[]}', RANGE),
    ("log of five", "compact", '{"t":"tpl","cm":[%s]}' % ",".join(["0"] * 5), RANGE),
    ("log, element is no array", "compact", '{"t":"tpl","cm":[{}]}', BAD),
    ("log, nine in an element", "compact", '{"t":"tpl","cm":[["PLAY",1,2,0,0,120,4,4,-1]]}', BAD),
    *[(f"log, place {at} {value!r}", "compact", _logged(at, value), s) for at, value, s in (
        (0, "GO", RANGE), (0, 0, BAD), (1, -1, RANGE), (2, 2**32, RANGE), (3, -0.5, RANGE), (4, -1, RANGE), (5, 0, RANGE),
        (5, 1001, RANGE), (6, 0, RANGE), (7, 256, RANGE), (8, -1.5, RANGE), (9, -2, RANGE), (9, None, BAD),
    )],
    *[(f"state without {key}", "compact", _instead(_STATE, key, None), BAD) for key in ("ep", "ma", "cl", "st", "q")],
    *[(f"state, {key} {value}", "compact", _instead(_STATE, key, value), s) for key, value, s in (
        ("ep", "[1]", BAD), ("ep", "[-1,2]", RANGE), ("ep", "[1,-2]", RANGE), ("ma", "[1,4294967296]", RANGE),
        ("ma", "[1,1,1]", BAD), ("cl", '"tpu"', RANGE), ("st", '"failed"', RANGE), ("q", "1001", RANGE), ("q", "0.5", BAD),
        ("q", "-1", RANGE),
    )],
    *[(f"state, {key} {value}", "compact", STATE % f',"{key}":{value}', s) for key, value, s in (
        ("tl", "[1,2]", BAD), ("tl", "[1,2,2147483648]", RANGE), ("tl", "[1,-2,0]", RANGE), ("tl", "null", BAD),
        ("tb", "[[1,2,3,4,5]]", BAD), ("tb", "[[1,9007199254740992,0,0,0,0]]", RANGE), ("tb", "[[1,0,-1,0,0,0]]", RANGE),
        ("tb", "[[1,0,0,0,0,1001]]", RANGE), ("tb", "[%s]" % ",".join(["0"] * 9), RANGE),
    )],
]  # fmt: skip
