import { createSimulatedNetwork, createVirtualTime } from '@jamnet/testkit';
import type { BatchHandler } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import { createToast, FormatType, StreamType } from '../src/index.js';

const TOPIC = 'midi://batches';

/** A toast that sends, and one whose port hands over all that came at once. */
async function setUp() {
  const { clock, timers, runAsync } = createVirtualTime({ startNs: 1e12 });
  const network = createSimulatedNetwork({ clock, timers, random: () => 0.5 });
  const sizes: number[] = [];
  const port = network.createPort({ address: '10.0.0.2', batches: true });
  const counted = {
    capabilities: port.capabilities,
    send: port.send.bind(port),
    onBatch: (handler: BatchHandler) =>
      port.onBatch((view, descriptors, count) => {
        sizes.push(count);
        handler(view, descriptors, count);
      }),
    join: port.join.bind(port),
    leave: port.leave.bind(port),
    endpoints: port.endpoints.bind(port),
    source: port.source.bind(port),
    stats: port.stats.bind(port),
    close: port.close.bind(port),
  };
  const [sender, receiver] = await Promise.all(
    [network.createPort({ address: '10.0.0.1' }), counted].map(async (each) => {
      const toast = await createToast({ clock, timers, port: each, discovery: 'direct' });
      return toast.openSession({ topic: TOPIC });
    }),
  );
  const stream = sender.openStream({
    streamType: StreamType.MIDI,
    formatType: FormatType.COMPACT_JSONL,
    redundancy: { copies: 1 },
  });
  const send = (text: string): boolean => {
    const bytes = new TextEncoder().encode(text);
    return stream.send(bytes, 0, bytes.length, { timestampNs: clock.nowNs() });
  };
  const run = (ms: number): Promise<number> => runAsync(clock.nowNs() + ms * 1e6);
  return { clock, receiver, send, run, sizes };
}

describe('datagrams that come in one batch', () => {
  it('are read each by itself', async () => {
    const { clock, receiver, send, run, sizes } = await setUp();
    const got: string[] = [];
    let lateNs = 0;
    receiver.subscribe({ streamType: StreamType.MIDI }, (frame) => {
      const { bytes, payloadOffset, payloadLength } = frame;
      const payload = bytes.subarray(payloadOffset, payloadOffset + payloadLength);
      got.push(new TextDecoder().decode(payload));
      lateNs = Math.max(lateNs, clock.nowNs() - frame.arrivalNs);
    });
    for (const text of ['one', 'two', 'three']) expect(send(text)).toBe(true);
    await run(50);
    expect(got).toEqual(['one', 'two', 'three']);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(3);
    expect(lateNs).toBeLessThan(1e6);
  });

  it('are all read when a handler throws, and what it threw comes out', async () => {
    const { receiver, send, run } = await setUp();
    let seen = 0;
    receiver.subscribe({ streamType: StreamType.MIDI }, () => {
      seen++;
      if (seen === 1) throw new Error('a fault of the program');
    });
    for (const text of ['one', 'two', 'three']) send(text);
    await expect(run(50)).rejects.toThrow('a fault of the program');
    expect(seen).toBe(3);
  });
});
