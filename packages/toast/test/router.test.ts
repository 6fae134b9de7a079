import { describe, expect, it } from 'vitest';
import { createFrameRouter, type ReceivedFrame } from '../src/router.js';

const frame = (streamType: number, messageType = 0): ReceivedFrame =>
  ({ streamType, messageType }) as ReceivedFrame;

describe('the frame router', () => {
  it('hands a frame to everyone who asked for its type, in the order of subscription', () => {
    const router = createFrameRouter();
    const calls: string[] = [];
    router.subscribe({ streamType: 1 }, () => calls.push('all'));
    router.subscribe({ streamType: 1, messageType: 7 }, () => calls.push('seven'));
    router.subscribe({ streamType: 2 }, () => calls.push('audio'));
    expect(router.route(frame(1, 7))).toBe(2);
    expect(router.route(frame(1, 0))).toBe(1);
    expect(router.route(frame(2, 7))).toBe(1);
    expect(calls).toEqual(['all', 'seven', 'all', 'audio']);
  });

  it('tells that nobody asked', () => {
    const router = createFrameRouter();
    router.subscribe({ streamType: 1, messageType: 3 }, () => {});
    expect(router.route(frame(1, 4))).toBe(0);
    expect(router.route(frame(7))).toBe(0);
  });

  it('hands over the very object it was given', () => {
    const router = createFrameRouter();
    const given = frame(5, 255);
    let got: unknown;
    router.subscribe({ streamType: 5, messageType: 255 }, (each) => (got = each));
    router.route(given);
    expect(got).toBe(given);
  });

  it('lets handlers subscribe and end while it routes: that counts from the next frame on', () => {
    const router = createFrameRouter();
    const calls: string[] = [];
    const endFirst = router.subscribe({ streamType: 1 }, () => {
      calls.push('first');
      endFirst();
      router.subscribe({ streamType: 1 }, () => calls.push('third'));
    });
    router.subscribe({ streamType: 1 }, () => calls.push('second'));
    expect(router.route(frame(1))).toBe(2);
    expect(router.route(frame(1))).toBe(2);
    expect(calls).toEqual(['first', 'second', 'second', 'third']);
  });

  it('hands the frame at hand to nobody who subscribes because of it', () => {
    const router = createFrameRouter();
    const calls: string[] = [];
    router.subscribe({ streamType: 1 }, () => {
      calls.push('old');
      if (calls.length === 1) router.subscribe({ streamType: 1 }, () => calls.push('new'));
    });
    expect(router.route(frame(1))).toBe(1);
    expect(router.route(frame(1))).toBe(2);
    expect(calls).toEqual(['old', 'old', 'new']);
  });

  it('ends each subscription alone, also of one handler that subscribed twice', () => {
    const router = createFrameRouter();
    let calls = 0;
    const handler = (): void => void calls++;
    const end = router.subscribe({ streamType: 1 }, handler);
    router.subscribe({ streamType: 1 }, handler);
    end();
    end();
    router.route(frame(1));
    expect(calls).toBe(1);
  });

  it.each([
    { streamType: 0 },
    { streamType: 8 },
    { streamType: 1.5 },
    { streamType: 1, messageType: 256 },
    { streamType: 1, messageType: -2 },
  ])('refuses a selector that no frame can match: %o', (selector) => {
    expect(() => createFrameRouter().subscribe(selector, () => {})).toThrowError(
      expect.objectContaining({ code: 'bad-option' }),
    );
  });
});
