import {
  createToast,
  Flag,
  FormatType,
  type OutStream,
  type Session,
  StreamType,
  type Toast,
} from '@jamnet/toast';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createSessionRouter,
  createStreamMessage,
  forwardToSession,
  publishSession,
  type RoutedStream,
} from '@jamnet/jam';
import { createLan, type Lan } from '../support/lan.js';

const TOPIC = 'midi://jam';
const COPIES = { redundancy: { copies: 3 } } as const;

async function join(lan: Lan, name: string): Promise<{ toast: Toast; session: Session }> {
  const toast = await createToast(lan.place(name));
  onTestFinished(() => toast.close());
  return { toast, session: await toast.openSession({ topic: TOPIC }) };
}

function midiStream(session: Session, streamId: number): OutStream {
  const formatType = FormatType.COMPACT_JSONL;
  return session.openStream({ streamType: StreamType.MIDI, formatType, streamId, ...COPIES });
}

const say = (stream: OutStream, text: string): boolean =>
  stream.send(Buffer.from(text), 0, Buffer.byteLength(text), { timestampNs: 5, messageType: 9 });

describe('frames of a session in a router', () => {
  test('each comes once, under its topic, sender and stream, where it lies', async () => {
    const lan = createLan();
    const [anna, bela] = [await join(lan, 'anna'), await join(lan, 'bela')];
    const router = createSessionRouter();
    const published = publishSession(router, bela.session);
    const heard: unknown[] = [];
    const { senderId } = anna.toast;
    router.subscribe({ topic: TOPIC, senderId }, (message, stream) => {
      const { bytes, payloadOffset: at, payloadLength, messageType, streamType } = message;
      const text = Buffer.from(bytes.subarray(at, at + payloadLength)).toString();
      heard.push([stream.streamId, text, messageType, streamType]);
    });
    const [one, two] = [midiStream(anna.session, 1), midiStream(anna.session, 200)];
    say(one, 'first');
    say(two, 'second');
    lan.runMs(10);
    expect(heard).toEqual([
      [1, 'first', 9, StreamType.MIDI],
      [200, 'second', 9, StreamType.MIDI],
    ]);
    expect(published.streams).toBe(2);
    expect(router.streams()).toEqual([
      expect.objectContaining({ topic: TOPIC, senderId, streamId: 1 }),
      expect.objectContaining({ topic: TOPIC, senderId, streamId: 200 }),
    ]);
  });

  test('streams end with their peer, and with the bridge', async () => {
    const lan = createLan();
    const [anna, bela, carl] = [
      await join(lan, 'anna'),
      await join(lan, 'bela'),
      await join(lan, 'carl'),
    ];
    const router = createSessionRouter();
    const published = publishSession(router, bela.session);
    const ended: RoutedStream[] = [];
    router.subscribe('*', () => undefined, { onEnd: (stream) => void ended.push(stream) });
    for (const { session } of [anna, carl]) say(midiStream(session, 1), 'hello');
    lan.runMs(1000);
    expect(router.stats()).toMatchObject({ streams: 2, messages: 2 });
    await anna.session.close();
    lan.runMs(100);
    expect(ended.map(({ senderId }) => senderId)).toEqual([anna.toast.senderId]);
    published.close();
    expect([published.streams, router.stats().streams]).toEqual([0, 0]);
    say(midiStream(carl.session, 2), 'nobody listens');
    lan.runMs(10);
    expect(router.stats().messages).toBe(2);
  });

  test('streams end with a peer that falls silent', async () => {
    const lan = createLan();
    const [anna, bela] = [await join(lan, 'anna'), await join(lan, 'bela')];
    const router = createSessionRouter();
    publishSession(router, bela.session);
    say(midiStream(anna.session, 1), 'hello');
    lan.runMs(1000);
    expect(router.stats().streams).toBe(1);
    await anna.toast.port.close();
    lan.runMs(30_000);
    expect(router.stats().streams).toBe(0);
  });

  test('a router that is closed takes no more, and does not disturb the session', async () => {
    const lan = createLan();
    const [anna, bela] = [await join(lan, 'anna'), await join(lan, 'bela')];
    const router = createSessionRouter();
    publishSession(router, bela.session);
    const stream = midiStream(anna.session, 1);
    say(stream, 'one');
    lan.runMs(10);
    router.close();
    say(stream, 'two');
    say(midiStream(anna.session, 2), 'three');
    expect(() => lan.runMs(10)).not.toThrow();
    expect(router.stats().messages).toBe(1);
  });
});

