"""Messages in their three forms (spec/notation sections 2 to 7): reading, writing, payloads."""

import json
import math
import re
from dataclasses import dataclass, field

from . import msgpack
from .kinds import COMPACT, MAX_SAFE, MSGPACK, STANDARD, Refused, text, unknown

MALFORMED = "malformed"
DEFAULT_VERSION = "jamnet/1.0"
NEWEST_MAJOR = 2  # spec/registry, versions
_PART = "(0|[1-9][0-9]{0,4})"
_VERSION = re.compile(f"([a-z][a-z0-9-]*)/{_PART}[.]{_PART}")
ABSENT = object()


@dataclass(frozen=True)
class Field:
    """A row of a field table. A field with a default is not required."""

    name: str
    key: str
    kind: object
    required: bool = True
    default: object = ABSENT


@dataclass(frozen=True)
class Type:
    """A message type with its rows but `type` and `version`; `rule` joins several fields."""

    name: str
    code: str
    fields: tuple
    rule: object = None
    tail: tuple = field(default=("timestamp", "sequence"))  # unknown members stand before these
    strict: str = ""  # the one version that is read; no unknown members then


# ---- numbers and JSON text -------------------------------------------------------------------


def js_number(x):
    """Notation section 3: a number as ECMAScript writes it."""
    if isinstance(x, int):
        return str(x)
    if x == 0:
        return "0"
    sign = "-" if x < 0 else ""
    mantissa, _, exponent = repr(abs(x)).partition("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" and not exponent else part
    digits = whole + part
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    tail = f"e{'+' if power >= 0 else '-'}{abs(power)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + tail


def to_json(value):
    """Notation section 3: JSON without white space, minimal numbers and escapes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return js_number(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(to_json(v) for v in value) + "]"
    return "{" + ",".join(to_json(k) + ":" + to_json(v) for k, v in value.items()) + "}"


def _parse_int(digits):
    if len(digits) < 18 and abs(int(digits)) <= MAX_SAFE:
        return int(digits)
    return _parse_float(digits)


def _parse_float(digits):
    value = float(digits)
    if math.isinf(value):
        raise ValueError("beyond the range of a double")
    return value


def _no_constant(name):
    raise ValueError(name)


def parse_json(data):
    """JSON from text or UTF-8 bytes; what sections 3 and 4 do not let a reader take is malformed."""
    try:
        if isinstance(data, (bytes, bytearray)):
            data = bytes(data).decode("utf-8")
        return json.loads(
            data, parse_int=_parse_int, parse_float=_parse_float, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise Refused(MALFORMED) from None


# ---- reading ---------------------------------------------------------------------------------


def check_version(value):
    """Section 7 step 3."""
    found = _VERSION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise Refused(MALFORMED)
    if found[1] != "jamnet":
        raise Refused("unknownNamespace")
    if int(found[2]) > NEWEST_MAJOR:
        raise Refused("unsupportedVersion")
    return value


def read_object(types, value, form):
    """Section 7: the normalised message of a parsed object, or Refused with its first status."""
    if not isinstance(value, dict):
        raise Refused(MALFORMED)
    plain = form == STANDARD
    type_name, version_name = ("type", "version") if plain else ("t", "ver")
    kind = value.get(type_name)
    if not isinstance(kind, str):
        raise Refused(MALFORMED)
    version = check_version(value.get(version_name, DEFAULT_VERSION))
    found = [t for t in types if kind == (t.name if plain else t.code)]
    if not found:
        raise Refused("unknownType")
    table = found[0]
    if table.strict and version != table.strict:
        raise Refused("unsupportedVersion")
    fields = {}
    for row in table.fields:
        here = row.name if plain else row.key
        if here in value:
            read = row.kind.read(value[here], form)
            if row.default is ABSENT or read != row.default:
                fields[row.name] = read
        elif row.required and row.default is ABSENT:
            raise Refused(MALFORMED)
    if table.rule:
        table.rule(fields)
    own = {type_name, version_name} | {r.name if plain else r.key for r in table.fields}
    other = {"t", "ver"} if plain else {"type", "version"}
    other |= {r.key if plain else r.name for r in table.fields}
    extra = {}
    for name, member in value.items():
        if name in own:
            continue
        if table.strict or text(name).startswith("__") or name in other:
            raise Refused(MALFORMED)
        extra[name] = unknown(member, form, 1)
    message = {"type": table.name}
    if version != DEFAULT_VERSION:
        message["version"] = version
    last = {n: fields.pop(n) for n in table.tail if n in fields}
    return {**message, **fields, **extra, **last}


def read_text(types, data, form):
    """One message from a standard object or a compact line."""
    return read_object(types, parse_json(data), form)


def read_msgpack(types, data):
    """One message that fills `data`."""
    try:
        value = msgpack.decode(data)
    except msgpack.MsgpackError:
        raise Refused(MALFORMED) from None
    return read_object(types, value, MSGPACK)


def _attempt(read, *arguments):
    try:
        return read(*arguments)
    except Refused as refused:
        return refused.status


def read_payload(types, data, form):
    """Sections 4 and 5: every message of a payload or, in its place, its status."""
    if form != MSGPACK:
        lines = [x for x in bytes(data).split(b"\n") if x.strip(b" \t\r")]
        return [_attempt(read_text, types, line, form) for line in lines]
    out, at = [], 0
    while at < len(data):
        try:
            end = msgpack.end_of(data, at)
        except msgpack.MsgpackError:
            out.append(MALFORMED)
            break
        out.append(_attempt(read_msgpack, types, data[at:end]))
        at = end
    return out


# ---- writing ---------------------------------------------------------------------------------


def layout(types, message, form):
    """The members of a normalised message in the form's order and names."""
    table = next(t for t in types if t.name == message["type"])
    plain = form == STANDARD
    rows = {r.name: r for r in table.fields}
    out = {"type" if plain else "t": table.name if plain else table.code}
    version = message.get("version", DEFAULT_VERSION)
    if plain or version != DEFAULT_VERSION:
        out["version" if plain else "ver"] = version

    def put(row):
        if row.name in message and message[row.name] != row.default:
            out[row.name if plain else row.key] = row.kind.write(message[row.name], form)

    for row in table.fields:
        if row.name not in table.tail:
            put(row)
    for name, value in message.items():
        if name not in rows and name not in ("type", "version"):
            out[name] = value
    for name in table.tail:
        if name in rows:
            put(rows[name])
    return out


def standard(types, message):
    """Section 3, as a writer writes it."""
    return to_json(layout(types, message, STANDARD))


def compact(types, message):
    """Section 4, the canonical line without its line feed."""
    return to_json(layout(types, message, COMPACT))


def packed(types, message):
    """Section 5, as a writer writes it."""
    return msgpack.encode(layout(types, message, MSGPACK))
