import { toMessagePack, type JamMessage } from '@jamnet/schemas';
import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import {
  CellKind,
  createJamParser,
  LineStatus,
  MAX_LINE_BYTES,
  type JamParserOptions,
} from '../../src/parser/index.js';
import { createFakeArena, createFakeDevice } from './fake-device.js';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const notes = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `{"t":"n+","c":1,"n":${at % 128},"v":100,"ts":${1e6 + at},"seq":${at}}`,
  );
const note = (seq: number): JamMessage => ({
  ...({ type: 'note_on', channel: 1, note: 60, velocity: 100 } as const),
  ...{ timestamp: 1e6, sequence: seq },
});
const packed = (seq: number): Uint8Array => toMessagePack(note(seq)) as Uint8Array;

describe('createJamParser on the CPU', () => {
  it('reads lines as columns and as messages', async () => {
    const parser = await createJamParser({ mode: 'cpu' });
    const batch = await parser.parse(
      bytesOf('{"t":"n+","c":1,"n":60,"v":100,"ts":7,"seq":42}\n\nnonsense\n'),
    );
    const [n, ts] = [batch.key('n'), batch.key('ts')];
    expect([batch.lines, batch.readBy, batch.linesOnCpu, batch.copiedBytes]).toEqual([
      3,
      'cpu',
      3,
      0,
    ]);
    expect([0, 1, 2].map((line) => batch.status(line))).toEqual([
      LineStatus.ok,
      LineStatus.empty,
      LineStatus.malformed,
    ]);
    expect([batch.number(0, n), batch.number(0, ts), batch.kind(2, n)]).toEqual([
      60,
      7,
      CellKind.absent,
    ]);
    expect(parser.types[batch.type(0)]).toBe('n+');
    expect(batch.malformed).toEqual([2]);
    expect([batch.start(2), batch.length(2)]).toEqual([49, 8]);
    expect([...batch.messages()]).toEqual([{ ...note(42), timestamp: 7 }]);
    expect(batch.message(2)).toBeLessThan(0);
    expect(batch.kind(99, n)).toBe(CellKind.absent);
    expect(batch.number(0, batch.key('no such key'))).toBeNaN();
  });

  it('reads the same message in all three forms', async () => {
    const parser = await createJamParser({ mode: 'cpu' });
    const standard = `${JSON.stringify({ ...note(1), version: 'jamnet/1.0' })}\n`;
    const compact = '{"t":"n+","c":1,"n":60,"v":100,"ts":1000000,"seq":1}\n';
    for (const bytes of [bytesOf(standard), bytesOf(compact), packed(1)]) {
      expect([...parser.parseNow(bytes).messages()]).toEqual([note(1)]);
    }
  });

  it('costs a corrupted tenth a tenth of the lines and no other', async () => {
    const parser = await createJamParser({ mode: 'cpu' });
    const lines = notes(10_000);
    const damaged = lines.flatMap((_, at) => (at % 10 === 3 ? [at] : []));
    for (const at of damaged) lines[at] = lines[at]!.replace(',', ';');
    const batch = await parser.parse(bytesOf(lines.join('\n')));
    expect(batch.malformed).toEqual(damaged);
    expect(batch.lines).toBe(10_000);
    const seq = batch.key('seq');
    for (let line = 0; line < batch.lines; line++) {
      if (line % 10 !== 3) expect(batch.number(line, seq)).toBe(line);
    }
  });

  it('does not look at a line of more than 16 MiB', async () => {
    const parser = await createJamParser({ mode: 'cpu' });
    const bytes = new Uint8Array(MAX_LINE_BYTES + 10).fill(0x20);
    bytes[MAX_LINE_BYTES + 1] = 0x0a;
    bytes.set(bytesOf('{"n":1}'), MAX_LINE_BYTES + 2);
    const batch = await parser.parse(bytes);
    expect([batch.status(0), batch.status(1)]).toEqual([LineStatus.tooLong, LineStatus.ok]);
    expect(batch.malformed).toEqual([0]);
    bytes.copyWithin(0, 1);
    expect((await parser.parse(bytes)).status(0)).toBe(LineStatus.empty);
  });

  it.each<[string, JamParserOptions]>([
    ['an unknown mode', { mode: 'gpu' as 'auto' }],
    ['no keys', { keys: [] }],
    ['keys that are no array', { keys: 't' as never }],
    ['33 keys', { keys: Array.from({ length: 33 }, (_, at) => `k${at}`) }],
    ['a key twice', { keys: ['a', 'a'] }],
    ['a key of 17 bytes', { keys: ['x'.repeat(17)] }],
    ['a key with a quote', { keys: ['"'] }],
    ['a key with a lone surrogate', { keys: ['\ud800'] }],
    ['an unknown type key', { typeKey: 'zz' }],
    ['256 types', { types: Array.from({ length: 256 }, (_, at) => `t${at}`) }],
    ['no time to measure', { measureMs: 0 }],
  ])('refuses %s', async (_, options) => {
    await expect(createJamParser(options)).rejects.toMatchObject({ code: 'bad-option' });
  });

  it('refuses to parse text', async () => {
    const parser = await createJamParser({ mode: 'cpu' });
    await expect(parser.parse('{}' as never)).rejects.toMatchObject({ code: 'bad-option' });
    expect(() => parser.parseNow('{}' as never)).toThrow(/Uint8Array/);
  });

  it('refuses to parse once closed; batches stay readable', async () => {
    const parser = await createJamParser({ mode: 'cpu' });
    const batch = await parser.parse(bytesOf(notes(1).join()));
    parser.close();
    parser.close();
    await expect(parser.parse(bytesOf('{}'))).rejects.toMatchObject({ code: 'closed' });
    expect(() => parser.parseNow(bytesOf('{}'))).toThrow(JamError);
    expect(batch.number(0, batch.key('v'))).toBe(100);
    batch.release();
  });
});

