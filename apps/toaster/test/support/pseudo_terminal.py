"""Runs a command in a pseudo-terminal, types keys once a text has been shown, and says what became of the terminal.

    python3 pseudo_terminal.py COLUMNS ROWS TEXT KEYS COMMAND...

Prints JSON: the exit code, the screen's bytes (Latin-1), and whether the terminal was raw before the keys and at the end.
"""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

LIMIT_S = 60


def is_raw(tty):
    return not termios.tcgetattr(tty)[3] & termios.ICANON


def main():
    columns, rows, text, keys, *command = sys.argv[1:]
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
    child = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    screen = b""
    raw_before = None
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        running = child.poll() is None
        while select.select([master], [], [], 0.05)[0]:
            screen += os.read(master, 65536)
        if raw_before is None and text.encode() in screen:
            raw_before = is_raw(slave)
            os.write(master, keys.encode())
        if not running:
            break
    child.kill()
    print(
        json.dumps(
            {
                "code": child.wait(),
                "rawBefore": raw_before,
                "rawAfter": is_raw(slave),
                "screen": screen.decode("latin-1"),
            }
        )
    )


main()
