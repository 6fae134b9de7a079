"""spec/jdat/v1: forms, no bytes that raise, JELLIE from any two parts."""

import random
import unittest

from jamnet import jdat, message
from jamnet.kinds import Refused

TYPES = jdat.TYPES
RATES = (44100, 48000, 96000, 192000)


def some_message(source):
    channels = source.randint(1, 8)
    one = {"rate": source.choice(RATES), "frames": source.randint(2, 20), "position": source.getrandbits(53)}
    if source.random() < 0.3:
        one["next"] = [source.choice(RATES), source.getrandbits(53)]
    one["timestamp"] = source.getrandbits(64)
    part = source.randrange(4)
    low, high, _ = jdat.PARTS[part]
    if source.random() < 0.5:
        count = one["frames"] * channels
        low, high, _ = jdat.PARTS[0]
        one |= {"type": "jdat", "channels": channels}
    else:
        count = jdat.pairs(one["frames"], part) * channels
        one |= {"type": "jellie", "part": part, "sequence": source.getrandbits(32)}
        if channels > 1:
            one |= {"channels": channels, "version": "jamnet/1.1"}
    return {**one, "payload": [source.randint(low, high) for _ in range(count)]}


class Forms(unittest.TestCase):
    def test_every_form_gives_the_message_back(self):
        source = random.Random(1)
        for _ in range(300):
            one = some_message(source)
            want = message.standard(TYPES, one)
            for read in (
                message.read_text(TYPES, want, "standard"),
                message.read_text(TYPES, message.compact(TYPES, one), "compact"),
                message.read_msgpack(TYPES, message.packed(TYPES, one)),
                jdat.read_binary(jdat.binary(one)),
            ):
                self.assertEqual(message.standard(TYPES, read), want)

    def test_garbled_and_cut_bytes_give_statuses(self):
        source = random.Random(2)
        for _ in range(2000):
            data = bytearray(jdat.binary(some_message(source)))
            for _ in range(source.randint(0, 3)):
                data[source.randrange(len(data))] = source.randrange(256)
            data = bytes(data[: source.randint(0, len(data))])
            for read in (jdat.read_binary, jdat.read_binary_payload):
                try:
                    read(data)
                except Refused as refused:
                    self.assertIn(refused.status, ("malformed", "outOfRange", "unknownType", "unsupportedVersion"))


class Jellie(unittest.TestCase):
    def test_any_two_parts_give_the_samples(self):
        source = random.Random(3)
        for _ in range(300):
            channels, frames = source.randint(1, 8), source.randint(2, 33)
            samples = [source.randint(-(2**23), 2**23 - 1) for _ in range(channels * frames)]
            parts = jdat.split(samples, channels)
            for part, (low, high, _) in enumerate(jdat.PARTS):
                self.assertEqual(len(parts[part]), jdat.pairs(frames, part) * channels)
                self.assertTrue(all(low <= v <= high for v in parts[part]))
            for which, _ in jdat.EXACT:
                self.assertEqual(jdat.join(parts, channels, frames, which), samples)


if __name__ == "__main__":
    unittest.main()