describe('createJamParser with a device', () => {
  it('reads each form where the mode says', async () => {
    const lines = bytesOf(`${notes(3).join('\n')}\n`);
    const maps = Buffer.concat([packed(1), packed(2)]);
    const bytes = new Uint8Array(Buffer.concat([lines, maps]));
    const spans = new Uint32Array([0, lines.length, lines.length, maps.length]);
    for (const [mode, runs, onCpu] of [
      ['gpu-jsonl', ['jam jsonl'], 2],
      ['gpu-binary', ['jam message-pack'], 3],
    ] as const) {
      const compute = createFakeDevice();
      const parser = await createJamParser({ mode, compute });
      const batch = await parser.parse(bytes, spans);
      expect(compute.runs).toEqual(runs);
      expect([batch.readBy, batch.linesOnCpu, parser.mode]).toEqual(['fake device', onCpu, mode]);
      const seq = batch.key('seq');
      expect([0, 1, 2, 3, 4].map((line) => batch.number(line, seq))).toEqual([0, 1, 2, 1, 2]);
      expect(parser.parseNow(bytes, spans).readBy).toBe('cpu');
    }
  });

  it('gives the device the bytes of the arena where they lie, and copies others once', async () => {
    const arena = createFakeArena(1 << 20);
    const compute = createFakeDevice();
    const parser = await createJamParser({ mode: 'gpu-jsonl', compute, arena });
    const text = bytesOf(notes(5).join('\n'));
    arena.allocate(1000);
    const range = arena.allocate(2000)!;
    range.bytes.set(text, 300);
    const batch = await parser.parse(range.bytes, new Uint32Array([300, text.length]));
    expect(batch.copiedBytes).toBe(0);
    expect(compute.input!.buffer).toBe(arena.buffer);
    expect(compute.input!.byteOffset % 256).toBe(0);
    expect(batch.number(4, batch.key('seq'))).toBe(4);
    expect(batch.bytes.byteOffset + batch.start(0)).toBe(range.offset + 300);

    const copied = await parser.parse(text);
    expect([copied.copiedBytes, copied.number(4, copied.key('seq'))]).toEqual([text.length, 4]);
    batch.release();
    batch.release();
    copied.release();
    parser.close();
    expect(arena.held).toBe(2);
  });

  it('finishes what the kernel leaves', async () => {
    const parser = await createJamParser({ mode: 'gpu-jsonl', compute: createFakeDevice() });
    const long = `{"n":1,"zz":"${'x'.repeat(3000)}"}`;
    const batch = await parser.parse(bytesOf([notes(1)[0], long, notes(1)[0]].join('\n')));
    expect([batch.status(1), batch.number(1, batch.key('n')), batch.linesOnCpu]).toEqual([0, 1, 1]);
  });

  it.each(['device-lost', 'timed-out'] as const)(
    'loses nothing when a device is %s',
    async (code) => {
      const compute = createFakeDevice();
      const parser = await createJamParser({ mode: 'gpu-jsonl', compute });
      compute.fault = new JamError(code, 'the device is gone');
      const batches = await Promise.all(
        [10, 20].map((count) => parser.parse(bytesOf(notes(count).join('\n')))),
      );
      for (const batch of batches) {
        expect([batch.readBy, batch.number(9, batch.key('seq'))]).toEqual(['cpu', 9]);
      }
      expect(parser.mode).toBe('cpu');
      expect(parser.device).toBeNull();
      expect(parser.notice).toBe('lines are parsed on the CPU from now on: the device is gone');
      expect(parser.notice).not.toContain('\n');

      const runs = compute.runs.length;
      await parser.parse(bytesOf(notes(10).join('\n')));
      expect(compute.runs).toHaveLength(runs);

      await parser.useDevice(createFakeDevice('another device'));
      const after = await parser.parse(bytesOf(notes(1).join('\n')));
      expect([after.readBy, parser.mode, parser.notice]).toEqual([
        'another device',
        'gpu-jsonl',
        null,
      ]);
    },
  );

  it('says why there is none', async () => {
    await expect(createJamParser({ mode: 'gpu-jsonl', compute: null })).rejects.toMatchObject({
      code: 'native-unavailable',
      message: expect.stringContaining('compute is null'),
    });
    const parser = await createJamParser({ mode: 'auto', compute: null });
    expect([parser.mode, parser.notice]).toEqual([
      'cpu',
      'lines are parsed on the CPU: compute is null',
    ]);
    expect((await parser.parse(bytesOf('{"n":1}'))).number(0, parser.keys.indexOf('n'))).toBe(1);
  });
});

