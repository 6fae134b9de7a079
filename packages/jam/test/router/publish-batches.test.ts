import { createFrameBatch, type FrameBatchOptions, resolveTopic, StreamType } from '@jamnet/toast';
import { DESCRIPTOR_ARRIVAL, writeU64 } from '@jamnet/wire';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type BatchPublisher, createSessionRouter, publishBatches } from '@jamnet/jam';
import { refusal } from '../support/refusal.js';
import { ARRIVAL_NS, received, type SentFrame } from './received-frames.js';

const ONE = 'midi://one';
const TWO = 'audio://two';
async function setUp(options: FrameBatchOptions = {}) {
  const batch = await createFrameBatch({ compute: null, arena: null, ...options });
  onTestFinished(() => batch.close());
  const router = createSessionRouter();
  const source = publishBatches(router, batch);
  const heard: string[] = [];
  router.subscribe('*', ({ bytes, payloadOffset: at, payloadLength }, stream) => {
    const text = Buffer.from(bytes.subarray(at, at + payloadLength)).toString();
    heard.push(`${stream.topic} ${stream.senderId}/${stream.streamId} ${text}`);
  });
  return { batch, router, source, heard };
}

describe('batches in a router', () => {
  test('new frames of the topics that were joined, each once, with all that is known of them', async () => {
    const { router, source, heard } = await setUp();
    source.join('MIDI://one/');
    source.join(TWO);
    const seen: unknown[] = [];
    router.subscribe({ topic: ONE, senderId: 0xffff_fffe }, (message) => {
      const { bytes: _bytes, payloadOffset: _offset, ...rest } = message;
      seen.push({ ...rest });
    });
    const about = { senderId: 0xffff_fffe, streamId: 255, sequence: 0xffff_fff0, messageType: 9 };
    const more = { formatType: 200, flags: 2, timestampNs: 2 ** 53 - 1 };
    const frames: SentFrame[] = [
      { topic: ONE, ...about, ...more, text: 'first' },
      { topic: TWO, streamType: StreamType.AUDIO, text: 'second' },
      { topic: ONE, ...about, ...more, burstIndex: 1, text: 'first' },
      { topic: 'midi://elsewhere', text: 'of another session' },
      { topic: ONE, streamType: StreamType.HEARTBEAT, streamId: 0, text: 'control' },
      { topic: ONE, sequence: 1, text: 'third' },
    ];
    expect(source.publishNow(...received(...frames))).toBe(3);
    expect(heard).toEqual([`${ONE} 4294967294/255 first`, `${ONE} 1/1 third`, `${TWO} 1/1 second`]);
    expect(seen).toEqual([
      {
        ...{ payloadLength: 5, streamType: StreamType.MIDI, formatType: 200, messageType: 9 },
        ...{ flags: 2, sequence: 0xffff_fff0, timestampNs: 2 ** 53 - 1, arrivalNs: ARRIVAL_NS },
      },
    ]);
    expect(source.streams).toBe(3);
    expect(source.publishNow(...received(...frames))).toBe(0);
  });

  test('what does not fit into one run goes into the next ones', async () => {
    const { source, heard } = await setUp({ maxDatagrams: 3 });
    source.join(ONE);
    const frames = Array.from({ length: 10 }, (_, sequence) => ({ topic: ONE, sequence }));
    expect(source.publishNow(...received(...frames))).toBe(10);
    const later = frames.map(({ sequence }) => ({ topic: ONE, sequence: sequence + 10 }));
    expect(await source.publish(...received(...later))).toBe(10);
    expect(heard.length).toBe(20);
  });

  test('a topic that was left is heard no more, also when it is left by a handler', async () => {
    const { router, source, heard } = await setUp();
    const leave = source.join(ONE);
    router.subscribe(ONE, () => {
      leave();
      leave();
    });
    const frames = Array.from({ length: 3 }, (_, sequence) => ({ topic: ONE, sequence }));
    expect(source.publishNow(...received(...frames))).toBe(1);
    expect([heard.length, source.streams, router.stats().streams]).toEqual([1, 0, 0]);
    // Its place goes to another topic, which gets its own frames and no others.
    source.join(TWO);
    const other: SentFrame = { topic: TWO, streamType: StreamType.AUDIO, text: 'own' };
    expect(source.publishNow(...received(...frames, other))).toBe(1);
    expect(heard.at(-1)).toBe(`${TWO} 1/1 own`);
    source.join(ONE);
    expect(source.publishNow(...received({ topic: ONE, sequence: 9, text: 'again' }))).toBe(1);
    source.close();
    expect(source.publishNow(...received({ topic: ONE, sequence: 10 }))).toBe(0);
  });

  test('the place of an idle stream goes to a new one', async () => {
    const { router, source, heard } = await setUp({ maxStreams: 1, streamIdleMs: 1000 });
    source.join(ONE);
    const at = (arrivalNs: number, frame: SentFrame): [Uint8Array, DataView, number] => {
      const [bytes, descriptors, count] = received(frame);
      writeU64(new Uint8Array(descriptors.buffer), DESCRIPTOR_ARRIVAL, arrivalNs);
      return [bytes, descriptors, count];
    };
    source.publishNow(...at(1e9, { topic: ONE, senderId: 1, text: 'one' }));
    expect(source.publishNow(...at(1.5e9, { topic: ONE, senderId: 2, text: 'no room' }))).toBe(0);
    source.publishNow(...at(3e9, { topic: ONE, senderId: 2, text: 'two' }));
    expect(heard).toEqual([`${ONE} 1/1 one`, `${ONE} 2/1 two`]);
    expect(router.streams().map(({ senderId }) => senderId)).toEqual([2]);
  });

  test('a router that is closed gets nothing more', async () => {
    const { router, source } = await setUp();
    source.join(ONE);
    router.subscribe(ONE, () => router.close());
    const frames = [1, 2, 3].map((sequence) => ({ topic: ONE, sequence }));
    expect(source.publishNow(...received(...frames))).toBe(1);
    expect(source.publishNow(...received({ topic: ONE, sequence: 4 }))).toBe(0);
  });

  test.each<[(source: BatchPublisher) => unknown, string]>([
    [(source) => source.join('one'), 'bad-topic:'],
    [(source) => source.join(ONE), 'bad-option: the frames of midi://one are published already'],
    [(source) => source.join('midi://second'), 'too-large:'],
    [
      (source) => source.publishNow(new Uint8Array(1), received({ topic: ONE })[1], 1),
      'bad-option: ',
    ],
  ])('refuses call %#', async (call, message) => {
    const { batch, source } = await setUp({ maxSessions: 2, maxRoutes: 5 });
    source.join(ONE);
    expect(await refusal(() => call(source))).toContain(message);
    // Nothing of it is left.
    expect(source.publishNow(...received({ topic: ONE }))).toBe(1);
    expect(batch.join(resolveTopic('midi://second').sessionName)).toBe(1);
  });
});
