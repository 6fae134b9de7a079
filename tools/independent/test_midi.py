"""spec/jmid/v1 sections 3 to 6: bytes, packets, scaling, long SysEx."""

import random
import unittest

from jamnet import jmid, midi_bytes, scaling, ump


class Scaling(unittest.TestCase):
    def test_values_of_the_text(self):
        for x, s, d, want in (
            (1, 7, 16, 512), (64, 7, 16, 32768), (65, 7, 16, 33288), (100, 7, 16, 51492),
            (127, 7, 16, 65535), (100, 7, 32, 3374617161), (8193, 14, 32, 2147745824),
            (16383, 14, 32, 4294967295),
        ):  # fmt: skip
            self.assertEqual(scaling.up(x, s, d), want)

    def test_down_undoes_up(self):
        for s, d in ((7, 16), (7, 32), (14, 32), (7, 14)):
            last = -1
            for x in range(1 << s):
                y = scaling.up(x, s, d)
                self.assertEqual(scaling.down(y, d, s), x)
                self.assertGreater(y, last)
                last = y
            self.assertEqual(scaling.up(1 << (s - 1), s, d), 1 << (d - 1))
            self.assertEqual(last, (1 << d) - 1)

    def test_up_and_down_is_the_identity(self):
        for status in range(0x80, 0xF0, 0x10):
            for a in range(128):
                for b in (0, 1, 63, 64, 65, 127):
                    one = midi_bytes.from_parts(status, [a, b])
                    self.assertEqual(scaling.to_midi1(scaling.to_midi2(one)), ([one], False))


class Bytes(unittest.TestCase):
    def test_however_the_stream_is_cut(self):
        source = random.Random(20)
        likely = [0x90, 0x3C, 0x40, 0xF0, 0xF7, 0xF8, 0xF1, 0xF4, 0xF6, 0xF9, 0xC0, 0xE0]
        for _ in range(500):
            data = bytes(source.choice(likely) for _ in range(40))
            whole, parts, out = midi_bytes.Reader(), midi_bytes.Reader(), []
            want = whole.take(data)
            for byte in data:
                out += parts.take(bytes([byte]))
            self.assertEqual((out, parts.counted), (want, whole.counted))
            again = b"".join(midi_bytes.encode(e) for e in want)
            self.assertEqual(midi_bytes.Reader().take(again), want)

    def test_random_bytes_never_raise(self):
        source = random.Random(21)
        reader = midi_bytes.Reader()
        for _ in range(2000):
            for event in reader.take(source.randbytes(50)):
                self.assertIn(event["type"], {t.name for t in jmid.EVENTS})


class Packets(unittest.TestCase):
    def test_random_words_never_raise(self):
        source = random.Random(22)
        reader = ump.Reader()
        for _ in range(3000):
            words = [source.getrandbits(32) for _ in range(source.randint(0, 9))]
            if words and source.random() < 0.5:
                words[0] = words[0] & 0x0FFFFFFF | source.choice((1, 2, 3, 4)) << 28
            for event in reader.take(words):
                self.assertEqual(ump.Reader().take(ump.encode(event)), [event])

    def test_every_short_packet_with_clear_top_bits(self):
        for status in range(256):
            for kind in (1, 2):
                word = kind << 28 | status << 16 | 0x2A55
                reader = ump.Reader()
                known = kind == 2 and 0x80 <= status < 0xF0 or kind == 1 and status in midi_bytes.BY_STATUS
                known = known and (status >= 0xF0) == (kind == 1)
                self.assertEqual(len(reader.take([word])), int(known))
                self.assertEqual(reader.unknown_type, int(not known))


class LongSysex(unittest.TestCase):
    def test_cut_and_joined_in_any_order(self):
        source = random.Random(23)
        for size in (0, 1, 239, 240, 241, 480, 481, 2000, 10000):
            whole = {"type": "sysex", "group": 3, "data": [source.randrange(128) for _ in range(size)], "timestamp": 7}
            parts = jmid.cut(whole, 5)
            if size <= 240:
                self.assertEqual(parts, [whole])
                continue
            self.assertEqual([p["index"] for p in parts], list(range(parts[0]["count"])))
            source.shuffle(parts)
            joiner = jmid.Joiner()
            out = [x for x in (joiner.take(p) for p in parts * 2) if x]
            self.assertEqual(out, [whole])


if __name__ == "__main__":
    unittest.main()