describe('mode auto', () => {
  /** A clock that only the work moves: what the device costs is made up, what the CPU costs is real lines at 1 µs each. */
  function timedDevice(fixedMs: number, perLineMs: number) {
    let nowMs = 0;
    const compute = createFakeDevice();
    compute.onRun = (lines) => {
      nowMs += fixedMs + perLineMs * lines;
    };
    // Each look at the clock lets a little time pass, so that a try on the CPU of 256 lines takes 0.256 ms.
    const clock = () => (nowMs += 0.256);
    return { compute, clock };
  }

  it('measures each form and goes over at the crossing', async () => {
    const { compute, clock } = timedDevice(0.5, 0.0001);
    const parser = await createJamParser({ mode: 'auto', compute, nowMs: clock });
    expect(parser.crossings).toEqual([]);
    expect((await parser.parse(bytesOf(notes(5000).join('\n')))).readBy).toBe('cpu');
    await parser.measured();
    expect(parser.crossings.map(({ form, device }) => [form, device])).toEqual([
      ['jsonl', 'fake device'],
      ['message-pack', 'fake device'],
    ]);
    const { lines, cpuNsPerLine, deviceNsPerLine } = parser.crossings[0]!;
    expect(cpuNsPerLine).toBeCloseTo(1000);
    expect(deviceNsPerLine).toBeCloseTo(100);
    expect(lines).toBe(Math.ceil((500 + 256) / 0.9));
    const at = async (count: number) =>
      (await parser.parse(bytesOf(notes(count).join('\n')))).readBy;
    expect([await at(lines - 1), await at(lines)]).toEqual(['cpu', 'fake device']);
  });

  it('never goes over to a device that is slower a line', async () => {
    const { compute, clock } = timedDevice(0.5, 0.002);
    const parser = await createJamParser({ mode: 'auto', compute, nowMs: clock });
    await parser.measured();
    expect(parser.crossings[0]!.lines).toBe(Infinity);
    expect((await parser.parse(bytesOf(notes(5000).join('\n')))).readBy).toBe('cpu');
  });

  it('stays on the CPU when the device fails while it is measured', async () => {
    const compute = createFakeDevice();
    compute.fault = new JamError('device-lost', 'the device is gone');
    const parser = await createJamParser({ mode: 'auto', compute });
    await parser.measured();
    expect([parser.mode, parser.crossings.length]).toEqual(['cpu', 0]);
    expect(parser.notice).toContain('the device is gone');
  });

  it('measures again on another device', async () => {
    const parser = await createJamParser({
      mode: 'auto',
      compute: createFakeDevice(),
      measureMs: 10,
    });
    await parser.measured();
    await parser.useDevice(createFakeDevice('another device'));
    await parser.measured();
    expect(parser.crossings.map(({ device }) => device)).toEqual([
      'another device',
      'another device',
    ]);
  });
});
