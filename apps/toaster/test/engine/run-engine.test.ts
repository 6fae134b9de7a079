import { PassThrough, Writable } from 'node:stream';
import { createVirtualTime } from '@jamnet/testkit';
import { describe, expect, it } from 'vitest';
import type { JamEngine } from '../../src/engine/jam-engine.js';
import type { EngineMessage, JamCommand, JamState } from '../../src/engine/jam-state.js';
import { runEngine } from '../../src/engine/run-engine.js';

/** An engine that remembers what it is told; its state is so many bytes long. */
function createFakeEngine(stateBytes = 10) {
  const commands: JamCommand[] = [];
  const calls: string[] = [];
  const engine: JamEngine & { phase: JamState['phase']; plays: boolean; peak: number } = {
    phase: 'lobby',
    plays: false,
    peak: 0,
    command: (command) => void commands.push(command),
    state: () =>
      ({
        phase: engine.phase,
        peers: [],
        transport: { playing: engine.plays },
        audio: null,
        inputMeter: { peaks: [engine.peak], notes: 0 },
        text: 'x'.repeat(stateBytes),
      }) as unknown as JamState,
    settled: () => Promise.resolve(),
    close() {
      calls.push('close');
      return Promise.resolve();
    },
  };
  return { engine, commands, calls };
}

function createStage(fake = createFakeEngine()) {
  const time = createVirtualTime({ startNs: 1e9 });
  const input = new PassThrough();
  const output = new PassThrough();
  const errors = new PassThrough();
  const stopping = new AbortController();
  const said: EngineMessage[] = [];
  const stage = {
    ...fake,
    time,
    input,
    output,
    said,
    stop: () => stopping.abort(),
    complaints: () => (errors.read() as Buffer | null)?.toString() ?? '',
    /** Reads what has been said so far. */
    read(): EngineMessage[] {
      const text = (output.read() as Buffer | null)?.toString() ?? '';
      for (const line of text.split('\n')) if (line) said.push(JSON.parse(line) as EngineMessage);
      return said;
    },
    /** Lets what was written be read. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
    begin: (to: Writable = output) =>
      runEngine(
        {},
        { clock: time.clock, timers: time.timers },
        { input, output: to, errors, stop: stopping.signal },
        () => Promise.resolve(fake.engine),
      ),
  };
  return stage;
}

describe('an engine on pipes', () => {
  it('tells what a command has changed at once, and not more often than can be seen', async () => {
    const stage = createStage();
    const done = stage.begin();
    await stage.settle();
    const tells = (): number => stage.read().filter(({ kind }) => kind === 'state').length;
    expect(tells()).toBe(1);
    stage.time.runFor(100e6);
    expect(tells()).toBe(1);
    stage.input.write('{"do":"play"}\n');
    await stage.settle();
    stage.time.runFor(1);
    await stage.settle();
    expect(tells()).toBe(2);
    for (let i = 0; i < 100; i++) {
      stage.input.write('{"do":"play"}\n');
      await stage.settle();
      stage.time.runFor(1e6);
    }
    await stage.settle();
    expect(tells()).toBeGreaterThanOrEqual(8);
    expect(tells()).toBeLessThanOrEqual(9);
    stage.stop();
    await done;
  });

  it('takes commands a line each, however they are cut, and passes over what is none', async () => {
    const stage = createStage();
    const done = stage.begin();
    await stage.settle();
    stage.input.write('{"do":"le');
    stage.input.write('ave"}\n{broken\n5\nnull\n"quit"\n\n[]\n{"do":"play"}\n');
    await stage.settle();
    expect(stage.commands).toEqual([{ do: 'leave' }, [], { do: 'play' }]);
    expect(stage.complaints()).toBe('not a command: {broken\n');
    stage.input.write('{"do":"quit"}\n');
    await done;
    expect(stage.calls).toEqual(['close']);
    expect(stage.read().at(-1)).toEqual({ kind: 'end', problem: null });
  });

  it('tells how things stand, more often while something moves', async () => {
    const stage = createStage();
    const done = stage.begin();
    await stage.settle();
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    expect(stage.read()).toHaveLength(5);
    // Alone in a room and nothing plays.
    stage.engine.phase = 'joined';
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    expect(stage.read()).toHaveLength(9);
    stage.engine.plays = true;
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    expect(stage.read().length).toBeGreaterThan(20);
    stage.engine.plays = false;
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    const quiet = stage.read().length;
    // Somebody sings.
    stage.engine.peak = 0.1;
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    expect(stage.read().length - quiet).toBeGreaterThan(10);
    expect(stage.read().every(({ kind }) => kind === 'state')).toBe(true);
    stage.stop();
    await done;
    expect(stage.time.pending).toBe(0);
  });

  it('ends with its input, and tells nothing any more', async () => {
    const stage = createStage();
    const done = stage.begin();
    await stage.settle();
    stage.input.end('{"do":"play"}\n');
    await done;
    expect(stage.commands).toEqual([{ do: 'play' }]);
    const { length } = stage.read();
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    expect(stage.read()).toHaveLength(length);
  });

  it('ends at once where it is to stop before it began', async () => {
    const stage = createStage();
    stage.stop();
    await stage.begin();
    expect(stage.calls).toEqual(['close']);
    expect(stage.read()).toEqual([{ kind: 'end', problem: null }]);
  });

  it('tells a reader that is behind nothing until it has caught up', async () => {
    const stage = createStage(createFakeEngine(50_000));
    const done = stage.begin();
    await stage.settle();
    stage.time.run(stage.time.clock.nowNs() + 60e9);
    expect(stage.output.writableLength + stage.output.readableLength).toBeLessThan(600_000);
    const before = stage.read().length;
    await stage.settle();
    stage.time.run(stage.time.clock.nowNs() + 1e9);
    await stage.settle();
    expect(stage.read().length).toBeGreaterThan(before);
    stage.stop();
    await done;
  });

  it('ends in order where its reader goes away', async () => {
    const stage = createStage();
    const gone = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('EPIPE'));
      },
    });
    await stage.begin(gone);
    expect(stage.calls).toEqual(['close']);
  });
});
