#!/usr/bin/env python3
"""Writes the vectors below spec/*/v*/vectors from this implementation.

generate.py           writes the files
generate.py --check   writes nothing; exit status 1 and the names of files that differ
"""

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPEC = HERE.parent.parent / "spec"
MODULES = (
    "toast_frames",
    "toast_topics",
    "toast_heartbeat",
    "jmid_events",
    "jmid_midi",
    "jmid_reading",
    "sync",
    "jdat",
)


def text_of(content):
    """Pretty but compact: one vector per line."""

    def line(value):
        return json.dumps(value, ensure_ascii=True, separators=(", ", ": "))

    parts = []
    for key, value in content.items():
        if isinstance(value, list):
            rows = ",\n".join("    " + line(v) for v in value)
            parts.append(f"  {line(key)}: [\n{rows}\n  ]")
        else:
            parts.append(f"  {line(key)}: {line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def all_files():
    """{path below spec/: text} of every vector file."""
    out = {}
    for name in MODULES:
        for path, content in importlib.import_module("vectors." + name).files():
            out[path] = text_of(content)
    return out


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    files = all_files()
    there = (p.relative_to(SPEC).as_posix() for p in SPEC.glob("*/*/vectors/*.json"))
    stale = sorted(path for path in there if path not in files)
    if not arguments:
        for path, text in sorted(files.items()):
            target = SPEC / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        for path in stale:
            print(f"not made here: spec/{path}")
        print(f"{len(files)} vector files written")
        return 0
    differ = list(stale)
    for path, text in files.items():
        target = SPEC / path
        if not target.is_file() or target.read_bytes().decode("utf-8", "replace") != text:
            differ.append(path)
    for path in sorted(differ):
        print(f"differs: spec/{path}")
    if not differ:
        print(f"{len(files)} vector files as they should be")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main(sys.argv[1:]))
