"""spec/notation and spec/jmid/v1: forms, statuses, no input that raises."""

import json
import random
import struct
import unittest

from jamnet import jmid, message, msgpack
from jamnet.kinds import Array, Bytes, Fixed, Integer, U64, Refused

TYPES = jmid.TYPES


def some_value(source, kind):
    if isinstance(kind, Bytes):
        return [source.randrange(128) for _ in range(source.randint(kind.low, 12))]
    if isinstance(kind, U64):
        return source.getrandbits(source.randint(1, 64))
    if isinstance(kind, Integer):
        return source.choice((kind.low, kind.high, source.randint(kind.low, kind.high)))
    if isinstance(kind, Fixed):
        return [0, source.randint(1, 65536)]
    if isinstance(kind, Array):
        return []
    raise AssertionError(kind)


def some_unknown(source, depth=0):
    pick = source.randrange(8 if depth < 4 else 6)
    if pick == 0:
        return None
    if pick == 1:
        return source.random() < 0.5
    if pick == 2:
        return source.randint(-(2**53) + 1, 2**53 - 1)
    if pick in (3, 4):
        value = struct.unpack("<d", source.randbytes(8))[0]
        return 0.5 if value != value or abs(value) == float("inf") else value
    if pick == 5:
        return "".join(chr(source.choice((source.randrange(0xD800), 34, 92, 0x1F600))) for _ in range(5))
    if pick == 6:
        return [some_unknown(source, depth + 1) for _ in range(source.randrange(4))]
    return {f"k{i}": some_unknown(source, depth + 1) for i in range(source.randrange(4))}


def some_message(source, table):
    out = {"type": table.name}
    if source.random() < 0.3:
        out["version"] = f"jamnet/1.{source.randint(1, 9)}"
    for row in table.fields:
        if row.required and row.default is message.ABSENT or source.random() < 0.5:
            out[row.name] = some_value(source, row.kind)
    if "count" in out:
        out["count"] = source.randint(out["index"] + 1, 65536)
    if table.name == "midi_state":
        out.pop("part", None)
    for i in range(source.randrange(3)):
        out[f"x{i}"] = some_unknown(source)
    return out


class Forms(unittest.TestCase):
    def test_every_form_gives_the_same_message(self):
        source = random.Random(10)
        for _ in range(100):
            for table in TYPES:
                given = some_message(source, table)
                text = message.standard(TYPES, given)
                forms = [
                    message.read_text(TYPES, text, "standard"),
                    message.read_text(TYPES, message.compact(TYPES, given), "compact"),
                    message.read_msgpack(TYPES, message.packed(TYPES, given)),
                ]
                for one in forms:
                    self.assertEqual(message.standard(TYPES, one), message.standard(TYPES, forms[0]))
                self.assertEqual(json.loads(text)["type"], table.name)

    def test_the_number_stands_at_the_end(self):
        source = random.Random(11)
        for table in jmid.EVENTS:
            one = {**some_message(source, table), "sequence": 4711}
            self.assertTrue(message.compact(TYPES, one).endswith('"seq":4711}'))

    def test_examples_of_the_text(self):
        line = '{"t":"ms","s":1,"ch":[[0,[60,64],[7,100,64,127],5,-1,-1]],"seq":42}'
        one = message.read_text(TYPES, line, "compact")
        self.assertEqual(
            message.standard(TYPES, one),
            '{"type":"midi_state","version":"jamnet/1.0","stream":1,"channels":[{"channel":1,"notes":[60,64],'
            '"controllers":[[7,100],[64,127]],"program":5}],"sequence":42}',
        )
        for line, packed in (
            ('{"t":"n+","c":1,"n":60,"v":100,"ts":1234567,"seq":42}',
             "86a174a26e2ba16301a16e3ca17664a27473ce0012d687a37365712a"),
            ('{"t":"sx","g":2,"d":[126,127,9,1]}', "83a174a27378a16702a164c4047e7f0901"),
            ('{"t":"ck"}', "81a174a2636b"),
        ):  # fmt: skip
            one = message.read_text(TYPES, line, "compact")
            self.assertEqual(message.compact(TYPES, one), line)
            self.assertEqual(message.packed(TYPES, one).hex(), packed)

    def test_no_name_collides(self):
        codes = [t.code for t in TYPES]
        self.assertEqual(len(codes), len(set(codes)))
        for table in TYPES:
            keys = [r.key for r in table.fields]
            names = [r.name for r in table.fields]
            self.assertEqual(len(keys), len(set(keys)), table.name)
            for row in table.fields:
                self.assertTrue(row.name == row.key or row.key not in names, table.name)

    def test_longest_chunk(self):
        chunk = {
            "type": "sysex_chunk", "group": 16, "id": 2**32 - 1, "index": 65535, "count": 65536,
            "data": [127] * jmid.PIECE, "timestamp": 2**64 - 1, "sequence": 2**32 - 1,
        }  # fmt: skip
        self.assertEqual(len(message.compact(TYPES, chunk)) + 1, 1066)

    def test_numbers_as_ecmascript(self):
        for value, text in (
            (1e21, "1e+21"), (1e20, "100000000000000000000"), (1.5e-7, "1.5e-7"), (1e-6, "0.000001"),
            (5e-324, "5e-324"), (-2.5, "-2.5"), (1.7976931348623157e308, "1.7976931348623157e+308"),
            (-0.0, "0"), (123456.789, "123456.789"), (1.2345678901234568e20, "123456789012345680000"),
        ):  # fmt: skip
            self.assertEqual(message.js_number(value), text)
            self.assertEqual(float(text), value)


