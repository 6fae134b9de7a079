"""spec/toast/v2: what the vectors do not show."""

import random
import unittest
import zlib

from jamnet import frame, heartbeat, message, topic


class Frames(unittest.TestCase):
    def test_crc(self):
        self.assertEqual(frame.crc32(b"123456789"), 0xCBF43926)
        source = random.Random(1)
        for size in range(0, 300, 7):
            data = source.randbytes(size)
            self.assertEqual(frame.crc32(data), zlib.crc32(data))

    def test_layout_by_hand(self):
        one = frame.Frame(
            stream_type=1, burst_index=2, burst_size=3, refresh=True, stream_id=9, message_type=8,
            timestamp=0x0102030405060708, sequence=0x0A0B0C0D, uuid=bytes(range(16)), payload=b"hi",
        )  # fmt: skip
        head = "2c000000" "01" "01" "22220809" "0807060504030201" "0d0c0b0a"
        body = bytes.fromhex(head) + bytes(range(16)) + b"hi"
        self.assertEqual(frame.encode(one)[:-4], body)
        self.assertEqual(len(frame.encode(one)), 44)

    def test_any_fields_come_back(self):
        source = random.Random(2)
        for _ in range(500):
            size = source.randint(1, 16)
            one = frame.Frame(
                stream_type=source.randint(1, 7),
                format_type=source.randrange(256),
                sealed=source.random() < 0.5,
                refresh=source.random() < 0.5,
                burst_index=source.randrange(size),
                burst_size=size,
                message_type=source.randrange(256),
                stream_id=source.randrange(256),
                timestamp=source.getrandbits(64),
                sequence=source.getrandbits(32),
                uuid=source.randbytes(16),
                payload=source.randbytes(source.randint(0, 1158)),
            )
            self.assertEqual(frame.read_datagram(frame.encode(one)), [("ok", one)])
            self.assertEqual(frame.Frame.from_json(one.as_json()), one)

    def test_every_single_bit_is_noticed(self):
        data = frame.encode(frame.Frame(stream_type=1, payload=b"payload"))
        for bit in range(8 * len(data)):
            broken = bytearray(data)
            broken[bit >> 3] ^= 1 << (bit & 7)
            self.assertNotEqual(frame.read_datagram(bytes(broken))[0][0], "ok", bit)

    def test_what_is_not_made(self):
        for fields in (
            {"stream_type": 0}, {"stream_type": 8}, {"payload": bytes(1159)}, {"uuid": bytes(15)},
            {"burst_size": 17}, {"burst_size": 0}, {"burst_index": 1}, {"stream_id": 256},
        ):  # fmt: skip
            with self.assertRaises(ValueError, msg=fields):
                frame.encode(frame.Frame(**{"stream_type": 1, **fields}))

    def test_random_bytes_never_raise(self):
        source = random.Random(3)
        good = frame.encode(frame.Frame(stream_type=1, payload=b"x" * 50))
        for _ in range(3000):
            frame.read_datagram(source.randbytes(source.randint(0, 1300)))
            data = bytearray(good * source.randint(1, 5))
            for _ in range(source.randint(1, 3)):
                data[source.randrange(len(data))] = source.randrange(256)
            frame.read_datagram(bytes(data[: source.randint(0, len(data))]))


class Sequences(unittest.TestCase):
    def test_newer_is_never_mutual(self):
        source = random.Random(4)
        for _ in range(2000):
            a, b = source.getrandbits(32), source.getrandbits(32)
            self.assertFalse(frame.is_newer(a, b) and frame.is_newer(b, a))

    def test_filter_against_a_plain_set(self):
        source = random.Random(5)
        base = 2**32 - 6000
        seen, newest, filter_ = set(), None, frame.DuplicateFilter()
        at = 0
        for _ in range(20000):
            at += source.choice((0, 1, 1, 2, 50))
            number = at - source.choice((0, 0, 1, 5, 4000, 4095, 4096, 5000))
            if newest is not None and newest - number >= 4096:
                want = "late"
            else:
                want = "duplicate" if number in seen else "new"
                seen.add(number)
                newest = number if newest is None else max(newest, number)
            self.assertEqual(filter_.take((base + number) % 2**32), want)


class Topics(unittest.TestCase):
    def test_canonical_is_stable(self):
        for text in ("MIDI://a/", "sync://x//", "video:///"):
            try:
                once = topic.canonical(text)
            except topic.TopicError:
                continue
            self.assertEqual(topic.canonical(once), once)

    def test_any_text_is_a_topic_or_an_error(self):
        source = random.Random(6)
        for _ in range(2000):
            size = source.randint(0, 250)
            text = "".join(chr(source.choice((0x2F, 0x61, source.randrange(0x11000)))) for _ in range(size))
            for candidate in (text, "midi://" + text):
                try:
                    found = topic.derive(candidate)
                except topic.TopicError:
                    continue
                name = bytes.fromhex(found["sessionName"])
                self.assertEqual((name[6] >> 4, name[8] >> 6), (8, 2))
                self.assertIn(found["port"], range(20000, 28193))
                self.assertNotEqual(found["port"], 20808)

    def test_no_text(self):
        for value in (None, 1, b"midi://x", ["midi://x"]):
            with self.assertRaises(topic.TopicError):
                topic.canonical(value)


class Heartbeats(unittest.TestCase):
    def test_flags_in_every_form(self):
        for form, line in (("compact", '{"t":"hb","by":%s}'), ("standard", '{"type":"heartbeat","bye":%s}')):
            for yes in ("1", "true", "1.0"):
                read = message.read_text(heartbeat.TYPES, line % yes, form)
                self.assertEqual(message.compact(heartbeat.TYPES, read), '{"t":"hb","by":1}')
            for no in ("0", "false"):
                read = message.read_text(heartbeat.TYPES, line % no, form)
                self.assertEqual(message.compact(heartbeat.TYPES, read), '{"t":"hb"}')


if __name__ == "__main__":
    unittest.main()
