import { createFrameBatch } from '@jamnet/toast';
import { describe, expect, test } from 'vitest';
import { createSessionRouter, publishBatches } from '@jamnet/jam';
import { openTestDevice } from '../parser/device.js';
import { received, type SentFrame } from './received-frames.js';

const device = await openTestDevice();
const none = typeof device === 'string' ? device : '';

const TOPICS = ['midi://one', 'audio://two', 'video://three'];
const SENDERS = 40;

/** Copies of frames of many streams of four topics, some of them not joined. */
function frames(round: number): SentFrame[] {
  return Array.from({ length: 600 }, (_, i) => ({
    topic: [...TOPICS, 'midi://elsewhere'][i % 4],
    streamType: 1 + (i % 7),
    senderId: i % SENDERS,
    streamId: 1 + (i % 3),
    sequence: round * 10 + Math.floor(i / 300),
    text: `${round}/${i}`,
  }));
}

describe.skipIf(none !== '')(`batches from a device in a router${none && ` (${none})`}`, () => {
  test('every stream gets what it gets from the processor, in the same order', async () => {
    if (typeof device === 'string') return;
    const { compute, arena } = device;
    const heardBy = async (crossing: number): Promise<[string[], number]> => {
      const batch = await createFrameBatch({ compute, arena, crossing });
      const router = createSessionRouter();
      const source = publishBatches(router, batch);
      for (const topic of TOPICS) source.join(topic);
      const heard: string[] = [];
      router.subscribe('*', ({ bytes, payloadOffset: at, payloadLength }, stream) => {
        const text = Buffer.from(bytes.subarray(at, at + payloadLength)).toString();
        heard.push(`${stream.topic} ${stream.senderId}/${stream.streamId} ${text}`);
      });
      for (let round = 0; round < 5; round++) await source.publish(...received(...frames(round)));
      const { deviceRuns } = batch.stats();
      await batch.close();
      return [heard, deviceRuns];
    };
    const [onDevice, deviceRuns] = await heardBy(1);
    const [onProcessor, none] = await heardBy(Infinity);
    expect([deviceRuns, none]).toEqual([5, 0]);
    expect(onDevice).toEqual(onProcessor);
    expect(onDevice.length).toBeGreaterThan(500);
  });
});
