import { createNativePort, openCompute } from '@jamnet/gpu-native';
import {
  createSystemClock,
  createSystemTimers,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_LENGTH,
  DESCRIPTOR_OFFSET,
  type DatagramPort,
} from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createJamParser } from '../../src/parser/index.js';
import { openTestDevice } from './device.js';

const found = await openTestDevice();
const none = typeof found === 'string' ? found : '';

const DATAGRAMS = 20;
const payload = (at: number): Uint8Array =>
  new Uint8Array(
    Buffer.from(
      `{"t":"n+","c":1,"n":${at},"v":9,"seq":${at}}\n{"t":"n-","c":1,"n":${at},"seq":${at + 1}}\n`,
    ),
  );

describe.skipIf(none !== '')(`from the network to the device${none && ` (${none})`}`, () => {
  if (typeof found === 'string') return;
  const { arena } = found;

  it('parses received bytes where the system has written them', async () => {
    // A device of its own tells addresses.
    const opened = await openCompute();
    if (!opened.ok) throw new Error(opened.reason);
    const { compute } = opened;
    const parser = await createJamParser({ mode: 'gpu-jsonl', compute, arena });
    const clock = createSystemClock();
    const port = await createNativePort({
      ...{ clock, timers: createSystemTimers(clock), families: [4], interfaces: ['127.0.0.1'] },
      heldBatches: 8,
    });
    try {
      const addressOf = (bytes: Uint8Array): bigint => compute.addresses(bytes).bytes;
      const slots = new Map<number, bigint>();
      const received = receive(port, async (view, spans, release) => {
        const landed = Array.from({ length: spans.length / 2 }, (_, at) =>
          addressOf(view.subarray(spans[2 * at]!)),
        );
        const batch = await parser.parse(view, spans);
        expect(batch.readBy).toBe(compute.name);
        expect(batch.copiedBytes).toBe(0);
        // The range that was bound begins where it begins in the arena, and that is what the device has imported.
        const start = addressOf(new Uint8Array(arena.buffer, 0, 4));
        if (compute.memory === 'mapped') {
          expect(compute.addresses(batch.bytes).imported).toBe(start);
        }
        expect(addressOf(batch.bytes)).toBe(start + BigInt(batch.bytes.byteOffset));
        expect(batch.bytes.byteOffset % 256).toBe(0);
        landed.forEach((address, datagram) => {
          expect(addressOf(batch.bytes) + BigInt(batch.start(2 * datagram))).toBe(address);
          slots.set(batch.number(2 * datagram, batch.key('n')), address);
        });
        expect(batch.lines).toBe(2 * landed.length);
        expect(batch.malformed).toEqual([]);
        batch.release();
        release();
        return landed.length;
      });
      const [endpoint] = port.endpoints();
      for (let at = 0; at < DATAGRAMS; at++) {
        const bytes = payload(at);
        expect(port.send(bytes, 0, bytes.length, endpoint!, 0)).toBe(true);
      }
      await received;
      expect([...slots.keys()].sort((a, b) => a - b)).toEqual(
        Array.from({ length: DATAGRAMS }, (_, at) => at),
      );
    } finally {
      parser.close();
      await port.close();
      await compute.close();
    }
  });

  it.each(['lost', 'hang'] as const)(
    'keeps every line when the device is %s in the middle',
    async (kind) => {
      const opened = await openCompute({
        fault: { kind, afterSubmits: 1, hangMs: 300 },
        timeoutMs: 100,
      });
      if (!opened.ok) throw new Error(opened.reason);
      const parser = await createJamParser({ mode: 'gpu-jsonl', compute: opened.compute, arena });
      const lines = new Uint8Array(
        Buffer.concat(Array.from({ length: 100 }, (_, at) => payload(at))),
      );
      const read: string[] = [];
      for (let round = 0; round < 3; round++) {
        const batch = await parser.parse(lines);
        expect([batch.lines, batch.malformed.length]).toEqual([200, 0]);
        expect(batch.number(198, batch.key('n'))).toBe(99);
        read.push(batch.readBy);
        batch.release();
      }
      expect(read).toEqual([opened.compute.name, 'cpu', 'cpu']);
      expect(parser.mode).toBe('cpu');
      expect(parser.notice).toContain('on the CPU from now on');
      parser.close();
      await opened.compute.close();
    },
  );
});

type Work = (view: Uint8Array, spans: Uint32Array, release: () => void) => Promise<number>;

/** Resolves when all datagrams have gone through `work`, which gets each batch held. */
function receive(port: DatagramPort, work: Work): Promise<void> {
  return new Promise((resolve, reject) => {
    let done = 0;
    port.onBatch((view, descriptors, count) => {
      const held = port.holdBatch?.();
      if (held === undefined) return reject(new Error('the batch cannot be held'));
      const spans = new Uint32Array(2 * count);
      for (let at = 0; at < count; at++) {
        spans[2 * at] = descriptors.getUint32(at * DESCRIPTOR_BYTES + DESCRIPTOR_OFFSET, true);
        spans[2 * at + 1] = descriptors.getUint16(at * DESCRIPTOR_BYTES + DESCRIPTOR_LENGTH, true);
      }
      work(view, spans, held.release).then((datagrams) => {
        done += datagrams;
        if (done === DATAGRAMS) resolve();
      }, reject);
    });
  });
}
