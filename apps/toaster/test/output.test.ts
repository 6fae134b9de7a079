import { Writable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { createOutput } from '../src/output.js';

function sink() {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}

it('with --json objects go to standard output and words to standard error', () => {
  const [stdout, stderr] = [sink(), sink()];
  const output = createOutput({
    json: true,
    stdout: stdout.stream,
    stderr: stderr.stream,
    onClosed: vi.fn(),
  });
  output.line({ a: 1 });
  output.text('for people');
  output.log('a log');
  expect(stdout.text()).toBe('{"a":1}\n');
  expect(stderr.text()).toBe('a log\n');
});

it('without it words go to standard output', () => {
  const [stdout, stderr] = [sink(), sink()];
  const output = createOutput({
    json: false,
    stdout: stdout.stream,
    stderr: stderr.stream,
    onClosed: vi.fn(),
  });
  output.line({ a: 1 });
  output.text('for people');
  expect(stdout.text()).toBe('for people\n');
});

it('when the reader goes away it says so once and writes no more', async () => {
  const onClosed = vi.fn();
  const write = vi.fn((_chunk: Buffer, _encoding: string, done: (error: Error) => void) =>
    done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
  );
  const stdout = new Writable({ write });
  const output = createOutput({ json: true, stdout, stderr: sink().stream, onClosed });
  output.line({ a: 1 });
  await new Promise((resolve) => stdout.once('close', resolve));
  output.line({ a: 2 });
  await output.flushed();
  expect(onClosed).toHaveBeenCalledTimes(1);
  expect(write).toHaveBeenCalledTimes(1);
});

it('when standard output cannot be written it says so, and fails', async () => {
  const onClosed = vi.fn();
  const stdout = new Writable({
    write: (_chunk, _encoding, done) =>
      done(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })),
  });
  const output = createOutput({ json: true, stdout, stderr: sink().stream, onClosed });
  output.line({ a: 1 });
  await expect(output.flushed()).rejects.toThrow(
    /^cannot write to standard output: the disk is full/,
  );
  expect(onClosed).toHaveBeenCalledTimes(1);
  expect(output.closed).toBe(true);
});

it('waits until all has been handed over', async () => {
  let written = 0;
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        written += chunk.length;
        done();
      });
    },
  });
  const output = createOutput({ json: false, stdout, stderr: sink().stream, onClosed: vi.fn() });
  for (let line = 0; line < 100; line += 1) output.text('123456789');
  await output.flushed();
  expect(written).toBe(1_000);
});
