import type { Destination } from '@jamnet/wire';
import { describe, expect, it } from 'vitest';
import {
  createDiscoveryMessage,
  encodeDiscoveryInto,
} from '../../src/link/v1/discovery-message.js';
import { createLinkRoom } from './link-room.js';

const GROUP: Destination = { family: 4, address: '224.76.78.75', port: 20_808 };

/** A room in which sessions are announced whose peers answer no ping. */
function roomWith(unreachable: number) {
  const room = createLinkRoom();
  const port = room.stranger();
  const bytes = new Uint8Array(512);
  const message = createDiscoveryMessage();
  message.ttl = 5;
  message.hasSession = message.hasTimeline = true;
  message.endpointFamily = 4;
  message.endpointAddress.set([10, 9, 9, 9]);
  message.endpointPort = 9;
  const run = (seconds: number): void => {
    for (let i = 0; i < seconds * 4; i++) {
      for (let k = 0; k < unreachable; k++) {
        message.node.high = message.session.high = 0xf000_0000 + k;
        port.send(bytes, 0, encodeDiscoveryInto(message, bytes, 0), GROUP, 0);
      }
      room.runMs(250);
    }
  };
  return { room, run };
}

describe('sessions that cannot be reached', () => {
  it('do not keep a peer from following its own, nor from joining another', async () => {
    const { room, run } = roomWith(8);
    const first = await room.enter({ bpm: 97, ppm: 40 });
    run(2);
    const second = await room.enter({ bpm: 133, ppm: -40 });
    run(10);
    expect(second.link.sessionId).toBe(first.link.sessionId);
    const before = second.link.stats();
    run(30);
    const after = second.link.stats();
    expect(after.measurements - before.measurements).toBeGreaterThanOrEqual(8);
    expect(Math.abs(after.driftPpm - 80)).toBeLessThan(5);
  });

  it('are tried less and less, each in its turn', async () => {
    const { room, run } = roomWith(3);
    const { link } = await room.enter();
    run(60);
    const { measurementsFailed } = link.stats();
    // 0.25 s after the first attempt, then twice as long each time: eight of each within a minute.
    expect(measurementsFailed).toBeGreaterThanOrEqual(3 * 4);
    expect(measurementsFailed).toBeLessThanOrEqual(3 * 8);
    run(300);
    expect(link.stats().measurementsFailed - measurementsFailed).toBeLessThanOrEqual(3 * 6);
  });
});
