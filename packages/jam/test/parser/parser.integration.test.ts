import { toMessagePack } from '@jamnet/schemas';
import { describe, expect, it } from 'vitest';
import { createJamParser, type JamBatch } from '../../src/parser/index.js';
import { openTestDevice } from './device.js';

const found = await openTestDevice();
const none = typeof found === 'string' ? found : '';

const packed = (note: number): Uint8Array =>
  toMessagePack({ type: 'note_on', channel: 1, note, velocity: 1 }) as Uint8Array;

describe.skipIf(none !== '')(`a parser on the machine's device${none && ` (${none})`}`, () => {
  if (typeof found === 'string') return;
  const { compute, arena } = found;

  it('reports exactly the corrupted tenth of the lines', async () => {
    const parser = await createJamParser({ mode: 'gpu-jsonl' });
    const lines = Array.from(
      { length: 10_000 },
      (_, at) => `{"t":"n+","c":1,"n":${at % 128},"v":9,"ts":${at},"seq":${at}}`,
    );
    const kinds = ['"', '{', '\u0001', '}', ':'];
    const damaged: number[] = [];
    for (let at = 0; at < lines.length; at += 10) {
      lines[at] = lines[at]!.replace('"c"', `${kinds[(at / 10) % kinds.length]!}"c`);
      damaged.push(at);
    }
    const batch = await parser.parse(new Uint8Array(Buffer.from(`${lines.join('\n')}\n`)));
    expect(batch.readBy).toBe(compute.name);
    expect(batch.lines).toBe(lines.length);
    expect(batch.malformed).toEqual(damaged);
    const seq = batch.key('seq');
    let right = 0;
    for (let line = 0; line < batch.lines; line++) if (batch.number(line, seq) === line) right++;
    expect(right).toBe(9000);
    parser.close();
  });

  it('reads what the CPU reads: lines, maps, long lines, in one batch, in the arena and elsewhere', async () => {
    const range = arena.allocate(100_000)!;
    const payloads = [
      Buffer.from('{"t":"n+","n":60}\n{"t":"cc","val":-1.5}\r\n\nbad\n'),
      Buffer.concat([packed(1), packed(2)]),
      Buffer.from(`{"n":1,"zz":"${'long '.repeat(1000)}"}\n{"\\u006e":2}`),
    ];
    const spans = new Uint32Array(2 * payloads.length);
    let at = 77;
    payloads.forEach((payload, index) => {
      range.bytes.set(payload, at);
      spans.set([at, payload.length], 2 * index);
      at += payload.length + 1001;
    });
    const elsewhere = Uint8Array.from(range.bytes);
    const cpu = await createJamParser({ mode: 'cpu' });
    const wanted = told(await cpu.parse(elsewhere, spans));
    expect(wanted).toHaveLength(8);
    for (const mode of ['gpu-jsonl', 'gpu-binary'] as const) {
      const parser = await createJamParser({ mode });
      for (const bytes of [range.bytes, elsewhere]) {
        const batch = await parser.parse(bytes, spans);
        expect(batch.copiedBytes === 0).toBe(bytes === range.bytes);
        expect(told(batch)).toEqual(wanted);
        batch.release();
      }
      parser.close();
    }
    range.free();
  });

  it('keeps batches of several sizes apart that are read at once', async () => {
    const parser = await createJamParser({ mode: 'gpu-jsonl' });
    const sizes = [10, 3000, 1, 1025, 500];
    const batches = await Promise.all(
      sizes.map((size) =>
        parser.parse(
          new Uint8Array(
            Buffer.from(Array.from({ length: size }, (_, n) => `{"n":${n + size}}`).join('\n')),
          ),
        ),
      ),
    );
    batches.forEach((batch, index) => {
      const size = sizes[index]!;
      const numbers = Array.from({ length: batch.lines }, (_, line) =>
        batch.number(line, batch.key('n')),
      );
      expect(numbers).toEqual(Array.from({ length: size }, (_, n) => n + size));
      batch.release();
    });
    parser.close();
  });

  it('measures both forms', async () => {
    const parser = await createJamParser({ mode: 'auto' });
    await parser.measured();
    expect(parser.notice).toBeNull();
    expect(parser.crossings.map(({ form }) => form)).toEqual(['jsonl', 'message-pack']);
    for (const { device, cpuNsPerLine, deviceFixedUs } of parser.crossings) {
      expect(device).toBe(compute.name);
      expect(cpuNsPerLine).toBeGreaterThan(0);
      expect(deviceFixedUs).toBeGreaterThanOrEqual(0);
    }
    parser.close();
  });
});

/** All that can be seen of a batch's lines. */
function told(batch: JamBatch): unknown[] {
  return Array.from({ length: batch.lines }, (_, line) => ({
    counts: [
      batch.status(line),
      batch.fields(line),
      batch.unknown(line),
      batch.type(line),
      batch.length(line),
    ],
    cells: batch.keys.map((_, key) => [
      batch.kind(line, key),
      batch.number(line, key),
      batch.text(line, key),
    ]),
    message: batch.message(line),
  }));
}
