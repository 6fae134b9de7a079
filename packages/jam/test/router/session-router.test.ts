import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSessionRouter, createStreamMessage, type RoutedStream } from '@jamnet/jam';
import { refusal } from '../support/refusal.js';

const message = createStreamMessage({ bytes: Uint8Array.of(9, 1, 2, 3, 9), payloadOffset: 1 });
message.payloadLength = 3;

describe('the session router', () => {
  test('a message reaches those who want its topic, as it is, before publish returns', () => {
    const router = createSessionRouter();
    const heard: unknown[] = [];
    router.subscribe('midi://one', (got, stream) => heard.push(['one', got === message, stream]));
    router.subscribe('midi://other', () => heard.push('other'));
    const publisher = router.publisher({ topic: 'MIDI://one/', senderId: 7, streamId: 3 });
    expect(publisher.publish(message)).toBe(1);
    expect(heard).toEqual([['one', true, publisher.stream]]);
    expect(publisher.stream).toMatchObject({ topic: 'midi://one', senderId: 7, streamId: 3 });
    expect(router.stats()).toEqual({
      ...{ messages: 1, unheard: 0, delivered: 1, failures: 0, circular: 0 },
      ...{ topics: 2, streams: 1, subscriptions: 2 },
    });
  });

  test('a sender, a stream, and the beginning of topics can be asked for', () => {
    const router = createSessionRouter();
    const selectors = [
      { topic: '*' },
      { topic: 'Midi://*' },
      { topic: 'midi://band/*' },
      { topic: 'midi://band/one', senderId: 1 },
      { topic: 'midi://band/one', senderId: 2 ** 32 - 1, streamId: 255 },
      { topic: 'midi://band/*', streamId: 5 },
    ];
    const counts = selectors.map(() => 0);
    for (const [i, selector] of selectors.entries()) router.subscribe(selector, () => counts[i]++);
    const say = (topic: string, senderId: number, streamId: number): number =>
      router.publisher({ topic, senderId, streamId }).publish(message);
    expect(say('midi://band/one', 1, 1)).toBe(4);
    expect(say('midi://band/one', 2 ** 32 - 1, 255)).toBe(4);
    expect(say('midi://band/two', 1, 5)).toBe(4);
    expect(say('midi://bandit', 1, 5)).toBe(2);
    expect(say('audio://band/one', 1, 5)).toBe(1);
    expect(counts).toEqual([5, 4, 3, 1, 1, 1]);
  });

  test('whoever comes later gets what comes later', () => {
    const router = createSessionRouter();
    const publisher = router.publisher('midi://one');
    expect(publisher.publish(message)).toBe(0);
    let count = 0;
    const end = router.subscribe('midi://one', () => count++);
    expect(publisher.subscribers).toBe(1);
    publisher.publish(message);
    end();
    end();
    publisher.publish(message);
    expect([count, publisher.subscribers]).toEqual([1, 0]);
    expect(router.stats()).toMatchObject({ messages: 3, unheard: 2, delivered: 1 });
    expect(router.stats().subscriptions).toBe(0);
  });

  test('handlers may come and go while a message is handed around', () => {
    const router = createSessionRouter();
    const heard: string[] = [];
    const publisher = router.publisher('midi://one');
    router.subscribe('midi://one', () => {
      heard.push('first');
      endSecond();
      router.subscribe('midi://one', () => heard.push('new'));
    });
    const endSecond = router.subscribe('midi://one', () => heard.push('second'));
    router.subscribe('midi://one', () => heard.push('third'));
    expect(publisher.publish(message)).toBe(2);
    expect(heard).toEqual(['first', 'third']);
    publisher.publish(message);
    expect(heard.slice(2)).toEqual(['first', 'third', 'new']);
  });

  test('a publisher may close, open and speak inside a handler', () => {
    const router = createSessionRouter();
    const heard: string[] = [];
    const one = router.publisher('midi://one');
    router.subscribe('midi://one', () => {
      one.close();
      router.publisher('midi://two').publish(message);
      heard.push('one');
    });
    router.subscribe('midi://*', (_, { topic }) => heard.push(topic));
    expect(one.publish(message)).toBe(2);
    expect(one.publish(message)).toBe(0);
    expect(heard).toEqual(['midi://two', 'one', 'midi://one']);
    expect(router.streams().map(({ topic }) => topic)).toEqual(['midi://two']);
  });

  test('those that publish in a circle are stopped and counted', () => {
    const router = createSessionRouter();
    const publisher = router.publisher('midi://one');
    let calls = 0;
    router.subscribe('midi://one', () => {
      calls++;
      publisher.publish(message);
    });
    publisher.publish(message);
    expect(calls).toBe(32);
    expect(router.stats()).toMatchObject({ circular: 1, failures: 0 });
  });

  test('one that throws does not keep it from the others, and is told of once', () => {
    const told: unknown[] = [];
    const router = createSessionRouter({
      onError(error, { topic }) {
        told.push([error, topic]);
        throw new Error('the one who is told throws too');
      },
    });
    const failure = new Error('no');
    let count = 0;
    router.subscribe('midi://one', () => {
      throw failure;
    });
    router.subscribe('midi://one', () => count++);
    const publisher = router.publisher('midi://one');
    expect([publisher.publish(message), publisher.publish(message)]).toEqual([2, 2]);
    expect({ count, told }).toEqual({ count: 2, told: [[failure, 'midi://one']] });
    expect(router.stats().failures).toBe(2);
  });

  test('a stream has ended when its last publisher has gone', () => {
    const router = createSessionRouter();
    const ended: RoutedStream[] = [];
    const onEnd = (stream: RoutedStream): void => void ended.push(stream);
    router.subscribe('midi://one', () => undefined, { onEnd });
    const [one, two] = [router.publisher('midi://one'), router.publisher('midi://one')];
    expect(one.stream).toBe(two.stream);
    one.close();
    one.close();
    expect({ ended, streams: router.stats().streams }).toEqual({ ended: [], streams: 1 });
    two.close();
    expect(ended).toEqual([two.stream]);
    expect(router.publisher('midi://one').stream).not.toBe(two.stream);
  });

  test('nothing is kept of what has gone', () => {
    const router = createSessionRouter();
    for (let n = 0; n < 100; n++) {
      const topic = `midi://${n}`;
      const end = router.subscribe(topic, () => undefined);
      const publisher = router.publisher(topic);
      // In either order.
      for (const last of n % 2 === 0 ? [publisher.close, end] : [end, publisher.close]) last();
    }
    expect(router.stats()).toMatchObject({ topics: 0, streams: 0, subscriptions: 0 });
  });

  test('for await gets copies, from a bounded queue', async () => {
    const router = createSessionRouter();
    const queue = router.messages('midi://*', { capacity: 2 });
    const bytes = Uint8Array.of(0, 1, 2);
    const mine = createStreamMessage({ bytes, payloadOffset: 1, payloadLength: 2 });
    const publisher = router.publisher('midi://one');
    for (let n = 0; n < 3; n++) {
      mine.sequence = n;
      bytes[1] = n;
      publisher.publish(mine);
    }
    expect([queue.waiting, queue.dropped]).toEqual([2, 1]);
    const read: unknown[] = [];
    for await (const { sequence, bytes: own, stream } of queue) {
      read.push([sequence, ...own, stream.topic]);
      if (read.length === 2) break;
    }
    expect(read).toEqual([
      [1, 1, 2, 'midi://one'],
      [2, 2, 2, 'midi://one'],
    ]);
    expect(router.stats().subscriptions).toBe(0);
  });

  test('a signal ends a loop, also one that was aborted before', async () => {
    const router = createSessionRouter();
    const controller = new AbortController();
    const queue = router.messages('midi://one', { signal: controller.signal });
    controller.abort();
    const never = router.messages('midi://one', { signal: controller.signal });
    expect((await queue.next()).done && (await never.next()).done).toBe(true);
    expect(router.stats().subscriptions).toBe(0);
  });

  test('a loop that is refused lets go of its signal', () => {
    const { signal } = new AbortController();
    const router = createSessionRouter();
    expect(() => router.messages('jam', { signal })).toThrow('is not a topic');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('closing ends everything', async () => {
    const router = createSessionRouter();
    const publisher = router.publisher('midi://one');
    let ended = 0;
    router.subscribe('midi://one', () => undefined, { onEnd: () => ended++ });
    router.subscribe('*', () => undefined);
    const queue = router.messages('midi://one');
    router.close();
    router.close();
    expect(publisher.publish(message)).toBe(0);
    publisher.close();
    expect(await queue.next()).toEqual({ value: undefined, done: true });
    expect(ended).toBe(1);
    expect(router.stats()).toMatchObject({ topics: 0, streams: 0, subscriptions: 0 });
    for (const call of [
      () => router.publisher('midi://one'),
      () => router.subscribe('midi://one', () => undefined),
      () => router.messages('midi://one'),
    ]) {
      expect(await refusal(call)).toBe('closed: the router is closed: create another');
    }
  });

  test.each<[(router: ReturnType<typeof createSessionRouter>) => unknown, string]>([
    [(r) => r.publisher('jam'), "bad-topic: 'jam' is not a topic"],
    [
      (r) => r.subscribe('jam*', () => undefined),
      "bad-topic: no topic begins as 'jam*' does: write",
    ],
    [(r) => r.messages('midi://'), 'bad-topic:'],
    [
      (r) => r.publisher({ topic: 'midi://one', streamId: 256 }),
      'bad-option: streamId is 256: it may be an integer from 0 to 255',
    ],
    [
      (r) => r.subscribe({ topic: 'midi://one', senderId: -1 }, () => undefined),
      'bad-option: senderId is -1: it may be an integer from 0 to 4294967295',
    ],
    [(r) => r.messages('midi://one', { capacity: 0 }), 'bad-option: capacity is 0'],
  ])('refuses call %#', async (call, message) => {
    const router = createSessionRouter();
    expect(await refusal(() => call(router))).toContain(message);
    expect(router.stats()).toMatchObject({ streams: 0, subscriptions: 0 });
  });
});

/** A step of a random life of a router, with what a list that is searched for every message does. */
type Step =
  | { readonly kind: 'subscribe'; readonly topic: string; readonly streamId: number | undefined }
  | { readonly kind: 'unsubscribe' | 'close'; readonly index: number }
  | { readonly kind: 'open'; readonly topic: string; readonly streamId: number }
  | { readonly kind: 'publish'; readonly index: number };

test('whatever comes and goes in whatever order, it delivers what a walk through all subscriptions would', () => {
  const topics = ['midi://a', 'midi://a/b', 'audio://a'];
  const index = fc.nat(20);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant('subscribe' as const),
      topic: fc.constantFrom(...topics, '*', 'midi://a*', 'midi://a/*'),
      streamId: fc.option(fc.nat(2), { nil: undefined }),
    }),
    fc.record({ kind: fc.constantFrom('unsubscribe' as const, 'close' as const), index }),
    fc.record({
      kind: fc.constant('open' as const),
      topic: fc.constantFrom(...topics),
      streamId: fc.nat(2),
    }),
    fc.record({ kind: fc.constant('publish' as const), index }),
  );
  const life = (steps: readonly Step[]): void => {
    const router = createSessionRouter();
    const subscriptions: { id: number; wants: (s: RoutedStream) => boolean; end: () => void }[] =
      [];
    const publishers: ReturnType<typeof router.publisher>[] = [];
    let heard: number[] = [];
    let ids = 0;
    for (const each of steps) {
      if (each.kind === 'subscribe') {
        const { topic, streamId } = each;
        const id = ids++;
        const end = router.subscribe(
          { topic, ...(streamId === undefined ? {} : { streamId }) },
          () => heard.push(id),
        );
        const wants = (s: RoutedStream): boolean =>
          (topic.endsWith('*') ? s.topic.startsWith(topic.slice(0, -1)) : s.topic === topic) &&
          (streamId === undefined || s.streamId === streamId);
        subscriptions.push({ id, wants, end });
      } else if (each.kind === 'unsubscribe') {
        for (const { end } of subscriptions.splice(each.index, 1)) end();
      } else if (each.kind === 'open') publishers.push(router.publisher(each));
      else if (each.kind === 'close') {
        for (const publisher of publishers.splice(each.index, 1)) publisher.close();
      } else {
        const publisher = publishers[each.index % (publishers.length || 1)];
        if (publisher === undefined) continue;
        heard = [];
        const expected = subscriptions.filter(({ wants }) => wants(publisher.stream));
        expect(publisher.publish(message)).toBe(expected.length);
        expect(new Set(heard)).toEqual(new Set(expected.map(({ id }) => id)));
        expect(heard.length).toBe(expected.length);
      }
    }
    const names = publishers.map(({ stream }) => `${stream.topic} ${stream.streamId}`);
    expect(router.stats()).toMatchObject({
      streams: new Set(names).size,
      subscriptions: subscriptions.length,
    });
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), life), { numRuns: 300 });
});
