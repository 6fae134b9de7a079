import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createLineSplitter } from '../src/demo/line-splitter.js';
import { writeRunningNotes } from './support/test-song.js';
import { type AnyLine, NODE_ARGS } from './support/toaster-process.js';

// `timeout 20 toaster demo`, a service that is stopped, a terminal that is closed: they signal all processes of the group at once.
it.skipIf(process.platform === 'win32')(
  'a demo whose whole process group is told to end compares what was played, and nothing is missing',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'toaster-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const piece = join(folder, 'piece.mid');
    writeRunningNotes(piece);
    const demo = spawn(process.execPath, [...NODE_ARGS, 'demo', piece, '--json'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let last: AnyLine = {};
    let signalled = false;
    const onLine = createLineSplitter((line) => {
      last = JSON.parse(line) as AnyLine;
      if (signalled || !((last.demo?.sent ?? 0) > 20)) return;
      signalled = true;
      process.kill(-demo.pid!, 'SIGTERM');
    });
    demo.stdout.setEncoding('utf8').on('data', onLine);
    const code = await new Promise((resolve) => demo.on('close', resolve));
    expect(last.summary).toMatchObject({ lost: 0, equal: true });
    expect(code).toBe(0);
  },
);
