"""generate.py and readback.py themselves."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import generate
import readback

FILES = generate.all_files()


def run(program, arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = program.main(arguments)
    return status, out.getvalue()


def vectors(name, key="vectors"):
    return json.loads(FILES[name])[key]


def rows():
    """The vectors as the packages would write them."""
    for one in vectors("toast/v2/vectors/frames.json"):
        yield {"kind": "frame", "hex": one["hex"], "fields": one["frame"]}
    for one in vectors("toast/v2/vectors/invalid-datagrams.json"):
        yield {"kind": "datagram", **one}
    for one in vectors("toast/v2/vectors/topics.json", "valid"):
        yield {"kind": "topic", **one}
    for one in vectors("toast/v2/vectors/topics.json", "invalid"):
        yield {"kind": "topic", **one, "invalid": True}
    for one in vectors("toast/v2/vectors/heartbeat.json"):
        yield {"kind": "heartbeat", **one}
    for name in ("events", "midi-state"):
        for one in vectors(f"jmid/v1/vectors/{name}.json"):
            yield {"kind": "jmid", **one}
    for name in ("invalid", "lenient"):
        for one in vectors(f"jmid/v1/vectors/{name}.json"):
            yield {"kind": "read", **one}
    for one in vectors("jdat/v1/vectors/messages.json"):
        yield {"kind": "jdat", **one}
    for one in vectors("jdat/v1/vectors/payloads.json"):
        yield {"kind": "jdat-read", **one}


class Generate(unittest.TestCase):
    def test_deterministic(self):
        self.assertEqual(generate.all_files(), FILES)

    def test_every_file_is_json(self):
        for name, text in FILES.items():
            self.assertIsInstance(json.loads(text), dict, name)
            self.assertTrue(text.isascii() and text.endswith("}\n"), name)

    def test_names_are_unique(self):
        for name, text in FILES.items():
            for key, group in json.loads(text).items():
                names = [v["name"] for v in group if "name" in v] if isinstance(group, list) else []
                self.assertEqual(len(names), len(set(names)), (name, key))

    def test_check(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(generate, "SPEC", Path(folder)):
            status, text = run(generate, ["--check"])
            self.assertEqual((status, text.count("differs: ")), (1, len(FILES)))
            self.assertEqual(list(Path(folder).iterdir()), [])
            self.assertEqual(run(generate, [])[0], 0)
            self.assertEqual(run(generate, ["--check"])[0], 0)
            target = Path(folder, "jmid/v1/vectors/events.json")
            target.write_text(target.read_text() + " ")
            status, text = run(generate, ["--check"])
            self.assertEqual((status, text), (1, "differs: spec/jmid/v1/vectors/events.json\n"))
            self.assertEqual(run(generate, [])[0], 0)
            Path(folder, "toast/v2/vectors/other.json").write_text("{}")
            status, text = run(generate, ["--check"])
            self.assertEqual((status, text), (1, "differs: spec/toast/v2/vectors/other.json\n"))
            self.assertEqual(run(generate, ["--what"])[0], 2)


class Readback(unittest.TestCase):
    def read(self, lines):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder, "lines")
            target.write_text("".join(x + "\n" for x in lines), encoding="utf-8")
            return run(readback, [str(target)])

    def test_vectors_read_back(self):
        lines = [json.dumps(row) for row in rows()]
        self.assertEqual(self.read(lines), (0, f"{len(lines)} read back, 0 differ\n"))

    def test_every_change_is_a_difference(self):
        for row in rows():
            if len(row.get("standard", "")) > 2000:
                continue
            for key in row.keys() - {"kind", "name", "form", "then", "topic", "text", "frames", "invalid"}:
                if key == "hex" and row["kind"] in ("read", "datagram", "jdat-read"):
                    continue
                if key == "senderId" or row[key] in ([], ""):
                    continue
                changed = json.loads(json.dumps(row))
                value = changed[key]
                if isinstance(value, dict):
                    value["sequence"] ^= 1
                elif isinstance(value, list):
                    value.pop()
                elif isinstance(value, str):
                    changed[key] = value[:-1] + ("0" if value[-1] != "0" else "1")
                else:
                    changed[key] = 1 if value is None else value + 1
                self.assertIsNotNone(readback.check_line(json.dumps(changed)), (row, key))

    def test_no_line_raises(self):
        for line in ("", "x", "[]", "{}", '{"kind":"zzz"}', '{"kind":"frame"}', '{"kind":"frame","hex":"zz"}',
                     '{"kind":"jmid","standard":1}', '{"kind":"topic","topic":1}', '{"kind":[]}'):  # fmt: skip
            found = readback.check_line(line)
            self.assertTrue(found is None or isinstance(found, str))

    def test_nothing_is_no_success(self):
        self.assertEqual(self.read([])[0], 1)
        self.assertEqual(run(readback, [])[0], 2)


if __name__ == "__main__":
    unittest.main()