class Msgpack(unittest.TestCase):
    def test_shortest_heads(self):
        for value, head in (
            (0, "00"), (127, "7f"), (128, "cc80"), (255, "ccff"), (256, "cd0100"), (65535, "cdffff"),
            (65536, "ce00010000"), (2**32, "cf0000000100000000"), (2**64 - 1, "cf" + "ff" * 8),
            (-1, "ff"), (-32, "e0"), (-33, "d0df"), (-128, "d080"), (-129, "d1ff7f"), (-32768, "d18000"),
            (-32769, "d2ffff7fff"), (-(2**31), "d280000000"), (-(2**31) - 1, "d3ffffffff7fffffff"),
            (1.5, "cb3ff8000000000000"), (2.0, "02"), ("", "a0"), ([], "90"), ({}, "80"), (b"", "c400"),
        ):  # fmt: skip
            self.assertEqual(msgpack.encode(value).hex(), head)
        for value, head in (
            ("x" * 31, "bf"), ("x" * 32, "d920"), ("x" * 256, "da0100"), ("x" * 65536, "db00010000"),
            ([0] * 15, "9f"), ([0] * 16, "dc0010"), ([0] * 65536, "dd00010000"), (bytes(256), "c50100"),
            ({str(i): 0 for i in range(16)}, "de0010"), (bytes(65536), "c600010000"),
        ):  # fmt: skip
            self.assertTrue(msgpack.encode(value).hex().startswith(head))
            self.assertEqual(msgpack.decode(msgpack.encode(value)), value)

    def test_values_come_back(self):
        source = random.Random(12)
        for _ in range(2000):
            value = some_unknown(source)
            self.assertEqual(msgpack.decode(msgpack.encode(value)), value)


class Hostile(unittest.TestCase):
    STATUSES = {"malformed", "outOfRange", "unknownType", "unsupportedVersion", "unknownNamespace"}

    def found(self, data, form):
        for one in message.read_payload(TYPES, data, form):
            if isinstance(one, str):
                self.assertIn(one, self.STATUSES)
            else:
                again = message.read_text(TYPES, message.compact(TYPES, one), "compact")
                self.assertEqual(message.packed(TYPES, again), message.packed(TYPES, one))

    def test_random_bytes_never_raise(self):
        source = random.Random(13)
        for _ in range(3000):
            data = source.randbytes(source.randint(0, 200))
            for form in ("standard", "compact", "msgpack"):
                self.found(data, form)

    def test_broken_messages_never_raise(self):
        source = random.Random(14)
        for _ in range(150):
            for table in TYPES:
                one = some_message(source, table)
                for form, data in (
                    ("standard", message.standard(TYPES, one).encode()),
                    ("compact", message.compact(TYPES, one).encode()),
                    ("msgpack", message.packed(TYPES, one)),
                ):
                    data = bytearray(data)
                    for _ in range(source.randint(1, 3)):
                        at = source.randrange(len(data))
                        data[at : at + source.randrange(3)] = source.randbytes(source.randrange(3)) or b"0"
                    self.found(bytes(data), form)

    def test_any_json_is_a_message_or_a_status(self):
        source = random.Random(15)
        keys = ["t", "ver", "g", "c", "n", "v", "d", "ts", "seq", "ch", "s", "part", "i", "k", "id", "val"]
        for _ in range(5000):
            row = {source.choice(keys): some_unknown(source) for _ in range(6)}
            row["t"] = source.choice(TYPES).code
            self.found(message.to_json(row).encode(), "compact")

    def test_depth_and_size(self):
        for text in ("[" * 100000, '{"t":"ck","x":' + "[" * 5000 + "]" * 5000 + "}", "1" * 10000,
                     '{"t":"tc","val":' + "1" * 5000 + "}"):  # fmt: skip
            self.found(text.encode(), "compact")
        for data in (b"\x91" * 100000, b"\xdd\xff\xff\xff\xff" * 9, b"\xdf\xff\xff\xff\xff" + b"\xa1t" * 50):
            self.assertEqual(message.read_payload(TYPES, data, "msgpack"), ["malformed"])

    def test_no_object(self):
        for value in (None, 1, [], "x", b"x"):
            with self.assertRaises(Refused):
                message.read_object(TYPES, value, "compact")


if __name__ == "__main__":
    unittest.main()
