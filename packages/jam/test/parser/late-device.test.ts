import type { ComputeBinding } from '@jamnet/wire';
import { JamError } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createJamParser } from '../../src/parser/index.js';
import { createFakeArena, createFakeDevice } from './fake-device.js';

const ARENA_BYTES = 2 ** 24;
const lines = (count: number): Uint8Array =>
  new Uint8Array(
    Buffer.from(Array.from({ length: count }, (_, n) => `{"t":"n+","seq":${n}}`).join('\n')),
  );

/** A device that times out in every run, and writes what it was given to write when it is told to. */
function createLateDevice() {
  const given: Uint8Array[] = [];
  return {
    ...createFakeDevice('late device'),
    load: (name: string) =>
      Promise.resolve({
        name,
        close: () => undefined,
        run(bindings: readonly ComputeBinding[]): Promise<void> {
          for (const { bytes, access } of bindings) if (access !== 'read') given.push(bytes);
          return Promise.reject(new JamError('timed-out', 'it did not answer'));
        },
      }),
    writeLate: () => given.forEach((bytes) => bytes.fill(0xff)),
  };
}

describe('a device that writes after it has timed out', () => {
  it('changes neither the batch that it failed nor a later one', async () => {
    const compute = createLateDevice();
    const arena = createFakeArena(ARENA_BYTES);
    const parser = await createJamParser({ mode: 'gpu-jsonl', compute, arena });
    const first = await parser.parse(lines(20));
    compute.writeLate();
    expect([first.readBy, first.malformed, first.number(19, first.key('seq'))]).toEqual([
      'cpu',
      [],
      19,
    ]);
    first.release();
    const second = await parser.parse(lines(20));
    compute.writeLate();
    expect([second.malformed, second.number(19, second.key('seq'))]).toEqual([[], 19]);
    second.release();
    parser.close();
  });

  it('keeps what it was measured with', async () => {
    const compute = createLateDevice();
    const arena = createFakeArena(ARENA_BYTES);
    const parser = await createJamParser({ mode: 'auto', compute, arena });
    await parser.measured();
    expect(parser.notice).toContain('it did not answer');
    const batch = await parser.parse(lines(20));
    compute.writeLate();
    expect([batch.malformed, batch.number(19, batch.key('seq'))]).toEqual([[], 19]);
    batch.release();
    parser.close();
    expect(arena.held).toBeGreaterThan(0);
  });
});

describe('kernels of a device', () => {
  function countingDevice(refused = '') {
    const device = createFakeDevice();
    let open = 0;
    const load = async (name: string) => {
      if (name.includes(refused || 'nothing')) throw new JamError('bad-option', 'not this one');
      const kernel = await device.load(name, new Uint8Array(0));
      open++;
      return { ...kernel, close: () => void open-- };
    };
    return { compute: { ...device, load }, open: () => open };
  }

  it('are closed where one of them is refused', async () => {
    const { compute, open } = countingDevice('message-pack');
    const parser = await createJamParser({ mode: 'auto', compute });
    expect([parser.mode, open()]).toEqual(['cpu', 0]);
  });

  it('are closed when the parser was, or took another device, while they were loaded', async () => {
    const parser = await createJamParser({ mode: 'auto', compute: null });
    const [first, second] = [countingDevice(), countingDevice()];
    await Promise.all([parser.useDevice(first.compute), parser.useDevice(second.compute)]);
    expect([first.open(), second.open()]).toEqual([0, 2]);
    const third = countingDevice();
    const using = parser.useDevice(third.compute);
    parser.close();
    await using;
    expect([second.open(), third.open(), parser.device]).toEqual([0, 0, null]);
  });
});
