import { expect, it } from 'vitest';
import { createJamParser } from '../../src/parser/index.js';
import { openTestDevice } from './device.js';

const found = await openTestDevice();
const device = typeof found === 'string' ? undefined : found;
const forms = [
  ['JSON', 'gpu-jsonl', new Uint8Array(Buffer.from('{"x":"n+","n":5,"y":{"z":1}}\n'))],
  // The same that the quick way of the kernel reads.
  ['flat JSON', 'gpu-jsonl', new Uint8Array(Buffer.from('{"x":"n+","n":5}\n'))],
  ['JSON with an escape', 'gpu-jsonl', new Uint8Array(Buffer.from('{"x":"n+","n":5,"y":"\\n"}\n'))],
  ['MessagePack', 'gpu-binary', Uint8Array.of(0x82, 0xa1, 0x78, 0xa2, 0x6e, 0x2b, 0xa1, 0x6e, 5)],
] as const;

for (const [name, mode, bytes] of forms) {
  it(`${name} has no type where no type key was asked for, on the processor`, async () => {
    const parser = await createJamParser({ mode: 'cpu', keys: ['n', 'v'] });
    const batch = await parser.parse(bytes);
    expect([batch.status(0), batch.type(0), batch.number(0, batch.key('n'))]).toEqual([0, -1, 5]);
  });

  it.skipIf(device === undefined)(`the same on the device: ${name}`, async () => {
    const parser = await createJamParser({ mode, keys: ['n', 'v'], ...device });
    const batch = await parser.parse(bytes);
    expect([batch.readBy, batch.linesOnCpu]).toEqual([device!.compute.name, 0]);
    expect([batch.status(0), batch.type(0), batch.number(0, batch.key('n'))]).toEqual([0, -1, 5]);
    batch.release();
    parser.close();
  });
}
