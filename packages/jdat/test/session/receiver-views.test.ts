import { StreamType } from '@jamnet/toast';
import { expect, it } from 'vitest';
import { writeReceiverLine } from '../../src/session/receiver-line.js';
import { createReceiverViews } from '../../src/session/receiver-views.js';
import { createAudioLan } from '../support/audio-lan.js';

const STREAM = 7;

it('those who play a stream are seen with what they lose and how long they can wait, until they leave', async () => {
  const lan = createAudioLan();
  const player = await lan.join('player');
  const { session } = player;
  const views = createReceiverViews(session, STREAM);
  const stream = session.openStream({
    streamType: StreamType.AUDIO,
    formatType: 1,
    streamId: STREAM,
    redundancy: { copies: 1 },
  });
  const lossy = await lan.join('lossy', { receive: { loss: 0.4 } });
  const clean = await lan.join('clean');
  const other = await lan.join('other');
  const say = (place: typeof player, streamId: number, usefulUs: number): void =>
    place.session.setHeartbeatLine(
      'ar',
      writeReceiverLine([{ senderId: session.senderId, streamId, usefulUs }]),
    );
  say(lossy, STREAM, 24_000);
  say(clean, STREAM, 5_000);
  say(other, 8, 1_000);
  for (let i = 0; i < 300; i++) {
    stream.send(new Uint8Array(20), 0, 20, { timestampNs: lan.time.clock.nowNs() });
    lan.time.runFor(10e6);
  }
  expect(views.count).toBe(2);
  const worst = [...views.worst()].sort((a, b) => b.usefulMs - a.usefulMs);
  expect(worst.map(({ usefulMs }) => usefulMs)).toEqual([24, 5]);
  expect(worst[0]!.report.rate).toBeGreaterThan(0.3);
  expect(worst[1]!.report.rate).toBe(0);
  // One plays another stream from now on, one nothing at all.
  say(clean, 8, 5_000);
  lossy.session.setHeartbeatLine('ar', null);
  lan.time.runFor(1e9);
  expect(views.count).toBe(1);
  say(clean, STREAM, 5_000);
  lan.time.runFor(3e9);
  expect(views.count).toBe(1);
  expect(views.worst().map(({ usefulMs }) => usefulMs)).toEqual([5]);
  say(lossy, STREAM, 24_000);
  lan.time.runFor(1e9);
  expect(views.count).toBe(2);
  await lossy.session.close();
  lan.time.runFor(1e9);
  expect(views.count).toBe(1);
  views.close();
  await clean.session.close();
  lan.time.runFor(1e9);
  expect(views.count).toBe(1);
});

it('of many only those that lose most count', async () => {
  const lan = createAudioLan();
  const { session } = await lan.join('player');
  const views = createReceiverViews(session, STREAM);
  const stream = session.openStream({
    streamType: StreamType.AUDIO,
    formatType: 1,
    streamId: STREAM,
  });
  for (let i = 0; i < 9; i++) {
    const { session: there } = await lan.join(`listener ${i}`, { receive: { loss: i * 0.06 } });
    const use = { senderId: session.senderId, streamId: STREAM, usefulUs: 1000 * i };
    there.setHeartbeatLine('ar', writeReceiverLine([use]));
  }
  for (let i = 0; i < 120; i++) {
    stream.send(new Uint8Array(20), 0, 20, { timestampNs: lan.time.clock.nowNs() });
    lan.time.runFor(10e6);
  }
  expect(views.count).toBe(9);
  expect(views.worst()).toHaveLength(8);
  expect(Math.min(...views.worst().map(({ usefulMs }) => usefulMs))).toBeGreaterThanOrEqual(1);
  expect(views.worst()[0]!.usefulMs).toBeGreaterThan(4);
});