describe('streams of a router into a session', () => {
  const message = createStreamMessage({
    bytes: Buffer.from('..note..'),
    payloadOffset: 2,
    payloadLength: 4,
    streamType: StreamType.MIDI,
    formatType: FormatType.COMPACT_JSONL,
    messageType: 4,
    timestampNs: 12_345,
  });

  test('each goes out on a stream of its own, in copies, as it came', async () => {
    const lan = createLan();
    const [anna, bela] = [await join(lan, 'anna'), await join(lan, 'bela')];
    const router = createSessionRouter();
    const forwarding = forwardToSession(router, 'midi://local/*', anna.session, COPIES);
    const heard: unknown[] = [];
    bela.session.subscribe({ streamType: StreamType.MIDI }, (frame) => {
      const { bytes, payloadOffset: at, payloadLength, burstSize } = frame;
      const text = Buffer.from(bytes.subarray(at, at + payloadLength)).toString();
      heard.push([frame.streamId, text, frame.messageType, frame.timestampNs, burstSize]);
    });
    const one = router.publisher('midi://local/one');
    const two = router.publisher('midi://local/two');
    one.publish(message);
    two.publish(message);
    one.publish(message);
    lan.runMs(10);
    expect(heard).toEqual([
      [1, 'note', 4, 12_345, 3],
      [2, 'note', 4, 12_345, 3],
      [1, 'note', 4, 12_345, 3],
    ]);
    expect(forwarding).toMatchObject({ streams: 2, sent: 3, refused: 0 });
    one.close();
    expect(forwarding.streams).toBe(1);
    forwarding.close();
    expect(two.publish(message)).toBe(0);
  });

  test('what only repeats is marked so, and stamped anew', async () => {
    const lan = createLan();
    const [anna, bela] = [await join(lan, 'anna'), await join(lan, 'bela')];
    const router = createSessionRouter();
    forwardToSession(router, '*', anna.session, COPIES);
    const heard: unknown[] = [];
    bela.session.subscribe({ streamType: StreamType.MIDI }, ({ flags, timestampNs }) =>
      heard.push([flags, timestampNs]),
    );
    const nowNs = lan.time.clock.nowNs();
    router.publisher('midi://local').publish({ ...message, flags: Flag.REFRESH });
    router.publisher('midi://local').publish({ ...message, timestampNs: -1 });
    lan.runMs(10);
    expect(heard).toEqual([
      [Flag.REFRESH, nowNs],
      [0, 0],
    ]);
  });

  test('what came out of a session does not go back into it', async () => {
    const lan = createLan();
    const [anna, bela] = [await join(lan, 'anna'), await join(lan, 'bela')];
    const router = createSessionRouter();
    publishSession(router, bela.session);
    const forwarding = forwardToSession(router, '*', bela.session);
    say(midiStream(anna.session, 1), 'once');
    lan.runMs(10);
    expect(router.stats().delivered).toBe(1);
    expect(forwarding).toMatchObject({ streams: 0, sent: 0, refused: 0 });
  });

  test('a stream that changes its form goes on; what a session cannot carry is counted', async () => {
    const lan = createLan();
    const { session } = await join(lan, 'anna');
    const router = createSessionRouter();
    const forwarding = forwardToSession(router, '*', session);
    const publisher = router.publisher('midi://local');
    publisher.publish(message);
    publisher.publish({ ...message, formatType: FormatType.MSGPACK });
    expect(forwarding).toMatchObject({ streams: 1, sent: 2, refused: 0 });
    publisher.publish({ ...message, streamType: StreamType.HEARTBEAT });
    publisher.publish({ ...message, bytes: new Uint8Array(2000), payloadLength: 1159 });
    expect(forwarding).toMatchObject({ sent: 2, refused: 2 });
    // All numbers but the one that is open are given away.
    const others = Array.from({ length: 300 }, (_, streamId) =>
      router.publisher({ topic: 'midi://many', senderId: streamId }),
    );
    for (const other of others) other.publish(message);
    expect(forwarding.streams).toBe(255);
    others[0].close();
    others[299].publish(message);
    expect(forwarding.streams).toBe(255);
    const { sent } = forwarding;
    await session.close();
    publisher.publish(message);
    expect(forwarding.sent).toBe(sent);
  });
});
