import { Writable } from 'node:stream';
import { createVirtualTime, type VirtualTime } from '@jamnet/testkit';
import type { CommandContext } from '../../src/commands/context.js';
import { createOutput } from '../../src/output.js';
import { createFakeJam, type FakeJam } from './fake-jam.js';

/** A command's surroundings on virtual time, with what it said kept. */
export interface FakeContext extends CommandContext {
  readonly time: VirtualTime;
  readonly jam: FakeJam;
  /** What was written to standard output and standard error. */
  stdout(): string;
  stderr(): string;
  /** Standard output as JSON, a value a line. */
  lines(): Record<string, unknown>[];
}

export function createFakeContext(options: { readonly json: boolean }): FakeContext {
  const time = createVirtualTime({ startNs: 1e9 });
  const jam = createFakeJam();
  const stopping = new AbortController();
  const stdout = createSink();
  const stderr = createSink();
  const requestStop = () => stopping.abort();
  return {
    time,
    jam,
    clock: time.clock,
    timers: time.timers,
    stop: stopping.signal,
    requestStop,
    output: createOutput({
      json: options.json,
      stdout: stdout.stream,
      stderr: stderr.stream,
      onClosed: requestStop,
    }),
    openJam: () => Promise.resolve(jam),
    openLookout: () => Promise.reject(new Error('no lookout in this test')),
    stdout: stdout.text,
    stderr: stderr.text,
    lines: () =>
      stdout
        .text()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

function createSink(): { readonly stream: Writable; text(): string } {
  let written = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return { stream, text: () => written };
}
