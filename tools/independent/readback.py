#!/usr/bin/env python3
"""Verifies what the packages wrote with this implementation.

readback.py FILE    FILE holds one JSON object per line; `kind` says which:

frame      hex, fields                          fields named as in spec/toast/v2/vectors/frames.json
datagram   hex, statuses[, frames]              as in invalid-datagrams.json
topic      topic, and what is derived from it   as in topics.json; or invalid: true
heartbeat  standard, compact[, msgpack]         heartbeats and announcements
jmid       standard, compact[, msgpack, midi1, ump]      events and state lines
read       form, text or hex, compact or status          one message a reader was given
jdat       standard, compact[, msgpack, binary]          messages of audio
jdat-read  form, hex, gives                              a payload a reader of audio was given, message by message

Prints "N read back, M differ" and the lines that differ; exit status 1 where M is not 0.
"""

import json
import sys

from jamnet import frame, heartbeat, jdat, jmid, message, midi_bytes, topic, ump
from jamnet.kinds import Refused


class Differs(Exception):
    """What differs, in words."""


def same(what, got, want):
    """`got` is the packages', `want` this implementation's."""
    if type(got) is not type(want) or got != want:
        raise Differs(f"{what}: the packages {got!r}, here {want!r}")


def hexed(text):
    return bytes.fromhex(text)


def check_frame(row):
    fields = dict(row["fields"])
    fields["timestamp"] = str(fields["timestamp"])
    found = frame.read_datagram(hexed(row["hex"]))
    if len(found) != 1 or found[0][0] != "ok":
        raise Differs(f"statuses: here {[status for status, _ in found]}")
    same("fields", fields, found[0][1].as_json())
    same("hex", row["hex"].lower(), frame.encode(frame.Frame.from_json(fields)).hex())


def check_datagram(row):
    found = frame.read_datagram(hexed(row["hex"]))
    same("statuses", row["statuses"], [status for status, _ in found])
    if "frames" in row:
        given = [{**f, "timestamp": str(f["timestamp"])} for f in row["frames"]]
        same("frames", given, [one.as_json() for _, one in found if one])


def check_topic(row):
    try:
        derived = topic.derive(row["topic"])
    except topic.TopicError:
        same("invalid", row.get("invalid", False), True)
        return
    same("invalid", row.get("invalid", False), False)
    for name, value in derived.items():
        if name in row:
            same(name, row[name], value)
    if "uuid" in row:
        full = topic.uuid(hexed(derived["sessionName"]), row["senderId"])
        same("uuid", row["uuid"], full.hex())


def _check_forms(types, row):
    """All forms of a message against each other; the normalised message."""
    one = message.read_text(types, row["standard"], "standard")
    same("standard", row["standard"], message.standard(types, one))
    same("compact", row["compact"].removesuffix("\n"), message.compact(types, one))
    other = message.read_text(types, row["compact"], "compact")
    same("compact read", message.standard(types, other), row["standard"])
    if "msgpack" in row:
        same("msgpack", row["msgpack"].lower(), message.packed(types, one).hex())
        other = message.read_msgpack(types, hexed(row["msgpack"]))
        same("msgpack read", message.standard(types, other), row["standard"])
    return one


def check_heartbeat(row):
    _check_forms(heartbeat.TYPES, row)


def check_jmid(row):
    one = _check_forms(jmid.TYPES, row)
    if "midi1" in row:
        raw = midi_bytes.encode(one)
        same("midi1", row["midi1"], None if raw is None else raw.hex())
    if "ump" in row:
        words = None if one["type"] == "midi_state" else ump.encode(one)
        given = row["ump"]
        if given is not None:
            given = [w if isinstance(w, int) else int(w, 16) for w in given]
        same("ump", given, words)


def check_read(row):
    data = hexed(row["hex"]) if "hex" in row else row["text"]
    try:
        if row["form"] == "msgpack":
            one = message.read_msgpack(jmid.TYPES, data)
        else:
            one = message.read_text(jmid.TYPES, data, row["form"])
    except Refused as refused:
        same("status", row.get("status"), refused.status)
        return
    same("status", row.get("status"), None)
    same("compact", row["compact"].removesuffix("\n"), message.compact(jmid.TYPES, one))


def check_jdat(row):
    one = _check_forms(jdat.TYPES, row)
    if "binary" in row:
        same("binary", row["binary"].lower(), jdat.binary(one).hex())
        other = jdat.read_binary(hexed(row["binary"]))
        same("binary read", message.standard(jdat.TYPES, other), row["standard"])


def check_jdat_read(row):
    data = hexed(row["hex"])
    if row["form"] == "binary":
        read = jdat.read_binary_payload(data)
    else:
        read = message.read_payload(jdat.TYPES, data, row["form"])
    got = [one if isinstance(one, str) else message.compact(jdat.TYPES, one) for one in read]
    same("gives", row["gives"], got)


CHECKS = {
    "frame": check_frame,
    "datagram": check_datagram,
    "topic": check_topic,
    "heartbeat": check_heartbeat,
    "jmid": check_jmid,
    "read": check_read,
    "jdat": check_jdat,
    "jdat-read": check_jdat_read,
}


def check_line(line):
    """None, or what differs in a line of the file."""
    try:
        row = json.loads(line)
        CHECKS[row["kind"]](row)
    except Differs as differs:
        return str(differs)
    except Refused as refused:
        return f"refused here: {refused.status}"
    except Exception as error:  # whatever the line holds, it is a difference and no crash
        return f"not understood: {type(error).__name__}: {error}"
    return None


def main(arguments):
    if len(arguments) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    count = differing = 0
    with open(arguments[0], encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            count += 1
            found = check_line(line)
            if found:
                differing += 1
                if differing <= 20:
                    print(f"line {number}: {found[:500]}")
    print(f"{count} read back, {differing} differ")
    if not count:
        print("the file is empty", file=sys.stderr)
    return 1 if differing or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
