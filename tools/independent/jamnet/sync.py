"""SYNC v1: tables, calibration, order of commands, epochs, masters (spec/sync/v1)."""

import re

from .kinds import MAX_SAFE, U64, Array, Fixed, Integer, OneOf, Real, String
from .message import Field, Type

U32, I32 = Integer(0, 2**32 - 1), Integer(-(2**31), 2**31 - 1)
QUALITY, U8 = Integer(0, 1000), Integer(1, 255)
POSITIVE, LOOP_END, BPM = Real(0), Real(-1), Real(0, 1000, above=True)
COMMANDS = ("PLAY", "STOP", "PAUSE", "RECORD", "SEEK", "TEMPO")
NAME = String(1, 64)
PEER = Fixed(U32, Integer(-MAX_SAFE, MAX_SAFE), U32, I32, U32, QUALITY)
LOGGED = Fixed(OneOf(*COMMANDS), U64(), U32, POSITIVE, POSITIVE, BPM, U8, U8, LOOP_END, LOOP_END)


def _optional(name, key, kind):
    return Field(name, key, kind, required=False)


BLOCK = Type(
    "sync_calibration_block",
    "scb",
    (
        Field("timestamp_cpu", "tc", U64()),
        Field("timestamp_gpu", "tg", U64()),
        Field("timestamp_unit", "u", OneOf("ns", "us", "ms")),
        _optional("clock_base", "cb", NAME),
        _optional("session_id", "sid", NAME),
        Field("origin", "o", OneOf("sender", "receiver", "midpoint")),
        _optional("uncertainty", "un", U64()),
    ),
    tail=(),
    strict="jamnet/1.0",
)
TRANSPORT = Type(
    "transport",
    "tpt",
    (
        Field("command", "cmd", OneOf(*COMMANDS)),
        Field("timestamp", "tn", U64()),
        Field("position", "pos", POSITIVE),
        _optional("position_samples", "ps", U64()),
        Field("bpm", "bpm", BPM),
        Field("time_signature", "sig", Fixed(U8, U8)),
        Field("master_peer", "mp", NAME),
        _optional("beat", "bt", POSITIVE),
        _optional("loop", "lp", Fixed(POSITIVE, POSITIVE)),
        _optional("peer", "pe", U32),
    ),
    tail=(),
)
LOG = Type("transport_log", "tpl", (Field("commands", "cm", Array(LOGGED, 1, 4)),), tail=())
STATE = Type(
    "sync_state",
    "sy",
    (
        Field("epoch", "ep", Fixed(U32, U64())),
        Field("master", "ma", Fixed(U32, U32)),
        Field("clock", "cl", OneOf("gpu", "cpu", "hybrid")),
        Field("state", "st", OneOf("joining", "locked", "holdover")),
        Field("quality", "q", QUALITY),
        _optional("timeline", "tl", Fixed(U64(), U64(), I32)),
        _optional("peers", "tb", Array(PEER, 0, 8)),
    ),
    tail=(),
)
TYPES = (BLOCK, TRANSPORT, LOG, STATE)


def corrected(raw, block, elapsed=0):
    """Section 2.3: a GPU stamp on the CPU clock of its sender, in the block's unit."""
    gpu, cpu = block["timestamp_gpu"], block["timestamp_cpu"]
    ahead = raw - gpu
    if raw < 2**32 and gpu < 2**32 and abs(ahead - elapsed) > 2**31:
        # Round half up, in integers: nearest to what elapsed.
        ahead += 2**32 * ((2 * (elapsed - ahead) + 2**32) // 2**33)
    else:
        ahead = (ahead + 2**63) % 2**64 - 2**63
    return cpu + ahead


NS = {"ns": 1, "us": 1000, "ms": 1000000}


def newer(block, than):
    """Section 2.3: whether a block takes the place of another."""
    at, before = (b["timestamp_cpu"] * NS[b["timestamp_unit"]] for b in (block, than))
    return at > before


def beat_of(command):
    """Section 4.1."""
    return command.get("beat", command["position"] * command["bpm"] / 60000)


LAST_WINS = ("TEMPO", "SEEK", "RECORD", "PLAY", "PAUSE", "STOP")


def slot(command, sender):
    """Section 4.2: what commands are ordered by. Of two of one slot one is kept."""
    return (command["timestamp"], command.get("peer", sender), LAST_WINS.index(command["command"]))


def contents(command):
    """Section 4.2: of two of one slot the greater is kept."""
    loop = command.get("loop", [-1, -1])
    return (*loop, beat_of(command), command["position"], command["bpm"], *command["time_signature"])


def in_force(commands):
    """Section 4.2: of (sender, command) the indices of those that are kept, in their order."""
    kept = {}
    for i, (sender, command) in enumerate(commands):
        key = slot(command, sender)
        if key not in kept or contents(command) > contents(commands[kept[key]][1]):
            kept[key] = i
    return [kept[key] for key in sorted(kept)]


_NUMBER = r"([0-9]{1,15}(?:\.[0-9]{1,15})?)"
_WORDS = {"START": "PLAY", "POSITION": "SEEK", "BPM": "TEMPO", **{name: name for name in COMMANDS}}
_PREFIX, _BETWEEN = r"(?:TRANSPORT[\s:]+)?", r"\s*[\s:=]\s*"
_PLAIN = re.compile(rf"{_PREFIX}({'|'.join(_WORDS)})(?:{_BETWEEN}{_NUMBER}\s*(MS|BPM)?)?")
_SIGNATURE = re.compile(rf"{_PREFIX}TIME_SIGNATURE{_BETWEEN}([0-9]{{1,15}})\s*/\s*([0-9]{{1,3}})")


def _amount(digits):
    value = float(digits)
    return int(value) if value.is_integer() else value


def read_plain(line):
    """Section 4.4: what a plain string says, or its status."""
    upper = line.strip().upper()
    if len(line) > 64:
        return "malformed"
    if found := _SIGNATURE.fullmatch(upper):
        signature = [int(found[1]), int(found[2])]
        if not all(1 <= n <= 255 for n in signature):
            return "outOfRange"
        return {"command": "TEMPO", "time_signature": signature}
    if not (found := _PLAIN.fullmatch(upper)):
        return "malformed"
    command, digits, unit = _WORDS[found[1]], found[2], found[3]
    if digits is None:
        return "malformed" if command in ("SEEK", "TEMPO") else {"command": command}
    if command == "TEMPO":
        if unit == "MS":
            return "malformed"
        bpm = _amount(digits)
        return {"command": command, "bpm": bpm} if 0 < bpm <= 1000 else "outOfRange"
    return "malformed" if unit == "BPM" else {"command": command, "position": _amount(digits)}


def goes_on(one, other):
    """Section 3.2: of two timelines (founder, age in ms) the one that goes on."""
    if abs(one[1] - other[1]) > 500:
        return max(one, other, key=lambda epoch: epoch[1])
    return min(one, other, key=lambda epoch: epoch[0])


RANKS = ("gpu", "hybrid", "cpu")


def rank(peer):
    """Section 3.3: smallest first. `peer` has id, clock and quality."""
    return (RANKS.index(peer["clock"]), -(peer["quality"] // 300), peer["id"])
