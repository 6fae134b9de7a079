"""Values and messages between MIDI 1.0 and MIDI 2.0 (spec/jmid/v1 section 5)."""


def down(x, s, d):
    return x >> (s - d)


def up(x, s, d):
    result = x << (d - s)
    if x <= 1 << (s - 1):
        return result
    bits = s - 1
    repeat = x & ((1 << bits) - 1)
    shift = (d - s) - bits
    repeat = repeat << shift if shift > 0 else repeat >> -shift
    while repeat:
        result |= repeat
        repeat >>= bits
    return result


MARK = {"attributeType": 1, "attribute": 19021}


def _with(message, own, name, **changed):
    """`message` as a `name`: members in `own` leave, `changed` join, all else is kept."""
    kept = {k: v for k, v in message.items() if k not in own and k not in ("type", *changed)}
    return {"type": name, **changed, **kept}


def to_midi2(m):
    """Section 5.1."""
    kind = m["type"]
    if kind == "note_on" and m["velocity"] == 0:
        return _with(m, (), "midi2_note_off", velocity=32768, **MARK)
    if kind in ("note_on", "note_off"):
        return _with(m, (), "midi2_" + kind, velocity=up(m["velocity"], 7, 16))
    if kind in ("poly_pressure", "channel_pressure"):
        return _with(m, (), "midi2_" + kind, pressure=up(m["pressure"], 7, 32))
    if kind == "control_change":
        return _with(m, (), "midi2_control_change", value=up(m["value"], 7, 32))
    if kind == "program_change":
        return _with(m, (), "midi2_program_change")
    if kind == "pitch_bend":
        return _with(m, (), "midi2_pitch_bend", bend=up(m["bend"], 14, 32))
    return m


def _down_list(m):
    kind = m["type"]
    if not kind.startswith("midi2_"):
        return [m]
    marks = ("attributeType", "attribute")
    if kind == "midi2_note_on":
        velocity = down(m["velocity"], 16, 7) or 1
        return [_with(m, marks, "note_on", velocity=velocity)]
    if kind == "midi2_note_off":
        if m["velocity"] == 32768 and all(m.get(k, 0) == v for k, v in MARK.items()):
            return [_with(m, marks, "note_on", velocity=0)]
        return [_with(m, marks, "note_off", velocity=down(m["velocity"], 16, 7))]
    if kind in ("midi2_poly_pressure", "midi2_channel_pressure"):
        return [_with(m, (), kind[6:], pressure=down(m["pressure"], 32, 7))]
    if kind == "midi2_control_change":
        return [_with(m, (), "control_change", value=down(m["value"], 32, 7))]
    if kind == "midi2_pitch_bend":
        return [_with(m, (), "pitch_bend", bend=down(m["bend"], 32, 14))]

    def controllers(own, *pairs):
        return [_with(m, own, "control_change", controller=c, value=v) for c, v in pairs]

    if kind == "midi2_program_change":
        own = ("program", "bank")
        change = [_with(m, own, "program_change", program=m["program"])]
        if "bank" not in m:
            return change
        return controllers(own, (0, m["bank"] >> 7), (32, m["bank"] & 127)) + change
    if kind in ("midi2_registered_controller", "midi2_assignable_controller"):
        high, low = (101, 100) if "registered" in kind else (99, 98)
        w = down(m["value"], 32, 14)
        pairs = (high, m["bank"]), (low, m["index"]), (6, w >> 7), (38, w & 127)
        return controllers(("bank", "index", "value"), *pairs)
    return []


def to_midi1(m):
    """Section 5.2: (list of messages, lossy). `m` is a normalised message."""
    out = _down_list(m)
    lossy = len(out) != 1 or (out[0] != m and to_midi2(out[0]) != m)
    return out, lossy
